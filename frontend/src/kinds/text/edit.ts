import { h } from "../../dom";
import { say } from "../../words";
import type { EditOptions, Editor } from "../types";
import { type Run, wordDiff } from "./diff";
import { lengthOf, percentOf, stored, type TextConfig, textOf, wrongWith } from "./text";

/** Return a place to write in, with the length held against the policy and what was changed in a draft. */
export function editText(options: EditOptions): Editor {
  const { field, item, onAnswer, onDone } = options;
  const config = field.config as TextConfig;
  const draft = textOf(item, config.begin_with);
  const meter = h("p", { class: "text-meter muted", role: "status" });
  const changes = draft ? createChanges(draft) : null;
  const input = h("textarea", {
    class: "text-box",
    dir: "auto",
    rows: config.is_one_line ? 1 : 5,
    "aria-label": field.title,
    on: { input: () => write(), keydown: (event) => leave(event) },
  });
  const write = () => {
    if (config.is_one_line && input.value.includes("\n")) input.value = input.value.replaceAll("\n", " ");
    onAnswer(input.value.trim() === "" ? undefined : input.value, false);
    measure();
  };
  const measure = () => {
    const problem = input.value.trim() === "" ? null : wrongWith(config, input.value, item);
    meter.textContent = problem ?? lengthWords(config, stored(input.value), options);
    meter.classList.toggle("field-warning", problem !== null);
    changes?.show(input.value);
  };
  const leave = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const isDone = event.key === "Enter" && (config.is_one_line || event.ctrlKey || event.metaKey);
    if (isDone) onDone();
    else if (event.key === "Escape") input.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const restore = () => {
    input.value = draft;
    write();
    input.focus();
  };
  const accept = draft
    ? h("button", { type: "button", class: "btn btn-quiet", on: { click: restore } }, say("text.restore"))
    : null;
  const update = (value: unknown) => {
    const text = typeof value === "string" ? value : "";
    // What is typed has spaces at its end that the stored answer has not.
    if (stored(input.value) !== stored(text)) input.value = text;
    measure();
  };
  input.value = typeof options.value === "string" ? options.value : draft;
  measure();
  const policy = config.policy ? h("p", { class: "text-policy", dir: "auto" }, config.policy) : null;
  const el = h("div", { class: "text-edit" }, policy, input, meter, changes?.el ?? null, accept);
  const isUntouched = () => draft !== "" && typeof options.value !== "string" && input.value === draft;
  return {
    el,
    // An untouched draft is on show and is no answer yet: it becomes one when the person is done with it.
    update: (value) => (value === undefined && isUntouched() ? measure() : update(value)),
    focus: () => input.focus(),
    settle: () => isUntouched() && write(),
  };
}

function lengthWords(config: TextConfig, text: string, { item }: EditOptions): string {
  const percent = percentOf(config, text, item);
  const length = lengthOf(text);
  if (percent === null) return say("text.length", { length });
  return say("text.length_of_source", { length, percent: Math.round(percent) });
}

/** Return the words that were taken out of the draft and put in, as they are typed. */
function createChanges(draft: string) {
  const line = h("p", { class: "text-changes", dir: "auto" });
  const el = h("details", { class: "text-diff", open: true }, h("summary", {}, say("text.changes")), line);
  return {
    el,
    show(text: string) {
      const runs = wordDiff(draft.normalize("NFC"), text.normalize("NFC"));
      const isSame = runs.every((run) => run.type === "same");
      line.replaceChildren(...(isSame ? [say("text.no_changes")] : runs.map(runView)));
    },
  };
}

function runView({ type, text }: Run): HTMLElement | string {
  if (type === "same") return text;
  return h(type === "gone" ? "del" : "ins", {}, text);
}
