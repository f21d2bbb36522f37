/** A stretch of a recording, in seconds to the millisecond. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  /** What is said, where the field asks for it. */
  readonly text?: string;
}

/** Shorter than this a segment is a slip of the hand. */
const LEAST = 0.02;

export function toMillisecond(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

export function keyOf({ start, end, label }: Segment): string {
  return `${start}-${end}-${label}`;
}

export function ordered(segments: readonly Segment[]): readonly Segment[] {
  return segments.toSorted(
    (one, other) => one.start - other.start || one.end - other.end || (one.label < other.label ? -1 : 1),
  );
}

/** Return the segment between two times, or null when it is too short. */
export function between(
  one: number,
  other: number,
  label: string,
  hasText: boolean,
  most: number,
): Segment | null {
  const [start, end] = [one, other]
    .map((time) => toMillisecond(Math.min(Math.max(time, 0), most)))
    .toSorted((a, b) => a - b) as [number, number];
  if (end - start < LEAST) return null;
  return hasText ? { start, end, label, text: "" } : { start, end, label };
}

/** Return the segment with one edge elsewhere; it never passes the other edge. */
export function withEdge(segment: Segment, edge: "start" | "end", time: number, most: number): Segment {
  const at =
    edge === "start"
      ? Math.min(Math.max(time, 0), segment.end - LEAST)
      : Math.max(Math.min(time, most), segment.start + LEAST);
  return { ...segment, [edge]: toMillisecond(at) };
}

/** Return the segments with one more; where none may overlap, it is cut to the room there is, or not taken. */
export function added(
  segments: readonly Segment[],
  segment: Segment,
  mayOverlap: boolean,
): readonly Segment[] | null {
  if (segments.some((one) => keyOf(one) === keyOf(segment))) return null;
  if (mayOverlap) return ordered([...segments, segment]);
  let { start, end } = segment;
  for (const one of segments) {
    if (one.start <= start && start < one.end) start = one.end;
    if (one.start > start && one.start < end) end = one.start;
  }
  return end - start < LEAST ? null : ordered([...segments, { ...segment, start, end }]);
}

/** Return the shortest segment at this time. */
export function segmentAt(segments: readonly Segment[], time: number): Segment | null {
  const here = segments.filter(({ start, end }) => start <= time && time < end);
  return here.toSorted((one, other) => one.end - one.start - (other.end - other.start))[0] ?? null;
}

/** Return how segments lie above one another, so that those at the same time are all seen: 0, 1, … */
export function lanesOf(segments: readonly Segment[]): readonly number[] {
  const ends: number[] = [];
  return segments.map(({ start, end }) => {
    const free = ends.findIndex((before) => before <= start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = end;
    return lane;
  });
}

/** Return a time as people read it: 1:02.345, or 1:01:02.345 from an hour on. */
export function clock(seconds: number): string {
  const whole = Math.floor(toMillisecond(seconds));
  const rest = (toMillisecond(seconds) - whole).toFixed(3).slice(1);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const tail = `${String(whole % 60).padStart(2, "0")}${rest}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}
