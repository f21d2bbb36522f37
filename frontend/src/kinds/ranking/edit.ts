import { h } from "../../dom";
import { keycap } from "../../keycap";
import { isBare } from "../../keys";
import { say } from "../../words";
import { capsOf, labelAt } from "../choice/keys";
import { partView } from "../part";
import type { EditOptions, Editor } from "../types";
import { moved, picked, type RankingConfig, unpicked } from "./ranking";

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowUp: -1, ArrowDown: 1 };

/** Return the candidates, and the order into which their keys put them. */
export function editRanking(options: EditOptions): Editor {
  const { field, item, onAnswer } = options;
  const { labels } = field.config as RankingConfig;
  const ids = labels.map((label) => label.id);
  const caps = capsOf(labels);
  let ranked: readonly string[] = [];
  const give = (order: readonly string[]) => onAnswer(order.length === 0 ? undefined : order, false);
  const pick = (id: string) => give(picked(ids, ranked, id));
  const shift = (id: string, step: 1 | -1) => {
    give(moved(ranked, id, step));
    rowOf(id)?.focus();
  };
  const rowOf = (id: string) =>
    [...list.querySelectorAll<HTMLElement>("[data-candidate]")].find((el) => el.dataset.candidate === id);
  const list = h("ol", { class: "rank-list", "aria-label": field.title });
  const parts = labels.filter((label) => label.id in item.parts);
  const cards = parts.map((label) => cardOf(label.id));
  function cardOf(id: string) {
    const place = ids.indexOf(id);
    const rank = h("span", { class: "rank-place" });
    const heading = h(
      "h2",
      { class: "part-name" },
      keycap(caps[place] ?? ""),
      " ",
      labels[place]?.title ?? id,
      " ",
      rank,
    );
    const el = h("section", { class: "rank-card" }, heading, partView(id, item.parts[id] ?? ""));
    el.addEventListener("click", () => getSelection()?.isCollapsed !== false && pick(id));
    return { id, el, rank };
  }
  const row = (id: string) => {
    const place = ids.indexOf(id);
    const at = ranked.indexOf(id);
    const title = labels[place]?.title ?? id;
    const step = (by: 1 | -1, word: "ranking.up" | "ranking.down", sign: string) =>
      h(
        "button",
        {
          type: "button",
          class: "rank-step",
          "aria-label": say(word, { title }),
          disabled: at < 0 || at + by < 0 || at + by >= ranked.length,
          on: { click: () => shift(id, by) },
        },
        sign,
      );
    const main = h(
      "button",
      {
        type: "button",
        class: "answer",
        "data-candidate": id,
        "aria-pressed": String(at >= 0),
        "aria-keyshortcuts": caps[place] || null,
        on: { click: (event) => event.detail < 2 && pick(id), focus: () => options.onLook(id) },
      },
      keycap(caps[place] ?? ""),
      h("span", { class: "answer-title", dir: "auto" }, title),
      h("span", { class: "rank-place" }, at < 0 ? "" : say("ranking.place", { place: at + 1 })),
    );
    return h(
      "li",
      { class: at < 0 ? "rank-row" : "rank-row is-ranked" },
      main,
      step(-1, "ranking.up", "↑"),
      step(1, "ranking.down", "↓"),
    );
  };
  const update = (value: unknown) => {
    ranked = Array.isArray(value) ? value : [];
    const held = (document.activeElement as HTMLElement | null)?.dataset.candidate;
    list.replaceChildren(...[...ranked, ...ids.filter((id) => !ranked.includes(id))].map(row));
    if (held !== undefined) rowOf(held)?.focus();
    for (const card of cards) {
      const at = ranked.indexOf(card.id);
      card.rank.textContent = at < 0 ? "" : say("ranking.place", { place: at + 1 });
      card.el.classList.toggle("is-best", at === 0);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    const step = STEPS[event.code];
    const here = (event.target as HTMLElement | null)?.dataset?.candidate;
    if (step && here !== undefined && (event.shiftKey || event.altKey)) shift(here, step);
    else if (!isBare(event)) return false;
    else if (event.code === "Backspace" && ranked.length > 0) give(unpicked(ids, ranked));
    else {
      const id = labelAt(labels, event.code);
      if (id === undefined) return false;
      pick(id);
    }
    return true;
  };
  update(options.value);
  const hint = h("p", { class: "muted field-count" }, say("ranking.hint"));
  const el = h("div", {}, hint, list);
  if (cards.length === 0) return { el, update, onKey };
  return { el, stage: h("div", { class: "rank-cards" }, ...cards.map((card) => card.el)), update, onKey };
}
