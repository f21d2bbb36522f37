import { expect, test } from "vitest";
import { canTakePart, conflictsOf, keyOf, pickedWords, sharedPart, stepped, withPart } from "./model";
import type { Place } from "./types";

const place = (given: readonly unknown[], is_agreed = false): Place => ({
  given,
  words: given.map((one) => (one === null ? "" : JSON.stringify(one))),
  is_agreed,
});
const span = (start: number, label = "a") => ({ start, end: start + 2, label, text: "xx" });
const spans = [place([span(0), span(0)], true), place([span(4), span(4, "b")]), place([null, span(9)])];

test("differences are walked one by one and stop at both ends", () => {
  expect(conflictsOf(spans)).toEqual([1, 2]);
  expect([stepped(2, 0, 1), stepped(2, 1, 1), stepped(2, 0, -1), stepped(0, 0, 1)]).toEqual([1, 1, 0, 0]);
});

test("a decision about marks begins with what all share", () => {
  expect(sharedPart("spans", spans)).toEqual([span(0)]);
  expect([sharedPart("choice", [place(["a", "b"])]), sharedPart("text", [place(["x", "x"], true)])]).toEqual([
    undefined,
    undefined,
  ]);
});

test("one difference is settled as one column has it, and again as another has it", () => {
  const first = withPart("spans", [span(0)], spans, 2, 1);
  expect(first).toEqual([span(0), span(9)]);
  const second = withPart("spans", first, spans, 1, 1);
  expect(second).toEqual([span(0), span(4, "b"), span(9)]);
  expect(withPart("spans", second, spans, 1, 0)).toEqual([span(0), span(4), span(9)]);
  expect(withPart("spans", second, spans, 2, 0)).toEqual([span(0), span(4, "b")]);
});

test("labels and turns are taken one by one", () => {
  expect(withPart("choices", ["b"], [place(["a", null]), place(["b", "b"], true)], 0, 0)).toEqual(["b", "a"]);
  const turns = [
    place([
      { turn: 0, label: "a" },
      { turn: 0, label: "b" },
    ]),
  ];
  expect(withPart("turns", [{ turn: 0, label: "c" }], turns, 0, 1)).toEqual([{ turn: 0, label: "b" }]);
});

test("words are exchanged in a text that nobody edited by hand, and in no other", () => {
  const words = [place(["a ", "a "], true), place(["big ", ""]), place(["cat", "dog"])];
  expect(withPart("text", "a big cat", words, 2, 1)).toBe("a big dog");
  expect(withPart("text", "a big cat", words, 1, 1)).toBe("a cat");
  expect(withPart("text", undefined, words, 2, 1)).toBe("a big dog");
  expect(withPart("text", "a small cat", words, 2, 1)).toBeNull();
  expect(pickedWords("a cat", words)).toEqual([0, 1, 0]);
});

test("an answer that is one whole has no parts to take", () => {
  expect(canTakePart("choice", [place(["a", "b"])])).toBe(false);
  expect(canTakePart("ranking", [place(["a", "b"]), place(["b", "a"])])).toBe(false);
  expect(withPart("ranking", ["a", "b"], [place(["a", "b"])], 0, 1)).toBeNull();
});

test("the order of keys tells nothing apart", () => {
  expect(keyOf({ x: 1, label: "a" })).toBe(keyOf({ label: "a", x: 1 }));
});
