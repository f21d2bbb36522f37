import { h } from "../../dom";
import { say } from "../../words";

/** One mark as the list tells it. */
export interface Row {
  readonly key: string;
  readonly label: string;
  readonly words: string;
  readonly tone: number;
}

export interface MarkList {
  readonly el: HTMLElement;
  /** Show these marks; only as many as are drawn are put into words. */
  show<Mark extends object>(marks: readonly Mark[], rowOf: (mark: Mark) => Row, active: string | null): void;
}

export interface MarkListNews {
  onChoose(key: string): void;
  onRemove(key: string): void;
}

/** As many rows are drawn; the rest is counted. */
const MOST = 200;

interface Line {
  readonly el: HTMLElement;
  readonly row: Row;
}

/** Return the marks as a list: for screen readers, and for whoever would rather read than look. */
export function createMarkList(title: string, news: MarkListNews): MarkList {
  const heading = h("h3", { class: "mark-count" });
  const list = h("ol", { class: "mark-list", "aria-label": title });
  const more = h("p", { class: "muted", hidden: true });
  const rows = new WeakMap<object, Row>();
  let drawn: ReadonlyMap<string, Line> = new Map();
  return {
    el: h("section", { class: "marks" }, heading, list, more),
    show(marks, rowOf, active) {
      const lines = new Map<string, Line>();
      for (const mark of marks.slice(0, MOST)) {
        const row = rows.get(mark) ?? rowOf(mark);
        rows.set(mark, row);
        // Two marks alike are told twice.
        const key = lines.has(row.key) ? `${row.key} ${lines.size}` : row.key;
        const before = drawn.get(key);
        lines.set(key, before && isSame(before.row, row) ? before : { el: lineOf(row, news), row });
      }
      arrange(
        list,
        [...lines.values()].map(({ el }) => el),
      );
      drawn = lines;
      choose(lines, active);
      heading.textContent = say("marks.count", { count: marks.length });
      more.hidden = marks.length <= MOST;
      more.textContent = say("marks.more", { count: marks.length - MOST });
    },
  };
}

function isSame(one: Row, other: Row): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Put the lines in this order; those that stand right already are not touched. */
function arrange(list: HTMLElement, lines: readonly HTMLElement[]): void {
  const wanted = new Set<Element>(lines);
  for (const el of [...list.children]) if (!wanted.has(el)) el.remove();
  let next = list.firstElementChild;
  for (const el of lines)
    if (el === next) next = next.nextElementSibling;
    else list.insertBefore(el, next);
}

function choose(lines: ReadonlyMap<string, Line>, active: string | null): void {
  for (const [key, { el }] of lines) {
    const isActive = key === active;
    if (el.classList.contains("is-active") === isActive) continue;
    el.classList.toggle("is-active", isActive);
    el.firstElementChild?.setAttribute("aria-pressed", String(isActive));
  }
}

function lineOf({ key, label, words, tone }: Row, news: MarkListNews): HTMLElement {
  const choose = h(
    "button",
    {
      type: "button",
      class: "mark-row",
      "aria-pressed": false,
      on: { click: () => news.onChoose(key) },
    },
    h("span", { class: `mark-tag tone-${tone}`, dir: "auto" }, label),
    h("span", { class: "mark-words", dir: "auto" }, words),
  );
  const remove = h(
    "button",
    {
      type: "button",
      class: "mark-remove",
      "aria-label": say("marks.remove", { label, words }),
      on: { click: () => news.onRemove(key) },
    },
    "×",
  );
  return h("li", {}, choose, remove);
}
