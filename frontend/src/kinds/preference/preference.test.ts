// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import type { Item } from "../types";
import { preference } from ".";
import { answerOf, degreeOf, degreesOf, isSwapped, type PreferenceConfig, parted } from "./preference";

const config = (traits: Partial<PreferenceConfig> = {}): PreferenceConfig => ({
  a: "a",
  b: "b",
  has_tie: true,
  strengths: 2,
  is_shuffled: false,
  ...traits,
});
const item: Item = { id: 1, version: 1, name: "i", parts: { prompt: "Hi", a: "one", b: "two" }, data: {} };

test("degrees go from the left side to the right one", () => {
  expect(degreesOf(config())).toEqual([-2, -1, 0, 1, 2]);
  expect(degreesOf(config({ has_tie: false, strengths: 1 }))).toEqual([-1, 1]);
});

test.each([false, true])(
  "an answer is of the parts, whichever side they stand on (swapped: %s)",
  (swapped) => {
    for (const degree of degreesOf(config()))
      expect(degreeOf(answerOf(degree, swapped), swapped)).toBe(degree);
    expect(answerOf(-1, swapped)).toEqual({ choice: swapped ? "b" : "a", strength: 1 });
  },
);

test("about half of the items are swapped, each the same way every time", () => {
  const swapped = Array.from({ length: 1000 }, (_, id) => isSwapped(config({ is_shuffled: true }), id));
  const share = swapped.filter(Boolean).length / 1000;
  expect(share).toBeGreaterThan(0.45);
  expect(share).toBeLessThan(0.55);
  expect(isSwapped(config(), 7)).toBe(false);
});

test("what both begin with stands once, up to the end of a line", () => {
  const talk = `${"Human: a long question. ".repeat(5)}\n`;
  expect(parted(`${talk}Assistant: yes`, `${talk}Assistant: no`)).toEqual({
    common: talk,
    rests: ["Assistant: yes", "Assistant: no"],
  });
  expect(parted("a\nb", "a\nc")).toEqual({ common: "", rests: ["a\nb", "a\nc"] });
});

test("both parts stand side by side and one key answers", () => {
  const onAnswer = vi.fn();
  const field = sampleField("preference", config());
  const { el, stage, update, onKey } = preference.edit(sampleOptions(field, { item, onAnswer }));
  expect([...(stage?.querySelectorAll(".part-text") ?? [])].map((one) => one.textContent)).toEqual([
    "one",
    "two",
  ]);
  expect([...el.querySelectorAll(".answer-title")].map((one) => one.textContent)).toEqual([
    "Left is better",
    "Left is slightly better",
    "Both are equally good",
    "Right is slightly better",
    "Right is better",
  ]);
  expect(onKey?.(new KeyboardEvent("keydown", { code: "Digit5" }))).toBe(true);
  expect(onKey?.(new KeyboardEvent("keydown", { code: "Digit6" }))).toBe(false);
  expect(onAnswer.mock.calls).toEqual([[{ choice: "b", strength: 2 }]]);
  update({ choice: "b", strength: 2 }, {});
  expect(stage?.querySelectorAll(".is-better")).toHaveLength(1);
});

test("the two parts are not drawn twice, and an answer is told", () => {
  expect(preference.parts?.(config({ b: "gone" }), item)).toEqual(["a"]);
  expect(preference.show(config(), { choice: "b", strength: 2 })).toBe("a << b");
  expect([preference.show(config(), null), preference.isAnswered({ choice: "tie", strength: 0 })]).toEqual([
    "",
    true,
  ]);
});
