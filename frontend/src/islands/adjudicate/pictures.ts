import { h } from "../../dom";
import { kindOf } from "../../kinds";
import { boxShape } from "../../kinds/boxes/model";
import type { Label } from "../../kinds/choice/keys";
import { type ImageConfig, imagePart } from "../../kinds/images/edit";
import type { Mark, Shape } from "../../kinds/images/shape";
import { createImageStage } from "../../kinds/images/stage";
import { keypointShape } from "../../kinds/keypoints/model";
import { tonesOf } from "../../kinds/marking/tones";
import { polygonShape } from "../../kinds/polygons/model";
import { createTextStage } from "../../kinds/spans/draw";
import { type SpansConfig, textPart } from "../../kinds/spans/edit";
import { ordered, readSpans } from "../../kinds/spans/model";
import type { Answers, Field, ImagePart, Item } from "../../kinds/types";
import { offsetsOf } from "../../offsets";
import { keyOf } from "./model";

/** An answer drawn on its item, to be looked at. */
export interface Picture {
  readonly el: HTMLElement;
  /** Draw these marks; the one in hand is set off. */
  show(marks: readonly unknown[], active: unknown): void;
  destroy(): void;
}

const SHAPES: Readonly<Record<string, unknown>> = {
  boxes: boxShape,
  polygons: polygonShape,
  keypoints: keypointShape,
};

/** Return a picture of answers to this field, or null where words say it all. */
export function pictureOf(
  field: Field,
  fields: readonly Field[],
  item: Item,
  answers: Answers,
  name: string,
): Picture | null {
  if (field.kind === "spans") return textPicture(field, item, name);
  if (field.kind in SHAPES) return imagePicture(field, item, name);
  return kindOf(field.kind).parts?.(field.config, item).length
    ? editorPicture(field, fields, item, answers)
    : null;
}

function textPicture(field: Field, item: Item, name: string): Picture {
  const config = field.config as SpansConfig;
  const part = item.parts[textPart(config, item.parts)];
  const text = typeof part === "string" ? part : "";
  const stage = createTextStage(text, config.labels, name);
  const offsets = offsetsOf(text);
  stage.el.setAttribute("role", "group");
  return {
    el: stage.el,
    show(marks, active) {
      const [held] = active ? readSpans([active], offsets) : [];
      stage.draw(ordered(readSpans(marks, offsets)), held ?? null);
      stage.el.querySelector(".span-cover.is-active")?.scrollIntoView({ block: "nearest" });
    },
    destroy: () => {},
  };
}

function imagePicture(field: Field, item: Item, name: string): Picture | null {
  const config = field.config as ImageConfig;
  const part = item.parts[imagePart(config, item)] as ImagePart | undefined;
  if (typeof part !== "object" || part.type !== "image") return null;
  const shape = SHAPES[field.kind] as Shape<Mark>;
  const titles = new Map(config.labels.map(({ id, title }: Label) => [id, title]));
  const tones = tonesOf(config.labels);
  let drawn: readonly [readonly unknown[], unknown] = [[], null];
  const stage = createImageStage(part, name, {
    onDown: () => {},
    onMove: () => {},
    onUp: () => {},
    onView: () => queueMicrotask(() => draw()),
  });
  const draw = () => {
    const [marks, active] = drawn;
    const held = active === null ? "" : keyOf(active);
    const grain = stage.grain();
    stage.draw(
      (marks as readonly Mark[]).map((mark) => ({
        key: shape.keyOf(mark),
        path: shape.path(mark, grain),
        corner: shape.corner(mark),
        title: titles.get(mark.label) ?? mark.label,
        tone: tones.get(mark.label) ?? 0,
        isActive: keyOf(mark) === held,
        isDim: held !== "" && keyOf(mark) !== held,
      })),
      [],
    );
  };
  stage.el.removeAttribute("tabindex");
  return {
    el: stage.el,
    show(marks, active) {
      drawn = [marks, active ?? null];
      draw();
    },
    destroy: stage.destroy,
  };
}

/** The editor itself, which nobody can reach: it draws what it knows to draw. */
function editorPicture(field: Field, fields: readonly Field[], item: Item, answers: Answers): Picture | null {
  const nothing = () => {};
  const options = {
    field,
    fields,
    item,
    answers,
    value: [],
    onAnswer: nothing,
    onDone: nothing,
    onLook: nothing,
  };
  const editor = kindOf(field.kind).edit(options);
  if (!editor.stage) return null;
  const el = h("div", { class: "adj-still", inert: true }, editor.stage);
  return {
    el,
    show: (marks) => editor.update(marks, answers),
    destroy: () => editor.destroy?.(),
  };
}
