import { expect, test } from "vitest";
import { byCharacter, byWord, sentenceAt, wordAt } from "./steps";

const walk = (text: string, step: 1 | -1) => {
  const places = [step === 1 ? 0 : text.length];
  for (let at = places[0] ?? 0; step === 1 ? at < text.length : at > 0; ) {
    at = byCharacter(text, at, step);
    places.push(at);
  }
  return places;
};

test("a41: one step is one written character: joined emoji, jamo, combining marks", () => {
  expect(walk("a👨‍👩‍👧b", 1)).toEqual([0, 1, 9, 10]);
  expect(walk("a👨‍👩‍👧b", -1)).toEqual([10, 9, 1, 0]);
  expect(walk("한국".normalize("NFD"), 1)).toEqual([0, 3, 6]);
  expect(walk("e\u0301x", 1)).toEqual([0, 2, 3]);
});

test("the caret goes by eojeol: to its end going forth, to its start going back", () => {
  const text = "서울에서 일한다. 끝";
  expect([byWord(text, 0, 1), byWord(text, 4, 1), byWord(text, 9, 1), byWord(text, 11, 1)]).toEqual([
    4, 9, 11, 11,
  ]);
  expect([byWord(text, 11, -1), byWord(text, 7, -1), byWord(text, 0, -1)]).toEqual([10, 5, 0]);
});

test("a word is taken without the marks around it", () => {
  const text = '그는 "서울에서," 일한다';
  const word = wordAt(text, 5);
  expect(word && text.slice(word.start, word.end)).toBe("서울에서");
  expect(wordAt(text, text.length)).toBeNull();
  expect(wordAt("👨‍👩‍👧!", 0)).toEqual({ start: 0, end: 8 });
  expect(wordAt("...", 0)).toEqual({ start: 0, end: 3 });
});

test("a sentence is taken without the spaces around it; the next one begins after it", () => {
  const text = "나는 간다.  너는 온다!\n끝.";
  const first = sentenceAt(text, 2);
  expect(first && text.slice(first.start, first.end)).toBe("나는 간다.");
  const second = sentenceAt(text, first?.end ?? 0);
  expect(second && text.slice(second.start, second.end)).toBe("너는 온다!");
});
