import { clamp, type Mark, type Shape, tidy } from "../images/shape";

export interface Box extends Mark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Boxes: two corners make one. */
export const boxShape: Shape<Box> = {
  places: 2,
  canGrow: true,
  ordered: (boxes) =>
    boxes.toSorted(
      (one, other) =>
        one.y - other.y ||
        one.x - other.x ||
        one.height - other.height ||
        one.width - other.width ||
        (one.label < other.label ? -1 : 1),
    ),
  keyOf: ({ x, y, width, height, label }) => `${x} ${y} ${width} ${height} ${label}`,
  made([one, other], label) {
    if (!one || !other || one.x === other.x || one.y === other.y) return null;
    return {
      x: Math.min(one.x, other.x),
      y: Math.min(one.y, other.y),
      width: tidy(Math.abs(one.x - other.x)),
      height: tidy(Math.abs(one.y - other.y)),
      label,
    };
  },
  moved: (box, dx, dy, image) => ({
    ...box,
    x: tidy(clamp(box.x + dx, 0, image.width - box.width)),
    y: tidy(clamp(box.y + dy, 0, image.height - box.height)),
  }),
  grown(box, dx, dy, edge, image) {
    if (edge === "end")
      return {
        ...box,
        width: tidy(clamp(box.width + dx, 1, image.width - box.x)),
        height: tidy(clamp(box.height + dy, 1, image.height - box.y)),
      };
    const x = tidy(clamp(box.x + dx, 0, box.x + box.width - 1));
    const y = tidy(clamp(box.y + dy, 0, box.y + box.height - 1));
    return { ...box, x, y, width: tidy(box.x + box.width - x), height: tidy(box.y + box.height - y) };
  },
  handles: ({ x, y, width, height }) => [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ],
  dragged(box, handle, to) {
    // The corner across from the one that is dragged stays.
    const opposite = boxShape.handles(box)[(handle + 2) % 4];
    return (opposite && boxShape.made([opposite, to], box.label)) ?? box;
  },
  path: ({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`,
  corner: ({ x, y }) => ({ x, y }),
  words: ({ x, y, width, height }) => `${x}, ${y} · ${width} × ${height}`,
};
