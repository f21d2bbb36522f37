export interface PreferenceConfig {
  readonly a: string;
  readonly b: string;
  readonly has_tie: boolean;
  readonly strengths: number;
  readonly is_shuffled: boolean;
}

export interface Preference {
  readonly choice: "a" | "tie" | "b";
  readonly strength: number;
}

/** How much better the left (below 0) or the right side (above 0) is; 0 is a tie. */
export type Degree = number;

/** Return the degrees that can be answered, from a far better left side to a far better right one. */
export function degreesOf({ strengths, has_tie: hasTie }: PreferenceConfig): readonly Degree[] {
  const steps = Array.from({ length: strengths }, (_, place) => place + 1);
  return [...steps.map((step) => -step).reverse(), ...(hasTie ? [0] : []), ...steps];
}

/** The second part stands on the left: on half of the items, so that no side has an advantage. */
export function isSwapped({ is_shuffled: isShuffled }: PreferenceConfig, item: number): boolean {
  // Items of one source often come in pairs: the bits are mixed before the last one decides.
  return isShuffled && ((Math.imul(item, 0x9e3779b1) >>> 15) & 1) === 1;
}

/** Return the answer that a degree stands for. */
export function answerOf(degree: Degree, swapped: boolean): Preference {
  if (degree === 0) return { choice: "tie", strength: 0 };
  return { choice: degree < 0 === swapped ? "b" : "a", strength: Math.abs(degree) };
}

/** Return the degree of an answer, or null when it is none. */
export function degreeOf(value: unknown, swapped: boolean): Degree | null {
  if (typeof value !== "object" || value === null || !("choice" in value)) return null;
  const { choice, strength } = value as Preference;
  if (choice === "tie") return 0;
  return choice === (swapped ? "b" : "a") ? -strength : strength;
}

/** Below so many characters a common beginning is not worth a place of its own. */
const WORTH = 80;

/** Return what both texts begin with, up to the end of a line, and their rests. */
export function parted(
  one: string,
  other: string,
): { readonly common: string; readonly rests: [string, string] } {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  const end = one.lastIndexOf("\n", length - 1) + 1;
  if (end < WORTH) return { common: "", rests: [one, other] };
  return { common: one.slice(0, end), rests: [one.slice(end), other.slice(end)] };
}
