import { h } from "../../dom";
import { clock } from "./model";
import { columnsOf, placeOf, ticksOf, timeAt, type Window } from "./timeline";

/** A segment as it is drawn. */
export interface Drawn {
  readonly start: number;
  readonly end: number;
  readonly lane: number;
  readonly title: string;
  readonly tone: number;
  readonly isActive: boolean;
}

/** A segment of another field: to be seen, not to be taken. */
export type Faint = Pick<Drawn, "start" | "end" | "title" | "tone">;

export interface Picture {
  readonly window: Window;
  readonly peaks: Uint8Array | null;
  readonly segments: readonly Drawn[];
  readonly others: readonly Faint[];
  readonly now: number;
  /** What is being drawn by the pointer. */
  readonly draft: readonly [number, number] | null;
}

export interface WaveNews {
  /** `grain` is how long a pixel is. */
  onDown(time: number, grain: number): void;
  /** Return whether what is here can be dragged. */
  onMove(time: number, grain: number): boolean;
  onUp(time: number): void;
  onZoom(time: number, factor: number): void;
  onPan(by: number): void;
}

const HEIGHT = 220;
const FOOT = 22;
const LANE = 20;
/** How high the strip is in which segments of other fields stand. */
const STRIP = 18;

/** Return a picture of a recording: its waveform, its segments and the moment that is heard. */
export function createWave(name: string, news: WaveNews) {
  const canvas = h("canvas", { class: "wave", role: "img", "aria-label": name, height: HEIGHT });
  let shown: Window = { from: 0, to: 1 };
  const width = () => Math.max(canvas.clientWidth, 200);
  const timeOf = (event: MouseEvent) => {
    const left = canvas.getBoundingClientRect().left + canvas.clientLeft;
    return timeAt(shown, event.clientX - left, width());
  };
  const grain = () => (shown.to - shown.from) / width();
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture?.(event.pointerId);
    event.preventDefault();
    news.onDown(timeOf(event), grain());
  });
  canvas.addEventListener("pointermove", (event) =>
    canvas.classList.toggle("is-at-edge", news.onMove(timeOf(event), grain())),
  );
  canvas.addEventListener("pointerup", (event) => news.onUp(timeOf(event)));
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) news.onZoom(timeOf(event), Math.exp(-event.deltaY * 0.0025));
      else if (event.deltaX !== 0) news.onPan((event.deltaX / width()) * (shown.to - shown.from));
      else return;
      event.preventDefault();
    },
    { passive: false },
  );
  return {
    el: canvas,
    draw(picture: Picture): void {
      shown = picture.window;
      const scale = globalThis.devicePixelRatio || 1;
      canvas.width = Math.round(width() * scale);
      canvas.height = Math.round(HEIGHT * scale);
      const brush = canvas.getContext?.("2d");
      if (!brush) return;
      brush.scale(scale, scale);
      paint(brush, picture, width(), getComputedStyle(canvas));
    },
  };
}

function paint(
  brush: CanvasRenderingContext2D,
  picture: Picture,
  width: number,
  style: CSSStyleDeclaration,
): void {
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const ink = style.color;
  const middle = (HEIGHT - FOOT) / 2;
  brush.font = `600 12px ${style.fontFamily}`;
  for (const other of picture.others)
    paintOther(brush, other, picture.window, width, colour(`--tone-${other.tone}`));
  for (const segment of picture.segments)
    paintSegment(brush, segment, picture.window, width, colour(`--tone-${segment.tone}`));
  if (picture.draft) paintSpan(brush, picture.draft, picture.window, width, ink, 0.15);
  brush.fillStyle = ink;
  brush.globalAlpha = 0.75;
  if (picture.peaks)
    for (const [x, loud] of columnsOf(picture.peaks, picture.window, Math.floor(width)).entries()) {
      const tall = Math.max(loud * (middle - 4), 0.5);
      brush.fillRect(x, middle - tall, 1, tall * 2);
    }
  else brush.fillRect(0, middle, width, 1);
  brush.font = `11px ${style.fontFamily}`;
  for (const tick of ticksOf(picture.window)) {
    const x = placeOf(picture.window, tick, width);
    brush.fillRect(x, HEIGHT - FOOT, 1, 5);
    brush.fillText(clock(tick).replace(/\.?0+$/, ""), x + 3, HEIGHT - 6);
  }
  brush.globalAlpha = 1;
  brush.fillStyle = colour("--color-error");
  brush.fillRect(placeOf(picture.window, picture.now, width) - 1, 0, 2, HEIGHT - FOOT);
}

function paintSegment(
  brush: CanvasRenderingContext2D,
  segment: Drawn,
  window: Window,
  width: number,
  colour: string,
): void {
  paintSpan(brush, [segment.start, segment.end], window, width, colour, segment.isActive ? 0.4 : 0.2);
  const x = placeOf(window, segment.start, width);
  const end = placeOf(window, segment.end, width);
  if (end < 0 || x > width) return;
  brush.fillStyle = colour;
  const thick = segment.isActive ? 3 : 1;
  brush.fillRect(x, 0, thick, HEIGHT - FOOT);
  brush.fillRect(end - thick, 0, thick, HEIGHT - FOOT);
  brush.fillText(segment.title, Math.max(x, 0) + 5, 14 + segment.lane * LANE);
}

function paintOther(
  brush: CanvasRenderingContext2D,
  { start, end, title }: Faint,
  window: Window,
  width: number,
  colour: string,
): void {
  const x = placeOf(window, start, width);
  const far = placeOf(window, end, width);
  if (far < 0 || x > width) return;
  const top = HEIGHT - FOOT - STRIP;
  brush.fillStyle = colour;
  brush.globalAlpha = 0.18;
  brush.fillRect(x, top, Math.max(far - x, 1), STRIP);
  brush.globalAlpha = 0.8;
  brush.save();
  brush.beginPath();
  brush.rect(x, top, Math.max(far - x, 1), STRIP);
  brush.clip();
  brush.fillText(title, Math.max(x, 0) + 5, HEIGHT - FOOT - 5);
  brush.restore();
  brush.globalAlpha = 1;
}

function paintSpan(
  brush: CanvasRenderingContext2D,
  [start, end]: readonly [number, number],
  window: Window,
  width: number,
  colour: string,
  strength: number,
): void {
  const x = placeOf(window, start, width);
  brush.globalAlpha = strength;
  brush.fillStyle = colour;
  brush.fillRect(x, 0, placeOf(window, end, width) - x, HEIGHT - FOOT);
  brush.globalAlpha = 1;
}
