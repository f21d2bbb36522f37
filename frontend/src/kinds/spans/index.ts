import { say } from "../../words";
import { capsOf } from "../choice/keys";
import type { Hint, Item, Kind } from "../types";
import { editSpans, type SpansConfig, textPart } from "./edit";
import type { SpanValue } from "./model";

/** Stretches of a text, each with a label. The answer is a list; an empty one says that there are none. */
export const spans: Kind = {
  isOnePress: false,
  isAboutItem: true,
  parts: (config, item) => [textPart(config as SpansConfig, item.parts)],
  isAnswered: (value) => Array.isArray(value),
  press: () => undefined,
  hints: (config) => [...labelHints(config as SpansConfig), ...keyHints()],
  edit: (options) => editSpans(options, textOf(options.field.config as SpansConfig, options.item)),
  show: (config, value) => shown(config as SpansConfig, value),
};

function textOf(config: SpansConfig, item: Item): string {
  const text = item.parts[textPart(config, item.parts)];
  return typeof text === "string" ? text : "";
}

function labelHints({ labels }: SpansConfig): readonly Hint[] {
  const caps = capsOf(labels);
  return labels.map(({ title, help }, index) => ({ cap: caps[index] ?? "", title, help: help ?? "" }));
}

function keyHints(): readonly Hint[] {
  return [
    { cap: "← → ↑ ↓", title: say("spans.key_move") },
    { cap: "Ctrl ← →", title: say("spans.key_word") },
    { cap: "Shift ← →", title: say("spans.key_extend") },
    { cap: "Space", title: say("spans.key_take_word") },
    { cap: ".", title: say("spans.key_take_sentence") },
    { cap: "Tab", title: say("spans.key_walk") },
    { cap: "Alt Shift ← →", title: say("spans.key_start") },
    { cap: "+", title: say("spans.key_piece") },
    { cap: "Del", title: say("spans.key_remove") },
    { cap: "Ctrl Z", title: say("spans.key_undo") },
    { cap: "0", title: say("marks.nothing") },
  ];
}

function shown({ labels }: SpansConfig, value: unknown): string {
  if (!Array.isArray(value)) return "";
  const titles = new Map(labels.map(({ id, title }) => [id, title]));
  if (value.length === 0) return say("marks.is_nothing");
  return (value as readonly SpanValue[])
    .map(({ text, label }) => `${text} (${titles.get(label) ?? label})`)
    .join(", ");
}
