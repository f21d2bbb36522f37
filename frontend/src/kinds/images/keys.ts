import type { Label } from "../choice/keys";
import { chordOf, type KeyPress, plainOf, type SharedCommand } from "../marking/keys";

/** What a key asks of the image. */
export type Command =
  | {
      readonly type: "move";
      readonly dx: number;
      readonly dy: number;
      readonly how: "whole" | "start" | "end";
    }
  | { readonly type: "walk"; readonly step: 1 | -1 }
  | { readonly type: "zoom"; readonly factor: number }
  | { readonly type: "own"; readonly code: string }
  | { readonly type: "place" | "close" | "fit" }
  | SharedCommand;

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const FAR = 10;
const CLOSER = 1.25;
const PLAIN: Readonly<Record<string, Command>> = {
  Space: { type: "place" },
  Enter: { type: "close" },
  NumpadEnter: { type: "close" },
  Equal: { type: "zoom", factor: CLOSER },
  NumpadAdd: { type: "zoom", factor: CLOSER },
  Minus: { type: "zoom", factor: 1 / CLOSER },
  NumpadSubtract: { type: "zoom", factor: 1 / CLOSER },
  Home: { type: "fit" },
};

/** Return what a key means at an image, or null when it means nothing here. */
export function commandOf(press: KeyPress, labels: readonly Label[]): Command | null {
  const step = STEPS[press.code];
  if (step) {
    const size = press.ctrlKey || press.metaKey ? FAR : 1;
    const how = press.shiftKey ? (press.altKey ? "start" : "end") : "whole";
    return { type: "move", dx: step[0] * size, dy: step[1] * size, how };
  }
  if (press.ctrlKey || press.metaKey) return chordOf(press);
  if (press.altKey) return null;
  if (press.code === "Tab") return { type: "walk", step: press.shiftKey ? -1 : 1 };
  const plain = PLAIN[press.code];
  if (plain) return press.repeat && plain.type !== "zoom" ? null : plain;
  if (press.shiftKey || press.repeat) return null;
  return plainOf(press.code, labels) ?? { type: "own", code: press.code };
}
