import { isComposed, type KeyPress, type Place } from "../work/keys";

export type Command =
  | "accept"
  | "correct"
  | "return"
  | "undo"
  | "guideline"
  | "send"
  | "leave_edit"
  | "field_after"
  | "field_before";

const LOOKING: Readonly<Record<string, Command>> = {
  KeyA: "accept",
  KeyC: "correct",
  KeyR: "return",
  KeyU: "undo",
  KeyG: "guideline",
};

/** Return the command of a key, or null when it is not ours. While a correction is at hand letters are its editors'. */
export function commandOf(press: KeyPress, place: Place, isEditing: boolean): Command | null {
  if (isComposed(press) || press.repeat || press.altKey) return null;
  const hasChord = press.ctrlKey || press.metaKey;
  if (isEditing) return editing(press, place, hasChord);
  if (place === "text") return null;
  if (hasChord) return press.code === "KeyZ" && !press.shiftKey ? "undo" : null;
  return LOOKING[press.code] ?? null;
}

function editing(press: KeyPress, place: Place, hasChord: boolean): Command | null {
  if (press.key === "Escape") return "leave_edit";
  const isEnter = press.code === "Enter" || press.code === "NumpadEnter";
  if (isEnter) return hasChord || place === "elsewhere" ? "send" : null;
  if (hasChord || place === "text") return null;
  if (press.code === "ArrowDown") return "field_after";
  return press.code === "ArrowUp" ? "field_before" : null;
}
