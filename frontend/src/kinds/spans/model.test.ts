import { expect, test } from "vitest";
import { offsetsOf } from "../../offsets";
import * as model from "./model";

const TEXT = "한국😀어 👨‍👩‍👧 서울에서";
const offsets = offsetsOf(TEXT);
const span = (start: number, end: number, label = "a") => ({ label, pieces: [{ start, end }] });

test("c20: what is written back is what was read, with the words it covers", () => {
  const points = [...TEXT];
  for (let start = 0; start < points.length; start++)
    for (let end = start + 1; end <= points.length; end++) {
      const value = [{ start, end, label: "a", text: points.slice(start, end).join("") }];
      expect(model.writeSpans(model.readSpans(value, offsets), TEXT, offsets)).toEqual(value);
    }
});

test("a span of two pieces keeps both", () => {
  const value = [
    { start: 0, end: 4, label: "a", text: "한 … 어", parts: [[0, 1] as const, [3, 4] as const] },
  ];
  expect(model.writeSpans(model.readSpans(value, offsets), TEXT, offsets)).toEqual(value);
});

test("spans stand in the order of the text, the longer first, and none twice", () => {
  const spans = model.ordered([span(5, 7), span(0, 3), span(5, 9, "b"), span(5, 7)]);
  expect(spans).toEqual([span(0, 3), span(5, 9, "b"), span(5, 7)]);
});

test("where none may overlap, a new span takes the place of those under it", () => {
  const before = [span(0, 3), span(4, 6)];
  expect(model.added(before, span(2, 4, "b"), { may_overlap: false })).toEqual([span(2, 4, "b"), span(4, 6)]);
  expect(model.added(before, span(2, 4, "b"), {})).toHaveLength(3);
});

test("pieces that touch become one", () => {
  const apart = model.withPiece(span(0, 2), { start: 5, end: 7 });
  expect(apart.pieces).toHaveLength(2);
  expect(model.withPiece(apart, { start: 2, end: 5 })).toEqual(span(0, 7));
});

test("an edge moves, but never past the other", () => {
  expect(model.withEdge(span(5, 9), "end", 7)).toEqual(span(5, 7));
  const one = span(5, 9);
  expect([model.withEdge(one, "end", 5), model.withEdge(one, "start", 9)]).toEqual([one, one]);
});

test("the innermost span at a place is meant", () => {
  expect(model.spanAt([span(0, 9), span(2, 5, "b")], 3)).toEqual(span(2, 5, "b"));
  expect(model.spanAt([span(0, 9)], 9)).toBeNull();
});

test("walking begins at the caret and goes round", () => {
  const spans = [span(0, 2), span(4, 6), span(8, 9)];
  expect(model.neighbour(spans, null, 3, 1)).toBe(spans[1]);
  expect(model.neighbour(spans, null, 3, -1)).toBe(spans[0]);
  expect(model.neighbour(spans, span(8, 9), 0, 1)).toBe(spans[0]);
  expect(model.neighbour([], null, 0, 1)).toBeNull();
});

test("spaces at the edges of a selection are left out", () => {
  expect(model.trimmed({ start: 0, end: 4 }, " ab ")).toEqual({ start: 1, end: 3 });
  expect(model.trimmed({ start: 0, end: 2 }, "  ")).toBeNull();
});
