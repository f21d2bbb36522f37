import { digitOf } from "../../keys";
import type { KeyPress, Place } from "../work/keys";
import { isComposed } from "../work/keys";

/** What a key asks for at the adjudication screen. */
export type Command =
  | { readonly type: "column" | "part"; readonly number: number }
  | { readonly type: "step"; readonly step: 1 | -1 }
  | { readonly type: "cause"; readonly index: number }
  | { readonly type: "edit" | "depending" | "reason" | "decide" | "leave" };

/** The keys of the causes, in their order: mistake, gap, ambiguity, bad item. */
export const CAUSE_CAPS = ["M", "G", "A", "B"] as const;

const PLAIN: Readonly<Record<string, Command>> = {
  KeyJ: { type: "step", step: 1 },
  KeyK: { type: "step", step: -1 },
  KeyE: { type: "edit" },
  KeyD: { type: "depending" },
  KeyR: { type: "reason" },
};

/** Return the command of a key, or null when the key is not ours. Letters are meant by their place on the keyboard. */
export function commandOf(press: KeyPress, place: Place): Command | null {
  if (isComposed(press) || press.repeat || press.altKey) return null;
  const isEnter = press.code === "Enter" || press.code === "NumpadEnter";
  if (press.ctrlKey || press.metaKey) return isEnter ? { type: "decide" } : null;
  if (press.key === "Escape") return { type: "leave" };
  if (place === "text") return null;
  if (isEnter) return place === "elsewhere" && !press.shiftKey ? { type: "decide" } : null;
  const digit = digitOf(press.code);
  if (digit !== null && digit < 10) return { type: press.shiftKey ? "part" : "column", number: digit };
  if (press.shiftKey) return null;
  const cause = CAUSE_CAPS.findIndex((cap) => press.code === `Key${cap}`);
  return cause < 0 ? (PLAIN[press.code] ?? null) : { type: "cause", index: cause };
}
