import { h } from "../../../dom";
import { keycap } from "../../../keycap";
import { say, type Word } from "../../../words";
import type { Status } from "../status";

export interface TopNews {
  onGuideline: (() => void) | null;
  onAsk: (() => void) | null;
  onComfort(): void;
  onHelp(): void;
}

export interface TopView {
  readonly el: HTMLElement;
  show(done: number, total: number | null): void;
}

/** Return the line above the item: the way out, progress, guideline and keys. */
export function createTop(exit: string, news: TopNews): TopView {
  const count = h("span", { class: "work-count" });
  const bar = h("progress", { class: "bar", "aria-label": say("work.progress") });
  const keys = keyButton("work.keys", "?", news.onHelp);
  keys.classList.add("work-keys");
  const el = h(
    "div",
    { class: "work-top" },
    h("a", { class: "bar-link", href: exit }, say("work.leave")),
    h("div", { class: "work-progress" }, bar, count),
    news.onGuideline && keyButton("work.guideline", "G", news.onGuideline),
    news.onAsk && keyButton("work.ask", "Y", news.onAsk),
    h(
      "button",
      { type: "button", class: "bar-link key-button", on: { click: news.onComfort } },
      say("work.view"),
    ),
    keys,
  );
  return {
    el,
    show(done, total) {
      bar.hidden = total === null;
      bar.max = total ?? 1;
      bar.value = done;
      count.textContent =
        total === null ? say("work.count_open", { done }) : say("work.count", { done, total });
    },
  };
}

export interface StepsNews {
  onBack(): void;
  onForward(): void;
  onSkip(): void;
  onFlag(): void;
}

export interface StepsView {
  readonly el: HTMLElement;
  show(can: {
    readonly back: boolean;
    readonly forward: boolean;
    readonly skip: boolean;
    readonly flag: boolean;
  }): void;
}

/** Return the steps between items, and what can be done instead of answering. */
export function createSteps(news: StepsNews, canFlag: boolean): StepsView {
  const back = keyButton("work.back", "←", news.onBack);
  const skip = keyButton("work.skip", "S", news.onSkip);
  const flag = canFlag ? keyButton("work.flag", "Z", news.onFlag) : null;
  const forward = keyButton("work.forward", "→", news.onForward);
  return {
    el: h("div", { class: "work-steps" }, back, skip, flag, forward),
    show(can) {
      back.disabled = !can.back;
      skip.disabled = !can.skip;
      if (flag) flag.disabled = !can.flag;
      forward.disabled = !can.forward;
    },
  };
}

export interface StatusView {
  readonly el: HTMLElement;
  show(status: Status): void;
}

/** Return the quiet line that says what is saved. */
export function createStatus(): StatusView {
  const el = h("p", { class: "work-status" });
  return {
    el,
    show({ tone, word, values }) {
      el.dataset.tone = tone;
      el.textContent = say(word, values);
    },
  };
}

function keyButton(word: Word, cap: string, act: () => void): HTMLButtonElement {
  return h(
    "button",
    { type: "button", class: "bar-link key-button", on: { click: act } },
    say(word),
    keycap(cap),
  );
}
