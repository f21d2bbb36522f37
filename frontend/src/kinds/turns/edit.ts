import { h } from "../../dom";
import { isBare } from "../../keys";
import { say } from "../../words";
import { labelButton, walk } from "../choice/buttons";
import { capsOf, labelAt } from "../choice/keys";
import type { EditOptions, Editor, Turn } from "../types";
import {
  askedTurns,
  type Labelled,
  type TurnsConfig,
  turnAfter,
  turnBeside,
  turnsOf,
  withLabel,
} from "./turns";

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowUp: -1, ArrowDown: 1 };

/** Return the dialogue with its labels, and one key per label for the turn in hand. */
export function editTurns(options: EditOptions): Editor {
  const { field, item, onAnswer, onLook } = options;
  const config = field.config as TurnsConfig;
  const { labels } = config;
  const asked = askedTurns(config, item);
  let answer: readonly Labelled[] = Array.isArray(options.value) ? options.value : [];
  let here = turnAfter(asked, answer, -1);
  const views = turnsOf(config, item).map((turn, place) =>
    turnView(turn, place, asked.includes(place), () => go(place)),
  );
  const count = h("p", { class: "field-count muted", role: "status" });
  const caps = capsOf(labels);
  const press = (label: string) => {
    const before = answer;
    answer = withLabel(answer, here, label);
    if (answer.length >= before.length) here = turnAfter(asked, answer, here);
    onAnswer(answer, false);
    draw(true);
  };
  const buttons = labels.map((label, place) =>
    labelButton(label, caps[place] ?? "", "radio", { onPress: press, onLook }),
  );
  const group = h(
    "div",
    {
      class: "choice",
      role: "group",
      "aria-label": field.title,
      on: { keydown: (event) => walk(event, buttons) },
    },
    ...buttons,
  );
  const go = (turn: number) => {
    here = turn;
    draw(true);
  };
  const draw = (isMoved: boolean) => {
    const given = new Map(answer.map((one) => [one.turn, one.label]));
    for (const [place, view] of views.entries()) {
      const label = labels.find((one) => one.id === given.get(place));
      view.show(place === here, label?.title ?? "");
    }
    for (const [place, button] of buttons.entries())
      button.setAttribute("aria-checked", String(labels[place]?.id === given.get(here)));
    count.textContent = say("turns.count", { count: answer.length, total: asked.length });
    if (isMoved) views[here]?.el.scrollIntoView({ block: "nearest" });
  };
  const onKey = (event: KeyboardEvent) => {
    const step = STEPS[event.code];
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    if (step) go(turnBeside(asked, here, step));
    else if (!isBare(event)) return false;
    else if (event.code === "Delete" || event.code === "Backspace") return clear();
    else {
      const label = labelAt(labels, event.code);
      if (label === undefined) return false;
      press(label);
    }
    return true;
  };
  /** Take the label of the turn in hand away; where it has none, of the one before. */
  const clear = () => {
    const turn = answer.some((one) => one.turn === here) ? here : turnBeside(asked, here, -1);
    if (!answer.some((one) => one.turn === turn)) return false;
    answer = withLabel(answer, turn, null);
    here = turn;
    onAnswer(answer.length === 0 ? undefined : answer, false);
    draw(true);
    return true;
  };
  draw(false);
  return {
    el: h("div", {}, count, group),
    stage: h("ol", { class: "part-turns turns-stage" }, ...views.map((view) => view.el)),
    onKey,
    update(value) {
      answer = Array.isArray(value) ? value : [];
      draw(false);
    },
  };
}

function turnView(turn: Turn, place: number, isAsked: boolean, onPick: () => void) {
  const chip = h("span", { class: "turn-label" });
  const speaker = h("span", { class: "turn-speaker", dir: "auto" }, `${place + 1} · ${turn.speaker}`);
  const text = h("span", { class: "part-text", dir: "auto" }, turn.text);
  if (!isAsked) return { el: h("li", { class: "turn" }, speaker, text), show: () => {} };
  const button = h(
    "button",
    { type: "button", class: "turn-pick", tabindex: -1, on: { click: onPick } },
    speaker,
    text,
    chip,
  );
  const el = h("li", { class: "turn is-asked" }, button);
  return {
    el,
    show(isHere: boolean, label: string) {
      el.classList.toggle("is-here", isHere);
      button.tabIndex = isHere ? 0 : -1;
      if (isHere) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      chip.textContent = label;
    },
  };
}
