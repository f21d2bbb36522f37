import { say } from "../../words";
import type { Kind } from "../types";
import { editChoices } from "./edit";
import { type ChoicesConfig, hintsOf } from "./keys";

/** Any labels of a list. The answer is the list of their ids, in the order of the field. */
export const choices: Kind = {
  isOnePress: false,
  isAnswered: (value) => Array.isArray(value),
  problem(config, value) {
    const { least, most } = config as ChoicesConfig;
    const count = (value as readonly string[]).length;
    if (count < least) return say("choices.least", { least });
    return most !== null && count > most ? say("choices.most", { most }) : null;
  },
  press: () => undefined,
  hints: (config) => hintsOf(config as ChoicesConfig, say("choices.none")),
  edit: editChoices,
  show(config, value) {
    const chosen: readonly string[] = Array.isArray(value) ? value : [];
    const { labels } = config as ChoicesConfig;
    if (Array.isArray(value) && chosen.length === 0) return say("choices.none");
    return chosen.map((id) => labels.find((label) => label.id === id)?.title ?? id).join(", ");
  },
};
