import type { Segment } from "./model";
import * as model from "./model";

const EDGE_PIXELS = 6;
const LEAST_SECONDS = 0.02;

/** What the pointer does to the segments. */
export interface PointerNews {
  held(): Segment | null;
  seconds: number;
  make(from: number, to: number): void;
  exchange(before: Segment, after: Segment): void;
  /** It was only pressed here. */
  click(time: number): void;
  onTry(): void;
}

/** What the pointer is about: it draws a segment, or drags an edge of the one in hand. */
type Grip =
  | { readonly type: "drawing"; readonly from: number }
  | { readonly type: "edge"; readonly segment: Segment; readonly edge: "start" | "end" };

/** The pointer on a waveform. */
export class Pointer {
  /** The stretch as it would be if the pointer were lifted now. */
  tried: readonly [number, number] | null = null;
  #grip: Grip | null = null;
  readonly #news: PointerNews;

  constructor(news: PointerNews) {
    this.#news = news;
  }

  /** `grain` is how long a pixel is. */
  onDown(time: number, grain: number): void {
    const near = EDGE_PIXELS * grain;
    const held = this.#news.held();
    const edge = (["start", "end"] as const).find((one) => held && Math.abs(time - held[one]) <= near);
    this.#grip = held && edge ? { type: "edge", segment: held, edge } : { type: "drawing", from: time };
  }

  onMove(time: number): void {
    const grip = this.#grip;
    if (!grip) return;
    if (grip.type === "edge") {
      const { start, end } = this.#moved(grip, time);
      this.tried = [start, end];
    } else this.tried = [grip.from, time];
    this.#news.onTry();
  }

  onUp(time: number): void {
    const grip = this.#grip;
    const isDrawn = this.tried !== null && Math.abs(this.tried[1] - this.tried[0]) >= LEAST_SECONDS;
    this.#grip = this.tried = null;
    if (grip?.type === "edge") this.#news.exchange(grip.segment, this.#moved(grip, time));
    else if (grip && isDrawn) this.#news.make(grip.from, time);
    else if (grip) this.#news.click(time);
  }

  #moved({ segment, edge }: Extract<Grip, { type: "edge" }>, time: number): Segment {
    return model.withEdge(segment, edge, time, this.#news.seconds);
  }
}
