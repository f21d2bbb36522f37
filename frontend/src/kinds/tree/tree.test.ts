// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import { tree } from ".";
import { childrenOf, nodesOf, told } from "./tree";

const LINES = ["animal | Animal", "  cat | Cat", "  dog | Dog", "    poodle", "plant | Plant", "  oak"];
const config = (isLeafOnly = true) => ({ tree: LINES, is_leaf_only: isLeafOnly });
const nodes = nodesOf(config());

test("lines are nodes under those they are indented below", () => {
  expect(nodes.map((node) => [node.id, node.above.join("/"), node.isLeaf])).toEqual([
    ["animal", "", false],
    ["cat", "animal", true],
    ["dog", "animal", false],
    ["poodle", "animal/dog", true],
    ["plant", "", false],
    ["oak", "plant", true],
  ]);
  expect(childrenOf(nodes, ["animal"]).map((node) => node.id)).toEqual(["cat", "dog"]);
  expect([told(nodes, "poodle"), told(nodes, "gone")]).toEqual(["Animal › Dog › poodle", "gone"]);
});

function editor(isLeafOnly = true, value?: unknown) {
  const onAnswer = vi.fn();
  const field = sampleField("tree", config(isLeafOnly));
  const editing = tree.edit(sampleOptions(field, { onAnswer, value }));
  document.body.replaceChildren(editing.el);
  const press = (code: string) => editing.onKey?.(new KeyboardEvent("keydown", { code }));
  const shown = () => [...editing.el.querySelectorAll(".choice .answer-title")].map((el) => el.textContent);
  return { ...editing, press, shown, onAnswer };
}

test("keys walk down to an answer, and back up", () => {
  const { press, shown, onAnswer } = editor();
  expect(shown()).toEqual(["Animal ›", "Plant ›"]);
  press("Digit1");
  expect(shown()).toEqual(["Cat", "Dog ›"]);
  press("Digit2");
  expect(press("ArrowLeft")).toBe(true);
  press("Digit1");
  expect(onAnswer.mock.calls).toEqual([["cat", true]]);
  press("Backspace");
  expect(press("Backspace")).toBe(false);
});

test("a branch may answer itself where the field lets it", () => {
  const open = editor(false);
  open.press("Digit1");
  expect(open.shown()[0]).toBe("Animal itself");
  open.press("Digit0");
  expect(open.onAnswer.mock.calls).toEqual([["animal", true]]);
  const closed = editor();
  closed.press("Digit1");
  expect(closed.press("Digit0")).toBe(false);
});

test("an answer is found by its words or those above it", () => {
  const { el, find, onAnswer } = editor();
  const input = el.querySelector("input") as HTMLInputElement;
  find?.();
  input.value = "animal dog";
  input.dispatchEvent(new Event("input"));
  expect(el.querySelector(".tree-found .answer-title")?.textContent).toBe("Animal › Dog › poodle");
  input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
  expect(onAnswer.mock.calls).toEqual([["poodle", true]]);
});

test("a given answer opens its branch", () => {
  const { el, shown } = editor(true, "poodle");
  expect(shown()).toEqual(["poodle"]);
  expect(el.querySelector(".tree-chosen")?.textContent).toBe("Animal › Dog › poodle");
});
