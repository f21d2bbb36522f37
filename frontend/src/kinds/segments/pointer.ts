import type { Segment } from "./model";
import * as model from "./model";

const EDGE_PIXELS = 6;
const LEAST_SECONDS = 0.02;

/** What the pointer does to the segments. */
export interface PointerNews {
  held(): Segment | null;
  segments(): readonly Segment[];
  seconds: number;
  make(from: number, to: number): void;
  exchange(before: Segment, after: Segment): void;
  /** It was only pressed here. */
  click(time: number): void;
  onTry(): void;
}

interface Edge {
  readonly type: "edge";
  readonly segment: Segment;
  readonly edge: "start" | "end";
}

/** What the pointer is about: it draws a segment, or drags an edge of one. */
type Grip = { readonly type: "drawing"; readonly from: number } | Edge;

const EDGES = ["start", "end"] as const;

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
    this.#grip = this.#edgeAt(time, EDGE_PIXELS * grain) ?? { type: "drawing", from: time };
  }

  /** Return whether there is an edge to be dragged here, or one is being dragged. */
  onMove(time: number, grain: number): boolean {
    const grip = this.#grip;
    if (!grip) return this.#edgeAt(time, EDGE_PIXELS * grain) !== null;
    if (grip.type === "edge") {
      const { start, end } = this.#moved(grip, time);
      this.tried = [start, end];
    } else this.tried = [grip.from, time];
    this.#news.onTry();
    return grip.type === "edge";
  }

  /** The segment in hand is taken from both sides of its edges, others from within: beside them one may begin. */
  #edgeAt(time: number, near: number): Edge | null {
    const held = this.#news.held();
    const heldEdge = EDGES.find((one) => held && Math.abs(time - held[one]) <= near);
    if (held && heldEdge) return { type: "edge", segment: held, edge: heldEdge };
    for (const segment of this.#news.segments()) {
      const isWithin = segment.start <= time && time <= segment.end;
      const edge = EDGES.find((one) => isWithin && Math.abs(time - segment[one]) <= near);
      if (edge) return { type: "edge", segment, edge };
    }
    return null;
  }

  onUp(time: number): void {
    const grip = this.#grip;
    const isDrawn = this.tried !== null && Math.abs(this.tried[1] - this.tried[0]) >= LEAST_SECONDS;
    this.#grip = this.tried = null;
    if (grip?.type === "edge") this.#news.exchange(grip.segment, this.#moved(grip, time));
    else if (grip && isDrawn) this.#news.make(grip.from, time);
    else if (grip) this.#news.click(time);
  }

  #moved({ segment, edge }: Edge, time: number): Segment {
    return model.withEdge(segment, edge, time, this.#news.seconds);
  }
}
