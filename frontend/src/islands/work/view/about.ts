import { h } from "../../../dom";
import type { Field } from "../../../kinds/types";
import { say, type Word } from "../../../words";
import type { About, Confidence } from "../fields";

export interface AboutView {
  readonly el: HTMLElement;
  show(about: About, isAnswered: boolean): void;
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
  const rationale = field.rationale
    ? createRationale(field, (text) => tell({ rationale: { ...about.rationale, text } }))
    : null;
  const el = h("div", { class: "field-about", hidden: true }, confidence?.el ?? null, rationale?.el ?? null);
  return {
    el,
    show(said, isAnswered) {
      about = said;
      el.hidden = !isAnswered;
      confidence?.show(said.confidence);
      rationale?.show(said.rationale?.text ?? "");
    },
  };
}

function createConfidence(onLevel: (level: Confidence) => void) {
  const buttons = CONFIDENCES.map(([level, word]) =>
    h(
      "button",
      { type: "button", class: "pill", role: "radio", on: { click: () => onLevel(level) } },
      say(word),
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

function createRationale(field: Field, onText: (text: string) => void) {
  const input = h("textarea", { rows: 2, dir: "auto", on: { input: () => onText(input.value) } });
  const isRequired = field.rationale === "required";
  const rule = h("small", { class: "muted" }, say(isRequired ? "work.required" : "work.optional"));
  const el = h("label", { class: "about-text" }, h("span", {}, say("about.rationale"), " ", rule), input);
  return {
    el,
    show(text: string) {
      if (input.value !== text) input.value = text;
    },
  };
}
