import { h } from "../../../dom";
import { kindOf } from "../../../kinds";
import type { Answers, Editor, Field } from "../../../kinds/types";
import { say } from "../../../words";
import { aboutOf, problemOf } from "../fields";
import type { Unit } from "../types";
import { createAbout } from "./about";
import type { AnswersModel, AnswersNews } from "./answers";
import { createSuggestion } from "./suggestion";

export interface FieldView {
  readonly field: Field;
  readonly el: HTMLElement;
  readonly editor: Editor;
  /** The parts of the item that the editor draws. */
  readonly parts: readonly string[];
  /** The editor is good for other items too. */
  readonly stays: boolean;
  show(model: AnswersModel, isAsked: boolean, isOneOfMany: boolean): void;
}

/** Return one field: what is asked, the editor of its kind, and what is said about the answer. */
export function createField(
  field: Field,
  { item, fields }: Unit,
  answers: Answers,
  news: AnswersNews,
): FieldView {
  const kind = kindOf(field.kind);
  const editor = kind.edit({
    field,
    fields,
    item,
    value: answers[field.name],
    answers,
    onAnswer: (value, isWhole) => news.onAnswer(field.name, value, isWhole),
    onDone: () => news.onSubmit(),
    onLook: news.onLook,
  });
  const about = createAbout(field, (said) => news.onAbout(field.name, said));
  const suggestion = createSuggestion(field, () => news.onTake?.(field.name));
  const warning = h("span", { class: "field-warning" });
  const rule = h("small", {}, say(field.required ? "work.required" : "work.optional"));
  const heading = h("h2", { class: "field-name", dir: "auto" }, field.title, " ", rule, " ", warning);
  const help = field.help ? h("p", { class: "field-help muted", dir: "auto" }, field.help) : null;
  // A press on a control need not give it the focus; it gives the field the keys all the same.
  const attend = () => news.onFocus(field.name);
  const on = { focusin: attend, click: attend };
  const el = h(
    "div",
    { class: "work-field", on },
    heading,
    help,
    suggestion?.el ?? null,
    editor.el,
    about?.el ?? null,
  );
  const parts = kind.parts?.(field.config, item) ?? [];
  for (const name of ["focusin", "pointerdown"]) editor.stage?.addEventListener(name, attend);
  return {
    field,
    el,
    editor,
    parts,
    stays: !kind.isAboutItem && !kind.parts,
    show(model, isAsked, isOneOfMany) {
      const isActive = isOneOfMany && field.name === model.active;
      el.hidden = !isAsked;
      editor.update(model.answers[field.name], model.answers);
      suggestion?.show(model.unit.suggestions?.[field.name], model.answers[field.name]);
      about?.show(
        aboutOf(model.answers, field.name),
        kind.isAnswered(model.answers[field.name]),
        model.unit.item,
      );
      el.classList.toggle("is-active", isActive);
      el.classList.toggle("is-alone", !isOneOfMany);
      warning.textContent = model.missing.includes(field.name) ? warningOf(field, model) : "";
    },
  };
}

function warningOf(field: Field, { answers, unit }: AnswersModel): string {
  return problemOf(field, answers, unit.item) ?? say("work.needed_here");
}
