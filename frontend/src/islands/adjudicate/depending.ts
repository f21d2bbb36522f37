import { h } from "../../dom";
import type { Answers, Field } from "../../kinds/types";
import { say } from "../../words";
import { type AnswerNews, type AnswerView, createAnswer } from "./answer";
import { type Meaning, missingOf } from "./dependants";
import type { AdjudicateProps } from "./types";

/** The fields that the decision makes asked, answered together with it. */
export interface DependingView {
  readonly el: HTMLElement;
  /** What their editors draw of the item. */
  readonly stages: HTMLElement;
  /** Those in sight, in the order of the schema. */
  shown(): readonly AnswerView[];
  show(meaning: Meaning, value: unknown, given: Answers): void;
  destroy(): void;
}

/** Return a place for these fields; an editor is made when its field is asked first. */
export function createDepending(props: AdjudicateProps, news: AnswerNews): DependingView {
  const made = new Map<string, AnswerView>();
  const note = h("div", { class: "note note-info", role: "status", hidden: true });
  const answers = h("div", { class: "adj-depending" });
  const stages = h("div", { class: "adj-depending" });
  let asked: readonly Field[] = [];
  const base = { ...props.dependants.known, ...props.answers };
  const viewOf = (field: Field) => {
    const rule = say(field.required ? "work.required" : "work.optional");
    const words = { cap: "D", onItem: field.title, rule };
    const view = made.get(field.name) ?? createAnswer(props, field, base, words, news);
    made.set(field.name, view);
    return view;
  };
  return {
    el: h("div", { class: "adj-depending" }, note, answers),
    stages,
    shown: () => asked.map(viewOf),
    show(meaning, value, given) {
      asked = meaning.asked;
      const views = asked.map(viewOf);
      keepIn(
        answers,
        views.map(({ el }) => el),
      );
      keepIn(
        stages,
        views.flatMap(({ stage }) => stage ?? []),
      );
      const known = { ...base, ...given, [props.field]: value };
      for (const { field, editor } of views) editor.update(given[field.name], known);
      tell(note, meaning, given);
    },
    destroy: () => {
      for (const { editor } of made.values()) editor.destroy?.();
    },
  };
}

/** Have exactly these children, without touching those that stay: they may hold the focus. */
function keepIn(el: HTMLElement, children: readonly HTMLElement[]): void {
  for (const child of [...el.children]) if (!children.includes(child as HTMLElement)) child.remove();
  children.forEach((child, place) => {
    if (el.children[place] !== child) el.insertBefore(child, el.children[place] ?? null);
  });
}

/** Say what deciding so means for the fields that depend on this one. */
function tell(note: HTMLElement, meaning: Meaning, given: Answers): void {
  const named = (fields: readonly Field[]) => fields.map(({ title }) => title).join(", ");
  const missing = missingOf(meaning, given);
  const words = [
    ...(meaning.dropped.length > 0 ? [say("adj.dropped", { fields: named(meaning.dropped) })] : []),
    ...(missing.length > 0 ? [say("adj.missing", { fields: named(missing) })] : []),
  ];
  note.hidden = words.length === 0;
  if (note.textContent !== words.join("")) note.replaceChildren(...words.map((line) => h("p", {}, line)));
}
