import { expect, test } from "vitest";
import { carried, voteOf } from "./vote";

test("a vote comes out of its input as it went in; nothing there is to be marked is a vote, none is not", () => {
  for (const vote of [[], [{ start: 0, end: 2, label: "PS" }], ["b", "a"]])
    expect(voteOf(carried(vote))).toEqual(vote);
  expect(voteOf(carried(undefined))).toBeUndefined();
});

test("what is no vote is none", () => {
  expect(voteOf("{oops")).toBeUndefined();
});
