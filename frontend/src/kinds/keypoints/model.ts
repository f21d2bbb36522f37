import { clamp, type Mark, type Shape, tidy } from "../images/shape";

export interface Keypoint extends Mark {
  readonly x: number;
  readonly y: number;
  readonly is_hidden: boolean;
}

const RADIUS = 6;

/** Points: one place makes one. The key / says that something covers it. */
export const keypointShape: Shape<Keypoint> = {
  places: 1,
  canGrow: false,
  ordered: (points) =>
    points.toSorted((one, other) => one.y - other.y || one.x - other.x || (one.label < other.label ? -1 : 1)),
  keyOf: ({ x, y, label, is_hidden }) => `${x} ${y} ${label} ${is_hidden}`,
  made: ([place], label) => (place ? { x: place.x, y: place.y, label, is_hidden: false } : null),
  moved: (point, dx, dy, image) => ({
    ...point,
    x: tidy(clamp(point.x + dx, 0, image.width)),
    y: tidy(clamp(point.y + dy, 0, image.height)),
  }),
  grown: (point) => point,
  handles: ({ x, y }) => [{ x, y }],
  dragged: (point, _handle, { x, y }) => ({ ...point, x, y }),
  path({ x, y }, grain) {
    const r = RADIUS * grain;
    return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0M${x - r / 3} ${y}h${(2 * r) / 3}`;
  },
  corner: ({ x, y }) => ({ x, y }),
  words: ({ x, y }) => `${x}, ${y}`,
  press: (point, code) => (code === "Slash" ? { ...point, is_hidden: !point.is_hidden } : null),
  isDim: ({ is_hidden }) => is_hidden,
};
