import { boxShape } from "../boxes/model";
import type { Label } from "../choice/keys";
import { keypointShape } from "../keypoints/model";
import type { Other } from "../marking/others";
import { tonesOf } from "../marking/tones";
import { polygonShape } from "../polygons/model";
import type { Mark, Shape } from "./shape";
import type { Faint } from "./stage";

const SHAPES: ReadonlyMap<string, Shape<Mark>> = new Map<string, unknown>([
  ["boxes", boxShape],
  ["polygons", polygonShape],
  ["keypoints", keypointShape],
]) as ReadonlyMap<string, Shape<Mark>>;

/** True for a kind of field that marks images. */
export function marksImages(kind: string): boolean {
  return SHAPES.has(kind);
}

/** Return what other fields have marked on an image, as it is drawn. */
export function faintOf({ field, marks }: Other, grain: number): readonly Faint[] {
  const shape = SHAPES.get(field.kind);
  if (!shape) return [];
  const { labels } = field.config as { readonly labels: readonly Label[] };
  const tones = tonesOf(labels);
  const titles = new Map(labels.map(({ id, title }) => [id, title]));
  return (marks as readonly Mark[]).map((mark) => ({
    path: shape.path(mark, grain),
    corner: shape.corner(mark),
    title: titles.get(mark.label) ?? mark.label,
    tone: tones.get(mark.label) ?? 0,
  }));
}
