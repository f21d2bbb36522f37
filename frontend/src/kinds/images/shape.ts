import type { Point, Size } from "./view";

export interface Mark {
  readonly label: string;
}

/** What the editor of images needs to know of a kind of mark: a box, an outline, a point. */
export interface Shape<M extends Mark> {
  /** How many places make a mark; "many" until the person closes it. */
  readonly places: 1 | 2 | "many";
  /** Its edges can be moved by keys. */
  readonly canGrow: boolean;
  /** The marks in the order in which the server keeps them. */
  ordered(marks: readonly M[]): readonly M[];
  keyOf(mark: M): string;
  /** Return a mark at these places, or null when they make none. */
  made(places: readonly Point[], label: string): M | null;
  moved(mark: M, dx: number, dy: number, image: Size): M;
  /** Return the mark with its first or last edge moved. */
  grown(mark: M, dx: number, dy: number, edge: "start" | "end", image: Size): M;
  /** The places that can be dragged. */
  handles(mark: M): readonly Point[];
  dragged(mark: M, handle: number, to: Point): M;
  /** The path of an SVG; `grain` is the size of a screen pixel in the image. */
  path(mark: M, grain: number): string;
  /** Where its label stands: left end of its foot. */
  corner(mark: M): Point;
  /** Where and how large, in words. */
  words(mark: M): string;
  /** Return the mark changed by a key of this kind alone (`KeyboardEvent.code`), or null. */
  press?(mark: M, code: string): M | null;
  /** It is drawn as hidden behind something. */
  isDim?(mark: M): boolean;
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** To a hundredth of a pixel, as the server keeps it. */
export function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}
