import { h } from "../../../dom";
import { partView } from "../../../kinds/part";
import { say } from "../../../words";
import type { Item, Unit } from "../types";

/** What an editor draws in place of parts of the item. */
export interface Stage {
  readonly parts: readonly string[];
  /** Null where the parts stand in the editor's controls. */
  readonly el: HTMLElement | null;
}

export interface TextView {
  readonly el: HTMLElement;
  show(unit: Unit, note: string, stages: readonly Stage[]): void;
}

/** Return the place of the item: its parts, each as its editor draws it or else plain; its data behind a disclosure. */
export function createText(): TextView {
  const el = h("section", { class: "work-text", tabindex: -1, "aria-label": say("work.item") });
  let shown = "";
  let drawn: readonly (HTMLElement | null)[] = [];
  return {
    el,
    show(unit, note, stages) {
      const item = `${unit.id}:${unit.item.version}`;
      const wanted = `${item}:${note}`;
      const places = stages.map((stage) => stage.el);
      if (wanted === shown && places.every((place, index) => place === drawn[index])) return;
      const isOther = !shown.startsWith(`${item}:`);
      shown = wanted;
      drawn = places;
      el.replaceChildren(...parts(unit.item, stages), noteLine(note), dataOf(unit.item));
      // On a phone the text scrolls, at a desk the page.
      if (isOther) el.scrollTop = document.documentElement.scrollTop = 0;
    },
  };
}

/** Return the parts in their order; the first part of a stage stands for all of it. */
function parts(item: Item, stages: readonly Stage[]): HTMLElement[] {
  const entries = Object.entries(item.parts);
  const drawn = new Set<HTMLElement>();
  return entries.flatMap(([name, part]) => {
    const stage = stages.find((one) => one.parts.includes(name))?.el;
    if (stage === null || (stage && drawn.has(stage))) return [];
    if (stage) drawn.add(stage);
    const heading = !stage && entries.length > 1 ? [h("h2", { class: "part-name" }, name)] : [];
    return [...heading, stage ?? partView(name, part)];
  });
}

function noteLine(note: string): HTMLElement {
  return h("p", { class: "part-note", hidden: note === "" }, note);
}

function dataOf(item: Item): HTMLElement {
  const rows = Object.entries({ id: item.name, ...item.data }).flatMap(([name, value]) => [
    h("dt", {}, name),
    h("dd", {}, typeof value === "string" ? value : JSON.stringify(value)),
  ]);
  return h("details", { class: "part-data" }, h("summary", {}, say("work.data")), h("dl", {}, ...rows));
}
