import { say } from "../../words";
import type { Kind } from "../types";
import { editTree } from "./edit";
import { nodesOf, type TreeConfig, told } from "./tree";

/** One label of a hierarchy, opened level by level. */
export const tree: Kind = {
  isOnePress: false,
  isAboutItem: true,
  isAnswered: (value) => typeof value === "string" && value !== "",
  press: () => undefined,
  hints: () => [
    { cap: "1–9", title: say("tree.key_open") },
    { cap: "← / ⌫", title: say("tree.key_up") },
  ],
  edit: editTree,
  show: (config, value) => (typeof value === "string" ? told(nodesOf(config as TreeConfig), value) : ""),
};
