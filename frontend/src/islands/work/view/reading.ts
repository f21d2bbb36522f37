import { h } from "../../../dom";
import type { Api } from "../../../http";
import { keycap } from "../../../keycap";
import { say } from "../../../words";
import type { Unread } from "../session";

export interface ReadingView {
  readonly el: HTMLElement;
  show(unread: Unread | null): void;
  /** Say that it was read; nothing happens while there is nothing to read. */
  confirm(): void;
}

interface Told {
  readonly since: number | null;
  readonly change_note: string;
  readonly html: string;
}

/** A key pressed for the item before must not confirm what nobody has seen. */
const A_LOOK_MS = 1_000;

/** Return what stands where the next item would: what changed in the guideline, and one button. */
export function createReading(api: Api, onConfirmed: () => void): ReadingView {
  const title = h("h2", {});
  const note = h("p", {});
  const text = h("div", { class: "prose" });
  const trouble = h("p", { class: "errors", role: "alert" });
  const button = h(
    "button",
    { type: "button", class: "btn btn-primary", disabled: true, on: { click: () => void confirm() } },
    say("reading.confirm"),
    " ",
    keycap("Enter"),
  );
  const el = h(
    "section",
    { class: "work-text work-reading", tabindex: -1, "aria-live": "polite", hidden: true },
    title,
    note,
    text,
    trouble,
    h("p", {}, button),
  );
  let shown: Unread | null = null;
  let shownAt = 0;

  const read = async (unread: Unread) => {
    const reply = await api.send("GET", unread.reading, null);
    if (shown !== unread) return;
    if (reply.type !== "ok") return void trouble.replaceChildren(say("reading.unreachable"));
    const told = reply.body as Told;
    title.textContent = say(told.since === null ? "reading.first" : "reading.changed", {
      number: unread.guideline,
    });
    note.textContent = told.change_note;
    // Sanitised by the server, as the guideline beside the item is.
    text.innerHTML = told.html;
    button.disabled = false;
    shownAt = performance.now();
    el.scrollTop = 0;
  };

  const confirm = async () => {
    if (!shown || button.disabled) return;
    button.disabled = true;
    const reply = await api.send("POST", shown.reading, { guideline: shown.guideline });
    if (reply.type === "ok" || reply.type === "refused") return onConfirmed();
    trouble.replaceChildren(say("reading.unreachable"));
    button.disabled = false;
  };

  return {
    el,
    show(unread) {
      el.hidden = unread === null;
      if (unread?.guideline === shown?.guideline) return;
      shown = unread;
      button.disabled = true;
      if (unread) void read(unread);
    },
    confirm() {
      if (!el.hidden && performance.now() - shownAt > A_LOOK_MS) void confirm();
    },
  };
}
