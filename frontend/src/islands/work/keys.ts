import { TAKEN_BY_INPUT_METHOD } from "../../keys";
import type { Confidence } from "./fields";

/** What a key asks for. */
export type Command =
  | { readonly type: "press"; readonly code: string }
  | {
      readonly type:
        | "submit"
        | "back"
        | "forward"
        | "skip"
        | "guideline"
        | "find"
        | "help"
        | "close"
        | "flag"
        | "ask"
        | "take";
    }
  | { readonly type: "field_after" | "field_before" };

/** The part of a keyboard event that matters. */
export type KeyPress = Pick<
  KeyboardEvent,
  "code" | "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat" | "isComposing" | "keyCode"
>;

/** Where the key went: into a text, onto a control that has its own use for Enter, or elsewhere. */
export type Place = "text" | "control" | "elsewhere";

const PLAIN: Readonly<Record<string, Command["type"]>> = {
  KeyS: "skip",
  KeyG: "guideline",
  KeyF: "find",
  KeyZ: "flag",
  KeyY: "ask",
  Space: "take",
  Backspace: "back",
  ArrowLeft: "back",
  ArrowRight: "forward",
  ArrowDown: "field_after",
  ArrowUp: "field_before",
};

/** Return the command of a key, or null when the key is not ours. A key held down counts once. */
export function commandOf(press: KeyPress, place: Place): Command | null {
  if (isComposed(press) || press.repeat || press.altKey) return null;
  if (press.key === "Escape") return { type: "close" };
  if (press.ctrlKey || press.metaKey) return chord(press, place);
  if (place === "text") return null;
  if (press.key === "?" || (press.code === "Slash" && press.shiftKey)) return { type: "help" };
  if (press.code === "Enter" || press.code === "NumpadEnter")
    return place === "elsewhere" ? { type: "submit" } : null;
  const plain = PLAIN[press.code];
  if (plain) return { type: plain } as Command;
  return /^(Digit|Numpad|Key)\w$/.test(press.code) ? { type: "press", code: press.code } : null;
}

const LEVELS: Readonly<Record<string, Confidence>> = {
  Digit1: "low",
  Digit2: "medium",
  Digit3: "high",
};

/** Return how sure a person says they are with Shift and a digit, or null for another key. */
export function confidenceOf(press: KeyPress): Confidence | null {
  const isOurs = press.shiftKey && !press.ctrlKey && !press.metaKey && !press.altKey && !press.repeat;
  return isOurs ? (LEVELS[press.code] ?? null) : null;
}

/** True when an input method has taken the key for itself. */
export function isComposed(press: Pick<KeyPress, "isComposing" | "keyCode">): boolean {
  return press.isComposing || press.keyCode === TAKEN_BY_INPUT_METHOD;
}

function chord(press: KeyPress, place: Place): Command | null {
  if (press.code === "Enter") return { type: "submit" };
  if (place === "text") return null;
  if (press.code === "KeyZ") return { type: press.shiftKey ? "forward" : "back" };
  return press.code === "KeyY" ? { type: "forward" } : null;
}
