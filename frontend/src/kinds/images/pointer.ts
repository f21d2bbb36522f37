import type { Making } from "./making";
import type { Mark, Shape } from "./shape";
import type { Target } from "./stage";
import { type Point, type Size, snapped } from "./view";

/** What the pointer does to the marks of an image. */
export interface PointerNews<M> {
  find(key: string): M | null;
  held(): M | null;
  marks(): readonly M[];
  /** It was drawn last, and not taken since. */
  isJustMade(mark: M): boolean;
  hold(mark: M | null): void;
  /** Another place of the mark being made. */
  set(place: Point): void;
  exchange(before: M, after: M): void;
  draw(): void;
  size(): Size;
  /** How large a pixel of the screen is in the image. */
  grain(): number;
}

/** What the pointer is about: it makes a mark, moves one, or drags a handle of one. */
type Grip<M> =
  | { readonly type: "making" }
  | { readonly type: "moving"; readonly mark: M; readonly from: Point }
  | { readonly type: "dragging"; readonly mark: M; readonly handle: number };

/** Places this near, in pixels of the screen, look like one. */
const NEAR = 8;
/** A hand that clicks moves the pointer by as much. */
const TREMBLE = 3;

/** The pointer on an image. */
export class Pointer<M extends Mark> {
  /** The mark as it would be after what the pointer does. */
  tried: M | null = null;
  #grip: Grip<M> | null = null;
  readonly #shape: Shape<M>;
  readonly #making: Making;
  readonly #news: PointerNews<M>;

  constructor(shape: Shape<M>, making: Making, news: PointerNews<M>) {
    this.#shape = shape;
    this.#making = making;
    this.#news = news;
  }

  /** `isAnew`: what lies here already is not meant. */
  onDown(place: Point, { key, handle }: Target, isAnew = false): void {
    const at = this.#snap(place);
    const held = this.#news.held();
    const mark = key === null ? null : this.#news.find(key);
    if (held && handle !== null) this.#grip = { type: "dragging", mark: held, handle };
    else if (mark && !this.#making.isOn && this.#isTaken(mark, isAnew)) {
      this.#news.hold(mark);
      this.#grip = { type: "moving", mark, from: at };
    } else {
      this.#grip = { type: "making" };
      this.#news.set(at);
    }
  }

  onMove(place: Point): void {
    const at = this.#snap(place);
    const grip = this.#grip;
    if (grip?.type === "moving")
      this.tried = this.#shape.moved(grip.mark, at.x - grip.from.x, at.y - grip.from.y, this.#news.size());
    else if (grip?.type === "dragging") this.tried = this.#shape.dragged(grip.mark, grip.handle, at);
    else if (this.#making.isOn) this.#making.next = at;
    else return;
    this.#news.draw();
  }

  onUp(place: Point): void {
    const grip = this.#grip;
    const tried = this.tried;
    this.#grip = this.tried = null;
    if (grip?.type === "making") this.#endMaking(this.#snap(place));
    else if (grip?.type === "moving" && this.#distance(grip.from, this.#snap(place)) <= TREMBLE)
      this.#news.hold(this.#meantAt(grip));
    else if (grip) this.#endMoving(grip.mark, tried);
  }

  /** A drag in a box draws another one, unless that box was taken before; a press on a point or an outline takes it. */
  #isTaken(mark: M, isAnew: boolean): boolean {
    const isHeld = mark === this.#news.held();
    if (this.#shape.places === 2) return isHeld && !this.#news.isJustMade(mark);
    return isHeld || !isAnew;
  }

  /** A mere click means the smallest box here, be it under the one in hand. */
  #meantAt({ mark, from }: Extract<Grip<M>, { type: "moving" }>): M {
    return (this.#shape.places === 2 && this.#smallestAt(from)) || mark;
  }

  #endMoving(mark: M, tried: M | null): void {
    if (tried && this.#shape.keyOf(tried) !== this.#shape.keyOf(mark)) this.#news.exchange(mark, tried);
    else this.#news.draw();
  }

  /** A drag makes a box; a click in a box is meant for the box. */
  #endMaking(at: Point): void {
    const { places } = this.#making;
    const [first] = places;
    if (this.#shape.places !== 2 || !first) return;
    if (places.length === 1 && !this.isNear(first, at)) this.#news.set(at);
    else {
      this.#making.clear();
      this.#news.hold(this.#smallestAt(first));
    }
  }

  /** True when two places look like one. */
  isNear(one: Point, other: Point): boolean {
    return this.#distance(one, other) <= NEAR;
  }

  /** Return how far apart two places are on the screen, in pixels. */
  #distance(one: Point, other: Point): number {
    return Math.hypot(one.x - other.x, one.y - other.y) / this.#news.grain();
  }

  #smallestAt(place: Point): M | null {
    const framed = this.#news.marks().map((mark) => ({ mark, frame: this.#frameOf(mark) }));
    const around = framed.filter(
      ({ frame }) =>
        frame.left <= place.x && place.x <= frame.right && frame.top <= place.y && place.y <= frame.bottom,
    );
    const width = ({ frame }: (typeof framed)[number]) => frame.right - frame.left;
    return around.toSorted((one, other) => width(one) - width(other))[0]?.mark ?? null;
  }

  #frameOf(mark: M) {
    const handles = this.#shape.handles(mark);
    const across = handles.map(({ x }) => x);
    const down = handles.map(({ y }) => y);
    return {
      left: Math.min(...across),
      right: Math.max(...across),
      top: Math.min(...down),
      bottom: Math.max(...down),
    };
  }

  #snap(place: Point): Point {
    return snapped(place, this.#news.size(), 1 / this.#news.grain());
  }
}
