import { h } from "../../dom";
import { keycap } from "../../keycap";
import { kindOf } from "../../kinds";
import type { Editor, Field } from "../../kinds/types";
import { say } from "../../words";
import { meaningOf } from "./dependants";
import { CAUSE_CAPS } from "./keys";
import type { AdjudicateProps, Decided } from "./types";

export const GAP = "guideline_gap";

/** What a person has made of the decision so far. */
export interface Draft {
  readonly value: unknown;
  readonly cause: string;
  readonly reason: string;
  readonly hard: string;
}

export interface DecisionNews {
  onValue(value: unknown): void;
  onCause(cause: string): void;
  onReason(reason: string): void;
  onHard(hard: string): void;
  onDecide(): void;
}

export interface DecisionView {
  readonly el: HTMLElement;
  /** What the editor draws of the item; null where it draws none. */
  readonly stage: HTMLElement | null;
  readonly editor: Editor;
  show(draft: Draft, isAgain: boolean): void;
  complain(words: string): void;
  /** Tell that somebody decided, or something changed, meanwhile. */
  tell(words: string, decided: (Decided & { readonly by: string }) | null): void;
  focusEditor(): void;
  focusReason(): void;
  focusCause(): void;
}

/** Return what is decided: the answer in the editor of its kind, the cause, the reason, and what the guideline learns. */
export function createDecision(props: AdjudicateProps, field: Field, news: DecisionNews): DecisionView {
  const kind = kindOf(field.kind);
  const editor = kind.edit({
    field,
    fields: props.fields,
    item: props.item,
    value: undefined,
    answers: props.answers,
    onAnswer: (value) => news.onValue(value),
    onDone: () => news.onDecide(),
    onLook: () => {},
  });
  const causes = props.causes.map(({ id, title }, index) => {
    const cap = CAUSE_CAPS[index] ?? "";
    const input = h("input", {
      type: "radio",
      name: "adj-cause",
      value: id,
      on: { change: () => news.onCause(id) },
    });
    return { id, input, el: h("label", { class: "adj-cause" }, input, keycap(cap), title) };
  });
  const reason = textarea("adj-reason", 3, news.onReason);
  const hard = textarea("adj-hard", 2, news.onHard);
  const gap = h(
    "div",
    { class: "field", hidden: true },
    h("label", { for: "adj-hard" }, say("adj.hard")),
    h(
      "p",
      { class: "help", id: "adj-hard-help" },
      say(props.has_edge_case ? "adj.has_case" : "adj.hard_help"),
    ),
    h("div", { class: "control" }, hard),
  );
  hard.setAttribute("aria-describedby", "adj-hard-help");
  const meaning = h("div", { class: "note note-info", role: "status", hidden: true });
  const complaint = h("p", { class: "errors", role: "alert" });
  const note = h("div", { class: "note note-warning", role: "status", hidden: true });
  const button = h("button", {
    type: "button",
    class: "btn btn-primary w-full min-h-14 text-lg",
    on: { click: () => news.onDecide() },
  });
  const edit = h("span", { class: "muted" }, keycap("E"), " ", say("adj.edit"));
  const answer = h(
    "div",
    { class: "work-field is-alone adj-answer" },
    h("h3", { class: "adj-head" }, field.title, edit),
    editor.el,
  );
  const el = h(
    "section",
    { class: "adj-decision", "aria-labelledby": "adj-decide" },
    h("h2", { id: "adj-decide" }, say("adj.decide")),
    note,
    answer,
    meaning,
    h(
      "fieldset",
      { class: "field choices" },
      h("legend", {}, say("adj.cause")),
      h("div", { class: "adj-causes" }, ...causes.map((one) => one.el)),
    ),
    h(
      "div",
      { class: "field" },
      h("label", { for: "adj-reason" }, say("adj.reason"), " ", keycap("R")),
      h("p", { class: "help", id: "adj-reason-help" }, say("adj.reason_help")),
      h("div", { class: "control" }, reason),
    ),
    gap,
    complaint,
    button,
  );
  reason.setAttribute("aria-describedby", "adj-reason-help");
  return {
    el,
    stage: editor.stage ?? null,
    editor,
    show({ value, cause, reason: why, hard: what }, isAgain) {
      editor.update(value, { ...props.answers, [field.name]: value });
      for (const one of causes) one.input.checked = one.id === cause;
      if (reason.value !== why) reason.value = why;
      if (hard.value !== what) hard.value = what;
      showMeaning(meaning, props, value);
      gap.hidden = cause !== GAP;
      hard.disabled = props.has_edge_case;
      button.replaceChildren(say(isAgain ? "adj.again" : "adj.go"), keycap("Enter"));
    },
    complain: (words) => complaint.replaceChildren(words),
    tell(words, decided) {
      note.hidden = false;
      const made = decided ? toldOf(field, decided, props) : null;
      note.replaceChildren(h("p", {}, words), ...(made ? [made] : []), h("p", {}, say("adj.kept")));
      note.scrollIntoView({ block: "nearest" });
    },
    focusEditor: () => focusFirst(editor),
    focusReason: () => reason.focus(),
    focusCause: () => causes[0]?.input.focus(),
  };
}

/** Say what deciding so means for the fields that depend on this one. */
function showMeaning(el: HTMLElement, props: AdjudicateProps, value: unknown): void {
  const { missing, dropped } = meaningOf(props, value);
  const named = (fields: readonly Field[]) => fields.map(({ title }) => title).join(", ");
  el.hidden = missing.length + dropped.length === 0;
  el.replaceChildren(
    ...(dropped.length > 0 ? [h("p", {}, say("adj.dropped", { fields: named(dropped) }))] : []),
    ...(missing.length > 0 ? [h("p", {}, say("adj.missing", { fields: named(missing) }))] : []),
  );
}

function toldOf(
  field: Field,
  decided: Decided & { readonly by: string },
  props: AdjudicateProps,
): HTMLElement {
  const words = kindOf(field.kind).show(field.config, decided.answer);
  const cause = props.causes.find(({ id }) => id === decided.cause)?.title ?? "";
  return h("p", { dir: "auto" }, h("strong", {}, words), ` · ${cause} · ${decided.reason} (${decided.by})`);
}

/** Give the keys to the editor: to what is typed into, to what it draws, or to its first control. */
function focusFirst(editor: Editor): void {
  if (editor.focus) {
    editor.focus();
    return;
  }
  const target = editor.stage ?? editor.el.querySelector<HTMLElement>("button, input, [tabindex]");
  if (target === editor.stage && target && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "nearest" });
}

function textarea(id: string, rows: number, onInput: (text: string) => void): HTMLTextAreaElement {
  const el = h("textarea", { id, rows, dir: "auto", class: "w-full" });
  el.addEventListener("input", () => onInput(el.value));
  return el;
}
