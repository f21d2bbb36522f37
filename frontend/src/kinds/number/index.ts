import { say } from "../../words";
import type { Kind } from "../types";
import { editNumber } from "./edit";
import { type NumberConfig, wrongWith } from "./number";

/** A number with its unit. */
export const number: Kind = {
  isOnePress: false,
  isAboutItem: true,
  isAnswered: (value) => typeof value === "number",
  problem: (config, value) => wrongWith(config as NumberConfig, value as number),
  press: () => undefined,
  hints: () => [{ cap: "0–9", title: say("number.key") }],
  edit: editNumber,
  show: (config, value) =>
    typeof value === "number" ? `${value} ${(config as NumberConfig).unit}`.trim() : "",
};
