// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { h } from "../../../dom";
import type { EditOptions, Kind } from "../../../kinds/types";
import { field, unit } from "../samples";
import { type AnswersModel, createAnswers } from "./answers";

const made: string[] = [];
const gone: string[] = [];

/** A kind that draws the part "text" itself. */
const drawing: Kind = {
  isOnePress: false,
  parts: () => ["text"],
  isAnswered: (value) => value !== undefined,
  press: () => undefined,
  hints: () => [],
  show: String,
  edit: ({ field: asked, item }: EditOptions) => {
    const name = `${asked.name}:${item.id}`;
    made.push(name);
    return {
      el: h("div"),
      stage: h("div", { id: name }),
      update: () => {},
      onKey: (event) => event.code === "KeyX",
      destroy: () => gone.push(name),
    };
  },
};

vi.mock("../../../kinds", async (original) => {
  const { kindOf } = await original<typeof import("../../../kinds")>();
  return { kindOf: (name: string) => (name === "drawing" ? drawing : kindOf(name)) };
});

const spans = { ...field("spans"), kind: "drawing" };
const links = { ...field("links"), kind: "drawing" };
const news = { onAnswer() {}, onAbout() {}, onTake() {}, onFocus() {}, onLook() {}, onSubmit() {} };

function model(id: number, fields = [spans, links, field("feeling")]): AnswersModel {
  return { unit: unit(id, { fields }), answers: {}, active: "", missing: [], needsSubmit: true };
}

beforeEach(() => {
  made.length = gone.length = 0;
});

test("of two editors that draw one part the one with the keys is shown", () => {
  const view = createAnswers(news);
  view.show(model(1));
  expect(view.stages("feeling").map((stage) => stage.el?.id)).toEqual(["spans:1"]);
  expect(view.stages("links").map((stage) => stage.el?.id)).toEqual(["links:1"]);
});

test("an editor that draws a part goes on drawing it while a field of another part has the keys", () => {
  const view = createAnswers(news);
  view.show(model(1));
  const drawn = (active: string) => view.stages(active).map((stage) => stage.el?.id);
  expect([drawn("links"), drawn("feeling"), drawn("spans")]).toEqual([["links:1"], ["links:1"], ["spans:1"]]);
});

test("an editor that looks at the item is made anew for each item, and the one before is told", () => {
  const view = createAnswers(news);
  view.show(model(1));
  const buttons = view.el.querySelectorAll(".answer");
  view.show(model(1));
  view.show(model(2));
  expect(made).toEqual(["spans:1", "links:1", "spans:2", "links:2"]);
  expect(gone).toEqual(["spans:1", "links:1"]);
  expect([...view.el.querySelectorAll(".answer")]).toEqual([...buttons]);
  view.destroy();
  expect(gone).toContain("spans:2");
});

test("the editor with the keys is asked for each key", () => {
  const view = createAnswers(news);
  view.show(model(1));
  const key = (code: string) => new KeyboardEvent("keydown", { code });
  expect([view.onKey("spans", key("KeyX")), view.onKey("spans", key("KeyS"))]).toEqual([true, false]);
  expect(view.onKey("feeling", key("KeyX"))).toBe(false);
});

test("a field that other answers hide is not in sight", () => {
  const hidden = { ...field("why"), visible_when: { field: "feeling", one_of: ["neg"] } };
  const view = createAnswers(news);
  const shown = (answers: object) => {
    view.show({ ...model(1, [field("feeling"), hidden]), answers: { ...answers } });
    return [...view.el.querySelectorAll<HTMLElement>(".work-field")].map((el) => !el.hidden);
  };
  expect([shown({ feeling: "pos" }), shown({ feeling: "neg" })]).toEqual([
    [true, false],
    [true, true],
  ]);
});

test("what a model fills is told in words and has no controls; an editor beside it knows it", () => {
  const filled = { ...field("sort"), filled_by: "model" as const };
  const view = createAnswers(news);
  const shown = model(1, [filled, field("feeling")]);
  view.show({ ...shown, unit: { ...shown.unit, model_answers: { sort: "neg" } } });
  const [first, second] = view.el.querySelectorAll(".work-field");
  expect([first?.querySelector(".filled-answer")?.textContent, first?.querySelector("button")]).toEqual([
    "부정",
    null,
  ]);
  expect(second?.classList.contains("is-alone")).toBe(true);
  view.show(shown);
  expect(first?.textContent).toContain("has said nothing");
});
