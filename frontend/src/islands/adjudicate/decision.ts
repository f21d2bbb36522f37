import { h } from "../../dom";
import { keycap } from "../../keycap";
import { kindOf } from "../../kinds";
import type { Answers, Field } from "../../kinds/types";
import { say } from "../../words";
import { type AnswerNews, type AnswerView, createAnswer } from "./answer";
import { meaningOf } from "./dependants";
import { createDepending } from "./depending";
import { CAUSE_CAPS } from "./keys";
import type { AdjudicateProps, Decided } from "./types";

export const GAP = "guideline_gap";

/** What a person has made of the decision so far. */
export interface Draft {
  readonly value: unknown;
  readonly cause: string;
  readonly reason: string;
  readonly hard: string;
  /** Answers to fields that the decision makes asked, by field. */
  readonly dependents: Answers;
}

export interface DecisionNews extends AnswerNews {
  onCause(cause: string): void;
  onReason(reason: string): void;
  onHard(hard: string): void;
}

export interface DecisionView {
  readonly el: HTMLElement;
  /** What the editors draw of the item. */
  readonly stages: readonly HTMLElement[];
  /** The answer that is decided, then the answers to what it makes asked. */
  answers(): readonly AnswerView[];
  show(draft: Draft, isAgain: boolean): void;
  complain(words: string): void;
  /** Tell that somebody decided, or something changed, meanwhile. */
  tell(words: string, decided: (Decided & { readonly by: string }) | null): void;
  focusReason(): void;
  focusCause(): void;
  destroy(): void;
}

/** Return what is decided: the answer in the editor of its kind, the cause, the reason, and what the guideline learns. */
export function createDecision(props: AdjudicateProps, field: Field, news: DecisionNews): DecisionView {
  const words = { cap: "E", onItem: say("adj.on_item") };
  const main = createAnswer(props, field, props.answers, words, news);
  const depending = createDepending(props, news);
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
  const complaint = h("p", { class: "errors", role: "alert" });
  const note = h("div", { class: "note note-warning", role: "status", hidden: true });
  const button = h("button", {
    type: "button",
    class: "btn btn-primary w-full min-h-14 text-lg",
    on: { click: () => news.onDecide() },
  });
  const el = h(
    "section",
    { class: "adj-decision", "aria-labelledby": "adj-decide" },
    h("h2", { id: "adj-decide" }, say("adj.decide")),
    note,
    main.el,
    depending.el,
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
    stages: [...(main.stage ? [main.stage] : []), depending.stages],
    answers: () => [main, ...depending.shown()],
    show({ value, cause, reason: why, hard: what, dependents }, isAgain) {
      main.editor.update(value, { ...props.answers, [field.name]: value });
      depending.show(meaningOf(props, value, dependents), value, dependents);
      for (const one of causes) one.input.checked = one.id === cause;
      if (reason.value !== why) reason.value = why;
      if (hard.value !== what) hard.value = what;
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
    focusReason: () => reason.focus(),
    focusCause: () => causes[0]?.input.focus(),
    destroy: () => {
      main.editor.destroy?.();
      depending.destroy();
    },
  };
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

function textarea(id: string, rows: number, onInput: (text: string) => void): HTMLTextAreaElement {
  const el = h("textarea", { id, rows, dir: "auto", class: "w-full" });
  el.addEventListener("input", () => onInput(el.value));
  return el;
}
