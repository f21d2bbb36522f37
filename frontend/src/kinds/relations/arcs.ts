/** Where a span is on the page, within the text. */
export interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

export interface Arc {
  /** The path of an SVG. */
  readonly path: string;
  /** Where the label stands, at the middle of the arc. */
  readonly x: number;
  readonly y: number;
}

const RISE = 14;
const STEP = 6;
const MOST_STEPS = 4;

/**
 * Return an arc above the text from one place to another; `level` lifts arcs that begin at the same span, so that they
 * do not lie on each other.
 */
export function arcBetween(from: Place, to: Place, level: number): Arc {
  const [x1, x2] = [(from.left + from.right) / 2, (to.left + to.right) / 2];
  const lift = RISE + STEP * (level % MOST_STEPS);
  const top = Math.min(from.top, to.top) - lift;
  const path = `M${round(x1)} ${round(from.top)}C${round(x1)} ${round(top)} ${round(x2)} ${round(top)} ${round(x2)} ${round(to.top)}`;
  // The middle of a cubic: an eighth of its ends and three eighths of each handle.
  return { path, x: round((x1 + x2) / 2), y: round((from.top + to.top) / 8 + (top * 3) / 4) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
