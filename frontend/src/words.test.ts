// @vitest-environment jsdom
import { expect, test } from "vitest";
import { pageLanguage, WORDS, wordIn } from "./words";

const holes = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();

test("every sentence takes the same values in both languages", () => {
  for (const [word, sentence] of Object.entries(WORDS.en))
    expect([word, holes(WORDS.ko[word as keyof typeof WORDS.ko])]).toEqual([word, holes(sentence)]);
});

test("every Korean sentence is Korean", () => {
  expect(Object.entries(WORDS.ko).filter(([, sentence]) => !/[가-힣]/.test(sentence))).toEqual([]);
});

test("Korean decides its particles", () => {
  const undecided = /은\(는\)|이\(가\)|을\(를\)|[와과]\([와과]\)|\(으\)로/;
  expect(Object.entries(WORDS.ko).filter(([, sentence]) => undecided.test(sentence))).toEqual([]);
});

test("values are filled in", () => {
  expect(wordIn("ko", "work.count", { done: 13, total: 400 })).toBe("400건 중 13건");
});

test("the language follows the page", () => {
  document.documentElement.lang = "ko";
  expect(pageLanguage()).toBe("ko");
  document.documentElement.lang = "de";
  expect(pageLanguage()).toBe("en");
});
