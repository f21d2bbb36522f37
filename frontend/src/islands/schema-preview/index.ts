import { h } from "../../dom";
import type { Mount } from "../../islands";
import { say } from "../../words";
import { withAbout } from "../work/fields";
import { isComposed } from "../work/keys";
import type { Unit } from "../work/types";
import { createAnswers } from "../work/view/answers";
import { createText } from "../work/view/desk";
import type { Trial } from "./trial";
import * as trials from "./trial";

interface PreviewProps {
  readonly units: readonly Unit[];
}

/** The labelling screen to try: item and fields are drawn as annotators see them, and nothing is saved. */
export const mount: Mount<PreviewProps> = (el, props) => {
  let trial = trials.begun(props.units, 0);
  const set = (next: Trial) => {
    trial = next;
    draw();
  };
  const text = createText();
  const answers = createAnswers({
    onAnswer: (field, value) => set(trials.answered(trial, field, value)),
    onAbout: (field, about) => set({ ...trial, answers: withAbout(trial.answers, field, about) }),
    onFocus: (active) => active !== trial.active && set({ ...trial, active }),
    onLook: () => {},
    onSubmit: () => set(trials.submitted(trial)),
  });
  const told = h("p", { class: "muted", role: "status" });
  const bar = createBar(props.units.length, (step) => set(trials.turned(trial, step)));
  const side = h("section", { class: "work-side" }, answers.el, told);

  const draw = () => {
    const unit = trials.unitOf(trial);
    if (!unit) return;
    const { active, missing } = trial;
    answers.show({ unit, answers: trial.answers, active, missing, needsSubmit: true });
    text.show(unit, "", answers.stages(active));
    bar.show(trial.place + 1);
    told.textContent = trial.isDone ? say("preview.done") : "";
  };
  const onKey = (event: KeyboardEvent) => {
    const isText = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
    const hasChord = event.ctrlKey || event.metaKey || event.altKey;
    if (isText || hasChord || isComposed(event)) return;
    const value = answers.onKey(trial.active, event) ? null : trials.pressed(trial, event.code);
    if (value === undefined) return;
    event.preventDefault();
    if (value !== null) set(trials.answered(trial, trial.active, value));
  };

  const stop = new AbortController();
  el.replaceChildren(bar.el, h("div", { class: "work-desk" }, text.el, side));
  el.addEventListener("keydown", onKey, { signal: stop.signal });
  draw();
  return () => {
    stop.abort();
    answers.destroy();
  };
};

function createBar(count: number, onTurn: (step: 1 | -1) => void) {
  const place = h("span", { class: "muted" });
  const button = (step: 1 | -1, words: string) =>
    h("button", { type: "button", class: "btn btn-quiet", on: { click: () => onTurn(step) } }, words);
  const steps = [button(-1, say("preview.before")), place, button(1, say("preview.after"))];
  return {
    el: h("div", { class: "actions", hidden: count < 2 }, ...steps),
    show: (number: number) => place.replaceChildren(say("preview.place", { number, count })),
  };
}
