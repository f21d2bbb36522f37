import { type Label, labelAt } from "../choice/keys";

/** What a key asks of the relations. */
export type Command =
  | { readonly type: "walk" | "turn"; readonly step: 1 | -1 }
  | { readonly type: "label"; readonly label: string }
  | { readonly type: "pick" | "swap" | "remove" | "nothing" | "undo" | "redo" | "clear" };

type KeyPress = Pick<KeyboardEvent, "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat">;

const STEPS: Readonly<Record<string, Command>> = {
  ArrowLeft: { type: "walk", step: -1 },
  ArrowRight: { type: "walk", step: 1 },
  Comma: { type: "turn", step: -1 },
  Period: { type: "turn", step: 1 },
};
const DEEDS: Readonly<Record<string, Command>> = {
  Space: { type: "pick" },
  Minus: { type: "swap" },
  Delete: { type: "remove" },
  Backspace: { type: "remove" },
  Escape: { type: "clear" },
};

/** Return what a key means for relations, or null when it means nothing here. */
export function commandOf(press: KeyPress, labels: readonly Label[]): Command | null {
  if (press.ctrlKey || press.metaKey) {
    if (press.code === "KeyZ") return { type: press.shiftKey ? "redo" : "undo" };
    return press.code === "KeyY" ? { type: "redo" } : null;
  }
  if (press.altKey) return null;
  if (press.code === "Tab") return { type: "walk", step: press.shiftKey ? -1 : 1 };
  if (press.shiftKey) return null;
  const step = STEPS[press.code];
  if (step || press.repeat) return step ?? null;
  const deed = DEEDS[press.code];
  if (deed) return deed;
  const label = labelAt(labels, press.code);
  if (label !== undefined) return { type: "label", label };
  return press.code === "Digit0" || press.code === "Numpad0" ? { type: "nothing" } : null;
}
