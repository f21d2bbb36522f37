import type { Label } from "../choice/keys";
import { chordOf, type KeyPress, plainOf, type SharedCommand } from "../marking/keys";

/** What a key asks of the recording. */
export type Command =
  | { readonly type: "seek"; readonly by: number }
  | { readonly type: "edge"; readonly edge: "start" | "end"; readonly by: number }
  | { readonly type: "walk"; readonly step: 1 | -1 }
  | { readonly type: "zoom"; readonly factor: number }
  | { readonly type: "speed"; readonly step: 1 | -1 }
  | { readonly type: "play" | "loop" | "open" | "shut" | "write" | "fit" }
  | SharedCommand;

const PLAIN: Readonly<Record<string, Command>> = {
  Space: { type: "play" },
  BracketLeft: { type: "open" },
  BracketRight: { type: "shut" },
  Backslash: { type: "loop" },
  Slash: { type: "write" },
  Home: { type: "fit" },
};
const AGAIN: Readonly<Record<string, Command>> = {
  Equal: { type: "zoom", factor: 1.5 },
  NumpadAdd: { type: "zoom", factor: 1.5 },
  Minus: { type: "zoom", factor: 1 / 1.5 },
  NumpadSubtract: { type: "zoom", factor: 1 / 1.5 },
  Comma: { type: "seek", by: -0.01 },
  Period: { type: "seek", by: 0.01 },
};

/** Return what a key means at a recording, or null when it means nothing here. */
export function commandOf(press: KeyPress, labels: readonly Label[]): Command | null {
  if (press.code === "ArrowLeft" || press.code === "ArrowRight") return arrowOf(press);
  if (press.ctrlKey || press.metaKey) return chordOf(press);
  if (press.altKey) return null;
  if (press.code === "Tab") return { type: "walk", step: press.shiftKey ? -1 : 1 };
  if (press.shiftKey) {
    if (press.code === "Comma") return { type: "speed", step: -1 };
    return press.code === "Period" ? { type: "speed", step: 1 } : null;
  }
  const again = AGAIN[press.code];
  if (again || press.repeat) return again ?? null;
  return PLAIN[press.code] ?? plainOf(press.code, labels);
}

/** Arrows go a second, with Ctrl five; with Shift they move the end of the segment in hand by 10 ms, with Alt its start. */
function arrowOf(press: KeyPress): Command {
  const step = press.code === "ArrowLeft" ? -1 : 1;
  const isFar = press.ctrlKey || press.metaKey;
  if (press.shiftKey)
    return { type: "edge", edge: press.altKey ? "start" : "end", by: step * (isFar ? 0.1 : 0.01) };
  return { type: "seek", by: step * (isFar ? 5 : 1) };
}
