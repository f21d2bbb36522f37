// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import { relations } from ".";
import { arcBetween } from "./arcs";
import * as model from "./model";

const TEXT = "김민수는 서울에서 삼성전자에 다닌다.";
const labels = [
  { id: "works", title: "Works at", key: null },
  { id: "in", title: "Is in", key: null },
];
const end = (start: number, stop: number, label: string) => ({
  start,
  end: stop,
  label,
  text: TEXT.slice(start, stop),
});
const [PERSON, CITY, FIRM] = [end(0, 3, "PS"), end(5, 7, "LC"), end(10, 14, "OG")];

function editor(value?: unknown, rules: object = {}) {
  const base = sampleField("spans", { labels: [{ id: "PS", title: "Person" }] }, { name: "entities" });
  const field = sampleField("relations", { labels, spans: "entities", ...rules });
  const item = { id: 1, version: 1, name: "i", parts: { text: TEXT }, data: {} };
  const onAnswer = vi.fn();
  const answers = { entities: [PERSON, CITY, FIRM] };
  const options = sampleOptions(field, { item, value, answers, fields: [base, field], onAnswer });
  const { el, stage, onKey, update } = relations.edit(options);
  document.body.replaceChildren(stage as HTMLElement, el);
  const key = (code: string, traits: KeyboardEventInit = {}) =>
    onKey?.(new KeyboardEvent("keydown", { code, ...traits }));
  const last = () => onAnswer.mock.lastCall?.[0];
  return { el, key, update, onAnswer, last };
}

test("a relation by keys: to the first, pick, to the second, label", () => {
  const { key, last } = editor();
  for (const code of ["Tab", "Space", "Tab", "Tab", "Digit1"]) key(code);
  expect(last()).toEqual([{ from: PERSON, to: FIRM, label: "works" }]);
});

test("the relation in hand takes another label, is turned round and removed", () => {
  const { key, last } = editor([{ from: PERSON, to: FIRM, label: "works" }]);
  key("Period");
  key("Digit2");
  expect(last()).toEqual([{ from: PERSON, to: FIRM, label: "in" }]);
  key("Minus");
  expect(last()).toEqual([{ from: FIRM, to: PERSON, label: "in" }]);
  key("Delete");
  expect(last()).toEqual([]);
  key("KeyZ", { ctrlKey: true });
  expect(last()).toHaveLength(1);
});

test("what the schema does not allow is said and not taken", () => {
  const { key, onAnswer, el } = editor(undefined, { allowed: ["works: PS -> OG"] });
  for (const code of ["Tab", "Space", "Tab", "Digit1"]) key(code);
  expect(onAnswer).not.toHaveBeenCalled();
  expect(el.querySelector("[role=status]")?.textContent).toContain("does not allow");
});

test("a80: a circle is said and not taken", () => {
  const chain = [
    { from: PERSON, to: CITY, label: "in" },
    { from: CITY, to: FIRM, label: "in" },
  ];
  const back = { from: FIRM, to: PERSON, label: "in" };
  expect(model.obstacle(chain, back, {})).toBe("circle");
  expect(model.obstacle(chain, back, { may_cycle: true })).toBeNull();
  expect(model.obstacle(chain, { ...back, label: "works" }, {})).toBeNull();
  expect(model.obstacle([], { from: CITY, to: CITY, label: "in" }, {})).toBe("same");
});

test("a relation goes with its spans", async () => {
  const value = [
    { from: PERSON, to: FIRM, label: "works" },
    { from: FIRM, to: CITY, label: "in" },
  ];
  const { update, last } = editor(value);
  update(value, { entities: [CITY, FIRM] });
  await Promise.resolve();
  expect(last()).toEqual([value[1]]);
});

test("without spans the keys are the page's", () => {
  const { key, update } = editor();
  update(undefined, { entities: [] });
  expect(key("Tab")).toBe(false);
});

test("the list tells each relation in words", () => {
  const { el } = editor([{ from: PERSON, to: FIRM, label: "works" }]);
  expect(el.querySelector(".mark-list")?.textContent).toContain("Works at김민수 → 삼성전자");
});

test("an arc rises above both places and carries its label at its middle", () => {
  const arc = arcBetween({ left: 0, right: 20, top: 100 }, { left: 80, right: 100, top: 100 }, 0);
  expect(arc).toEqual({ path: "M10 100C10 86 90 86 90 100", x: 50, y: 89.5 });
});

test("spans of a field that is not joined are drawn faintly beside those that are", () => {
  const base = sampleField("spans", { labels: [{ id: "PS", title: "Person" }] }, { name: "entities" });
  const other = sampleField(
    "spans",
    { labels: [{ id: "x", title: "Mood" }] },
    { name: "moods", title: "Mood" },
  );
  const field = sampleField("relations", { labels, spans: "entities" });
  const item = { id: 1, version: 1, name: "i", parts: { text: TEXT }, data: {} };
  const answers = { entities: [PERSON, FIRM], moods: [end(5, 7, "x")] };
  const { stage } = relations.edit(sampleOptions(field, { item, answers, fields: [base, other, field] }));
  const words = (kind: string) => [...(stage?.querySelectorAll(kind) ?? [])].map((el) => el.textContent);
  expect([words(".span-other"), words(".span-cover")]).toEqual([["서울"], ["김민수", "삼성전자"]]);
});
