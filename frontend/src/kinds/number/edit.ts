import { h } from "../../dom";
import { isBare } from "../../keys";
import { say } from "../../words";
import type { EditOptions, Editor } from "../types";
import { type NumberConfig, numberIn, wrongWith } from "./number";

/** Return a box for the number. A digit pressed anywhere on the screen is typed into it. */
export function editNumber({ field, value: first, onAnswer, onDone }: EditOptions): Editor {
  const config = field.config as NumberConfig;
  const problem = h("p", { class: "field-warning", role: "status" });
  const input = h("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    class: "number-box",
    "aria-label": config.unit ? `${field.title} (${config.unit})` : field.title,
    on: { input: () => read(), keydown: (event) => leave(event) },
  });
  const judge = () => {
    const number = numberIn(input.value);
    const isEmpty = input.value.trim() === "";
    problem.textContent = isEmpty
      ? ""
      : number === undefined
        ? say("number.none")
        : (wrongWith(config, number) ?? "");
    return problem.textContent === "" ? number : undefined;
  };
  const read = () => onAnswer(judge(), false);
  const leave = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") onDone();
    else if (event.key === "Escape") input.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onKey = (event: KeyboardEvent) => {
    if (!isBare(event) || !/^[\d.,-]$/.test(event.key)) return false;
    input.value = event.key;
    input.focus();
    read();
    return true;
  };
  const update = (value: unknown) => {
    const isTyped = document.activeElement === input || numberIn(input.value) === value;
    if (!isTyped) input.value = typeof value === "number" ? String(value) : "";
    judge();
  };
  update(first);
  const unit = config.unit ? h("span", { class: "muted" }, config.unit) : null;
  const el = h("div", {}, h("div", { class: "number-row" }, input, unit), problem);
  return { el, update, onKey };
}
