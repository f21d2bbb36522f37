import { expect, test } from "vitest";
import { blockAt, blocksOf } from "./blocks";
import { lanesOf, segmentsOf } from "./lanes";

const span = (start: number, end: number, label = "a") => ({ label, pieces: [{ start, end }] });
const TEXT = "The city of Seoul in the far east of the country";

test("spans that overlap stand in different lanes, the first nearest to the text", () => {
  expect(lanesOf([span(0, 20), span(4, 8), span(30, 34)], TEXT, () => "")).toEqual([0, 1, 0]);
});

test("the label under a short span does not reach the next span", () => {
  expect(lanesOf([span(0, 3), span(4, 8)], TEXT, () => "Organisation")).toEqual([0, 1]);
  expect(lanesOf([span(0, 3), span(20, 24)], TEXT, () => "Organisation")).toEqual([0, 0]);
});

test("segments part the block at every edge; the label is written once, where the span begins", () => {
  const spans = [span(4, 17), span(12, 17, "b")];
  const segments = segmentsOf({ start: 0, end: 20 }, spans, [0, 1], [0, 1]);
  expect(segments.map(({ start, end }) => TEXT.slice(start, end))).toEqual([
    "The ",
    "city of ",
    "Seoul",
    " in",
  ]);
  expect(segments[2]?.covers).toEqual([
    { span: 0, lane: 0, isFirst: false },
    { span: 1, lane: 1, isFirst: true },
  ]);
});

test("blocks hold every letter but the line ends between them, in order", () => {
  const lines = `${"짧은 줄\n".repeat(9_000)}\n\n${"긴 글 ".repeat(3_000)}끝`;
  const blocks = blocksOf(lines);
  const joined = blocks.map(({ start, end }, index) => {
    const next = blocks[index + 1]?.start ?? lines.length;
    expect(next - end).toBeLessThanOrEqual(1);
    return lines.slice(start, next);
  });
  expect(joined.join("")).toBe(lines);
  expect(Math.max(...blocks.map(({ start, end }) => end - start))).toBeLessThanOrEqual(2_001);
  expect(blocks[blockAt(blocks, 777)]).toSatisfy((block) => block.start <= 777 && 777 <= block.end);
});

test("an empty text is one empty block; a pair is never cut", () => {
  expect(blocksOf("")).toEqual([{ start: 0, end: 0 }]);
  for (const { start } of blocksOf(`a${"😀".repeat(5_000)}`))
    expect(start % 2 === 1 || start === 0).toBe(true);
});
