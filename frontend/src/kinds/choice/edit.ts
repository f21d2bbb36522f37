import { h } from "../../dom";
import type { EditOptions, Editor } from "../types";
import { labelButton, walk } from "./buttons";
import { createFinder, FINDER_FROM } from "./finder";
import { type ChoiceConfig, capsOf, type Label } from "./keys";

/** Return one large key per label, as a group of radio buttons; a long list can be searched. */
export function editChoice(options: EditOptions): Editor {
  const { labels } = options.field.config as ChoiceConfig;
  const caps = capsOf(labels);
  const isLong = labels.length >= FINDER_FROM;
  const news = { onPress: (label: string) => options.onAnswer(label), onLook: options.onLook };
  const buttons = labels.map((label, index) => labelButton(label, caps[index] ?? "", "radio", news));
  const group = h(
    "div",
    {
      class: isLong ? "choice is-long" : "choice",
      role: "radiogroup",
      "aria-label": options.field.title,
      "aria-required": options.field.required,
      on: { keydown: (event) => walk(event, buttons) },
    },
    ...buttons,
  );
  const update = (value: unknown) => check(buttons, labels, value);
  update(options.value);
  if (!isLong) return { el: group, update };
  const finder = createFinder(labels, buttons, news.onPress);
  group.addEventListener("click", finder.clear);
  return { el: h("div", {}, finder.el, group), update, find: finder.focus };
}

function check(buttons: readonly HTMLButtonElement[], labels: readonly Label[], value: unknown): void {
  const chosen = labels.findIndex((label) => label.id === value);
  buttons.forEach((button, index) => {
    button.setAttribute("aria-checked", String(index === chosen));
    button.tabIndex = index === Math.max(chosen, 0) ? 0 : -1;
  });
}
