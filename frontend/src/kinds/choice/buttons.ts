import { h } from "../../dom";
import { keycap } from "../../keycap";
import type { Label } from "./keys";

export interface ButtonNews {
  onPress(label: string): void;
  onLook(label: string): void;
}

/** Return the large key of one label: a radio button, or a check box where several can be chosen. */
export function labelButton(
  label: Label,
  cap: string,
  role: "radio" | "checkbox",
  news: ButtonNews,
): HTMLButtonElement {
  const look = () => news.onLook(label.id);
  return h(
    "button",
    {
      type: "button",
      role,
      class: "answer",
      "aria-keyshortcuts": cap || null,
      on: {
        // A double click answers once: its second half would land on the next item.
        click: (event) => event.detail < 2 && news.onPress(label.id),
        focus: look,
        pointerenter: look,
      },
    },
    cap && keycap(cap),
    h(
      "span",
      { class: "answer-words" },
      h("span", { class: "answer-title", dir: "auto" }, label.title),
      label.help ? h("small", { class: "answer-help", dir: "auto" }, label.help) : null,
    ),
  );
}

/** Up and down walk the buttons in sight without choosing: choosing may send the item. */
export function walk(event: KeyboardEvent, buttons: readonly HTMLButtonElement[]): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const shown = buttons.filter((button) => !button.hidden);
  const here = shown.indexOf(document.activeElement as HTMLButtonElement);
  shown[(here + step + shown.length) % shown.length]?.focus();
}
