import { h } from "../../../dom";
import { keycap } from "../../../keycap";
import type { Editor } from "../../../kinds/types";
import { say } from "../../../words";
import { type About, isFilledByModel, knownAnswers, ownFields, shownFields } from "../fields";
import type { Answers, Unit } from "../types";
import type { Stage } from "./desk";
import { createField, type FieldView } from "./field";
import { createFilled } from "./filled";

export interface AnswersNews {
  onAnswer(field: string, value: unknown, isWhole?: boolean): void;
  onAbout(field: string, about: About): void;
  /** The person takes what a model suggests for this field. */
  onTake?(field: string): void;
  onFocus(field: string): void;
  onLook(part: string): void;
  onSubmit(): void;
}

export interface AnswersView {
  readonly el: HTMLElement;
  show(model: AnswersModel): void;
  /** Return what editors draw of the item: of two that draw one part, the one that has the keys, or had them last. */
  stages(active: string): readonly Stage[];
  /** Let the editor of this field take a key; return whether it did. */
  onKey(field: string, event: KeyboardEvent): boolean;
  /** Let the editor of this field give what stands there and was not given yet. */
  settle(field: string): void;
  /** Give the focus to the editor of this field; return whether it is one that is typed into. */
  focus(field: string): boolean;
  /** Go to where the labels of this field are looked for. */
  find(field: string): void;
  destroy(): void;
}

export interface AnswersModel {
  readonly unit: Unit;
  readonly answers: Answers;
  /** The field that keys go to. */
  readonly active: string;
  /** Names of fields that were found missing at submit. */
  readonly missing: readonly string[];
  readonly needsSubmit: boolean;
  /** The person took this field by hand, so nothing scrolls under the pointer. */
  readonly isByHand?: boolean;
}

/** Return the answers of a unit. Controls stay the same elements as long as the schema does, where the kind allows. */
export function createAnswers(news: AnswersNews): AnswersView {
  const fieldsBox = h("div", { class: "work-fields" });
  const complaint = h("p", { class: "work-complaint", role: "alert" });
  const cap = keycap("Enter");
  const submit = h(
    "button",
    {
      type: "button",
      class: "btn btn-primary work-submit w-full min-h-14 text-lg",
      on: { click: () => news.onSubmit() },
    },
    say("work.submit"),
    cap,
  );
  let views: readonly FieldView[] = [];
  let drawing: readonly FieldView[] = [];
  let schema = "";
  let item = "";
  let active = "";
  const viewOf = (name: string) => views.find((view) => view.field.name === name);
  const rebuild = ({ unit, answers }: AnswersModel, isOtherSchema: boolean) => {
    const known = knownAnswers(unit, answers);
    views = unit.fields.map((field) => {
      const before = isOtherSchema ? undefined : viewOf(field.name);
      if (before?.stays) return before;
      return isFilledByModel(field) ? createFilled(field) : createField(field, unit, known, news);
    });
    fieldsBox.replaceChildren(...views.map((view) => view.el));
  };
  return {
    el: h("div", { class: "work-answers" }, fieldsBox, complaint, submit),
    find: (name) => viewOf(name)?.editor.find?.(),
    onKey: (name, event) => viewOf(name)?.editor.onKey?.(event) ?? false,
    settle: (name) => viewOf(name)?.editor.settle?.(),
    focus: (name) => focus(viewOf(name)?.editor),
    stages(active) {
      drawing = drawingOf(views, active, drawing);
      return drawing.map(({ editor, parts }) => ({ parts, el: editor.stage ?? null }));
    },
    destroy: () => leave(views),
    show(model) {
      const wantedSchema = JSON.stringify(model.unit.fields);
      const wantedItem = `${model.unit.id}:${model.unit.item.version}`;
      const isOther = wantedSchema !== schema;
      if (isOther || (wantedItem !== item && views.some((view) => !view.stays))) {
        leave(isOther ? views : views.filter((view) => !view.stays));
        rebuild(model, isOther);
      }
      schema = wantedSchema;
      item = wantedItem;
      const shown = new Set(shownFields(model.unit, model.answers).map((field) => field.name));
      const known = { ...model, answers: knownAnswers(model.unit, model.answers) };
      const isOneOfMany = ownFields(model.unit).length > 1;
      for (const view of views) view.show(known, shown.has(view.field.name), isOneOfMany);
      if (active !== model.active && views.length > 1 && !model.isByHand)
        viewOf(model.active)?.el.scrollIntoView?.({ block: "nearest" });
      active = model.active;
      complaint.textContent = complaintOf(model);
      submit.hidden = !model.needsSubmit;
      cap.textContent = viewOf(model.active)?.editor.focus ? "Ctrl Enter" : "Enter";
    },
  };
}

/** On a phone the focus would bring up its keyboard over the item. */
function focus(editor: Editor | undefined): boolean {
  if (!editor?.focus || matchMedia("(pointer: coarse)").matches) return false;
  editor.focus();
  return true;
}

function leave(views: readonly FieldView[]): void {
  for (const view of views) view.editor.destroy?.();
}

/** Return the fields whose editors draw parts of the item, in their order: what is drawn stays under the pointer. */
function drawingOf(
  views: readonly FieldView[],
  active: string,
  before: readonly FieldView[],
): readonly FieldView[] {
  const rank = (view: FieldView) => (view.field.name === active ? 2 : before.includes(view) ? 1 : 0);
  const able = views.filter((view) => view.parts.length > 0 && !view.el.hidden);
  const taken = new Set<string>();
  const chosen = able
    .toSorted((one, other) => rank(other) - rank(one))
    .filter(({ parts }) => {
      const isFree = !parts.some((part) => taken.has(part));
      if (isFree) for (const part of parts) taken.add(part);
      return isFree;
    });
  return able.filter((view) => chosen.includes(view));
}

function complaintOf({ unit, missing }: AnswersModel): string {
  const titles = unit.fields.filter((field) => missing.includes(field.name)).map((field) => field.title);
  return titles.length === 0 ? "" : say("work.missing", { fields: titles.join(", ") });
}
