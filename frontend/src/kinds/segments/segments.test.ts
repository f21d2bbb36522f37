// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import { segments } from ".";
import * as model from "./model";
import * as timeline from "./timeline";

const labels = [
  { id: "a", title: "Anna", key: null },
  { id: "b", title: "Ben", key: null },
];

beforeEach(() => {
  vi.stubGlobal("fetch", () => Promise.resolve({ ok: false }));
  HTMLMediaElement.prototype.pause = () => {};
  HTMLMediaElement.prototype.play = () => Promise.resolve();
});

function editor(value?: unknown, config: object = { has_text: true }) {
  const field = sampleField("segments", { labels, ...config });
  const talk = { type: "audio", name: "a.wav", seconds: 100, url: "/a.wav", peaks: "/p" } as const;
  const item = { id: 1, version: 1, name: "i", parts: { talk }, data: {} };
  const onAnswer = vi.fn();
  const { el, stage, onKey, destroy } = segments.edit(sampleOptions(field, { item, value, onAnswer }));
  document.body.replaceChildren(stage as HTMLElement, el);
  const audio = document.querySelector("audio") as HTMLAudioElement;
  let now = 0;
  Object.defineProperty(audio, "currentTime", { get: () => now, set: (time) => (now = time) });
  const key = (code: string, traits: KeyboardEventInit = {}) =>
    onKey?.(new KeyboardEvent("keydown", { code, ...traits }));
  const canvas = document.querySelector("canvas") as HTMLCanvasElement;
  Object.defineProperty(canvas, "clientWidth", { value: 1000 });
  const pointer = (name: string, x: number) =>
    canvas.dispatchEvent(new MouseEvent(`pointer${name}`, { clientX: x, bubbles: true }));
  const words = el.querySelector("textarea") as HTMLTextAreaElement;
  return {
    el,
    key,
    pointer,
    words,
    destroy,
    onAnswer,
    last: () => onAnswer.mock.lastCall?.[0],
    now: () => now,
  };
}

test("a segment by keys: seek, begin, seek, end, label, words", () => {
  const { key, last, words } = editor();
  key("ArrowRight");
  key("BracketLeft");
  key("ArrowRight", { ctrlKey: true });
  key("Period");
  key("BracketRight");
  expect(last()).toEqual([{ start: 1, end: 6.01, label: "a", text: "" }]);
  key("Digit2");
  key("Slash");
  expect(document.activeElement).toBe(words);
  words.value = "하나 둘";
  words.dispatchEvent(new Event("input"));
  expect(last()).toEqual([{ start: 1, end: 6.01, label: "b", text: "하나 둘" }]);
  words.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true }));
  expect(document.activeElement).not.toBe(words);
});

test("Enter that ends a composition stays in the words", () => {
  const { words, key, pointer } = editor();
  pointer("down", 10);
  pointer("move", 60);
  pointer("up", 60);
  key("Slash");
  words.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true }));
  expect(document.activeElement).toBe(words);
});

test("a drag makes a segment, a drag at an edge moves it, a click takes it in hand", () => {
  const { pointer, last, key } = editor(undefined, {});
  pointer("down", 100);
  pointer("move", 200);
  pointer("up", 200);
  expect(last()).toEqual([{ start: 10, end: 20, label: "a" }]);
  pointer("down", 201);
  pointer("move", 250);
  pointer("up", 250);
  expect(last()).toEqual([{ start: 10, end: 25, label: "a" }]);
  key("Escape");
  pointer("down", 150);
  pointer("up", 150);
  key("Delete");
  expect(last()).toEqual([]);
});

test("with a segment in hand, Shift and arrows move its end by 10 ms, with Alt its start", () => {
  const { key, last } = editor([{ start: 1, end: 2, label: "a", text: "" }]);
  key("Tab");
  key("ArrowRight", { shiftKey: true });
  key("ArrowLeft", { shiftKey: true, altKey: true, ctrlKey: true });
  expect(last()).toEqual([{ start: 0.9, end: 2.01, label: "a", text: "" }]);
  key("KeyZ", { ctrlKey: true });
  expect(last()).toEqual([{ start: 1, end: 2.01, label: "a", text: "" }]);
});

test("0 says that there is nothing; Escape gives Tab back to the page", () => {
  const { key, onAnswer } = editor();
  key("Digit0");
  expect(onAnswer.mock.calls).toEqual([[[]]]);
  expect(key("Tab")).toBe(false);
  const other = editor([{ start: 1, end: 2, label: "a", text: "" }]);
  expect(other.key("Tab")).toBe(true);
  expect(other.now()).toBe(1);
  other.key("Escape");
  expect(other.key("Tab")).toBe(false);
});

test("where none may overlap, a segment is cut to the room there is", () => {
  const before = [
    { start: 0, end: 5, label: "a" },
    { start: 8, end: 9, label: "b" },
  ];
  expect(model.added(before, { start: 4, end: 8.5, label: "a" }, false)?.[1]).toEqual({
    start: 5,
    end: 8,
    label: "a",
  });
  expect(model.added(before, { start: 1, end: 2, label: "a" }, false)).toBeNull();
});

test("a80: an end never passes its start, nor the recording", () => {
  const one = { start: 1, end: 2, label: "a" };
  expect(model.withEdge(one, "end", 0, 10).end).toBe(1.02);
  expect(model.withEdge(one, "end", 99, 10).end).toBe(10);
  expect(model.withEdge(one, "start", 5, 10).start).toBe(1.98);
  expect(model.between(3, 3.001, "a", false, 10)).toBeNull();
});

test("times read as a clock", () => {
  expect([model.clock(0), model.clock(62.3456), model.clock(3723.4)]).toEqual([
    "0:00.000",
    "1:02.346",
    "1:02:03.400",
  ]);
});

test("segments at the same time lie above one another", () => {
  const at = (start: number, end: number) => ({ start, end, label: "a" });
  expect(model.lanesOf([at(0, 5), at(1, 3), at(3, 6), at(5, 7)])).toEqual([0, 1, 1, 0]);
});

test("zooming keeps the moment under the pointer; the window stays inside the recording", () => {
  const closer = timeline.zoomed(timeline.whole(100), 50, 4, 100);
  expect(closer).toEqual({ from: 37.5, to: 62.5 });
  expect(timeline.zoomed(closer, 40, 0.01, 100)).toEqual({ from: 0, to: 100 });
  expect(timeline.moved(closer, 999, 100)).toEqual({ from: 75, to: 100 });
  expect(timeline.following(closer, 90, 100)).toEqual({ from: 75, to: 100 });
});

test("a column of the picture is as loud as the loudest moment in it", () => {
  const peaks = new Uint8Array([0, 255, 0, 0, 51, 0]);
  expect(timeline.columnsOf(peaks, { from: 0, to: 0.06 }, 3)).toEqual([1, 0, 0.2]);
  expect(timeline.ticksOf({ from: 0.5, to: 8.2 })).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect([...timeline.outlineOf([new Float32Array([0, 0.5, -1, 0])], 200)]).toEqual([128, 255]);
});

test("an item without a recording says so", () => {
  expect(segments.edit(sampleOptions(sampleField("segments", { labels }))).el.textContent).toContain(
    "no recording",
  );
});

test("segments of another field of the same recording are painted in a strip at the foot", () => {
  const painted: (string | number)[][] = [];
  const brush = new Proxy({} as Record<string, unknown>, {
    get: (_brush, name) =>
      name === "fillText" ? (...all: (string | number)[]) => painted.push(all) : () => {},
    set: () => true,
  });
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(brush as never);
  const field = sampleField("segments", { labels });
  const other = sampleField("segments", { labels: [{ id: "n", title: "Noise" }] }, { name: "noise" });
  const talk = { type: "audio", name: "a.wav", seconds: 100, url: "/a.wav", peaks: "/p" } as const;
  const item = { id: 1, version: 1, name: "i", parts: { talk }, data: {} };
  const { update } = segments.edit(sampleOptions(field, { item, fields: [field, other] }));
  expect(painted.some(([words]) => words === "Noise")).toBe(false);
  update(undefined, { noise: [{ start: 50, end: 60, label: "n" }] });
  expect(painted.filter(([words]) => words === "Noise")).toEqual([["Noise", 105, 193]]);
  vi.restoreAllMocks();
});
