import { offsetsOf } from "../../offsets";
import type { Passage } from "./fields";

/** Return the passage of a text part that is selected on the page, in code points; null when none is. */
export function selectedPassage(selection: Selection | null): Passage | null {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const node = range.commonAncestorContainer;
  const el = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("[data-part]");
  const part = el?.dataset.part;
  if (!el || !part) return null;
  const offsets = offsetsOf(el.textContent ?? "");
  const start = offsets.toPoints(unitsBefore(el, range.startContainer, range.startOffset));
  const end = offsets.toPoints(unitsBefore(el, range.endContainer, range.endOffset));
  return start < end ? { part, start, end } : null;
}

/** Return the words of a passage. */
export function quoted(text: string, { start, end }: Passage): string {
  const offsets = offsetsOf(text);
  return text.slice(offsets.toUnits(start), offsets.toUnits(end));
}

function unitsBefore(el: HTMLElement, node: Node, offset: number): number {
  const before = document.createRange();
  before.selectNodeContents(el);
  before.setEnd(node, offset);
  return before.toString().length;
}
