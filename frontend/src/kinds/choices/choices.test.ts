// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import { choices } from ".";
import { afterKey, toggled } from "./keys";

const label = (id: string) => ({ id, title: id.toUpperCase(), key: null });
const config = (least = 1, most: number | null = null) => ({
  labels: "abcd".split("").map(label),
  least,
  most,
});

test("a key puts a label in and takes it out, in the order of the field", () => {
  expect(toggled(config(), ["c"], "a")).toEqual(["a", "c"]);
  expect(toggled(config(), ["a", "c"], "c")).toEqual(["a"]);
  expect(afterKey(config(), [], "Digit2")).toEqual(["b"]);
  expect(afterKey(config(), [], "KeyQ")).toBeUndefined();
});

test("there is room for so many labels and no more; of one the last stays", () => {
  expect(toggled(config(1, 2), ["a", "b"], "c")).toEqual(["a", "b"]);
  expect(toggled(config(1, 1), ["a"], "c")).toEqual(["c"]);
});

test("0 says that none applies, where none may", () => {
  expect(afterKey(config(0), ["a"], "Digit0")).toEqual([]);
  expect(afterKey(config(1), ["a"], "Digit0")).toBeUndefined();
});

test("too few and too many are told before they are sent", () => {
  const item = sampleOptions(sampleField("choices", config())).item;
  expect(choices.problem?.(config(2), ["a"], item)).toBe("Choose at least 2.");
  expect(choices.problem?.(config(2), ["a", "b"], item)).toBeNull();
  expect(choices.show(config(), ["a", "gone"])).toBe("A, gone");
  expect(choices.show(config(0), [])).toBe("None of these");
});

test("keys and clicks toggle, and taking the last label out takes the answer back", () => {
  const onAnswer = vi.fn();
  const { el, update, onKey } = choices.edit(sampleOptions(sampleField("choices", config()), { onAnswer }));
  el.querySelectorAll("button")[1]?.click();
  update(["b"], {});
  expect([...el.querySelectorAll("button")].map((button) => button.getAttribute("aria-checked"))).toEqual([
    "false",
    "true",
    "false",
    "false",
  ]);
  expect(onKey?.(new KeyboardEvent("keydown", { code: "Digit2" }))).toBe(true);
  expect(onKey?.(new KeyboardEvent("keydown", { code: "Digit2", ctrlKey: true }))).toBe(false);
  expect(onAnswer.mock.calls).toEqual([
    [["b"], false],
    [undefined, false],
  ]);
});
