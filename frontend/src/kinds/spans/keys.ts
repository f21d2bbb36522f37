import type { Label } from "../choice/keys";
import { chordOf, type KeyPress, plainOf, type SharedCommand } from "../marking/keys";

/** What a key asks of the text. */
export type Command =
  | {
      readonly type: "move";
      readonly by: "character" | "word" | "line" | "edge" | "text";
      readonly step: 1 | -1;
      readonly isExtending: boolean;
      /** It is the start of the span in hand that moves, not its end. */
      readonly isStart: boolean;
    }
  | { readonly type: "take"; readonly what: "word" | "sentence"; readonly isMore: boolean }
  | { readonly type: "walk"; readonly step: 1 | -1 }
  | { readonly type: "piece" }
  | SharedCommand;

const ARROWS: Readonly<Record<string, readonly ["character" | "line" | "edge", 1 | -1]>> = {
  ArrowLeft: ["character", -1],
  ArrowRight: ["character", 1],
  ArrowUp: ["line", -1],
  ArrowDown: ["line", 1],
  Home: ["edge", -1],
  End: ["edge", 1],
};

/** Return what a key means in the text, or null when it means nothing here. */
export function commandOf(press: KeyPress, labels: readonly Label[]): Command | null {
  const arrow = ARROWS[press.code];
  if (arrow) return moveOf(press, arrow);
  if (press.ctrlKey || press.metaKey) return chordOf(press);
  if (press.altKey) return null;
  if (press.code === "Tab") return { type: "walk", step: press.shiftKey ? -1 : 1 };
  if (press.repeat) return null;
  if (press.code === "Space") return { type: "take", what: "word", isMore: press.shiftKey };
  if (press.code === "Period") return { type: "take", what: "sentence", isMore: press.shiftKey };
  if (press.shiftKey && press.code !== "Equal") return null;
  if (press.code === "Equal" || press.code === "NumpadAdd") return { type: "piece" };
  return plainOf(press.code, labels);
}

function moveOf(press: KeyPress, [by, step]: readonly ["character" | "line" | "edge", 1 | -1]): Command {
  const isFar = press.ctrlKey || press.metaKey;
  const far = by === "character" ? "word" : "text";
  return {
    type: "move",
    by: isFar ? far : by,
    step,
    isExtending: press.shiftKey,
    isStart: press.altKey,
  };
}
