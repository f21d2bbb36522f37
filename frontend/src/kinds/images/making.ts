import type { Mark, Shape } from "./shape";
import type { Point } from "./view";

/** A mark being made: the places set so far, where the next would be, and the cross that keys move. */
export class Making {
  places: readonly Point[] = [];
  next: Point | null = null;
  cursor: Point | null = null;

  get isOn(): boolean {
    return this.places.length > 0;
  }

  set(place: Point): void {
    this.places = [...this.places, place];
    this.cursor = this.next = place;
  }

  /** Take the last place back. */
  unset(): void {
    this.places = this.places.slice(0, -1);
  }

  clear(): void {
    this.places = [];
    this.next = this.cursor = null;
  }

  /** What it looks like so far. */
  path<M extends Mark>(shape: Shape<M>, grain: number): string {
    if (!this.isOn) return "";
    const places = this.next ? [...this.places, this.next] : this.places;
    const mark = shape.places === 2 ? shape.made(places, "") : null;
    if (mark) return shape.path(mark, grain);
    const dots = this.places.map(({ x, y }) => `M${x - 2 * grain} ${y}h${4 * grain}`).join("");
    return `M${places.map(({ x, y }) => `${x} ${y}`).join("L")}${dots}`;
  }
}
