import type { Piece } from "./model";

/** Each line of a shorter text is a block; in a longer one a block has at least so many units: fewer elements. */
const LONG = 40_000;
const LEAST = 400;
/** A line longer than this is cut into blocks at a space: a change redraws and lays out one of them. */
const MOST = 2_000;

/** Return the text in blocks, one after the other; between two of them stands the line end that parts them, if any. */
export function blocksOf(text: string): readonly Piece[] {
  const blocks: Piece[] = [];
  let start = 0;
  while (start < text.length) {
    const end = blockEnd(text, start);
    blocks.push({ start, end });
    start = text[end] === "\n" ? end + 1 : end;
  }
  return blocks.length > 0 ? blocks : [{ start: 0, end: 0 }];
}

/** Return which block holds this place. */
export function blockAt(blocks: readonly Piece[], unit: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((blocks[middle]?.start ?? 0) <= unit) low = middle;
    else high = middle - 1;
  }
  return low;
}

function blockEnd(text: string, start: number): number {
  const least = Math.min(start + (text.length > LONG ? LEAST : 0), text.length);
  const newline = text.indexOf("\n", least);
  const end = newline < 0 ? text.length : newline;
  if (end - start <= MOST) return end;
  const broken = text.lastIndexOf("\n", start + MOST);
  if (broken > start) return broken;
  const space = text.lastIndexOf(" ", start + MOST);
  if (space > start) return space + 1;
  const cut = start + MOST;
  return isInsidePair(text, cut) ? cut + 1 : cut;
}

function isInsidePair(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
