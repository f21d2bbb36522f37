import type { Label } from "../choice/keys";
import { chordOf, type KeyPress, plainOf, type SharedCommand } from "../marking/keys";

/** What a key asks of the relations. */
export type Command =
  | { readonly type: "walk" | "turn"; readonly step: 1 | -1 }
  | { readonly type: "pick" | "swap" }
  | SharedCommand;

const STEPS: Readonly<Record<string, Command>> = {
  ArrowLeft: { type: "walk", step: -1 },
  ArrowRight: { type: "walk", step: 1 },
  Comma: { type: "turn", step: -1 },
  Period: { type: "turn", step: 1 },
};
const DEEDS: Readonly<Record<string, Command>> = {
  Space: { type: "pick" },
  Minus: { type: "swap" },
};

/** Return what a key means for relations, or null when it means nothing here. */
export function commandOf(press: KeyPress, labels: readonly Label[]): Command | null {
  if (press.ctrlKey || press.metaKey) return chordOf(press);
  if (press.altKey) return null;
  if (press.code === "Tab") return { type: "walk", step: press.shiftKey ? -1 : 1 };
  if (press.shiftKey) return null;
  const step = STEPS[press.code];
  if (step || press.repeat) return step ?? null;
  return DEEDS[press.code] ?? plainOf(press.code, labels);
}
