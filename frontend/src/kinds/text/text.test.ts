// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import type { Item } from "../types";
import { text } from ".";
import { lengthOf, stored, type TextConfig, wrongWith } from "./text";

const config = (traits: Partial<TextConfig> = {}): TextConfig => ({
  source: "",
  begin_with: "",
  policy: "",
  least: null,
  most: null,
  least_percent: null,
  most_percent: null,
  is_one_line: false,
  ...traits,
});
const item: Item = {
  id: 1,
  version: 1,
  name: "i",
  parts: { text: "가".repeat(100), mt: "the old film" },
  data: {},
};

function editor(traits: Partial<TextConfig> = {}, value?: unknown) {
  const onAnswer = vi.fn();
  const onDone = vi.fn();
  const field = sampleField("text", config(traits));
  const editing = text.edit(sampleOptions(field, { item, value, onAnswer, onDone }));
  document.body.replaceChildren(editing.el);
  const input = editing.el.querySelector("textarea") as HTMLTextAreaElement;
  const type = (words: string) => {
    input.value = words;
    input.dispatchEvent(new Event("input"));
  };
  const press = (key: string, more: KeyboardEventInit = {}) =>
    input.dispatchEvent(new KeyboardEvent("keydown", { key, ...more }));
  return { ...editing, input, type, press, onAnswer, onDone };
}

test("length is counted in code points of the composed text", () => {
  expect(lengthOf("😀a")).toBe(2);
  expect(lengthOf(stored("한".normalize("NFD")))).toBe(1);
});

test("the policy of length is held against the source", () => {
  const policy = config({ source: "text", most_percent: 30, least: 5 });
  expect(wrongWith(policy, "가".repeat(31), item)).toBe("31% as long as the source; at most 30% is asked.");
  expect(wrongWith(policy, "가나", item)).toBe("2 characters; at least 5 are asked.");
  expect(wrongWith(policy, "가".repeat(20), item)).toBeNull();
  expect(wrongWith(config({ source: "gone", most_percent: 1 }), "가나다", item)).toBeNull();
});

test("typing answers, and emptying takes the answer back", () => {
  const { type, onAnswer } = editor();
  for (const words of ["good", " "]) type(words);
  expect(onAnswer.mock.calls).toEqual([
    ["good", false],
    [undefined, false],
  ]);
});

test("an untouched draft is no answer until the person is done with it", () => {
  const { input, update, settle, onAnswer } = editor({ begin_with: "mt" });
  update(undefined, {});
  expect([input.value, onAnswer.mock.calls]).toEqual(["the old film", []]);
  settle?.();
  expect(onAnswer).toHaveBeenCalledWith("the old film", false);
});

test("changes to a draft are shown word by word, and the draft comes back", () => {
  const { el, input, type } = editor({ begin_with: "mt" });
  type("the new film");
  expect([el.querySelector("del")?.textContent, el.querySelector("ins")?.textContent]).toEqual([
    "old",
    "new",
  ]);
  el.querySelector<HTMLButtonElement>(".btn-quiet")?.click();
  expect(input.value).toBe("the old film");
});

test("what is typed keeps its spaces while the stored answer has none", () => {
  const { input, type, update } = editor();
  type("good ");
  update("good", {});
  expect(input.value).toBe("good ");
  update("other", {});
  expect(input.value).toBe("other");
});

test("Ctrl+Enter is done, Enter too in a text of one line, none while an input method composes", () => {
  const many = editor();
  many.press("Enter");
  many.press("Enter", { ctrlKey: true, isComposing: true });
  expect(many.onDone).not.toHaveBeenCalled();
  many.press("Enter", { ctrlKey: true });
  expect(many.onDone).toHaveBeenCalledOnce();
  const one = editor({ is_one_line: true });
  one.press("Enter");
  expect(one.onDone).toHaveBeenCalledOnce();
});
