import { expect, test } from "vitest";
import { digitOf } from "../../keys";
import { commandOf, confidenceOf } from "./keys";
import { press } from "./samples";

test("letters go by their place on the keyboard, so a Korean layout works", () => {
  expect(commandOf(press("KeyS", { key: "ㄴ" }), "elsewhere")).toEqual({ type: "skip" });
  expect(commandOf(press("KeyA", { key: "ㅁ" }), "elsewhere")).toEqual({ type: "press", code: "KeyA" });
});

test("nothing fires while an input method composes", () => {
  expect(commandOf(press("Digit1", { isComposing: true }), "elsewhere")).toBeNull();
  expect(commandOf(press("Digit1", { keyCode: 229 }), "elsewhere")).toBeNull();
});

test("b25: a key held down counts once", () => {
  expect(commandOf(press("Digit1", { repeat: true }), "elsewhere")).toBeNull();
  expect(commandOf(press("Enter", { repeat: true }), "elsewhere")).toBeNull();
});

test("in a text only Ctrl+Enter and Escape are ours", () => {
  expect(commandOf(press("Digit1"), "text")).toBeNull();
  expect(commandOf(press("KeyZ", { ctrlKey: true }), "text")).toBeNull();
  expect(commandOf(press("Enter", { ctrlKey: true }), "text")).toEqual({ type: "submit" });
  expect(commandOf(press("Escape", { key: "Escape" }), "text")).toEqual({ type: "close" });
});

test("Enter on a control is the control's", () => {
  expect(commandOf(press("Enter"), "control")).toBeNull();
  expect(commandOf(press("Enter"), "elsewhere")).toEqual({ type: "submit" });
});

test.each([
  ["Backspace", {}, "back"],
  ["ArrowLeft", {}, "back"],
  ["KeyZ", { metaKey: true }, "back"],
  ["KeyZ", { ctrlKey: true, shiftKey: true }, "forward"],
  ["KeyY", { ctrlKey: true }, "forward"],
  ["ArrowRight", {}, "forward"],
  ["ArrowDown", {}, "field_after"],
  ["ArrowUp", {}, "field_before"],
  ["KeyG", {}, "guideline"],
  ["KeyF", {}, "find"],
  ["Slash", { shiftKey: true, key: "?" }, "help"],
])("%s %o means %s", (code, traits, type) => {
  expect(commandOf(press(code, traits), "elsewhere")).toEqual({ type });
});

test("keys of the browser are left alone", () => {
  expect(commandOf(press("KeyS", { ctrlKey: true }), "elsewhere")).toBeNull();
  expect(commandOf(press("Digit1", { altKey: true }), "elsewhere")).toBeNull();
  expect(commandOf(press("F5"), "elsewhere")).toBeNull();
});

test("digits number a list, with 0 for the tenth", () => {
  expect([digitOf("Digit3"), digitOf("Numpad0"), digitOf("KeyA")]).toEqual([3, 10, null]);
});

test("Shift and a digit say how sure somebody is; a bare digit answers", () => {
  const held = (code: string, traits = {}) => confidenceOf(press(code, { shiftKey: true, ...traits }));
  expect(["Digit1", "Digit2", "Digit3", "Digit4"].map((code) => held(code))).toEqual([
    "low",
    "medium",
    "high",
    null,
  ]);
  expect([confidenceOf(press("Digit1")), held("Digit1", { ctrlKey: true })]).toEqual([null, null]);
});
