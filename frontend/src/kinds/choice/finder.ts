import { h } from "../../dom";
import { keycap } from "../../keycap";
import { say } from "../../words";
import type { Label } from "./keys";

/** From this many labels on a list is searched rather than read. */
export const FINDER_FROM = 13;

export interface Finder {
  readonly el: HTMLElement;
  focus(): void;
  /** Show every label again. */
  clear(): void;
}

/** Return whether this label has every one of these words in its title, id or help. */
export function fits(label: Label, words: string): boolean {
  const text = `${label.title} ${label.id} ${label.help ?? ""}`.normalize("NFC").toLowerCase();
  const wanted = words.normalize("NFC").toLowerCase().split(/\s+/);
  return wanted.every((word) => text.includes(word));
}

/**
 * Return a search box that hides the buttons of labels that do not fit. Enter answers with the first that does; where
 * several can be chosen, the box keeps the focus for the next.
 */
export function createFinder(
  labels: readonly Label[],
  buttons: readonly HTMLButtonElement[],
  onAnswer: (label: string) => void,
  isForMany = false,
): Finder {
  const narrow = () => {
    for (const [index, button] of buttons.entries()) {
      const label = labels[index];
      button.hidden = label !== undefined && !fits(label, input.value);
    }
  };
  const clear = () => {
    input.value = "";
    narrow();
  };
  const choose = () => {
    const first = input.value.trim() === "" ? undefined : labels.find((label) => fits(label, input.value));
    if (!first) return;
    clear();
    if (!isForMany) input.blur();
    onAnswer(first.id);
  };
  const onKey = (event: KeyboardEvent) => {
    // While an input method composes, Enter and Escape belong to it.
    if (event.isComposing) return;
    if (event.key === "Enter") choose();
    else if (event.key === "ArrowDown") buttons.find((button) => !button.hidden)?.focus();
    else if (event.key === "Escape") {
      clear();
      input.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const input = h("input", {
    type: "search",
    placeholder: say("choice.find"),
    "aria-label": say("choice.find"),
    "aria-keyshortcuts": "F",
    on: { input: narrow, keydown: onKey },
  });
  const cap = keycap("F");
  return { el: h("div", { class: "choice-find" }, input, cap), focus: () => input.focus(), clear };
}
