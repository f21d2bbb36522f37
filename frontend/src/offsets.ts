/**
 * Places in a text: the server counts code points, the browser UTF-16 units. This is the only place that
 * turns one into the other.
 */
export interface Offsets {
  toUnits(points: number): number;
  /** A place inside a surrogate pair counts as before it. */
  toPoints(units: number): number;
}

/** Return how the places of this text are counted. */
export function offsetsOf(text: string): Offsets {
  const pairs = surrogatePairs(text);
  if (pairs.length === 0) return { toUnits: (points) => points, toPoints: (units) => units };
  return {
    // The pair with index i stands at code point pairs[i] - i.
    toUnits: (points) => points + countBelow(pairs, (unit, index) => unit - index < points),
    toPoints: (units) => units - countBelow(pairs, (unit) => unit + 1 <= units),
  };
}

/** Return where the surrogate pairs begin, in UTF-16 units. */
function surrogatePairs(text: string): readonly number[] {
  const found: number[] = [];
  for (const match of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) found.push(match.index);
  return found;
}

/** Return how many of the first entries pass; those that pass come first. */
function countBelow(places: readonly number[], passes: (unit: number, index: number) => boolean): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(places[middle] ?? 0, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
