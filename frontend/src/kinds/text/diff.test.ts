import { expect, test } from "vitest";
import { wordDiff } from "./diff";

const told = (before: string, after: string) =>
  wordDiff(before, after)
    .map(({ type, text }) => ({ same: text, gone: `[-${text}-]`, new: `[+${text}+]` })[type])
    .join("");

test("equal texts are one run", () => {
  expect(wordDiff("a b", "a b")).toEqual([{ type: "same", text: "a b" }]);
  expect(wordDiff("", "")).toEqual([]);
});

test("words are put in, taken out and replaced", () => {
  expect(told("the old film", "the film")).toBe("the [-old -]film");
  expect(told("the film", "the new film")).toBe("the [+new +]film");
  expect(told("나는 집에 간다", "나는 학교에 간다")).toBe("나는 [-집에-][+학교에+] 간다");
});

test("the runs of a diff give both texts back", () => {
  const before = "one two  three\nfour five";
  const after = "two three four\nsix five seven";
  const runs = wordDiff(before, after);
  const without = (gone: string) =>
    runs
      .filter((run) => run.type !== gone)
      .map((run) => run.text)
      .join("");
  expect([without("new"), without("gone")]).toEqual([before, after]);
});

test("long texts are compared in an instant", () => {
  const words = (mark: string) => Array.from({ length: 20_000 }, (_, place) => `${mark}${place}`).join(" ");
  const began = performance.now();
  wordDiff(words("a"), words("b"));
  wordDiff(`${words("a")} x ${words("c")}`, `${words("a")} y ${words("c")}`);
  expect(performance.now() - began).toBeLessThan(1_000);
});
