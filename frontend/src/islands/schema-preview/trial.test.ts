import { expect, test } from "vitest";
import { field, unit } from "../work/samples";
import * as trials from "./trial";

const two = [field("sentiment"), field("topic")];
const start = () => trials.begun([unit(1, { fields: two }), unit(2, { fields: two })], 0);

test("an answer moves the keys on, and a full set would have been sent", () => {
  const first = trials.answered(start(), "sentiment", "pos");
  expect(first.active).toBe("topic");
  expect(trials.submitted(first)).toMatchObject({ missing: ["topic"], isDone: false });
  expect(trials.submitted(trials.answered(first, "topic", "neg")).isDone).toBe(true);
});

test("another item begins without answers, round at both ends", () => {
  const first = trials.answered(start(), "sentiment", "pos");
  expect(trials.turned(first, 1)).toMatchObject({ place: 1, answers: {} });
  expect(trials.turned(first, -1).place).toBe(1);
});

test("keys go to the field that has them", () => {
  expect(trials.pressed(start(), "Digit2")).toBe("neg");
  expect(trials.pressed(start(), "KeyQ")).toBeUndefined();
});
