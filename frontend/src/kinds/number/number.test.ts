// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import { number } from ".";
import { numberIn, wrongWith } from "./number";

const config = { least: 0, most: 100, step: 0.5, unit: "kg" };

test.each([
  ["12", 12],
  [" -0.5 ", -0.5],
  ["1,234.5", 1234.5],
  ["−3", -3],
  [".5", 0.5],
  ["1,2", undefined],
  ["1e5", undefined],
  ["12 kg", undefined],
  ["", undefined],
])("%s writes %s", (text, value) => {
  expect(numberIn(text)).toBe(value);
});

test("bounds and step are told", () => {
  expect([
    wrongWith(config, -1),
    wrongWith(config, 101),
    wrongWith(config, 1.2),
    wrongWith(config, 1.5),
  ]).toEqual(["At least 0.", "At most 100.", "In steps of 0.5.", null]);
});

function editor() {
  const onAnswer = vi.fn();
  const onDone = vi.fn();
  const editing = number.edit(sampleOptions(sampleField("number", config), { onAnswer, onDone }));
  document.body.replaceChildren(editing.el);
  const input = editing.el.querySelector("input") as HTMLInputElement;
  const type = (text: string) => {
    input.value = text;
    input.dispatchEvent(new Event("input"));
  };
  return { ...editing, input, type, onAnswer, onDone };
}

test("a digit pressed on the screen begins the number", () => {
  const { onKey, input, onAnswer } = editor();
  expect(onKey?.(new KeyboardEvent("keydown", { key: "7" }))).toBe(true);
  expect(onKey?.(new KeyboardEvent("keydown", { key: "s" }))).toBe(false);
  expect([input.value, document.activeElement]).toEqual(["7", input]);
  expect(onAnswer).toHaveBeenCalledWith(7, false);
});

test("what is no number, or out of bounds, is no answer and says why", () => {
  const { el, type, onAnswer } = editor();
  for (const text of ["7x", "700", "7"]) type(text);
  expect(onAnswer.mock.calls.map(([value]) => value)).toEqual([undefined, undefined, 7]);
  type("7x");
  expect(el.textContent).toContain("This is no number.");
});

test("Enter in the box is done; what is typed stays as it is typed", () => {
  const { input, type, update, onDone } = editor();
  type("7.");
  input.focus();
  update(7, {});
  expect(input.value).toBe("7.");
  input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true }));
  expect(onDone).not.toHaveBeenCalled();
  input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
  expect(onDone).toHaveBeenCalledOnce();
});

test("a number is shown with its unit", () => {
  expect([number.show(config, 7), number.show(config, undefined)]).toEqual(["7 kg", ""]);
});
