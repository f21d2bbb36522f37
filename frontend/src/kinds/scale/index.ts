import { say } from "../../words";
import type { Hint, Kind } from "../types";
import { editScale } from "./edit";
import { capsOf, hasButtons, type ScaleConfig, stepAt, stepsOf } from "./keys";

/** A number on a scale with named ends. */
export const scale: Kind = {
  isOnePress: (config) => hasButtons(config as ScaleConfig),
  isAnswered: (value) => typeof value === "number",
  press: (config, code) =>
    hasButtons(config as ScaleConfig) ? stepAt(config as ScaleConfig, code) : undefined,
  hints: (config) => hintsOf(config as ScaleConfig),
  edit: editScale,
  show: (config, value) => (typeof value === "number" ? told(config as ScaleConfig, value) : ""),
};

function told({ least, most, low, high }: ScaleConfig, value: number): string {
  const meaning = value === least ? low : value === most ? high : "";
  return meaning ? `${value} (${meaning})` : String(value);
}

function hintsOf(config: ScaleConfig): readonly Hint[] {
  if (!hasButtons(config))
    return [
      { cap: "← →", title: say("scale.key_step") },
      { cap: "0–9", title: say("scale.key_tenths") },
    ];
  const caps = capsOf(config);
  return stepsOf(config).map((step, place) => ({ cap: caps[place] ?? "", title: told(config, step) }));
}
