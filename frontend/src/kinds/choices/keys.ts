import { capsOf, type Label, labelAt } from "../choice/keys";
import type { Hint } from "../types";

export interface ChoicesConfig {
  readonly labels: readonly Label[];
  readonly least: number;
  readonly most: number | null;
}

/** The key that says that none of the labels applies. */
export const NONE = "0";

/** Return the answer with this label put in or taken out, in the order of the field; unchanged when there is no room. */
export function toggled(
  { labels, most }: ChoicesConfig,
  chosen: readonly string[],
  label: string,
): readonly string[] {
  if (chosen.includes(label)) return chosen.filter((one) => one !== label);
  if (most === 1) return [label];
  if (most !== null && chosen.length >= most) return chosen;
  const after = new Set([...chosen, label]);
  return labels.map((one) => one.id).filter((id) => after.has(id));
}

/** Return the answer after this key (`KeyboardEvent.code`), or undefined when the key means nothing here. */
export function afterKey(
  config: ChoicesConfig,
  chosen: readonly string[],
  code: string,
): readonly string[] | undefined {
  if (config.least === 0 && /^(Digit|Numpad)0$/.test(code)) return [];
  const label = labelAt(config.labels, code);
  return label === undefined ? undefined : toggled(config, chosen, label);
}

/** Return the keys of the labels, and that of none where none may apply. */
export function hintsOf({ labels, least }: ChoicesConfig, none: string): readonly Hint[] {
  const caps = capsOf(labels);
  const hints = labels.map(({ title, help }, index) => ({ cap: caps[index] ?? "", title, help: help ?? "" }));
  return least === 0 ? [...hints, { cap: NONE, title: none }] : hints;
}
