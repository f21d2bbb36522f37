import { h } from "../../../dom";
import { keycap, ownCap, ownMap, setOwnMap } from "../../../keycap";
import { swapped } from "../../../keymap";
import { isBare } from "../../../keys";
import type { Hint } from "../../../kinds/types";
import { say, type Word } from "../../../words";
import { type DialogView, dialog } from "./dialogs";

const COMMANDS: readonly (readonly [string, Word])[] = [
  ["Enter", "work.key_submit"],
  ["← / ⌫ / Ctrl Z", "work.key_back"],
  ["→ / Ctrl Y", "work.key_forward"],
  ["↓ / Tab", "work.key_field"],
  ["Space", "work.key_take"],
  ["Shift 1 2 3", "work.key_sure"],
  ["S", "work.key_skip"],
  ["Z", "work.key_flag"],
  ["Y", "work.key_ask"],
  ["G", "work.key_guideline"],
  ["F", "work.key_find"],
  ["?", "work.key_help"],
  ["Esc", "work.key_close"],
];

/** Return the list of every key on the screen, to be printed and changed; `labels` are those of the item on show. */
export function createHelp(labels: () => readonly Hint[], onChanged: () => void): DialogView {
  const list = h("dl", { class: "key-list" });
  let waiting: string | null = null;
  let isChanged = false;
  const draw = () => list.replaceChildren(...rows(labels(), waiting, wait));
  const wait = (cap: string) => {
    waiting = waiting === cap ? null : cap;
    draw();
    list.querySelector<HTMLElement>(".is-waiting")?.focus();
  };
  const take = (cap: string, key: string) => {
    setOwnMap(swapped(ownMap(), cap, key));
    isChanged = true;
    waiting = null;
    draw();
  };
  const onKey = (event: KeyboardEvent) => {
    const key = isBare(event) ? /^(?:Digit|Key)(\w)$/.exec(event.code)?.[1] : undefined;
    if (waiting !== null && key !== undefined) take(waiting, key);
    else if (waiting === null && event.key === "?" && !event.repeat) el.close();
  };
  const reset = () => {
    setOwnMap({});
    isChanged = true;
    draw();
  };
  const button = (word: Word, act: () => void) =>
    h("button", { type: "button", class: "btn btn-quiet", on: { click: act } }, say(word));
  const actions = h(
    "div",
    { class: "actions no-print" },
    button("keys.print", () => print()),
    button("keys.reset", reset),
  );
  const hint = h("p", { class: "muted no-print" }, say("keys.hint"));
  const el = dialog("work.keys_title", onKey, hint, list, actions);
  el.classList.add("key-sheet");
  el.addEventListener("close", () => isChanged && onChanged());
  return {
    el,
    open() {
      waiting = null;
      draw();
      el.showModal();
    },
  };
}

function rows(labels: readonly Hint[], waiting: string | null, wait: (cap: string) => void): HTMLElement[] {
  const commands = COMMANDS.map(([cap, word]): Hint => ({ cap, title: say(word) }));
  return [...labels, ...commands].flatMap(({ cap, title, help }) => [
    h("dt", {}, cap ? capView(cap, title, waiting === cap, wait) : null),
    h("dd", { dir: "auto" }, title, help ? h("small", { class: "muted" }, ` · ${help}`) : null),
  ]);
}

/** A letter or digit can be changed; other keys are what they are everywhere. */
function capView(cap: string, title: string, isWaiting: boolean, wait: (cap: string) => void): HTMLElement {
  if (!/^[A-Z0-9]$/.test(cap)) return keycap(cap);
  return h(
    "button",
    {
      type: "button",
      class: isWaiting ? "key-change is-waiting" : "key-change",
      "aria-label": say("keys.change", { key: ownCap(cap), title }),
      on: { click: () => wait(cap) },
    },
    isWaiting ? h("kbd", { class: "keycap" }, "…") : keycap(cap),
  );
}
