/** A stretch of words that two texts share, or that only one of them has. */
export interface Run {
  readonly type: "same" | "gone" | "new";
  readonly text: string;
}

/** Above so many pairs of words the middle of two texts is not compared word by word. */
const MOST_PAIRS = 1_000_000;
const WORDS = /\s+|[^\s]+/g;

/** Return the words of `before` and `after` as runs, in the order of reading. */
export function wordDiff(before: string, after: string): readonly Run[] {
  const one = before.match(WORDS) ?? [];
  const other = after.match(WORDS) ?? [];
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
  let end = 0;
  const room = Math.min(one.length, other.length) - start;
  while (end < room && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  return joined([
    ...one.slice(0, start).map((text): Run => ({ type: "same", text })),
    ...middle(one.slice(start, one.length - end), other.slice(start, other.length - end)),
    ...one.slice(one.length - end).map((text): Run => ({ type: "same", text })),
  ]);
}

function middle(one: readonly string[], other: readonly string[]): readonly Run[] {
  const whole = (type: Run["type"], words: readonly string[]) => words.map((text): Run => ({ type, text }));
  if (one.length * other.length > MOST_PAIRS) return [...whole("gone", one), ...whole("new", other)];
  return walk(one, other, common(one, other));
}

/** Return for each pair of places how many words the rests of both texts share, in one flat table. */
function common(one: readonly string[], other: readonly string[]): Uint32Array {
  const width = other.length + 1;
  const table = new Uint32Array((one.length + 1) * width);
  for (let row = one.length - 1; row >= 0; row -= 1)
    for (let column = other.length - 1; column >= 0; column -= 1) {
      const here = row * width + column;
      const below = table[here + width] ?? 0;
      const beside = table[here + 1] ?? 0;
      table[here] = one[row] === other[column] ? (table[here + width + 1] ?? 0) + 1 : Math.max(below, beside);
    }
  return table;
}

function walk(one: readonly string[], other: readonly string[], table: Uint32Array): readonly Run[] {
  const width = other.length + 1;
  const runs: Run[] = [];
  let row = 0;
  let column = 0;
  while (row < one.length || column < other.length) {
    const here = row * width + column;
    const isSame = row < one.length && column < other.length && one[row] === other[column];
    const isGone =
      row < one.length && (column >= other.length || (table[here + width] ?? 0) >= (table[here + 1] ?? 0));
    if (isSame) runs.push({ type: "same", text: one[row] ?? "" });
    else if (isGone) runs.push({ type: "gone", text: one[row] ?? "" });
    else runs.push({ type: "new", text: other[column] ?? "" });
    row += isSame || isGone ? 1 : 0;
    column += isSame || !isGone ? 1 : 0;
  }
  return runs;
}

/** Put neighbours of one type together; a space between two words that are gone goes with them. */
function joined(runs: readonly Run[]): readonly Run[] {
  const after: Run[] = [];
  for (const run of runs) {
    const last = after.at(-1);
    if (last?.type === run.type) after[after.length - 1] = { type: run.type, text: last.text + run.text };
    else after.push(run);
  }
  return after;
}
