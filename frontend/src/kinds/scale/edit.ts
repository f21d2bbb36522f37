import { h } from "../../dom";
import { keycap } from "../../keycap";
import type { EditOptions, Editor } from "../types";
import { capsOf, hasButtons, moved, type ScaleConfig, stepAt, stepsOf } from "./keys";

/** Return a row of buttons, one for each step, or a slider. */
export function editScale(options: EditOptions): Editor {
  return hasButtons(options.field.config as ScaleConfig) ? editSteps(options) : editSlider(options);
}

function editSteps({ field, value: first, onAnswer }: EditOptions): Editor {
  const config = field.config as ScaleConfig;
  const steps = stepsOf(config);
  const caps = capsOf(config);
  const isPlain = caps.every((cap, place) => cap === String(steps[place]));
  const buttons = steps.map((step, place) =>
    h(
      "button",
      {
        type: "button",
        role: "radio",
        class: "scale-step",
        "aria-keyshortcuts": caps[place] || null,
        on: { click: (event) => event.detail < 2 && onAnswer(step) },
      },
      String(step),
      isPlain || !caps[place] ? null : keycap(caps[place] ?? ""),
    ),
  );
  const on = { keydown: (event: KeyboardEvent) => walk(event, buttons) };
  const group = h(
    "div",
    { class: "scale-steps", role: "radiogroup", "aria-label": field.title, on },
    ...buttons,
  );
  const update = (value: unknown) => {
    const chosen = steps.indexOf(value as number);
    for (const [place, button] of buttons.entries()) {
      button.setAttribute("aria-checked", String(place === chosen));
      button.tabIndex = place === Math.max(chosen, 0) ? 0 : -1;
    }
  };
  update(first);
  return { el: h("div", { class: "scale" }, group, endsOf(config)), update };
}

function editSlider({ field, value: first, onAnswer }: EditOptions): Editor {
  const config = field.config as ScaleConfig;
  const { least, most, step } = config;
  let answer: number | undefined;
  const give = (value: number) => onAnswer(value, false);
  const input = h("input", {
    type: "range",
    class: "range scale-slider",
    min: least,
    max: most,
    step,
    "aria-label": field.title,
    on: { input: () => give(Number(input.value)) },
  });
  const told = h("output", { class: "scale-value" });
  const update = (value: unknown) => {
    answer = typeof value === "number" ? value : undefined;
    input.value = String(answer ?? (least + most) / 2);
    input.classList.toggle("is-empty", answer === undefined);
    told.textContent = answer === undefined ? "–" : String(answer);
  };
  const onKey = (event: KeyboardEvent) => {
    const value = sliderValue(config, answer, event);
    if (value !== undefined) give(value);
    return value !== undefined;
  };
  update(first);
  return { el: h("div", { class: "scale" }, told, input, endsOf(config)), update, onKey };
}

const FAR = 10;

/** Return where this key takes the slider: arrows by a step (with Shift by ten), a digit to so many tenths. */
export function sliderValue(
  config: ScaleConfig,
  value: number | undefined,
  event: Pick<KeyboardEvent, "code" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">,
): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.code];
  if (way) return moved(config, value, event.shiftKey ? way * FAR : way);
  if (event.code === "Home") return config.least;
  if (event.code === "End") return config.most;
  return stepAt(config, event.code);
}

function endsOf({ low, high, least, most }: ScaleConfig): HTMLElement | null {
  if (!low && !high) return null;
  const end = (number: number, meaning: string) =>
    h("span", { dir: "auto" }, meaning ? `${number} · ${meaning}` : "");
  return h("p", { class: "scale-ends muted" }, end(least, low), end(most, high));
}

/** The arrows walk the steps without choosing: choosing may send the item. */
function walk(event: KeyboardEvent, buttons: readonly HTMLButtonElement[]): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
  if (!step || here < 0) return;
  event.preventDefault();
  buttons[(here + step + buttons.length) % buttons.length]?.focus();
}
