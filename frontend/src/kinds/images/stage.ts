import { h } from "../../dom";
import { say } from "../../words";
import type { ImagePart } from "../types";
import type { Point, Size, View } from "./view";
import * as views from "./view";

/** A mark as it is drawn. Lengths in the image; `key` tells it from all others. */
export interface Drawn {
  readonly key: string;
  readonly path: string;
  readonly corner: Point;
  readonly title: string;
  readonly tone: number;
  readonly isActive: boolean;
  /** It was drawn last: a drag in it begins another. */
  readonly isNew?: boolean;
  readonly isDim: boolean;
}

/** A mark of another field: to be seen, not to be taken. */
export type Faint = Pick<Drawn, "path" | "corner" | "title" | "tone">;

/** What the pointer is on: a mark, one of its handles, or the image. */
export interface Target {
  readonly key: string | null;
  readonly handle: number | null;
}

export interface StageNews {
  /** `isAnew`: Shift is held, so that what lies here already is not meant. */
  onDown(place: Point, target: Target, isAnew: boolean): void;
  onMove(place: Point): void;
  onUp(place: Point): void;
  /** The image lies or looks otherwise: what has a size on the screen is to be drawn anew. */
  onView(): void;
}

export interface ImageStage {
  readonly el: HTMLElement;
  readonly size: Size;
  /** How large a pixel of the screen is in the image. */
  grain(): number;
  draw(marks: readonly Drawn[], handles: readonly Point[]): void;
  /** Draw what other fields have marked. */
  drawOthers(marks: readonly Faint[]): void;
  /** Draw what is being made: places so far, and where the next one would be. */
  drawDraft(path: string, tone: number | null): void;
  cursor(place: Point | null): void;
  /** The middle of what is in sight. */
  middle(): Point;
  show(place: Point): void;
  zoom(factor: number): void;
  fit(): void;
  destroy(): void;
}

const SVG = "http://www.w3.org/2000/svg";
const WHEEL = 0.0025;

/** Return an image to be marked: it can be brought closer and moved, and what is marked on it lies over it. */
export function createImageStage(part: ImagePart, name: string, news: StageNews): ImageStage {
  const size = { width: part.width, height: part.height };
  const others = make("g", { class: "shape-others" });
  const shapes = make("g", {});
  const draft = make("path", { class: "shape is-draft" });
  const dots = make("g", {});
  const cross = make("path", { class: "shape-cursor" });
  const svg = make("svg", {
    class: "image-marks",
    width: size.width,
    height: size.height,
    viewBox: `0 0 ${size.width} ${size.height}`,
    "aria-hidden": "true",
  });
  svg.append(others, shapes, draft, dots, cross);
  const img = h("img", { src: part.url, alt: part.name || name, draggable: "false", ...size });
  const layer = h("div", { class: "image-layer" }, img, svg as unknown as HTMLElement);
  const frame = h("div", { class: "image-frame" }, layer);
  const tools = h(
    "div",
    { class: "image-tools" },
    tool("−", "images.out", () => stage.zoom(0.8)),
    tool("+", "images.in", () => stage.zoom(1.25)),
    tool("⤢", "images.fit", () => stage.fit()),
  );
  const el = h("div", { class: "image-stage", tabindex: -1 }, frame, tools);
  layer.style.width = `${size.width}px`;
  layer.style.height = `${size.height}px`;
  frame.style.aspectRatio = `${size.width} / ${size.height}`;
  const drawn = new Map<string, { readonly el: SVGElement; readonly look: string }>();
  let view: View = { x: 0, y: 0, zoom: 1 };
  let isFitted = true;
  const room = (): Size => ({ width: frame.clientWidth || 600, height: frame.clientHeight || 400 });
  const look = (next: View) => {
    const isOtherZoom = next.zoom !== view.zoom;
    view = next;
    layer.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`;
    layer.style.setProperty("--grain", String(1 / view.zoom));
    if (isOtherZoom) news.onView();
  };
  const stop = new AbortController();
  listen(frame, stop.signal, {
    place: (event) => views.toImage(view, inFrame(frame, event)),
    down: (event, place) => news.onDown(place, targetOf(event.target), event.shiftKey),
    move: news.onMove,
    up: news.onUp,
    pan: (dx, dy) => turn(views.panned(view, dx, dy, room(), size)),
    zoom: (at, factor) => turn(views.zoomedAt(view, at, factor, room(), size)),
  });
  const resizing = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(() => refit());
  resizing?.observe(frame);
  const turn = (next: View) => {
    isFitted = false;
    look(next);
  };
  const refit = () => look(isFitted ? views.fitted(room(), size) : views.panned(view, 0, 0, room(), size));

  const stage: ImageStage = {
    el,
    size,
    grain: () => 1 / view.zoom,
    draw(marks, handles) {
      const wanted = new Set(marks.map(({ key }) => key));
      for (const [key, { el: gone }] of drawn)
        if (!wanted.has(key)) {
          gone.remove();
          drawn.delete(key);
        }
      for (const mark of marks) {
        const looks = JSON.stringify(mark);
        const before = drawn.get(mark.key);
        if (before?.look === looks) continue;
        const shape = drawnMark(mark);
        if (before) before.el.replaceWith(shape);
        else shapes.append(shape);
        drawn.set(mark.key, { el: shape, look: looks });
      }
      const active = marks.find(({ isActive }) => isActive);
      const top = active && drawn.get(active.key)?.el;
      if (top && shapes.lastElementChild !== top) shapes.append(top);
      dots.replaceChildren(...handles.map((at, index) => handleAt(at, index, 1 / view.zoom)));
    },
    drawOthers(marks) {
      others.replaceChildren(...marks.map(faintMark));
    },
    drawDraft(path, tone) {
      draft.setAttribute("d", path);
      draft.setAttribute("class", `shape is-draft${tone === null ? "" : ` tone-${tone}`}`);
    },
    cursor(place) {
      const arm = 12 / view.zoom;
      cross.setAttribute(
        "d",
        place ? `M${place.x - arm} ${place.y}h${2 * arm}M${place.x} ${place.y - arm}v${2 * arm}` : "",
      );
    },
    middle() {
      const { width, height } = room();
      return views.snapped(views.toImage(view, { x: width / 2, y: height / 2 }), size, view.zoom);
    },
    show(place) {
      const next = views.showing(view, place, room(), size);
      if (next !== view) turn(next);
    },
    zoom(factor) {
      const { width, height } = room();
      turn(views.zoomedAt(view, { x: width / 2, y: height / 2 }, factor, room(), size));
    },
    fit() {
      isFitted = true;
      look(views.fitted(room(), size));
    },
    destroy() {
      stop.abort();
      resizing?.disconnect();
    },
  };
  stage.fit();
  return stage;
}

interface Deeds {
  place(event: PointerEvent): Point;
  down(event: PointerEvent, place: Point): void;
  move(place: Point): void;
  up(place: Point): void;
  pan(dx: number, dy: number): void;
  zoom(at: Point, factor: number): void;
}

/** One pointer marks; two fingers, the middle button or Alt move the image; a pinch or Ctrl and wheel bring it closer. */
function listen(frame: HTMLElement, signal: AbortSignal, deeds: Deeds): void {
  const pointers = new Map<number, Point>();
  let isPanning = false;
  const at = (event: PointerEvent): Point => ({ x: event.clientX, y: event.clientY });
  const on = (
    name: "pointerdown" | "pointermove" | "pointerup" | "pointercancel",
    act: (event: PointerEvent) => void,
  ) => frame.addEventListener(name, act, { signal });
  on("pointerdown", (event) => {
    if (event.button === 2) return;
    pointers.set(event.pointerId, at(event));
    frame.setPointerCapture?.(event.pointerId);
    isPanning ||= event.button === 1 || event.altKey || pointers.size > 1;
    event.preventDefault();
    if (!isPanning) deeds.down(event, deeds.place(event));
  });
  on("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before || !isPanning) {
      deeds.move(deeds.place(event));
      return;
    }
    pinch(frame, pointers, event.pointerId, at(event), deeds);
    pointers.set(event.pointerId, at(event));
  });
  const lift = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId)) return;
    if (!isPanning) deeds.up(deeds.place(event));
    if (pointers.size === 0) isPanning = false;
  };
  on("pointerup", lift);
  on("pointercancel", lift);
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      deeds.zoom(inFrame(frame, event), Math.exp(-event.deltaY * WHEEL));
    },
    { signal, passive: false },
  );
}

function pinch(
  frame: HTMLElement,
  pointers: ReadonlyMap<number, Point>,
  moved: number,
  to: Point,
  deeds: Deeds,
): void {
  const from = pointers.get(moved) as Point;
  const other = [...pointers].find(([pointer]) => pointer !== moved)?.[1];
  const share = other ? 0.5 : 1;
  deeds.pan((to.x - from.x) * share, (to.y - from.y) * share);
  if (!other) return;
  const factor = Math.hypot(to.x - other.x, to.y - other.y) / Math.hypot(from.x - other.x, from.y - other.y);
  const middle = inFrame(frame, { clientX: (to.x + other.x) / 2, clientY: (to.y + other.y) / 2 });
  if (Number.isFinite(factor) && factor > 0) deeds.zoom(middle, factor);
}

/** The image begins inside the border of its frame. */
function inFrame(frame: HTMLElement, { clientX, clientY }: Pick<MouseEvent, "clientX" | "clientY">): Point {
  const box = frame.getBoundingClientRect();
  return { x: clientX - box.left - frame.clientLeft, y: clientY - box.top - frame.clientTop };
}

function targetOf(target: EventTarget | null): Target {
  const el = target instanceof Element ? target : null;
  const handle = el?.closest("[data-handle]")?.getAttribute("data-handle");
  return {
    key: el?.closest("[data-key]")?.getAttribute("data-key") ?? null,
    handle: handle === null || handle === undefined ? null : Number(handle),
  };
}

function drawnMark({ key, path, corner, title, tone, isActive, isNew, isDim }: Drawn): SVGElement {
  const held = `${isActive ? " is-active" : ""}${isNew ? " is-new" : ""}`;
  const classes = `shape tone-${tone}${held}${isDim ? " is-dim" : ""}`;
  return labelled(make("g", { class: classes, "data-key": key }), path, corner, title);
}

function faintMark({ path, corner, title, tone }: Faint): SVGElement {
  return labelled(make("g", { class: `shape is-other tone-${tone}` }), path, corner, title);
}

function labelled(group: SVGElement, path: string, corner: Point, title: string): SVGElement {
  const words = make("text", { x: corner.x, y: corner.y });
  words.textContent = title;
  group.append(make("path", { d: path }), words);
  return group;
}

function handleAt({ x, y }: Point, index: number, grain: number): SVGElement {
  return make("circle", { cx: x, cy: y, r: 6 * grain, class: "shape-handle", "data-handle": index });
}

function tool(words: string, title: "images.out" | "images.in" | "images.fit", act: () => void): HTMLElement {
  return h(
    "button",
    { type: "button", class: "image-tool", "aria-label": say(title), title: say(title), on: { click: act } },
    words,
  );
}

function make(name: string, traits: Readonly<Record<string, string | number>>): SVGElement {
  const el = document.createElementNS(SVG, name);
  for (const [trait, value] of Object.entries(traits)) el.setAttribute(trait, String(value));
  return el;
}
