import { expect, test } from "vitest";
import { press } from "../work/samples";
import { commandOf } from "./keys";

test("digits choose an answer, with Shift its part of the difference", () => {
  expect(commandOf(press("Digit2"), "elsewhere")).toEqual({ type: "column", number: 2 });
  expect(commandOf(press("Digit2", { shiftKey: true, key: "@" }), "elsewhere")).toEqual({
    type: "part",
    number: 2,
  });
  expect(commandOf(press("Digit0"), "elsewhere")).toBeNull();
});

test("letters are meant by their place, under a Korean layout too", () => {
  expect(commandOf(press("KeyJ", { key: "ㅓ" }), "elsewhere")).toEqual({ type: "step", step: 1 });
  expect(commandOf(press("KeyG", { key: "ㅎ" }), "control")).toEqual({ type: "cause", index: 1 });
});

test("nothing fires in a text, during a composition or while a key is held", () => {
  expect(commandOf(press("KeyM"), "text")).toBeNull();
  expect(commandOf(press("KeyM", { isComposing: true }), "elsewhere")).toBeNull();
  expect(commandOf(press("KeyM", { keyCode: 229 }), "elsewhere")).toBeNull();
  expect(commandOf(press("KeyJ", { repeat: true }), "elsewhere")).toBeNull();
});

test("Enter decides where nothing else has a use for it, Ctrl with Enter everywhere", () => {
  expect(commandOf(press("Enter"), "elsewhere")).toEqual({ type: "decide" });
  expect(commandOf(press("Enter"), "control")).toBeNull();
  expect(commandOf(press("Enter", { ctrlKey: true }), "text")).toEqual({ type: "decide" });
});
