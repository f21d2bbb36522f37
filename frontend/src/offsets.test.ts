import { expect, test } from "vitest";
import { offsetsOf } from "./offsets";

const TEXTS: Readonly<Record<string, string>> = {
  plain: "Seoul is here.",
  korean: "김민수는 서울에서",
  "korean, decomposed": "한국어".normalize("NFD"),
  emoji: "한국😀어😀",
  "joined emoji": "a👨‍👩‍👧b",
  combining: "e\u0301a\u0302",
  flags: "🇰🇷🇺🇸",
  "pairs side by side": "😀😀😀",
  empty: "",
};

for (const [name, text] of Object.entries(TEXTS))
  test(`c20: every place is the same text on both sides (${name})`, () => {
    const { toUnits, toPoints } = offsetsOf(text);
    const points = [...text];
    for (let place = 0; place <= points.length; place++) {
      expect(text.slice(0, toUnits(place))).toBe(points.slice(0, place).join(""));
      expect(toPoints(toUnits(place))).toBe(place);
    }
  });

test("a41: 한국😀어 has four code points and five units; 한국어 decomposed has eight of each", () => {
  expect([offsetsOf("한국😀어").toPoints(5), offsetsOf("한국😀어").toUnits(4)]).toEqual([4, 5]);
  expect(offsetsOf("한국어".normalize("NFD")).toPoints(8)).toBe(8);
});

test("a place inside a surrogate pair counts as before it", () => {
  expect(offsetsOf("😀a").toPoints(1)).toBe(0);
});
