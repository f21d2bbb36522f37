import type { Offsets } from "../../offsets";

/** A stretch of the text, in UTF-16 units; the end is exclusive. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/** A labelled span: one piece or several, in the order of the text. */
export interface Span {
  readonly pieces: readonly Piece[];
  readonly label: string;
}

/** A span as answers hold it: in code points of the text. */
export interface SpanValue {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly text: string;
  readonly parts?: readonly (readonly [number, number])[];
}

export function startOf(span: Span): number {
  return span.pieces[0]?.start ?? 0;
}

export function endOf(span: Span): number {
  return span.pieces.at(-1)?.end ?? 0;
}

/** Return the spans of an answer; what is no answer has none. */
export function readSpans(value: unknown, offsets: Offsets): readonly Span[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly SpanValue[]).map(({ start, end, label, parts }) => ({
    label,
    pieces: (parts ?? [[start, end] as const]).map(([from, to]) => ({
      start: offsets.toUnits(from),
      end: offsets.toUnits(to),
    })),
  }));
}

const values = new WeakMap<Span, SpanValue>();

/** Return the spans as an answer, just as the server keeps it. */
export function writeSpans(spans: readonly Span[], text: string, offsets: Offsets): readonly SpanValue[] {
  return spans.map((span) => {
    const known = values.get(span);
    if (known) return known;
    const written = writeSpan(span, text, offsets);
    values.set(span, written);
    return written;
  });
}

function writeSpan(span: Span, text: string, offsets: Offsets): SpanValue {
  const parts = span.pieces.map(
    ({ start, end }) => [offsets.toPoints(start), offsets.toPoints(end)] as const,
  );
  const value = {
    start: offsets.toPoints(startOf(span)),
    end: offsets.toPoints(endOf(span)),
    label: span.label,
    text: textOf(span, text),
  };
  return parts.length > 1 ? { ...value, parts } : value;
}

/** Return the words a span covers. */
export function textOf(span: Span, text: string): string {
  return span.pieces.map(({ start, end }) => text.slice(start, end)).join(" … ");
}

/** Return the spans in the order of the text, the longer first, without twins. */
export function ordered(spans: readonly Span[]): readonly Span[] {
  const distinct = new Map(spans.map((span) => [keyOf(span), span]));
  return [...distinct.values()].toSorted(
    (one, other) =>
      startOf(one) - startOf(other) || endOf(other) - endOf(one) || (one.label < other.label ? -1 : 1),
  );
}

const keys = new WeakMap<Span, string>();

/** Return what tells a span from every other one. */
export function keyOf(span: Span): string {
  const known = keys.get(span);
  if (known !== undefined) return known;
  const key = `${span.label}\n${span.pieces.map(({ start, end }) => `${start}-${end}`).join("+")}`;
  keys.set(span, key);
  return key;
}

export interface Rules {
  readonly may_overlap?: boolean;
  readonly may_be_split?: boolean;
}

/** Return the spans with one more; where none may overlap, those under it make room. */
export function added(spans: readonly Span[], span: Span, rules: Rules): readonly Span[] {
  const kept = rules.may_overlap === false ? spans.filter((one) => !overlap(one, span)) : spans;
  return ordered([...kept, span]);
}

/** Return the spans with this one in place of that one. */
export function replaced(spans: readonly Span[], before: Span, after: Span, rules: Rules): readonly Span[] {
  return added(
    spans.filter((one) => keyOf(one) !== keyOf(before)),
    after,
    rules,
  );
}

export function without(spans: readonly Span[], span: Span): readonly Span[] {
  return spans.filter((one) => keyOf(one) !== keyOf(span));
}

/** Return the span with another piece; pieces that touch become one. */
export function withPiece(span: Span, piece: Piece): Span {
  const joined: Piece[] = [];
  for (const next of [...span.pieces, piece].toSorted((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    if (last && next.start <= last.end)
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, next.end) };
    else joined.push(next);
  }
  return { ...span, pieces: joined };
}

/** Return the span with its first or last edge elsewhere, or the same span when nothing would be left of it. */
export function withEdge(span: Span, edge: "start" | "end", at: number): Span {
  const place = edge === "start" ? 0 : span.pieces.length - 1;
  const pieces = span.pieces.map((piece, index) => (index === place ? { ...piece, [edge]: at } : piece));
  const isSound = pieces.every(
    ({ start, end }, index) => start < end && start > (pieces[index - 1]?.end ?? -1),
  );
  return isSound ? { ...span, pieces } : span;
}

/** Return the innermost span at this place: the shortest of those that cover it. */
export function spanAt(spans: readonly Span[], unit: number): Span | null {
  const covering = spans.filter((span) => span.pieces.some(({ start, end }) => start <= unit && unit < end));
  return covering.toSorted((one, other) => size(one) - size(other))[0] ?? null;
}

/** Return the span after (or before) this one, round and round; from none, the first after (or before) the caret. */
export function neighbour(
  spans: readonly Span[],
  from: Span | null,
  caret: number,
  step: 1 | -1,
): Span | null {
  const here = from ? spans.findIndex((span) => keyOf(span) === keyOf(from)) : -1;
  if (here >= 0) return spans[(here + step + spans.length) % spans.length] ?? null;
  if (step === 1) return spans.find((span) => startOf(span) >= caret) ?? spans[0] ?? null;
  return spans.findLast((span) => startOf(span) < caret) ?? spans.at(-1) ?? null;
}

/** Return the piece without spaces at its edges, or null when nothing else is there. */
export function trimmed({ start, end }: Piece, text: string): Piece | null {
  const words = text.slice(start, end);
  const from = start + (words.length - words.trimStart().length);
  const to = end - (words.length - words.trimEnd().length);
  return from < to ? { start: from, end: to } : null;
}

function overlap(one: Span, other: Span): boolean {
  return one.pieces.some((piece) =>
    other.pieces.some((its) => piece.start < its.end && its.start < piece.end),
  );
}

function size(span: Span): number {
  return span.pieces.reduce((sum, { start, end }) => sum + end - start, 0);
}
