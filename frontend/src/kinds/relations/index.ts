import { say } from "../../words";
import { capsOf } from "../choice/keys";
import { textPart } from "../spans/edit";
import type { Item, Kind } from "../types";
import { editRelations, type RelationsConfig } from "./edit";
import type { Relation } from "./model";

/** What holds between two spans of a text. The answer is a list; an empty one says that nothing does. */
export const relations: Kind = {
  isOnePress: false,
  isAboutItem: true,
  parts: (config, item) => [textPart(config as RelationsConfig, item.parts)],
  isAnswered: (value) => Array.isArray(value),
  press: () => undefined,
  hints: (config) => {
    const { labels } = config as RelationsConfig;
    const caps = capsOf(labels);
    return [
      ...labels.map(({ title, help }, index) => ({ cap: caps[index] ?? "", title, help: help ?? "" })),
      { cap: "Tab ← →", title: say("relations.key_walk") },
      { cap: "Space", title: say("relations.key_pick") },
      { cap: ", .", title: say("relations.key_turn") },
      { cap: "-", title: say("relations.key_swap") },
      { cap: "Del", title: say("relations.key_remove") },
      { cap: "Ctrl Z", title: say("spans.key_undo") },
      { cap: "0", title: say("marks.nothing") },
    ];
  },
  edit: (options) => editRelations(options, textOf(options.field.config as RelationsConfig, options.item)),
  show: (config, value) => {
    if (!Array.isArray(value)) return "";
    const { labels } = config as RelationsConfig;
    const titles = new Map(labels.map(({ id, title }) => [id, title]));
    if (value.length === 0) return say("marks.is_nothing");
    return (value as readonly Relation[])
      .map(({ from, to, label }) => `${from.text} → ${to.text} (${titles.get(label) ?? label})`)
      .join(", ");
  },
};

function textOf(config: RelationsConfig, item: Item): string {
  const text = item.parts[textPart(config, item.parts)];
  return typeof text === "string" ? text : "";
}
