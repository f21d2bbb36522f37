import { say } from "../../words";
import type { Kind } from "../types";
import { editText } from "./edit";
import { type TextConfig, wrongWith } from "./text";

/** Words that a person writes or corrects. */
export const text: Kind = {
  isOnePress: false,
  isAboutItem: true,
  // A draft stands in the box; its changes are told beside it.
  parts: (config) => [(config as TextConfig).begin_with].filter((name) => name !== ""),
  isAnswered: (value) => typeof value === "string" && value.trim() !== "",
  problem: (config, value, item) => wrongWith(config as TextConfig, value as string, item),
  press: () => undefined,
  hints: () => [
    { cap: "Ctrl Enter", title: say("text.key_done") },
    { cap: "Esc", title: say("text.key_leave") },
  ],
  edit: editText,
  show: (_config, value) => (typeof value === "string" ? value : ""),
};
