/** What a person did to one answer, to be taken back and done again. */
export interface History<Value> {
  readonly past: readonly Value[];
  readonly now: Value;
  readonly future: readonly Value[];
}

const MOST = 200;

/** Return a history that begins with this value. */
export function begun<Value>(now: Value): History<Value> {
  return { past: [], now, future: [] };
}

/** Return the history with one more deed. */
export function done<Value>(history: History<Value>, now: Value): History<Value> {
  if (now === history.now) return history;
  return { past: [...history.past, history.now].slice(-MOST), now, future: [] };
}

/** Return the history one deed before, or the same when there is none. */
export function undone<Value>(history: History<Value>): History<Value> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] };
}

/** Return the history one deed later, or the same when there is none. */
export function redone<Value>(history: History<Value>): History<Value> {
  const [next, ...future] = history.future;
  return next === undefined ? history : { past: [...history.past, history.now], now: next, future };
}
