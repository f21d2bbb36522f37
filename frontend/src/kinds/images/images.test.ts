// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { boxes } from "../boxes";
import { boxShape } from "../boxes/model";
import { keypoints } from "../keypoints";
import { polygons } from "../polygons";
import { polygonShape } from "../polygons/model";
import { sampleField, sampleOptions } from "../samples";
import type { Kind } from "../types";
import * as views from "./view";

const FRAME = { width: 600, height: 400 };
const IMAGE = { width: 1200, height: 400 };
const labels = [
  { id: "a", title: "Cell", key: null },
  { id: "b", title: "Platelet", key: null },
];

function editor(kind: Kind, value?: unknown, config: object = {}) {
  const field = sampleField("boxes", { labels, ...config });
  const photo = { type: "image", name: "a.png", width: 600, height: 400, url: "/a.png" } as const;
  const item = { id: 1, version: 1, name: "i", parts: { text: "x", photo }, data: {} };
  const onAnswer = vi.fn();
  const { el, stage, onKey } = kind.edit(sampleOptions(field, { item, value, onAnswer }));
  document.body.replaceChildren(stage as HTMLElement, el);
  const frame = document.querySelector(".image-frame") as HTMLElement;
  const key = (code: string, traits: KeyboardEventInit = {}) =>
    onKey?.(new KeyboardEvent("keydown", { code, ...traits }));
  const pointer = (name: string, x: number, y: number, on: Element = frame) =>
    on.dispatchEvent(new MouseEvent(`pointer${name}`, { clientX: x, clientY: y, bubbles: true }));
  const drag = (x1: number, y1: number, x2: number, y2: number, on: Element = frame) => {
    pointer("down", x1, y1, on);
    pointer("move", x2, y2);
    pointer("up", x2, y2);
  };
  const last = () => onAnswer.mock.lastCall?.[0];
  return { el, stage, key, drag, pointer, last, onAnswer };
}

test("a drag makes a box with the label in hand, a key gives it another", () => {
  const { drag, key, last } = editor(boxes);
  drag(10, 20, 110, 70);
  expect(last()).toEqual([{ x: 10, y: 20, width: 100, height: 50, label: "a" }]);
  key("Digit2");
  expect(last()[0].label).toBe("b");
  drag(200, 200, 150, 150);
  expect(last()[1]).toEqual({ x: 150, y: 150, width: 50, height: 50, label: "b" });
});

test("a box by keys alone: cross, corner, cross, corner; arrows move it, with Shift change its size", () => {
  const { key, last } = editor(boxes);
  key("Space");
  for (let step = 0; step < 5; step++) key("ArrowRight", { ctrlKey: true });
  key("ArrowDown", { ctrlKey: true });
  key("Space");
  expect(last()).toEqual([{ x: 300, y: 200, width: 200, height: 40, label: "a" }]);
  key("ArrowLeft");
  key("ArrowDown", { shiftKey: true, ctrlKey: true });
  key("ArrowRight", { shiftKey: true, altKey: true });
  expect(last()).toEqual([{ x: 300, y: 200, width: 199, height: 50, label: "a" }]);
});

test("a box in hand is moved and its corners dragged; no box leaves the image", () => {
  const { drag, last, stage } = editor(boxes);
  drag(10, 10, 110, 60);
  const shape = () => stage?.querySelector(".shape") as Element;
  drag(50, 30, 50, 30, shape());
  drag(50, 30, 20, 1000, shape());
  expect(last()).toEqual([{ x: 0, y: 350, width: 100, height: 50, label: "a" }]);
  drag(100, 400, 90, 390, stage?.querySelectorAll("[data-handle]")[2] as Element);
  expect(last()).toEqual([{ x: 0, y: 350, width: 90, height: 40, label: "a" }]);
});

test("a drag in the box drawn last draws another; once taken it is moved", () => {
  const { drag, key, last, stage } = editor(boxes);
  const shape = () => stage?.querySelector(".shape.is-active") as Element;
  drag(10, 10, 210, 210);
  key("Digit2");
  expect(shape().classList).toContain("is-new");
  drag(150, 150, 300, 300, shape());
  const [outer, inner] = last();
  expect(outer).toEqual({ x: 10, y: 10, width: 200, height: 200, label: "b" });
  expect(inner).toEqual({ x: 150, y: 150, width: 150, height: 150, label: "b" });
  drag(250, 250, 250, 250, shape());
  drag(250, 250, 260, 250, shape());
  expect(last()[1]).toEqual({ ...inner, x: 160 });
});

test("a click takes the smallest box there; Tab walks, Delete removes, Ctrl+Z brings back", () => {
  const value = [
    { x: 0, y: 0, width: 300, height: 300, label: "a" },
    { x: 50, y: 50, width: 20, height: 20, label: "b" },
  ];
  const { pointer, key, last } = editor(boxes, value);
  pointer("down", 60, 60);
  pointer("up", 60, 60);
  key("Delete");
  expect(last()).toEqual([value[0]]);
  key("KeyZ", { ctrlKey: true });
  expect(last()).toEqual(value);
  key("Tab");
  key("Delete");
  expect(last()).toEqual([value[1]]);
  key("Escape");
  expect(key("Tab")).toBe(false);
});

test("an outline by clicks, closed at its first point; by keys, closed with Enter", () => {
  const { pointer, key, last } = editor(polygons);
  for (const [x, y] of [
    [10, 10],
    [100, 10],
    [100, 80],
    [12, 12],
  ] as const) {
    pointer("down", x, y);
    pointer("up", x, y);
  }
  expect(last()).toEqual([
    {
      points: [
        [10, 10],
        [100, 10],
        [100, 80],
      ],
      label: "a",
    },
  ]);
  key("Escape");
  expect(key("Enter")).toBe(false);
  key("Space");
  key("ArrowRight");
  key("Space");
  key("ArrowDown");
  key("Space");
  expect(key("Enter")).toBe(true);
  expect(last()).toHaveLength(2);
});

test("Delete takes back the last point of an outline being made; two points make none", () => {
  const { pointer, key, onAnswer } = editor(polygons);
  for (const at of [10, 50, 90]) pointer("down", at, at === 50 ? 80 : 10);
  key("Backspace");
  key("Enter");
  expect(onAnswer).not.toHaveBeenCalled();
});

test("points that stand once take the next label by themselves", () => {
  const { pointer, key, last, onAnswer, el } = editor(keypoints, undefined, { is_once: true });
  for (const at of [10, 20, 30]) {
    pointer("down", at, at);
    pointer("up", at, at);
  }
  expect(last().map((one: { label: string }) => one.label)).toEqual(["a", "b"]);
  expect(onAnswer).toHaveBeenCalledTimes(2);
  expect(el.querySelector("[role=status]")?.textContent).toContain("Every label stands");
  key("Tab");
  key("Slash");
  expect(last()[0]).toEqual({ x: 10, y: 10, label: "a", is_hidden: true });
});

test("0 says that there is nothing to mark", () => {
  const { key, onAnswer } = editor(boxes);
  key("Digit0");
  expect(onAnswer.mock.calls).toEqual([[[]]]);
});

test("an item without an image says so", () => {
  const field = sampleField("boxes", { labels });
  expect(boxes.edit(sampleOptions(field)).el.textContent).toContain("no image");
});

test("answers are counted in words", () => {
  const box = { x: 0, y: 0, width: 1, height: 1, label: "b" };
  expect(boxes.show({ labels }, [box, { ...box, x: 5 }])).toBe("Platelet: 2");
  expect([boxes.show({ labels }, []), boxes.show({ labels }, null)]).toEqual(["Nothing to mark here.", ""]);
});

test("a80: what cannot be a mark is not made", () => {
  expect(
    boxShape.made(
      [
        { x: 1, y: 1 },
        { x: 1, y: 9 },
      ],
      "a",
    ),
  ).toBeNull();
  expect(
    polygonShape.made(
      [
        { x: 0, y: 0 },
        { x: 5, y: 5 },
        { x: 9, y: 9 },
      ],
      "a",
    ),
  ).toBeNull();
});

test("the whole image is shown in the middle; zooming keeps the place under the pointer", () => {
  const fit = views.fitted(FRAME, IMAGE);
  expect(fit).toEqual({ zoom: 0.5, x: 0, y: 100 });
  const at = { x: 300, y: 200 };
  const closer = views.zoomedAt(fit, at, 4, FRAME, IMAGE);
  expect(closer.zoom).toBe(2);
  expect(views.toImage(closer, at)).toEqual(views.toImage(fit, at));
  expect(views.zoomedAt(fit, at, 0.1, FRAME, IMAGE).zoom).toBe(0.5);
});

test("the image never leaves its frame", () => {
  const closer = views.zoomedAt(views.fitted(FRAME, IMAGE), { x: 0, y: 0 }, 4, FRAME, IMAGE);
  const far = views.panned(closer, -99_999, 99_999, FRAME, IMAGE);
  expect([far.x, far.y]).toEqual([FRAME.width - IMAGE.width * 2, 0]);
});

test("a place on the image is a whole pixel, seen from close by a tenth", () => {
  expect(views.snapped({ x: 3.456, y: -2 }, IMAGE, 1)).toEqual({ x: 3, y: 0 });
  expect(views.snapped({ x: 3.456, y: 999 }, IMAGE, 4)).toEqual({ x: 3.5, y: 400 });
});

test("what other fields have marked on the image is drawn and cannot be taken", () => {
  const field = sampleField("boxes", { labels });
  const outlines = sampleField("polygons", { labels, part: "photo" }, { name: "outlines" });
  const elsewhere = sampleField("boxes", { labels, part: "map" }, { name: "elsewhere" });
  const photo = { type: "image", name: "a.png", width: 600, height: 400, url: "/a.png" } as const;
  const item = { id: 1, version: 1, name: "i", parts: { photo, map: photo }, data: {} };
  const points = [
    [10, 10],
    [90, 10],
    [90, 90],
  ];
  const box = { x: 1, y: 1, width: 5, height: 5, label: "a" };
  const fields = [field, outlines, elsewhere];
  const { stage, update } = boxes.edit(sampleOptions(field, { item, fields }));
  const others = () => [...(stage?.querySelectorAll(".shape.is-other") ?? [])];
  expect(others()).toEqual([]);
  update(undefined, { outlines: [{ points, label: "b" }], elsewhere: [box] });
  expect(others().map((el) => [el.querySelector("path")?.getAttribute("d"), el.textContent])).toEqual([
    ["M10 10L90 10L90 90z", "Platelet"],
  ]);
  expect(others()[0]?.hasAttribute("data-key")).toBe(false);
  update(undefined, {});
  expect(others()).toEqual([]);
});

test("a click in a box in hand takes the smaller one under it; a drag still moves the one in hand", () => {
  const outer = { x: 0, y: 0, width: 300, height: 300, label: "a" };
  const inner = { x: 100, y: 100, width: 50, height: 50, label: "b" };
  const { drag, last, stage, onAnswer, el } = editor(boxes, [outer, inner]);
  const shape = () => stage?.querySelector(".shape.is-active") as Element;
  drag(250, 250, 250, 250);
  expect(el.querySelector(".is-active .mark-words")?.textContent).toBe("0, 0 · 300 × 300");
  drag(120, 120, 120, 120, shape());
  expect(el.querySelector(".is-active .mark-words")?.textContent).toBe("100, 100 · 50 × 50");
  expect(onAnswer).not.toHaveBeenCalled();
  drag(120, 120, 130, 120, shape());
  expect(last()).toEqual([outer, { ...inner, x: 110 }]);
});

test("a click on an outline takes it; with Shift another one begins there", () => {
  const points = [
    [10, 10],
    [200, 10],
    [200, 200],
  ];
  const { stage, el } = editor(polygons, [{ points, label: "a" }]);
  const shape = stage?.querySelector(".shape[data-key]") as Element;
  const press = (shiftKey: boolean) => {
    for (const name of ["pointerdown", "pointerup"])
      shape.dispatchEvent(new MouseEvent(name, { clientX: 150, clientY: 40, bubbles: true, shiftKey }));
  };
  press(true);
  expect(el.querySelector(".is-active")).toBeNull();
  expect(stage?.querySelector(".is-draft")?.getAttribute("d")).toContain("150 40");
});
