import type { Place } from "./types";

/** What an answer is made of: marks, labels, turns, words, or one whole. */
export type Family = "marks" | "labels" | "turns" | "words" | "whole";

interface Mark {
  readonly start?: number;
  readonly x?: number;
  readonly y?: number;
  readonly from?: { readonly start: number };
  readonly points?: readonly (readonly number[])[];
}

const FAMILIES: Readonly<Record<string, Family>> = {
  spans: "marks",
  relations: "marks",
  boxes: "marks",
  polygons: "marks",
  keypoints: "marks",
  segments: "marks",
  choices: "labels",
  turns: "turns",
  text: "words",
};

export function familyOf(kind: string): Family {
  return FAMILIES[kind] ?? "whole";
}

/** Return the places where the answers differ, with their numbers among all. */
export function conflictsOf(places: readonly Place[]): readonly number[] {
  return places.flatMap((place, index) => (place.is_agreed ? [] : [index]));
}

/** Return the conflict so many steps on; it stops at both ends. */
export function stepped(count: number, current: number, step: 1 | -1): number {
  return Math.min(Math.max(current + step, 0), Math.max(count - 1, 0));
}

/** Return what all answers share as the beginning of a decision; undefined where that is no answer by itself. */
export function sharedPart(kind: string, places: readonly Place[]): unknown {
  const family = familyOf(kind);
  if (family === "whole" || family === "words") return undefined;
  const shared = places.filter((place) => place.is_agreed).map((place) => place.given[0]);
  return shared.length > 0 ? shared : undefined;
}

/** True where one difference can be settled by itself. */
export function canTakePart(kind: string, places: readonly Place[]): boolean {
  return familyOf(kind) !== "whole" && places.length > 1;
}

/**
 * Return the decision with one place as this column has it, or null where that cannot be said: a text that was edited by
 * hand no longer has these places.
 */
export function withPart(
  kind: string,
  value: unknown,
  places: readonly Place[],
  index: number,
  column: number,
): unknown {
  const place = places[index];
  const family = familyOf(kind);
  if (!place || family === "whole") return null;
  if (family === "words") return withWords(value, places, index, column);
  const given = place.given[column] ?? null;
  const gone = new Set(place.given.map(keyOf));
  const kept = (Array.isArray(value) ? value : []).filter((one: unknown) => !gone.has(keyOf(one)));
  const turn = family === "turns" ? turnOf(place) : null;
  const others =
    turn === null ? kept : kept.filter((one: unknown) => (one as { turn: number }).turn !== turn);
  const after = given === null ? others : [...others, given];
  return family === "marks" ? after.toSorted(byPlace) : family === "turns" ? after.toSorted(byTurn) : after;
}

/** Return which column each place of a text stands as, or null when it is none of them. */
export function pickedWords(value: unknown, places: readonly Place[]): readonly number[] | null {
  if (typeof value !== "string") return places.map(() => 0);
  const found: number[] = [];
  let rest = value;
  for (const place of places) {
    const column = place.given.findIndex(
      (words, at) => rest.startsWith(String(words)) && isBest(place, at, rest),
    );
    if (column < 0) return null;
    found.push(column);
    rest = rest.slice(String(place.given[column]).length);
  }
  return rest === "" ? found : null;
}

/** Return what tells one part of an answer from all others, in whatever order its keys stand. */
export function keyOf(part: unknown): string {
  return JSON.stringify(part, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

function withWords(value: unknown, places: readonly Place[], index: number, column: number): string | null {
  const picked = pickedWords(value, places);
  return picked && places.map((place, at) => place.given[at === index ? column : (picked[at] ?? 0)]).join("");
}

/** Of the words that fit here the longest: where one column has nothing, nothing always fits. */
function isBest(place: Place, column: number, rest: string): boolean {
  const fitting = place.given.map(String).filter((words) => rest.startsWith(words));
  return String(place.given[column]).length === Math.max(...fitting.map((words) => words.length));
}

function turnOf(place: Place): number | null {
  const given = place.given.find((one) => one !== null) as { readonly turn: number } | undefined;
  return given?.turn ?? null;
}

function byTurn(one: unknown, other: unknown): number {
  return (one as { turn: number }).turn - (other as { turn: number }).turn;
}

function byPlace(one: unknown, other: unknown): number {
  const [a, b] = [placeOf(one as Mark), placeOf(other as Mark)];
  return a[0] - b[0] || a[1] - b[1];
}

function placeOf(mark: Mark): readonly [number, number] {
  const [x, y] = mark.points?.[0] ?? [];
  return [mark.start ?? mark.from?.start ?? mark.y ?? y ?? 0, mark.x ?? x ?? 0];
}
