// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import { spans } from ".";

const TEXT = "김민수는 서울에서 👨‍👩‍👧 만난다.\n둘째 줄";
const labels = [
  { id: "PS", title: "Person", key: null },
  { id: "LC", title: "Place", key: null },
];

function editor(value?: unknown, rules: object = {}) {
  const field = sampleField("spans", { labels, part: "", ...rules });
  const item = { id: 1, version: 1, name: "i", parts: { text: TEXT }, data: {} };
  const onAnswer = vi.fn();
  const { el, stage, onKey, update } = spans.edit(sampleOptions(field, { item, value, onAnswer }));
  document.body.replaceChildren(stage as HTMLElement, el);
  const key = (code: string, traits: KeyboardEventInit = {}) =>
    onKey?.(new KeyboardEvent("keydown", { code, key: code, ...traits }));
  const words = () =>
    (onAnswer.mock.lastCall?.[0] ?? []).map((one: { text: string; label: string }) => [one.text, one.label]);
  return { el, stage: stage as HTMLElement, key, update, onAnswer, words };
}

function lift(stage: HTMLElement) {
  for (const type of ["pointerdown", "pointerup"])
    stage.querySelector(".span-text")?.dispatchEvent(new Event(type, { bubbles: true }));
}

beforeEach(() => getSelection()?.removeAllRanges());

test("a particle stays outside: word, two letters back, label, all by keys", () => {
  const { key, onAnswer } = editor();
  key("Space");
  key("Space");
  for (let back = 0; back < 2; back++) key("ArrowLeft", { shiftKey: true });
  key("Digit2");
  expect(onAnswer.mock.lastCall?.[0]).toEqual([{ start: 5, end: 7, label: "LC", text: "서울" }]);
});

test("a41: a joined emoji is one step; offsets are code points", () => {
  const { key, onAnswer } = editor();
  for (let step = 0; step < 10; step++) key("ArrowRight");
  key("ArrowRight", { shiftKey: true });
  key("Digit1");
  expect(onAnswer.mock.lastCall?.[0]).toEqual([{ start: 10, end: 15, label: "PS", text: "👨‍👩‍👧" }]);
});

test("Tab walks the spans, a key relabels, Delete removes; after Escape the key is the page's", () => {
  const value = [
    { start: 0, end: 3, label: "PS", text: "김민수" },
    { start: 5, end: 7, label: "PS", text: "서울" },
  ];
  const { key, words } = editor(value);
  key("Tab");
  key("Tab");
  key("Digit2");
  expect(words()).toEqual([
    ["김민수", "PS"],
    ["서울", "LC"],
  ]);
  key("Tab");
  key("Delete");
  expect(words()).toEqual([["서울", "LC"]]);
  key("Escape");
  expect(key("Tab")).toBe(false);
  key("ArrowRight");
  expect(key("Tab")).toBe(true);
});

test("with a span in hand, Shift and arrows move its end, with Alt its start", () => {
  const { key, words } = editor([{ start: 0, end: 4, label: "PS", text: "김민수는" }]);
  key("Tab");
  key("ArrowLeft", { shiftKey: true });
  expect(words()).toEqual([["김민수", "PS"]]);
  key("ArrowRight", { shiftKey: true, altKey: true });
  expect(words()).toEqual([["민수", "PS"]]);
});

test("what was done is taken back and done again", () => {
  const { key, words, onAnswer } = editor();
  key("Space");
  key("Digit1");
  expect(key("KeyZ", { ctrlKey: true })).toBe(true);
  expect(onAnswer.mock.lastCall).toEqual([undefined]);
  expect(key("KeyZ", { ctrlKey: true })).toBe(false);
  key("KeyZ", { ctrlKey: true, shiftKey: true });
  expect(words()).toEqual([["김민수는", "PS"]]);
});

test("0 says that there is nothing to mark, and only where nothing is", () => {
  const { key, onAnswer } = editor();
  key("Digit0");
  expect(onAnswer.mock.calls).toEqual([[[]]]);
  const marked = editor([{ start: 0, end: 3, label: "PS", text: "김민수" }]);
  marked.key("Digit0");
  expect(marked.onAnswer).not.toHaveBeenCalled();
});

test("a span takes another piece where the field allows it", () => {
  const { key, onAnswer } = editor(undefined, { may_be_split: true });
  key("Space");
  key("Digit1");
  key("Space");
  key("Equal", { shiftKey: true });
  expect(onAnswer.mock.lastCall?.[0]).toEqual([
    {
      start: 0,
      end: 9,
      label: "PS",
      text: "김민수는 … 서울에서",
      parts: [
        [0, 4],
        [5, 9],
      ],
    },
  ]);
});

test("a label in hand is given to what the mouse selects", async () => {
  const { key, stage, words } = editor();
  key("Digit2");
  const node = stage.querySelector(".span-block")?.firstChild as Text;
  getSelection()?.setBaseAndExtent(node, 5, node, 7);
  lift(stage);
  await Promise.resolve();
  expect(words()).toEqual([["서울", "LC"]]);
});

test("the key that gives the span just marked another label takes that label in hand", async () => {
  const { key, stage, words } = editor();
  const mark = async (from: number, to: number) => {
    const text = (place: Node): Text => (place instanceof Text ? place : text(place.lastChild as Node));
    const node = text(stage.querySelector(".span-block") as Node);
    const before = TEXT.indexOf(node.data);
    getSelection()?.setBaseAndExtent(node, from - before, node, to - before);
    lift(stage);
    await Promise.resolve();
  };
  key("Digit1");
  await mark(0, 3);
  await mark(5, 7);
  key("Digit2");
  await mark(19, 22);
  expect(words()).toEqual([
    ["김민수", "PS"],
    ["서울", "LC"],
    ["만난다", "LC"],
  ]);
});

test("places stay right when the text is already in pieces", async () => {
  const { key, stage, words } = editor([{ start: 0, end: 9, label: "PS", text: "김민수는 서울에서" }]);
  key("Digit2");
  const cover = stage.querySelector(".span-cover")?.firstChild as Text;
  getSelection()?.setBaseAndExtent(cover, 5, cover, 7);
  lift(stage);
  await Promise.resolve();
  expect(words()).toEqual([
    ["김민수는 서울에서", "PS"],
    ["서울", "LC"],
  ]);
  expect(stage.textContent).toBe(TEXT.replace("\n", ""));
});

test("labels are in the page as styles and as a list, never in the text that is copied", () => {
  const { el, stage } = editor([{ start: 5, end: 7, label: "LC", text: "서울" }]);
  expect(stage.textContent).toBe(TEXT.replace("\n", ""));
  expect(stage.querySelector(".span-cover")?.getAttribute("data-title")).toBe("Place");
  expect(el.querySelector(".mark-list")?.textContent).toContain("Place서울");
});

test("an answer from elsewhere is shown", () => {
  const { el, update } = editor();
  update([{ start: 5, end: 7, label: "LC", text: "서울" }], {});
  expect(el.querySelectorAll(".mark-list li")).toHaveLength(1);
});

test("only what changed is drawn anew", () => {
  const { stage, key } = editor([{ start: 5, end: 7, label: "LC", text: "서울" }]);
  const before = stage.querySelector(".span-cover");
  key("ArrowRight");
  expect(stage.querySelector(".span-cover")).toBe(before);
});

test("while the pointer is down the letters stay, and with them what is being selected", async () => {
  const { key, stage, words } = editor();
  key("Space");
  key("Digit1");
  const text = stage.querySelector(".span-text");
  const after = stage.querySelector(".span-block")?.childNodes[1] as Text;
  text?.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  getSelection()?.setBaseAndExtent(after, 1, after, 3);
  document.dispatchEvent(new Event("selectionchange"));
  expect(after.isConnected).toBe(true);
  text?.dispatchEvent(new Event("pointerup", { bubbles: true }));
  await Promise.resolve();
  expect(getSelection()?.toString()).toBe("서울");
  key("Digit2");
  expect(words()).toEqual([
    ["김민수는", "PS"],
    ["서울", "LC"],
  ]);
});

test("what another field has marked in the text is drawn, across one's own spans, and is not walked to", () => {
  const field = sampleField("spans", { labels });
  const model = sampleField("spans", { labels }, { name: "model", title: "By model" });
  const item = { id: 1, version: 1, name: "i", parts: { text: TEXT }, data: {} };
  const answers = { model: [{ start: 0, end: 7, label: "PS" }] };
  const value = [{ start: 5, end: 9, label: "LC", text: "서울에서" }];
  const options = sampleOptions(field, { item, value, answers, fields: [field, model] });
  const { stage, onKey, update } = spans.edit(options);
  document.body.replaceChildren(stage as HTMLElement);
  const others = () =>
    [...document.querySelectorAll<HTMLElement>(".span-other")].map((el) => [el.textContent, el.title]);
  expect(others()).toEqual([
    ["김민수는 ", "By model: Person"],
    ["서울", "By model: Person"],
  ]);
  onKey?.(new KeyboardEvent("keydown", { code: "Tab" }));
  onKey?.(new KeyboardEvent("keydown", { code: "Tab" }));
  expect([...document.querySelectorAll(".is-active")].map((el) => el.textContent).join("")).toBe("서울에서");
  expect(document.querySelector(".span-text")?.textContent).toContain("김민수는 서울에서");
  update(value, {});
  expect(others()).toEqual([]);
});

test("the caret stays in sight after a key has moved it", () => {
  const { key, stage } = editor();
  Range.prototype.getBoundingClientRect ??= () => new DOMRect();
  key("ArrowRight");
  document.dispatchEvent(new Event("selectionchange"));
  expect(stage.querySelector<HTMLElement>(".span-caret")?.hidden).toBe(false);
});

test("a double click takes the whole word that the browser cut, a click after it no longer does", () => {
  const { stage, key, words } = editor();
  const node = stage.querySelector(".span-block")?.firstChild as Node;
  const text = stage.querySelector(".span-text") as HTMLElement;
  getSelection()?.setBaseAndExtent(node, 7, node, 9);
  text.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  text.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, detail: 2 }));
  text.dispatchEvent(new Event("pointerup", { bubbles: true }));
  return Promise.resolve().then(() => {
    key("Digit2");
    expect(words()).toEqual([["서울에서", "LC"]]);
  });
});
