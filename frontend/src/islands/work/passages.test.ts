// @vitest-environment jsdom
import { expect, test } from "vitest";
import { partView } from "../../kinds/part";
import { quoted, selectedPassage } from "./passages";

const TEXT = "한국😀어 좋다";

function select(start: number, end: number): Selection | null {
  const el = partView("text", TEXT);
  document.body.replaceChildren(el);
  const range = document.createRange();
  const node = el.firstChild as Text;
  range.setStart(node, start);
  range.setEnd(node, end);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  return selection;
}

test("a passage is counted in code points", () => {
  expect(selectedPassage(select(2, 5))).toEqual({ part: "text", start: 2, end: 4 });
  expect(quoted(TEXT, { part: "text", start: 2, end: 4 })).toBe("😀어");
});

test("nothing selected, or something that is no text of the item, is no passage", () => {
  expect(selectedPassage(select(2, 2))).toBeNull();
  document.body.innerHTML = "<p>elsewhere</p>";
  const range = document.createRange();
  range.selectNodeContents(document.body);
  getSelection()?.removeAllRanges();
  getSelection()?.addRange(range);
  expect(selectedPassage(getSelection())).toBeNull();
});
