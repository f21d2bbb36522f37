import { h } from "../../../dom";
import { keycap } from "../../../keycap";
import type { Field, Item } from "../../../kinds/types";
import { say, type Word } from "../../../words";
import type { About, Confidence, Passage, Rationale } from "../fields";
import { quoted, selectedPassage } from "../passages";

export interface AboutView {
  readonly el: HTMLElement;
  show(about: About, isAnswered: boolean, item: Item): void;
}

interface RationaleView {
  readonly el: HTMLElement;
  show(rationale: Rationale, item: Item): void;
}

const CONFIDENCES: readonly (readonly [Confidence, Word])[] = [
  ["low", "about.low"],
  ["medium", "about.medium"],
  ["high", "about.high"],
];

/** Return the questions about an answer, or null where the field asks none. They show once there is an answer. */
export function createAbout(field: Field, onAbout: (about: About) => void): AboutView | null {
  if (!field.rationale && !field.confidence) return null;
  let about: About = {};
  const tell = (change: Partial<About>) => onAbout({ ...about, ...change });
  const confidence = field.confidence ? createConfidence((level) => tell({ confidence: level })) : null;
  const rationale = field.rationale ? createRationale(field, (why) => tell({ rationale: why })) : null;
  const el = h("div", { class: "field-about", hidden: true }, confidence?.el ?? null, rationale?.el ?? null);
  return {
    el,
    show(said, isAnswered, item) {
      about = said;
      el.hidden = !isAnswered;
      confidence?.show(said.confidence);
      rationale?.show(said.rationale ?? {}, item);
    },
  };
}

function createConfidence(onLevel: (level: Confidence) => void) {
  const buttons = CONFIDENCES.map(([level, word], index) =>
    h(
      "button",
      {
        type: "button",
        class: "pill",
        role: "radio",
        "aria-keyshortcuts": `Shift+${index + 1}`,
        on: { click: () => onLevel(level) },
      },
      say(word),
      " ",
      keycap(`⇧${index + 1}`),
    ),
  );
  const name = say("about.confidence");
  const group = h("div", { class: "pills", role: "radiogroup", "aria-label": name }, ...buttons);
  return {
    el: h("div", { class: "about-row" }, h("span", { class: "muted" }, name), group),
    show(given: Confidence | undefined) {
      for (const [index, button] of buttons.entries())
        button.setAttribute("aria-checked", String(CONFIDENCES[index]?.[0] === given));
    },
  };
}

function createRationale(field: Field, onRationale: (rationale: Rationale) => void): RationaleView {
  let said: Rationale = {};
  let shownItem: Item | null = null;
  const change = (part: Rationale) => onRationale({ ...said, ...part });
  const isRequired = field.rationale === "required";
  const rule = h("small", { class: "muted" }, say(isRequired ? "work.required" : "work.optional"));
  const text = h("textarea", { rows: 2, dir: "auto", on: { input: () => change({ text: text.value }) } });
  const cited = h("input", { type: "text", dir: "auto", on: { input: () => change({ rule: cited.value }) } });
  const passages = h("ul", { class: "about-passages" });
  const cite = () => {
    const passage = selectedPassage(getSelection());
    if (passage) change({ evidence: [...(said.evidence ?? []), passage] });
  };
  const drop = (passage: Passage) =>
    change({ evidence: (said.evidence ?? []).filter((other) => other !== passage) });
  const button = h(
    "button",
    // The press must not take the selection away.
    { type: "button", class: "pill", on: { click: cite, pointerdown: (event) => event.preventDefault() } },
    say("about.cite"),
  );
  const el = h(
    "div",
    { class: "about-why" },
    h("label", { class: "about-text" }, h("span", {}, say("about.rationale"), " ", rule), text),
    h("label", { class: "about-text" }, h("span", { class: "muted" }, say("about.rule")), cited),
    passages,
    button,
  );
  return {
    el,
    show(rationale, item) {
      if (text.value !== (rationale.text ?? "")) text.value = rationale.text ?? "";
      if (cited.value !== (rationale.rule ?? "")) cited.value = rationale.rule ?? "";
      if (said.evidence !== rationale.evidence || shownItem !== item)
        passages.replaceChildren(...(rationale.evidence ?? []).map((one) => passageView(one, item, drop)));
      said = rationale;
      shownItem = item;
    },
  };
}

function passageView(passage: Passage, item: Item, drop: (passage: Passage) => void): HTMLElement {
  const part = item.parts[passage.part];
  const words = typeof part === "string" ? quoted(part, passage) : "";
  return h(
    "li",
    {},
    h("q", { dir: "auto" }, words),
    h("button", { type: "button", class: "pill", on: { click: () => drop(passage) } }, say("about.drop")),
  );
}
