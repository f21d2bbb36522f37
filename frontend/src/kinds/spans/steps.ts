import type { Piece } from "./model";

/** How far around a place graphemes and sentences are looked for. */
const NEAR = 200;
const FAR = 4_000;
const WORD = /\S+/gu;
const EDGES = /^\p{P}+|\p{P}+$/gu;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const sentences = new Intl.Segmenter(undefined, { granularity: "sentence" });

/** Return the place one written character on: an emoji with its parts, a syllable of jamo. */
export function byCharacter(text: string, at: number, step: 1 | -1): number {
  if (step === 1) {
    const [first] = graphemes.segment(text.slice(at, at + NEAR));
    return Math.min(at + (first?.segment.length ?? 0), text.length);
  }
  const from = Math.max(at - NEAR, 0);
  const last = [...graphemes.segment(text.slice(from, at))].at(-1);
  return at - (last?.segment.length ?? 0);
}

/** Return the next edge of a word (in Korean, an eojeol): its end going forth, its start going back. */
export function byWord(text: string, at: number, step: 1 | -1): number {
  if (step === 1) {
    const found = /^\s*\S+/u.exec(text.slice(at, at + FAR));
    return found ? at + found[0].length : text.length;
  }
  const before = text.slice(Math.max(at - FAR, 0), at);
  const found = /\S+\s*$/u.exec(before);
  return found ? at - found[0].length : 0;
}

/** Return the word at this place, or the next one, without the marks at its edges. */
export function wordAt(text: string, at: number): Piece | null {
  const from = Math.max(at - FAR, 0);
  for (const match of text.slice(from, at + FAR).matchAll(WORD)) {
    const start = from + match.index;
    const end = start + match[0].length;
    if (end > at) return bare(text, { start, end });
  }
  return null;
}

/** Return the sentence at this place, without spaces at its edges. */
export function sentenceAt(text: string, at: number): Piece | null {
  const from = lineStart(text, Math.max(at - FAR, 0), at);
  for (const { segment, index } of sentences.segment(text.slice(from, at + FAR))) {
    const start = from + index + (segment.length - segment.trimStart().length);
    const end = from + index + segment.trimEnd().length;
    if (end > at && start < end) return { start, end };
  }
  return null;
}

function lineStart(text: string, least: number, at: number): number {
  return Math.max(text.lastIndexOf("\n", Math.max(at - 1, 0)) + 1, least);
}

function bare(text: string, { start, end }: Piece): Piece {
  const word = text.slice(start, end);
  const inner = word.replace(EDGES, "");
  if (inner === "") return { start, end };
  const from = start + word.indexOf(inner);
  return { start: from, end: from + inner.length };
}
