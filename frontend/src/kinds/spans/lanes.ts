import type { Piece } from "./model";
import { endOf, type Span, startOf } from "./model";

/** What is drawn in one block: stretches of text, each with the spans that cover it. */
export interface Segment extends Piece {
  readonly covers: readonly Cover[];
  /** Places in the list of what other fields have marked. */
  readonly others: readonly number[];
}

export interface Cover {
  /** The place of the span in the list. */
  readonly span: number;
  readonly lane: number;
  /** The label is written here. */
  readonly isFirst: boolean;
}

const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u;
/** A letter of a label takes this part of a letter of the text. */
const LABEL_SCALE = 0.68;

/**
 * Return the lane of each span, 0 being the nearest to the text. No two spans in a lane overlap, nor does the label
 * under a short span reach the next one.
 */
export function lanesOf(
  spans: readonly Span[],
  text: string,
  titleOf: (label: string) => string,
): readonly number[] {
  const ends: number[] = [];
  return spans.map((span) => {
    const lane = ends.findIndex((end) => end <= startOf(span));
    const place = lane < 0 ? ends.length : lane;
    ends[place] = Math.max(endOf(span), startOf(span) + labelUnits(span, text, titleOf(span.label)));
    return place;
  });
}

/** A piece of what is marked, and its place in the list. */
export interface Numbered extends Piece {
  readonly place: number;
}

/** Return the segments of a block, given the spans that touch it. */
export function segmentsOf(
  block: Piece,
  spans: readonly Span[],
  touching: readonly number[],
  lanes: readonly number[],
  others: readonly Numbered[] = [],
): readonly Segment[] {
  const pieces = touching.flatMap((index) =>
    (spans[index]?.pieces ?? [])
      .filter((piece) => piece.start < block.end && piece.end > block.start)
      .map((piece) => ({ ...piece, span: index })),
  );
  const edges = new Set([block.start, block.end]);
  for (const { start, end } of [...pieces, ...others]) {
    edges.add(Math.max(start, block.start));
    edges.add(Math.min(end, block.end));
  }
  const places = [...edges].toSorted((one, other) => one - other);
  return places.slice(0, -1).map((start, index) => {
    const end = places[index + 1] ?? start;
    const covers = pieces
      .filter((piece) => piece.start <= start && piece.end >= end)
      .map(({ span, start: first }) => ({
        span,
        lane: lanes[span] ?? 0,
        isFirst: first === start && first === startOf(spans[span] as Span),
      }));
    const faint = others.filter((piece) => piece.start <= start && piece.end >= end);
    return { start, end, covers, others: faint.map(({ place }) => place) };
  });
}

const units = new WeakMap<Span, number>();

/** Return how far the label of a span reaches, in letters of the text. */
function labelUnits(span: Span, text: string, title: string): number {
  const known = units.get(span);
  if (known !== undefined) return known;
  const sample = text.slice(startOf(span), startOf(span) + 20);
  const letter = Math.max(width(sample) / Math.max(sample.length, 1), 1);
  const reach = Math.ceil((width(title) * LABEL_SCALE) / letter) + 1;
  units.set(span, reach);
  return reach;
}

/** Return how wide the words are; a Latin letter is 1. */
function width(words: string): number {
  return [...words].reduce((sum, letter) => sum + (WIDE.test(letter) ? 1.8 : 1), 0);
}
