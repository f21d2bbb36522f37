import { h } from "../../dom";
import { keycap } from "../../keycap";
import { say } from "../../words";
import { peopleOf } from "./columns";
import { canTakePart, conflictsOf } from "./model";
import type { AdjudicateProps, Column, Place } from "./types";

/** So many differences are drawn; the rest is counted. */
const MOST = 300;

export interface PlacesView {
  readonly el: HTMLElement;
  /** Draw which difference is in hand (its number among the differences). */
  show(current: number): void;
  /** Say the difference in hand to a screen reader. */
  announce(current: number): void;
}

export interface PlacesNews {
  onStep(step: 1 | -1): void;
  onHold(current: number): void;
  onPart(column: number): void;
  onFold(isWhole: boolean): void;
}

/** Return the differences one below the other, and what all share folded away. */
export function createPlaces(props: AdjudicateProps, kind: string, news: PlacesNews): PlacesView {
  const conflicts = conflictsOf(props.places);
  const agreed = props.places.filter((place) => place.is_agreed);
  const hasParts = canTakePart(kind, props.places);
  const rows = conflicts
    .slice(0, MOST)
    .map((place, index) => rowOf(props.places[place] as Place, props.columns, index, hasParts, news));
  const title = h("h2", { id: "adj-differences" });
  const live = h("p", { class: "sr-only", role: "status" });
  const steps = h(
    "div",
    { class: "actions", hidden: conflicts.length < 2 },
    stepButton("K", say("adj.before"), () => news.onStep(-1)),
    stepButton("J", say("adj.after"), () => news.onStep(1)),
  );
  const list = h(
    "ol",
    { class: "adj-list", "aria-labelledby": "adj-differences" },
    ...rows.map(({ el }) => el),
  );
  const more =
    conflicts.length > MOST
      ? h("p", { class: "muted" }, say("marks.more", { count: conflicts.length - MOST }))
      : null;
  return {
    el: h(
      "section",
      { class: "adj-places" },
      h("div", { class: "adj-head" }, title, steps),
      list,
      more,
      agreed.length > 0 ? foldedAway(agreed, news.onFold) : null,
      live,
    ),
    show(current) {
      title.textContent =
        conflicts.length < 2
          ? say("adj.one_difference")
          : say("adj.differences", { number: current + 1, count: conflicts.length });
      for (const [index, { el }] of rows.entries()) {
        if (index === current) el.setAttribute("aria-current", "true");
        else el.removeAttribute("aria-current");
      }
    },
    announce(current) {
      const place = props.places[conflicts[current] ?? -1];
      rows[current]?.el.scrollIntoView({ block: "nearest" });
      live.textContent = place ? wordsOf(place, props.columns, current, conflicts.length) : "";
    },
  };
}

function rowOf(place: Place, columns: readonly Column[], index: number, hasParts: boolean, news: PlacesNews) {
  const cells = columns.map((column, at) => {
    const words = place.words[at] || say("adj.nothing");
    const name = peopleOf(column);
    const who = h("span", { class: "muted" }, name);
    const what = h("span", { class: "part-text", dir: "auto" }, words);
    if (!hasParts) return h("span", { class: "adj-cell" }, who, what);
    const take = () => {
      news.onHold(index);
      news.onPart(at);
    };
    return h(
      "button",
      {
        type: "button",
        class: "adj-cell adj-take",
        "aria-label": say("adj.take", { name, words }),
        on: { click: take },
      },
      h("span", { class: "adj-who" }, who, at < 9 ? keycap(`⇧${at + 1}`) : null),
      what,
    );
  });
  return { el: h("li", { class: "adj-row", on: { focusin: () => news.onHold(index) } }, ...cells) };
}

function foldedAway(agreed: readonly Place[], onFold: (isWhole: boolean) => void): HTMLElement {
  const list = h("ol", { class: "adj-agreed" });
  const el = h("details", {}, h("summary", {}, say("adj.agreed", { count: agreed.length })), list);
  el.addEventListener("toggle", () => {
    if (el.open && list.childElementCount === 0)
      list.append(
        ...agreed
          .slice(0, MOST)
          .map((place) => h("li", { class: "part-text", dir: "auto" }, place.words[0] ?? "")),
      );
    onFold(el.open);
  });
  return el;
}

function wordsOf(place: Place, columns: readonly Column[], current: number, count: number): string {
  const told = columns.map((column, at) => `${peopleOf(column)}: ${place.words[at] || say("adj.nothing")}`);
  return `${say("adj.differences", { number: current + 1, count })}. ${told.join("; ")}`;
}

function stepButton(cap: string, words: string, act: () => void): HTMLElement {
  const traits = { type: "button", class: "btn btn-quiet", "aria-keyshortcuts": cap, on: { click: act } };
  return h("button", traits, keycap(cap), words);
}
