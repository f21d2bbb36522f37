import { h } from "../../../dom";
import { keycap } from "../../../keycap";
import { kindOf } from "../../../kinds";
import type { Answers, Field } from "../../../kinds/types";
import { say } from "../../../words";
import { isOnePress } from "../fields";

export interface SuggestionView {
  readonly el: HTMLElement;
  show(suggestion: unknown, value: unknown): void;
}

/** Return what a model suggests for a field: never drawn as if a person had answered. */
export function createSuggestion(field: Field, onTake: () => void): SuggestionView | null {
  if (field.filled_by !== "model_confirmed") return null;
  const kind = kindOf(field.kind);
  const words = h("strong", { dir: "auto" });
  const verdict = h("span", { class: "muted" });
  const take = h(
    "button",
    { type: "button", class: "pill", on: { click: onTake } },
    say("suggestion.take"),
    " ",
    keycap("Space"),
  );
  const line = h("p", {}, h("span", { class: "muted" }, say("suggestion.title")), " ", words, " ", verdict);
  const el = h("div", { class: "suggestion", hidden: true }, line, take);
  return {
    el,
    show(suggestion, value) {
      const isAnswered = kind.isAnswered(value);
      el.hidden = !isShown(field, suggestion, isAnswered);
      if (el.hidden) return;
      const isSame = JSON.stringify(suggestion) === JSON.stringify(value);
      words.textContent = kind.show(field.config, suggestion);
      verdict.textContent = isAnswered ? say(isSame ? "suggestion.same" : "suggestion.other") : "";
      take.hidden = isSame;
    },
  };
}

/** Return the suggestion that can be taken now: it is in sight and is not the answer yet. */
export function takeable(field: Field, suggestions: Answers | undefined, value: unknown): unknown {
  const suggestion = suggestions?.[field.name];
  const isInSight = isShown(field, suggestion, kindOf(field.kind).isAnswered(value));
  return isInSight && JSON.stringify(suggestion) !== JSON.stringify(value) ? suggestion : undefined;
}

/** Return whether a suggestion is seen whole before it is taken; marks are only seen once they lie on their part. */
export function isSeenAtOnce(field: Field): boolean {
  return kindOf(field.kind).parts === undefined || isOnePress(field);
}

function isShown(field: Field, suggestion: unknown, isAnswered: boolean): boolean {
  return suggestion !== undefined && (isAnswered || !field.is_suggestion_hidden);
}
