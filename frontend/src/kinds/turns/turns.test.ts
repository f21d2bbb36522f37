// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import type { Item } from "../types";
import { turns } from ".";
import { askedTurns, dialogueOf, turnAfter, turnBeside, withLabel } from "./turns";

const config = (traits = {}) => ({
  part: "",
  labels: ["ask", "tell"].map((id) => ({ id, title: id.toUpperCase(), key: null })),
  speaker: "",
  is_every_turn: true,
  ...traits,
});
const said = ["me", "bot", "me"].map((speaker, place) => ({ speaker, text: `turn ${place}` }));
const item: Item = {
  id: 1,
  version: 1,
  name: "i",
  parts: { text: "x", talk: { type: "turns", turns: said } },
  data: {},
};

beforeEach(() => {
  Element.prototype.scrollIntoView = () => {};
});

test("the dialogue is the named one, else the first", () => {
  expect([dialogueOf(config(), item), dialogueOf(config({ part: "text" }), item)]).toEqual([
    "talk",
    undefined,
  ]);
  expect([askedTurns(config(), item), askedTurns(config({ speaker: "bot" }), item)]).toEqual([
    [0, 1, 2],
    [1],
  ]);
});

test("the next turn is the first without a label after this one, else before it", () => {
  expect(turnAfter([0, 1, 2], [{ turn: 1, label: "ask" }], 0)).toBe(2);
  expect(turnAfter([0, 1, 2], [{ turn: 2, label: "ask" }], 2)).toBe(0);
  expect(turnAfter([0], [{ turn: 0, label: "ask" }], 0)).toBe(0);
  expect([turnBeside([0, 2], 0, 1), turnBeside([0, 2], 2, 1)]).toEqual([2, 2]);
});

test("a label is put at a turn, replaced, and taken away by giving it again", () => {
  const one = withLabel([{ turn: 2, label: "ask" }], 0, "tell");
  expect(one).toEqual([
    { turn: 0, label: "tell" },
    { turn: 2, label: "ask" },
  ]);
  expect(withLabel(one, 0, "ask")[0]).toEqual({ turn: 0, label: "ask" });
  expect(withLabel(one, 0, "tell")).toEqual([{ turn: 2, label: "ask" }]);
});

function editor(value?: unknown) {
  const onAnswer = vi.fn();
  const editing = turns.edit(sampleOptions(sampleField("turns", config()), { item, value, onAnswer }));
  const press = (code: string) => editing.onKey?.(new KeyboardEvent("keydown", { code }));
  const here = () => [...(editing.stage?.children ?? [])].findIndex((el) => el.classList.contains("is-here"));
  return { ...editing, press, here, onAnswer };
}

test("each key labels the turn in hand and goes on to the next", () => {
  const { press, here, stage, onAnswer } = editor();
  for (const code of ["Digit1", "Digit2"]) press(code);
  expect(here()).toBe(2);
  expect(onAnswer).toHaveBeenLastCalledWith(
    [
      { turn: 0, label: "ask" },
      { turn: 1, label: "tell" },
    ],
    false,
  );
  expect([...(stage?.querySelectorAll(".turn-label") ?? [])].map((el) => el.textContent)).toEqual([
    "ASK",
    "TELL",
    "",
  ]);
});

test("arrows walk the turns, Backspace takes a label away and then is the screen's again", () => {
  const { press, here, onAnswer } = editor([{ turn: 0, label: "ask" }]);
  expect(here()).toBe(1);
  press("ArrowUp");
  expect(here()).toBe(0);
  expect([press("Backspace"), press("Backspace")]).toEqual([true, false]);
  expect(onAnswer.mock.calls).toEqual([[undefined, false]]);
});

test("a dialogue half way says what is left", () => {
  expect(turns.problem?.(config(), [{ turn: 0, label: "ask" }], item)).toBe("Turns without a label: 2");
  expect(turns.problem?.(config({ is_every_turn: false }), [{ turn: 0, label: "ask" }], item)).toBeNull();
  expect(turns.show(config(), [{ turn: 1, label: "tell" }])).toBe("2: TELL");
});
