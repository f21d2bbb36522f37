import { type Label, labelAt } from "../choice/keys";

/** What a key means to every kind that marks. */
export type SharedCommand =
  | { readonly type: "label"; readonly label: string }
  | { readonly type: "remove" | "nothing" | "undo" | "redo" | "clear" };

export type KeyPress = Pick<KeyboardEvent, "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat">;

const DEEDS: Readonly<Record<string, SharedCommand>> = {
  Delete: { type: "remove" },
  Backspace: { type: "remove" },
  Escape: { type: "clear" },
};
const NOTHING: ReadonlySet<string> = new Set(["Digit0", "Numpad0"]);

/** Return what a key held with Ctrl means. */
export function chordOf(press: KeyPress): SharedCommand | null {
  if (press.code === "KeyZ") return { type: press.shiftKey ? "redo" : "undo" };
  return press.code === "KeyY" ? { type: "redo" } : null;
}

/** Return what a plain key means: what it does to the mark in hand, or the label that it stands for. */
export function plainOf(code: string, labels: readonly Label[]): SharedCommand | null {
  const deed = DEEDS[code];
  if (deed) return deed;
  const label = labelAt(labels, code);
  if (label !== undefined) return { type: "label", label };
  return NOTHING.has(code) ? { type: "nothing" } : null;
}
