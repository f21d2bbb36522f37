import type { Label } from "../choice/keys";

/** How many colours labels have; past them they come again, and the name beside a mark tells which is meant. */
export const TONES = 10;

/** Return the colour of each label by its id: a number for the class `tone-<n>`. */
export function tonesOf(labels: readonly Label[]): ReadonlyMap<string, number> {
  return new Map(labels.map((label, index) => [label.id, index % TONES]));
}
