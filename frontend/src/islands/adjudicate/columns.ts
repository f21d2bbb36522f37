import { h } from "../../dom";
import { keycap } from "../../keycap";
import { kindOf } from "../../kinds";
import { say } from "../../words";
import { familyOf, keyOf } from "./model";
import { type Picture, pictureOf } from "./pictures";
import type { AdjudicateProps, Column, Place, Said } from "./types";

const MOST_KEYS = 9;
/** Of words that all share, so many are left at each end of a run. */
const SHOWN = 60;

export interface ColumnsView {
  readonly el: HTMLElement;
  /** Draw what is chosen, and the difference in hand; agreed parts are there or folded away. */
  show(value: unknown, current: number | null, isWhole: boolean): void;
  destroy(): void;
}

/** Return who gave an answer, as everybody here may know them. */
export function peopleOf(column: Column): string {
  return column.people.map((n) => say("adj.person", { n })).join(", ");
}

/** Return the answers side by side; the last may be what they make together. */
export function createColumns(props: AdjudicateProps, onChoose: (column: number) => void): ColumnsView {
  const field = props.fields.find((one) => one.name === props.field);
  if (!field) return { el: h("div"), show: () => {}, destroy: () => {} };
  const total = props.columns.reduce((sum, { people }) => sum + people.length, 0);
  const isText = familyOf(field.kind) === "words";
  const views = answersOf(props).map((answer, index) => {
    const column = props.columns[index];
    const name = column ? peopleOf(column) : say("adj.together");
    const picture = column
      ? pictureOf(field, props.fields, props.item, props.answers, `${field.title}: ${name}`)
      : null;
    const words = h("p", { class: "adj-words part-text", dir: "auto" });
    const cap = index < MOST_KEYS ? keycap(String(index + 1)) : null;
    const choose = h(
      "button",
      {
        type: "button",
        class: "btn btn-quiet adj-choose",
        "aria-pressed": "false",
        "aria-keyshortcuts": index < MOST_KEYS ? String(index + 1) : null,
        "aria-label": say("adj.choose", { name }),
        on: { click: () => onChoose(index) },
      },
      cap,
      say("adj.start"),
    );
    const votes = column
      ? h("span", { class: "badge" }, say("adj.votes", { n: column.people.length, of: total }))
      : h("span", { class: "muted" }, say("adj.merged"));
    const el = h(
      "section",
      { class: "adj-column", "aria-label": name },
      h("header", { class: "adj-head" }, h("h3", {}, name), votes),
      picture?.el ?? words,
      ...(column?.about ?? []).map(saidView),
      choose,
    );
    return { el, picture, words, choose, answer, index };
  });
  return {
    el: h("div", { class: "adj-columns" }, ...views.map(({ el }) => el)),
    show(value, current, isWhole) {
      const chosen = value === undefined ? null : keyOf(value);
      for (const { picture, words, choose, answer, index, el } of views) {
        const isChosen = keyOf(answer) === chosen;
        choose.setAttribute("aria-pressed", String(isChosen));
        el.classList.toggle("is-chosen", isChosen);
        if (picture) showMarks(picture, props.places, index, current, isWhole);
        else if (isText && props.columns[index])
          words.replaceChildren(...runsOf(props.places, index, current, isWhole));
        else words.textContent = kindOf(field.kind).show(field.config, answer) || "∅";
      }
    },
    destroy: () => {
      for (const { picture } of views) picture?.destroy();
    },
  };
}

/** Return every answer that can be chosen, in the order of the columns. */
export function answersOf(props: AdjudicateProps): readonly unknown[] {
  const given = props.columns.map(({ answer }) => answer);
  return props.merged === null ? given : [...given, props.merged];
}

function showMarks(
  picture: Picture,
  places: readonly Place[],
  column: number,
  current: number | null,
  isWhole: boolean,
): void {
  const shown = places
    .filter((place) => isWhole || !place.is_agreed)
    .map((place) => place.given[column] ?? null);
  const active = current === null ? null : (places[current]?.given[column] ?? null);
  picture.show(
    shown.filter((mark) => mark !== null),
    active,
  );
}

/** Return a text with what differs set off; long runs that all share are folded. */
function runsOf(places: readonly Place[], column: number, current: number | null, isWhole: boolean): Node[] {
  return places.map((place, index) => {
    const words = String(place.given[column] ?? "");
    if (place.is_agreed) return document.createTextNode(isWhole ? words : folded(words));
    const classes = index === current ? "adj-differs is-current" : "adj-differs";
    return h("mark", { class: classes }, words === "" ? "∅" : words);
  });
}

function folded(words: string): string {
  return words.length > 3 * SHOWN ? `${words.slice(0, SHOWN)} … ${words.slice(-SHOWN)}` : words;
}

function saidView({ person, rationale, confidence }: Said): HTMLElement {
  const sure = confidence ? say(`about.${confidence}`) : "";
  const why = [rationale?.text, rationale?.rule].filter(Boolean).join(" · ");
  return h(
    "p",
    { class: "adj-said muted", dir: "auto" },
    [say("adj.person", { n: person }), why, sure].filter((words) => words !== "").join(": "),
  );
}
