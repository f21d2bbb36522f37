import { h } from "../../../dom";
import { kindOf } from "../../../kinds";
import type { Field } from "../../../kinds/types";
import { say } from "../../../words";
import type { FieldView } from "./field";

/** Return a field that a model fills: what it said, to be read; there is nothing to answer. */
export function createFilled(field: Field): FieldView {
  const kind = kindOf(field.kind);
  const by = h("small", {}, say("filled.by_model"));
  const heading = h("h2", { class: "field-name", dir: "auto" }, field.title, " ", by);
  const help = field.help ? h("p", { class: "field-help muted", dir: "auto" }, field.help) : null;
  const words = h("p", { class: "filled-answer", dir: "auto" });
  const el = h("div", { class: "work-field is-filled" }, heading, help, words);
  return {
    field,
    el,
    editor: { el, update() {} },
    parts: [],
    stays: true,
    show({ answers }, isShown) {
      const value = answers[field.name];
      const isSaid = value !== undefined && kind.isAnswered(value);
      el.hidden = !isShown;
      words.classList.toggle("muted", !isSaid);
      words.textContent = isSaid ? kind.show(field.config, value) : say("filled.nothing");
    },
  };
}
