// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import { scale } from ".";
import { sliderValue } from "./edit";
import { capsOf, moved, type ScaleConfig, stepAt, stepsOf } from "./keys";

const config = (traits: Partial<ScaleConfig> = {}): ScaleConfig => ({
  least: 1,
  most: 5,
  step: 1,
  low: "bad",
  high: "good",
  look: "steps",
  ...traits,
});
const key = (code: string, traits: KeyboardEventInit = {}) =>
  new KeyboardEvent("keydown", { code, ...traits });

test("a digit is its own key; other steps have the key of their place", () => {
  expect(capsOf(config({ least: 0 }))).toEqual(["0", "1", "2", "3", "4", "5"]);
  expect(capsOf(config({ most: 10 })).slice(-2)).toEqual(["9", "0"]);
  expect(capsOf(config({ least: -1, most: 1 }))).toEqual(["1", "2", "3"]);
  expect(stepAt(config({ most: 10 }), "Digit0")).toBe(10);
  expect(stepAt(config(), "Numpad3")).toBe(3);
  expect(stepAt(config(), "Digit9")).toBeUndefined();
});

test("steps meet their decimals", () => {
  expect(stepsOf(config({ least: 0, most: 0.3, step: 0.1 }))).toEqual([0, 0.1, 0.2, 0.3]);
  expect(moved(config({ least: 0, most: 1, step: 0.1 }), 0.2, 1)).toBe(0.3);
  expect(moved(config(), 5, 3)).toBe(5);
});

test("one press answers a row of steps, and not a slider", () => {
  const rule = scale.isOnePress as (config: unknown) => boolean;
  expect([rule(config()), rule(config({ look: "slider" })), rule(config({ most: 100 }))]).toEqual([
    true,
    false,
    false,
  ]);
});

test("arrows and digits move a slider", () => {
  const slider = config({ least: 0, most: 100, look: "slider" });
  expect(sliderValue(slider, undefined, key("ArrowRight"))).toBe(51);
  expect(sliderValue(slider, 50, key("ArrowLeft", { shiftKey: true }))).toBe(40);
  expect(sliderValue(slider, 50, key("Digit7"))).toBe(70);
  expect(sliderValue(slider, 50, key("End"))).toBe(100);
  expect(sliderValue(slider, 50, key("ArrowLeft", { ctrlKey: true }))).toBeUndefined();
  expect(sliderValue(slider, 50, key("KeyS"))).toBeUndefined();
});

test("an unanswered slider says so", () => {
  const onAnswer = vi.fn();
  const field = sampleField("scale", config({ least: 0, most: 100, look: "slider" }));
  const { el, update, onKey } = scale.edit(sampleOptions(field, { onAnswer }));
  expect(el.querySelector("output")?.textContent).toBe("–");
  expect(onKey?.(key("ArrowRight"))).toBe(true);
  expect(onAnswer).toHaveBeenCalledWith(51, false);
  update(51, {});
  expect(el.querySelector("output")?.textContent).toBe("51");
});

test("a step is chosen by a click, and shown with what it means", () => {
  const onAnswer = vi.fn();
  const { el, update } = scale.edit(sampleOptions(sampleField("scale", config()), { onAnswer }));
  const buttons = [...el.querySelectorAll("button")];
  for (const detail of [1, 2]) buttons[3]?.dispatchEvent(new MouseEvent("click", { detail }));
  expect(onAnswer.mock.calls).toEqual([[4]]);
  update(4, {});
  expect(buttons.map((button) => button.getAttribute("aria-checked"))).toEqual([
    "false",
    "false",
    "false",
    "true",
    "false",
  ]);
  expect([scale.show(config(), 5), scale.show(config(), 3), scale.show(config(), null)]).toEqual([
    "5 (good)",
    "3",
    "",
  ]);
});
