import type { TextStage } from "./draw";
import type { Piece } from "./model";
import * as model from "./model";
import * as steps from "./steps";

/** How far the caret goes at once. */
export type Stride = "character" | "word" | "line" | "edge" | "text";

/** Where words are not parted by spaces the browser knows better what a word is. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Where the selection in the text begins and ends, in UTF-16 units; both the same is a caret. */
export class Caret {
  anchor = 0;
  focus = 0;
  readonly #text: string;
  readonly #stage: TextStage;

  constructor(text: string, stage: TextStage) {
    this.#text = text;
    this.#stage = stage;
  }

  get isEmpty(): boolean {
    return this.anchor === this.focus;
  }

  /** What is selected, without space around it. */
  get selected(): Piece | null {
    const ends = [this.anchor, this.focus].toSorted((one, other) => one - other);
    return model.trimmed({ start: ends[0] ?? 0, end: ends[1] ?? 0 }, this.#text);
  }

  set(anchor: number, focus = anchor): void {
    this.anchor = anchor;
    this.focus = focus;
    this.show();
  }

  show(): void {
    this.#stage.select(this.anchor, this.focus);
  }

  /** Follow the browser's own selection; return false where it is not in the text or already this one. */
  follow(): boolean {
    const selection = this.#stage.selection();
    if (!selection || (selection.anchor === this.anchor && selection.focus === this.focus)) return false;
    this.anchor = selection.anchor;
    this.focus = selection.focus;
    return true;
  }

  /** Return where a step from here leads, or null when there is no such place. */
  beside(by: Stride, step: 1 | -1, from: number): number | null {
    const text = this.#text;
    if (by === "line") return this.#stage.besideLine(from, step);
    if (by === "text") return step === 1 ? text.length : 0;
    if (by === "edge")
      return step === 1 ? lineEnd(text, from) : text.lastIndexOf("\n", Math.max(from - 1, 0)) + 1;
    const way = this.#stage.isRightToLeft(from) ? (-step as 1 | -1) : step;
    return by === "word" ? steps.byWord(text, from, way) : steps.byCharacter(text, from, way);
  }

  /** Stretch what is selected to the whole word it lies in, as spaces part words. */
  widen(): void {
    const from = Math.min(this.anchor, this.focus);
    const word = steps.wordAt(this.#text, from);
    if (word && word.start <= from && !UNSPACED.test(this.#text.slice(word.start, word.end)))
      this.set(word.start, word.end);
  }

  /** Select the word or sentence here; again the next one, or with more of them, one more. */
  take(what: "word" | "sentence", isMore: boolean): boolean {
    const { selected } = this;
    const from = selected?.end ?? this.focus;
    const found = what === "word" ? steps.wordAt(this.#text, from) : steps.sentenceAt(this.#text, from);
    if (found) this.set(isMore && selected ? selected.start : found.start, found.end);
    return found !== null;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
