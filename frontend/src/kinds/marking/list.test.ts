// @vitest-environment jsdom
import { expect, test } from "vitest";
import { createMarkList, type Row } from "./list";

const row = (key: string, words = key): Row => ({ key, label: "Place", words, tone: 0 });
const list = () => createMarkList("Marks", { onChoose: () => {}, onRemove: () => {} });
const lines = (el: HTMLElement) => [...el.querySelectorAll("li")];
const words = (el: HTMLElement) => lines(el).map((line) => line.querySelector(".mark-words")?.textContent);

test("one mark more is one line more: the others stay the same elements", () => {
  const { el, show } = list();
  const [a, b, c] = [row("a"), row("b"), row("c")];
  show([a, c], (mark) => mark, null);
  const before = lines(el);
  show([a, b, c], (mark) => mark, "b");
  const after = lines(el);
  expect(words(el)).toEqual(["a", "b", "c"]);
  expect([after[0], after[2]]).toEqual(before);
  expect(after.map((line) => line.className)).toEqual(["", "is-active", ""]);
  expect(after[1]?.firstElementChild?.getAttribute("aria-pressed")).toBe("true");
  show([c], (mark) => mark, null);
  expect(lines(el)).toEqual([after[2]]);
});

test("a mark whose words change is told anew, and one that is let go is no longer chosen", () => {
  const { el, show } = list();
  show([row("a"), row("b")], (mark) => mark, "a");
  show([row("a", "other"), row("b")], (mark) => mark, null);
  expect(words(el)).toEqual(["other", "b"]);
  expect(el.querySelector(".is-active")).toBeNull();
});

test("marks that change places and marks alike are all told", () => {
  const { el, show } = list();
  const [a, b] = [row("a"), row("b")];
  show([a, b], (mark) => mark, null);
  show([b, a, row("a")], (mark) => mark, null);
  expect(words(el)).toEqual(["b", "a", "a"]);
});
