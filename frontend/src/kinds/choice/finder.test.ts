// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import { choice } from ".";
import { FINDER_FROM, fits } from "./finder";

const topic = (id: string, title: string, help = "") => ({ id, title, key: null, help });
const topics = [
  topic("price", "가격", "Price, discounts"),
  topic("staff", "직원 친절"),
  ...Array.from({ length: FINDER_FROM - 2 }, (_, index) => topic(`t${index}`, `Topic ${index}`)),
];

function editor(labels = topics) {
  const onAnswer = vi.fn();
  const { el, find } = choice.edit(sampleOptions(sampleField("choice", { labels }), { onAnswer }));
  document.body.replaceChildren(el);
  const input = el.querySelector("input") as HTMLInputElement;
  const shown = () => [...el.querySelectorAll("button")].filter((button) => !button.hidden).length;
  const type = (words: string) => {
    input.value = words;
    input.dispatchEvent(new Event("input"));
  };
  const press = (key: string, traits: KeyboardEventInit = {}) =>
    input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...traits }));
  return { input, find, onAnswer, shown, type, press };
}

test("words are looked for in title, id and help, in any order, in any form of Unicode", () => {
  expect([
    fits(topics[0] as never, "DISCOUNT price"),
    fits(topics[0] as never, "가격".normalize("NFD")),
    fits(topics[0] as never, "staff"),
  ]).toEqual([true, true, false]);
});

test("a short list has no search box", () => {
  const { input, find } = editor(topics.slice(0, FINDER_FROM - 1));
  expect([input, find]).toEqual([null, undefined]);
});

test("typing leaves the labels that fit; Enter answers with the first and shows all again", () => {
  const { input, find, onAnswer, shown, type, press } = editor();
  find?.();
  expect(document.activeElement).toBe(input);
  type("직원");
  expect(shown()).toBe(1);
  press("Enter");
  expect(onAnswer.mock.calls).toEqual([["staff"]]);
  expect([shown(), input.value, document.activeElement]).toEqual([topics.length, "", document.body]);
});

test("Enter that ends a composition answers nothing, nor does Enter on nothing typed", () => {
  const { onAnswer, type, press } = editor();
  press("Enter");
  type("직원");
  press("Enter", { isComposing: true });
  expect(onAnswer).not.toHaveBeenCalled();
});

test("Escape shows all labels again", () => {
  const { shown, type, press } = editor();
  type("no such label");
  expect(shown()).toBe(0);
  press("Escape");
  expect(shown()).toBe(topics.length);
});
