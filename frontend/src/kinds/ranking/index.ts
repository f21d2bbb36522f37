import { say } from "../../words";
import { capsOf } from "../choice/keys";
import type { Kind } from "../types";
import { editRanking } from "./edit";
import type { RankingConfig } from "./ranking";

const labelsOf = (config: unknown) => (config as RankingConfig).labels;

/** Candidates in order, the best first. The answer is the list of their ids. */
export const ranking: Kind = {
  isOnePress: false,
  parts: (config, item) =>
    labelsOf(config)
      .map((label) => label.id)
      .filter((id) => id in item.parts),
  isAnswered: (value) => Array.isArray(value) && value.length > 0,
  problem(config, value) {
    const left = labelsOf(config).length - (value as readonly string[]).length;
    return left > 0 ? say("ranking.left", { left }) : null;
  },
  press: () => undefined,
  hints(config) {
    const caps = capsOf(labelsOf(config));
    const labels = labelsOf(config).map(({ title, help }, place) => ({
      cap: caps[place] ?? "",
      title,
      help: help ?? "",
    }));
    return [
      ...labels,
      { cap: "⌫", title: say("ranking.key_undo") },
      { cap: "Shift ↑ ↓", title: say("ranking.key_move") },
    ];
  },
  edit: editRanking,
  show(config, value) {
    const order: readonly string[] = Array.isArray(value) ? value : [];
    return order.map((id) => labelsOf(config).find((label) => label.id === id)?.title ?? id).join(" > ");
  },
};
