import { clamp, type Mark, type Shape, tidy } from "../images/shape";
import type { Point } from "../images/view";

export interface Polygon extends Mark {
  readonly points: readonly (readonly [number, number])[];
}

/** Outlines: three places or more, closed by the person. */
export const polygonShape: Shape<Polygon> = {
  places: "many",
  canGrow: false,
  ordered: (polygons) =>
    polygons.toSorted((one, other) => {
      const [a, b] = [top(one), top(other)];
      return a[1] - b[1] || a[0] - b[0] || (one.label < other.label ? -1 : 1);
    }),
  keyOf: ({ points, label }) => `${points.join(" ")} ${label}`,
  made(places, label) {
    const distinct = places.filter(({ x, y }, index) => {
      const before = places[index - 1];
      return !before || before.x !== x || before.y !== y;
    });
    if (distinct.length < 3 || area(distinct) === 0) return null;
    return { points: distinct.map(({ x, y }) => [x, y] as const), label };
  },
  moved(polygon, dx, dy, image) {
    const across = polygon.points.map(([x]) => x);
    const down = polygon.points.map(([, y]) => y);
    const [mx, my] = [
      clamp(dx, -Math.min(...across), image.width - Math.max(...across)),
      clamp(dy, -Math.min(...down), image.height - Math.max(...down)),
    ];
    return { ...polygon, points: polygon.points.map(([x, y]) => [tidy(x + mx), tidy(y + my)] as const) };
  },
  grown: (polygon) => polygon,
  handles: ({ points }) => points.map(([x, y]) => ({ x, y })),
  dragged(polygon, handle, to) {
    const places = polygonShape.handles(polygon).map((place, index) => (index === handle ? to : place));
    return polygonShape.made(places, polygon.label) ?? polygon;
  },
  path: ({ points }) => `M${points.map(([x, y]) => `${x} ${y}`).join("L")}z`,
  corner: (polygon) => {
    const [x, y] = top(polygon);
    return { x, y };
  },
  words: ({ points }) => `${top({ points, label: "" }).join(", ")} · ${points.length}`,
};

function top({ points }: Polygon): readonly [number, number] {
  return points.toSorted((one, other) => one[1] - other[1] || one[0] - other[0])[0] ?? [0, 0];
}

/** Twice the area, with a sign. */
function area(places: readonly Point[]): number {
  return places.reduce((sum, { x, y }, index) => {
    const next = places[(index + 1) % places.length] as Point;
    return sum + x * next.y - next.x * y;
  }, 0);
}
