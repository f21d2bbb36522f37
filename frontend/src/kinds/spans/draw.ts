import { h } from "../../dom";
import type { Label } from "../choice/keys";
import { tonesOf } from "../marking/tones";
import { blockAt, blocksOf } from "./blocks";
import { type Cover, lanesOf, type Numbered, type Segment, segmentsOf } from "./lanes";
import { keyOf, type Piece, type Span } from "./model";

/** A span of another field: to be seen, not to be taken. */
export interface Faint {
  readonly span: Span;
  readonly tone: number;
  readonly title: string;
}

/** The text on the page, with its spans. Places are UTF-16 units of the text. */
export interface TextStage {
  readonly el: HTMLElement;
  /** Draw the spans, and faintly what other fields have marked. */
  draw(spans: readonly Span[], active: Span | null, others?: readonly Faint[]): void;
  /** Show what is selected, or the caret where nothing is; bring its moving end into sight. */
  select(anchor: number, focus: number): void;
  /** Return what the person selected with mouse or finger, or null when that is not in the text. */
  selection(): { readonly anchor: number; readonly focus: number } | null;
  /** Return the place at the same height one line up or down, or null when there is none. */
  besideLine(unit: number, step: 1 | -1): number | null;
  /** Return the letter that was pressed: on its far half the caret stands behind it. `x` is where, in pixels of the window. */
  pressed(caret: number, x: number): number;
  isRightToLeft(unit: number): boolean;
  /** Return where a stretch of text is on the page. */
  rects(piece: Piece): readonly DOMRect[];
}

/** About as many letters stand in a row. */
const ROW = 66;
/** So many blocks are a section: what is out of sight is left out of layout by sections, and few are watched. */
const SECTION = 24;

interface Block extends Piece {
  readonly el: HTMLElement;
  readonly starts: number[];
  /** What is drawn now. */
  look: string;
}

/** Return the text as blocks that are drawn anew one by one, when what is in them has changed. */
export function createTextStage(text: string, labels: readonly Label[], name: string): TextStage {
  const tones = tonesOf(labels);
  const titles = new Map(labels.map(({ id, title }) => [id, title]));
  const titleOf = (label: string) => titles.get(label) ?? label;
  const blocks = blocksOf(text).map((piece): Block => {
    const el = h("p", { class: "span-block", dir: "auto" });
    return { ...piece, el, starts: [], look: "?" };
  });
  const sections = sectionsOf(blocks);
  const caret = h("span", { class: "span-caret", hidden: true, "aria-hidden": "true" });
  const probe = h("span", { class: "span-probe", "aria-hidden": "true" });
  const frame = h("span", { class: "span-frame" }, caret, probe);
  const el = h("div", { class: "span-text", "aria-label": name }, ...sections.keys(), frame);
  const places = new Map<Node, Block>(blocks.map((block) => [block.el, block]));
  const unitOf = (node: Node, offset: number) =>
    unitOfPoint(node, offset, { el, sections, places, length: text.length });
  // How far a letter reaches down depends on the font that is there; the labels stand below that.
  const measure = () => {
    const ink = probe.getClientRects?.()[0]?.height;
    if (ink) el.style.setProperty("--ink", `${ink}px`);
  };
  // Other letters or another width make the text another size; then its layout is known already.
  if (typeof ResizeObserver !== "undefined") new ResizeObserver(measure).observe(el);

  const isRightToLeft = (unit: number) => {
    const block = blocks[blockAt(blocks, unit)];
    return block !== undefined && getComputedStyle(block.el).direction === "rtl";
  };

  return {
    el,
    isRightToLeft,
    draw(spans, active, others = []) {
      const lanes = lanesOf(spans, text, titleOf);
      const touching = touchingOf(blocks, spans);
      const faint = numberedIn(blocks, others);
      const activeKey = active && keyOf(active);
      for (const [index, block] of blocks.entries()) {
        const here = touching.get(index) ?? [];
        const beside = faint.get(index) ?? [];
        const look = here.map((span) => lookOf(spans, span, lanes, activeKey)).join("|") + faintLook(beside);
        if (look === block.look) continue;
        block.look = look;
        const segments = segmentsOf(block, spans, here, lanes, beside);
        const isActive = (span: number) => activeKey !== null && keyOf(spans[span] as Span) === activeKey;
        const drawn = (cover: number) => {
          const { label } = spans[cover] as Span;
          return { tone: tones.get(label) ?? 0, title: titleOf(label), isActive: isActive(cover) };
        };
        drawBlock(block, segments, text, drawn, others);
      }
    },
    select(anchor, focus) {
      const [one, other] = [pointOf(blocks, anchor), pointOf(blocks, focus)];
      getSelection()?.setBaseAndExtent(one.node, one.offset, other.node, other.offset);
      showCaret(caret, el, other, anchor === focus);
    },
    selection() {
      const selected = getSelection();
      if (!selected?.anchorNode || !selected.focusNode || !el.contains(selected.anchorNode)) return null;
      const anchor = unitOf(selected.anchorNode, selected.anchorOffset);
      const focus = unitOf(selected.focusNode, selected.focusOffset);
      if (anchor !== focus) caret.hidden = true;
      return { anchor, focus };
    },
    besideLine(unit, step) {
      const rect = caretRect(pointOf(blocks, unit));
      if (!rect) return null;
      const height = Math.max(rect.height, 16);
      for (let far = 0.9; far < 8; far += 0.6) {
        const y = step === 1 ? rect.bottom + height * (far - 0.4) : rect.top - height * (far - 0.4);
        const point = pointAt(rect.left + 1, y);
        if (!point || !el.contains(point.node)) continue;
        const found = unitOf(point.node, point.offset);
        const there = caretRect(pointOf(blocks, found));
        if (there && (there.top - rect.top) * step > height / 2) return found;
      }
      return null;
    },
    pressed(caret, x) {
      const rect = caretRect(pointOf(blocks, caret, true));
      if (!rect) return caret;
      const isBehind = isRightToLeft(caret) ? x > rect.left : x < rect.left;
      return isBehind ? Math.max(caret - 1, 0) : caret;
    },
    rects(piece) {
      const [from, to] = [pointOf(blocks, piece.start), pointOf(blocks, piece.end, true)];
      const range = document.createRange();
      range.setStart(from.node, from.offset);
      range.setEnd(to.node, to.offset);
      return [...(range.getClientRects?.() ?? [])];
    },
  };
}

interface Point {
  readonly node: Node;
  readonly offset: number;
}

interface Drawn {
  readonly tone: number;
  readonly title: string;
  readonly isActive: boolean;
}

function sectionsOf(blocks: readonly Block[]): ReadonlyMap<HTMLElement, Piece> {
  const sections = new Map<HTMLElement, Piece>();
  for (let first = 0; first < blocks.length; first += SECTION) {
    const here = blocks.slice(first, first + SECTION);
    const el = h("div", { class: "span-section" }, ...here.map((block) => block.el));
    const rows = here.map(({ start, end }) => Math.ceil((end - start + 1) / ROW));
    el.style.setProperty("--rows", String(rows.reduce((sum, one) => sum + one, 0)));
    sections.set(el, { start: here[0]?.start ?? 0, end: here.at(-1)?.end ?? 0 });
  }
  return sections;
}

function touchingOf(blocks: readonly Piece[], spans: readonly Span[]): ReadonlyMap<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [index, span] of spans.entries())
    for (const { start, end } of span.pieces)
      for (let block = blockAt(blocks, start); block <= blockAt(blocks, end - 1); block++) {
        const here = found.get(block) ?? [];
        if (here.at(-1) !== index) here.push(index);
        found.set(block, here);
      }
  return found;
}

function numberedIn(
  blocks: readonly Piece[],
  others: readonly Faint[],
): ReadonlyMap<number, readonly Numbered[]> {
  const found = new Map<number, Numbered[]>();
  for (const [place, { span }] of others.entries())
    for (const { start, end } of span.pieces)
      for (let block = blockAt(blocks, start); block <= blockAt(blocks, end - 1); block++)
        found.set(block, [...(found.get(block) ?? []), { start, end, place }]);
  return found;
}

function faintLook(pieces: readonly Numbered[]): string {
  return pieces.map(({ start, end, place }) => `/${start}-${end}@${place}`).join("");
}

function lookOf(
  spans: readonly Span[],
  index: number,
  lanes: readonly number[],
  active: string | null,
): string {
  const key = keyOf(spans[index] as Span);
  return `${key}@${lanes[index]}${key === active ? "*" : ""}`;
}

function drawBlock(
  block: Block,
  segments: readonly Segment[],
  text: string,
  drawn: (span: number) => Drawn,
  faint: readonly Faint[],
): void {
  const lanes = segments.flatMap(({ covers }) => covers.map(({ lane }) => lane + 1));
  block.el.style.setProperty("--lanes", String(Math.max(0, ...lanes)));
  block.starts.length = 0;
  const parts = segments.map(({ start, end, covers, others }) => {
    block.starts.push(start);
    const bare: Node = document.createTextNode(text.slice(start, end));
    const words = others.reduce((inner, place) => otherOf(inner, faint[place] as Faint), bare);
    return covers.reduce((inner, cover) => coverOf(inner, cover, drawn(cover.span)), words);
  });
  // A block without a letter still is a line, and a place for the caret.
  block.el.replaceChildren(...(parts.length > 0 ? parts : [document.createTextNode("")]));
  if (parts.length === 0) block.starts.push(block.start);
}

function otherOf(inner: Node, { tone, title }: Faint): HTMLElement {
  return h("span", { class: `span-other tone-${tone}`, title }, inner);
}

/** A line under the text, with the label beneath its start: written by the style sheet, so that no copy takes it along. */
function coverOf(inner: Node, { lane, isFirst }: Cover, { tone, title, isActive }: Drawn): HTMLElement {
  const classes = `span-cover tone-${tone}${isActive ? " is-active" : ""}`;
  const el = h("span", { class: classes, "data-title": isFirst ? title : null }, inner);
  el.style.setProperty("--lane", String(lane));
  return el;
}

function wordsOf(node: Node): Text {
  return node instanceof Text ? node : wordsOf(node.firstChild as Node);
}

function pointOf(blocks: readonly Block[], unit: number, isEnd = false): Point {
  const block = blocks[blockAt(blocks, isEnd ? Math.max(unit - 1, 0) : unit)] as Block;
  const inside = Math.min(Math.max(unit, block.start), block.end);
  let index = block.starts.findLastIndex((start) => start <= inside);
  if (isEnd && index > 0 && block.starts[index] === inside) index -= 1;
  const node = wordsOf(block.el.childNodes[Math.max(index, 0)] as Node);
  return { node, offset: inside - (block.starts[Math.max(index, 0)] ?? block.start) };
}

interface Page {
  readonly el: HTMLElement;
  readonly sections: ReadonlyMap<Node, Piece>;
  readonly places: ReadonlyMap<Node, Block>;
  readonly length: number;
}

function unitOfPoint(node: Node, offset: number, { el, sections, places, length }: Page): number {
  if (!el.contains(node))
    return el.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING ? 0 : length;
  if (node === el) return sections.get(el.childNodes[offset] as Node)?.start ?? length;
  const section = sections.get(node);
  if (section) return places.get(node.childNodes[offset] as Node)?.start ?? section.end;
  let child: Node = node;
  while (child.parentNode && !places.has(child.parentNode) && !places.has(child)) child = child.parentNode;
  const own = places.get(child);
  if (own) return own.starts[offset] ?? own.end;
  const block = places.get(child.parentNode as Node) as Block;
  const start = block.starts[[...block.el.childNodes].indexOf(child as ChildNode)] ?? block.start;
  const { length: most } = wordsOf(child);
  return start + (node instanceof Text ? Math.min(offset, most) : offset > 0 ? most : 0);
}

function pointAt(x: number, y: number): Point | null {
  const position = document.caretPositionFromPoint?.(x, y);
  if (position) return { node: position.offsetNode, offset: position.offset };
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

function caretRect({ node, offset }: Point): DOMRect | null {
  const range = document.createRange();
  range.setStart(node, offset);
  range.collapse(true);
  return range.getClientRects?.()[0] ?? range.getBoundingClientRect?.() ?? null;
}

function showCaret(caret: HTMLElement, el: HTMLElement, point: Point, isCollapsed: boolean): void {
  const rect = caretRect(point);
  if (!rect) {
    caret.hidden = true;
    return;
  }
  const frame = el.getBoundingClientRect();
  // Scrolling asks where everything is, so it comes before anything is changed.
  bringIntoSight(rect);
  caret.style.translate = `${rect.left - frame.left}px ${rect.top - frame.top}px`;
  caret.style.height = `${rect.height}px`;
  caret.hidden = !isCollapsed;
}

/** Scroll the page by as little as shows the line, if it is out of sight. */
function bringIntoSight(rect: DOMRect): void {
  const margin = 72;
  if (rect.top < margin) scrollBy(0, rect.top - margin * 2);
  else if (rect.bottom > innerHeight - margin) scrollBy(0, rect.bottom - innerHeight + margin * 2);
}
