// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import { choice } from ".";
import { capsOf, labelAt } from "./keys";

const label = (id: string, key: string | null = null) => ({ id, title: id.toUpperCase(), key });

test("labels keep their own keys; the others get the next free one", () => {
  expect(capsOf([label("a", "2"), label("b"), label("c", "x"), label("d")])).toEqual(["2", "1", "X", "3"]);
});

test("keys of the screen and keys given twice are replaced", () => {
  expect(capsOf([label("a", "s"), label("b", "1"), label("c", "1")])).toEqual(["2", "1", "3"]);
});

test("more labels than keys leaves the last without one", () => {
  const caps = capsOf(Array.from({ length: 40 }, (_, index) => label(`l${index}`)));
  expect([caps[0], caps.at(-1)]).toEqual(["1", ""]);
});

test("a key finds its label by place on the keyboard, number pad included", () => {
  const labels = [label("a"), label("b", "q")];
  expect([labelAt(labels, "Digit1"), labelAt(labels, "Numpad1"), labelAt(labels, "KeyQ")]).toEqual([
    "a",
    "a",
    "b",
  ]);
  expect([labelAt(labels, "Digit9"), labelAt(labels, "Enter")]).toEqual([undefined, undefined]);
});

test("an answer is shown by its title", () => {
  const config = { labels: [label("pos")] };
  expect([choice.show(config, "pos"), choice.show(config, "gone"), choice.show(config, null)]).toEqual([
    "POS",
    "gone",
    "",
  ]);
});

function editor() {
  const field = sampleField("choice", { labels: [label("a"), label("b")] });
  const onAnswer = vi.fn();
  const { el, update } = choice.edit(sampleOptions(field, { onAnswer }));
  document.body.replaceChildren(el);
  return {
    el,
    update: (value: unknown) => update(value, {}),
    onAnswer,
    buttons: [...el.querySelectorAll("button")],
  };
}

test("b25: the second half of a double click answers nothing", () => {
  const { buttons, onAnswer } = editor();
  for (const detail of [1, 2]) buttons[1]?.dispatchEvent(new MouseEvent("click", { detail }));
  expect(onAnswer.mock.calls).toEqual([["b"]]);
});

test("the chosen label is checked and alone in the tab order", () => {
  const { update, buttons } = editor();
  update("b");
  expect(buttons.map((button) => [button.getAttribute("aria-checked"), button.tabIndex])).toEqual([
    ["false", -1],
    ["true", 0],
  ]);
});

test("arrows walk the labels and choose none", () => {
  const { el, buttons, onAnswer } = editor();
  buttons[0]?.focus();
  el.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp" }));
  expect(document.activeElement).toBe(buttons[1]);
  expect(onAnswer).not.toHaveBeenCalled();
});
