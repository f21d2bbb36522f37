import type { Offsets } from "../../offsets";
import type { Label } from "../choice/keys";
import type { Other } from "../marking/others";
import { tonesOf } from "../marking/tones";
import type { Faint } from "./draw";
import { readSpans } from "./model";

const known = new WeakMap<readonly Other[], readonly Faint[]>();

/** Return what other fields have marked in a text, as it is drawn. */
export function faintOf(others: readonly Other[], offsets: Offsets): readonly Faint[] {
  const before = known.get(others);
  if (before) return before;
  const faint = read(others, offsets);
  known.set(others, faint);
  return faint;
}

function read(others: readonly Other[], offsets: Offsets): readonly Faint[] {
  return others.flatMap(({ field, marks }) => {
    const { labels } = field.config as { readonly labels: readonly Label[] };
    const tones = tonesOf(labels);
    const titles = new Map(labels.map(({ id, title }) => [id, title]));
    return readSpans(marks, offsets).map((span) => ({
      span,
      tone: tones.get(span.label) ?? 0,
      title: `${field.title}: ${titles.get(span.label) ?? span.label}`,
    }));
  });
}
