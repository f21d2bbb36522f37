export interface ScaleConfig {
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly low: string;
  readonly high: string;
  readonly look: "steps" | "slider";
}

/** Up to so many steps are buttons with a key each; more are a slider. */
export const MOST_BUTTONS = 11;

/** Return the steps of the scale, from least to most. */
export function stepsOf({ least, most, step }: ScaleConfig): readonly number[] {
  const count = Math.round((most - least) / step) + 1;
  return Array.from({ length: count }, (_, place) => onStep({ least, most, step }, least + place * step));
}

/** The scale is answered by a button for each step. */
export function hasButtons(config: ScaleConfig): boolean {
  return config.look === "steps" && (config.most - config.least) / config.step < MOST_BUTTONS;
}

/** Return the key of each step: the number itself where it is one digit, else its place; 0 is the tenth. */
export function capsOf(config: ScaleConfig): readonly string[] {
  const steps = stepsOf(config);
  if (steps.every((step) => Number.isInteger(step) && step >= 0 && step <= 9)) return steps.map(String);
  return steps.map((_, place) => (place < 9 ? String(place + 1) : place === 9 ? "0" : ""));
}

/** Return the step under this key (`KeyboardEvent.code`), or undefined when the key means nothing here. */
export function stepAt(config: ScaleConfig, code: string): number | undefined {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit === undefined) return undefined;
  if (hasButtons(config)) return stepsOf(config)[capsOf(config).indexOf(digit)];
  // On a slider a digit is so many tenths of the way.
  return onStep(config, config.least + (Number(digit) / 10) * (config.most - config.least));
}

/** Return the value so many steps from this one, within the scale; the middle is where an unanswered one begins. */
export function moved(config: ScaleConfig, value: number | undefined, steps: number): number {
  const from = value ?? (config.least + config.most) / 2;
  return onStep(config, from + steps * config.step);
}

/** Return the step nearest to this number, within the scale. */
export function onStep(
  { least, most, step }: Pick<ScaleConfig, "least" | "most" | "step">,
  value: number,
): number {
  const steps = Math.round((Math.min(Math.max(value, least), most) - least) / step);
  return Number((least + steps * step).toFixed(10));
}
