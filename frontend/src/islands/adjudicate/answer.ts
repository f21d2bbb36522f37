import { h } from "../../dom";
import { keycap } from "../../keycap";
import { kindOf } from "../../kinds";
import type { Answers, Editor, Field } from "../../kinds/types";
import { say } from "../../words";
import type { AdjudicateProps } from "./types";

/** The answer to one field, in the editor of its kind. */
export interface AnswerView {
  readonly field: Field;
  readonly el: HTMLElement;
  /** What the editor draws of the item, under its heading; null where it draws none. */
  readonly stage: HTMLElement | null;
  readonly editor: Editor;
  has(target: EventTarget | null): boolean;
  /** Give the keys to the editor: to what is typed into, to what it draws, or to its first control. */
  focus(): void;
}

export interface AnswerNews {
  onValue(field: Field, value: unknown): void;
  onDecide(): void;
}

interface Words {
  /** The key that goes there. */
  readonly cap: string;
  /** What stands over the part of the item that the editor draws. */
  readonly onItem: string;
  /** Whether it must be answered; nothing of the field that is decided. */
  readonly rule?: string;
}

/** Return the editor of a field under its title, with the key that leads to it. */
export function createAnswer(
  props: AdjudicateProps,
  field: Field,
  answers: Answers,
  { cap, onItem, rule }: Words,
  news: AnswerNews,
): AnswerView {
  const editor = kindOf(field.kind).edit({
    field,
    fields: props.fields,
    item: props.item,
    value: undefined,
    answers,
    onAnswer: (value) => news.onValue(field, value),
    onDone: () => news.onDecide(),
    onLook: () => {},
  });
  const edit = h("span", { class: "muted" }, keycap(cap), " ", say("adj.edit"));
  const title = h(
    "h3",
    { class: "adj-head" },
    h("span", {}, field.title, rule ? h("small", {}, ` ${rule}`) : null),
    edit,
  );
  const help = field.help ? h("p", { class: "help", dir: "auto" }, field.help) : null;
  const traits = {
    class: "work-field is-alone adj-answer",
    tabindex: -1,
    role: "group",
    "aria-label": field.title,
  };
  const el = h("div", traits, title, help, editor.el);
  const id = `adj-stage-${field.name}`;
  const stage =
    editor.stage &&
    h("section", { class: "adj-stage", "aria-labelledby": id }, h("h2", { id }, onItem), editor.stage);
  const has = (target: EventTarget | null) =>
    target instanceof Node && (el.contains(target) || Boolean(stage?.contains(target)));
  const light = () => el.classList.toggle("has-keys", has(document.activeElement));
  for (const place of [el, stage])
    for (const name of ["focusin", "focusout"]) place?.addEventListener(name, () => queueMicrotask(light));
  return { field, el, stage: stage ?? null, editor, has, focus: () => focusOn(el, editor) };
}

function focusOn(el: HTMLElement, editor: Editor): void {
  if (editor.focus) {
    editor.focus();
    return;
  }
  const { stage } = editor;
  if (stage && !stage.hasAttribute("tabindex")) stage.tabIndex = -1;
  // Not on a button: there Enter would be its own, where it is to decide.
  const target = stage ?? editor.el.querySelector<HTMLElement>("input[type=range]") ?? el;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
}
