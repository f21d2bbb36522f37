import { say } from "../../words";
import { capsOf } from "../choice/keys";
import type { Kind } from "../types";
import { editTurns } from "./edit";
import { askedTurns, dialogueOf, type Labelled, type TurnsConfig } from "./turns";

/** A label for each turn of a dialogue. The answer is a list of turns, counted from 0, with their labels. */
export const turns: Kind = {
  isOnePress: false,
  parts(config, item) {
    const name = dialogueOf(config as TurnsConfig, item);
    return name === undefined ? [] : [name];
  },
  isAnswered: (value) => Array.isArray(value) && value.length > 0,
  problem(config, value, item) {
    const asked = config as TurnsConfig;
    const left = askedTurns(asked, item).length - (value as readonly Labelled[]).length;
    return asked.is_every_turn && left > 0 ? say("turns.left", { left }) : null;
  },
  press: () => undefined,
  hints(config) {
    const { labels } = config as TurnsConfig;
    const caps = capsOf(labels);
    const keys = labels.map(({ title, help }, place) => ({
      cap: caps[place] ?? "",
      title,
      help: help ?? "",
    }));
    return [
      ...keys,
      { cap: "↑ ↓", title: say("turns.key_move") },
      { cap: "⌫", title: say("turns.key_clear") },
    ];
  },
  edit: editTurns,
  show(config, value) {
    const given: readonly Labelled[] = Array.isArray(value) ? value : [];
    const { labels } = config as TurnsConfig;
    return given
      .map(({ turn, label }) => `${turn + 1}: ${labels.find((one) => one.id === label)?.title ?? label}`)
      .join(", ");
  },
};
