import { say } from "../../words";
import type { Kind } from "../types";
import { editPreference } from "./edit";
import { degreeOf, degreesOf, type PreferenceConfig } from "./preference";

/** Which of two parts is better, and by how much. */
export const preference: Kind = {
  isOnePress: true,
  parts: (config, item) =>
    [(config as PreferenceConfig).a, (config as PreferenceConfig).b].filter((name) => name in item.parts),
  isAnswered: (value) => degreeOf(value, false) !== null,
  press: () => undefined,
  hints(config) {
    const last = degreesOf(config as PreferenceConfig).length;
    return [
      { cap: "1", title: say("preference.key_left") },
      { cap: String(last), title: say("preference.key_right") },
    ];
  },
  edit: editPreference,
  show(config, value) {
    const degree = degreeOf(value, false);
    const { a, b } = config as PreferenceConfig;
    if (degree === null) return "";
    const sign = degree === 0 ? "=" : degree < 0 ? ">" : "<";
    return `${a} ${sign.repeat(Math.max(1, Math.abs(degree)))} ${b}`;
  },
};
