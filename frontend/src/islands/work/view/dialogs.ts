import { h } from "../../../dom";
import { digitOf } from "../../../keys";
import type { Hint } from "../../../kinds/types";
import { say, type Word } from "../../../words";
import type { Reason } from "../types";

/** A modal question or list. While it is open no key reaches the item behind it. */
export interface DialogView {
  readonly el: HTMLDialogElement;
  open(): void;
}

/** Return the question why an item is skipped: one digit answers it. */
export function createSkip(reasons: readonly Reason[], onReason: (reason: string) => void): DialogView {
  const choose = (reason: Reason | undefined) => {
    if (!reason || !el.open) return;
    el.close();
    onReason(reason.id);
  };
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
  const hint = h("p", { class: "muted" }, say("work.skip_hint"));
  const el = dialog("work.skip_title", onKey, hint, h("div", { class: "choice" }, ...buttons));
  return { el, open: () => el.showModal() };
}

/** Return the list of every key on the screen; `labels` are those of the item on show. */
export function createHelp(labels: () => readonly Hint[]): DialogView {
  const list = h("dl", { class: "key-list" });
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "?" && !event.repeat) el.close();
  };
  const el = dialog("work.keys_title", onKey, list);
  return {
    el,
    open() {
      list.replaceChildren(...rows(labels()));
      el.showModal();
    },
  };
}

const COMMANDS: readonly (readonly [string, Word])[] = [
  ["Enter", "work.key_submit"],
  ["← / ⌫ / Ctrl Z", "work.key_back"],
  ["→ / Ctrl Y", "work.key_forward"],
  ["↓ / Tab", "work.key_field"],
  ["S", "work.key_skip"],
  ["G", "work.key_guideline"],
  ["F", "work.key_find"],
  ["?", "work.key_help"],
  ["Esc", "work.key_close"],
];

function rows(labels: readonly Hint[]): HTMLElement[] {
  const commands = COMMANDS.map(([cap, word]): Hint => ({ cap, title: say(word) }));
  return [...labels, ...commands].flatMap(({ cap, title, help }) => [
    h("dt", {}, cap ? h("kbd", { class: "keycap" }, cap) : null),
    h("dd", {}, title, help ? h("small", { class: "muted" }, ` · ${help}`) : null),
  ]);
}

function dialog(
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
