import { h } from "../../../dom";
import { digitOf } from "../../../keys";
import { say, type Word } from "../../../words";
import type { Reason } from "../types";

/** A modal question or list. While it is open no key reaches the item behind it. */
export interface DialogView {
  readonly el: HTMLDialogElement;
  open(): void;
}

/** Return the question why an item is skipped: one digit answers it. */
export function createSkip(reasons: readonly Reason[], onReason: (reason: string) => void): DialogView {
  const { buttons, onKey } = reasonButtons(reasons, (reason) => {
    if (!el.open) return;
    el.close();
    onReason(reason);
  });
  const hint = h("p", { class: "muted" }, say("work.skip_hint"));
  const el = dialog("work.skip_title", onKey, hint, h("div", { class: "choice" }, ...buttons));
  return { el, open: () => el.showModal() };
}

/** Return a button for each reason, and what chooses one by its digit. */
export function reasonButtons(reasons: readonly Reason[], onReason: (reason: string) => void) {
  const choose = (reason: Reason | undefined) => reason && onReason(reason.id);
  const buttons = reasons.map((reason, index) =>
    h(
      "button",
      { type: "button", class: "answer", on: { click: () => choose(reason) } },
      h("kbd", { class: "keycap", "aria-hidden": "true" }, String(index + 1)),
      h("span", { class: "answer-title" }, reason.title),
    ),
  );
  const onKey = (event: KeyboardEvent) => {
    const digit = event.repeat || event.isComposing ? null : digitOf(event.code);
    if (digit !== null) choose(reasons[digit - 1]);
  };
  return { buttons, onKey };
}

/** Return a modal dialog with a title and a way out. The key that closes it never reaches the item behind it. */
export function dialog(
  title: Word,
  onKey: (event: KeyboardEvent) => void,
  ...body: HTMLElement[]
): HTMLDialogElement {
  const heading = h("h2", {}, say(title));
  const close = () => el.close();
  const button = h(
    "button",
    { type: "button", class: "btn btn-quiet", on: { click: close } },
    say("work.close"),
  );
  // The key that closes the dialog must not reach the item behind it.
  const keydown = (event: KeyboardEvent) => {
    event.stopPropagation();
    onKey(event);
  };
  const el = h(
    "dialog",
    { class: "dialog", "aria-label": say(title), on: { keydown } },
    heading,
    ...body,
    button,
  );
  return el;
}
