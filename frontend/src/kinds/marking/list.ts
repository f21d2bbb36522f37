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
  show<Mark>(marks: readonly Mark[], rowOf: (mark: Mark) => Row, active: string | null): void;
}

export interface MarkListNews {
  onChoose(key: string): void;
  onRemove(key: string): void;
}

/** As many rows are drawn; the rest is counted. */
const MOST = 200;

/** Return the marks as a list: for screen readers, and for whoever would rather read than look. */
export function createMarkList(title: string, news: MarkListNews): MarkList {
  const heading = h("h3", { class: "mark-count" });
  const list = h("ol", { class: "mark-list", "aria-label": title });
  const more = h("p", { class: "muted", hidden: true });
  const drawn: { readonly el: HTMLElement; readonly look: string }[] = [];
  return {
    el: h("section", { class: "marks" }, heading, list, more),
    show(marks, rowOf, active) {
      const rows = marks.slice(0, MOST).map(rowOf);
      const looks = rows.map((row) => `${JSON.stringify(row)}${row.key === active}`);
      heading.textContent = say("marks.count", { count: marks.length });
      while (drawn.length > looks.length) drawn.pop()?.el.remove();
      for (const [index, row] of rows.entries()) {
        if (drawn[index]?.look === looks[index]) continue;
        const el = lineOf(row, row.key === active, news);
        if (drawn[index]) drawn[index].el.replaceWith(el);
        else list.append(el);
        drawn[index] = { el, look: looks[index] ?? "" };
      }
      more.hidden = marks.length <= MOST;
      more.textContent = say("marks.more", { count: marks.length - MOST });
    },
  };
}

function lineOf({ key, label, words, tone }: Row, isActive: boolean, news: MarkListNews): HTMLElement {
  const choose = h(
    "button",
    {
      type: "button",
      class: "mark-row",
      "aria-pressed": isActive,
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
  return h("li", { class: isActive ? "is-active" : null }, choose, remove);
}
