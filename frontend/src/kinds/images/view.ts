export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How an image lies in its frame: where its corner is, and how many pixels of the frame one of its own takes. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

const MOST_ZOOM = 20;

/** Return the view that shows the whole image, in the middle; a small one at most four times its size. */
export function fitted(frame: Size, image: Size): View {
  const zoom = Math.min(frame.width / image.width, frame.height / image.height, 4);
  return {
    zoom,
    x: (frame.width - image.width * zoom) / 2,
    y: (frame.height - image.height * zoom) / 2,
  };
}

/** Return the view so many times closer; what is at this place of the frame stays there. */
export function zoomedAt(view: View, at: Point, factor: number, frame: Size, image: Size): View {
  const least = Math.min(fitted(frame, image).zoom, 1);
  const zoom = Math.min(Math.max(view.zoom * factor, least), MOST_ZOOM);
  const scale = zoom / view.zoom;
  return kept({ zoom, x: at.x - (at.x - view.x) * scale, y: at.y - (at.y - view.y) * scale }, frame, image);
}

/** Return the view moved by so many pixels of the frame. */
export function panned(view: View, dx: number, dy: number, frame: Size, image: Size): View {
  return kept({ ...view, x: view.x + dx, y: view.y + dy }, frame, image);
}

/** Return the view with as little movement as shows this place of the image. */
export function showing(view: View, place: Point, frame: Size, image: Size): View {
  const margin = Math.min(40, frame.width / 4, frame.height / 4);
  const at = toFrame(view, place);
  const dx = Math.max(margin - at.x, 0) + Math.min(frame.width - margin - at.x, 0);
  const dy = Math.max(margin - at.y, 0) + Math.min(frame.height - margin - at.y, 0);
  return dx === 0 && dy === 0 ? view : panned(view, dx, dy, frame, image);
}

export function toImage(view: View, at: Point): Point {
  return { x: (at.x - view.x) / view.zoom, y: (at.y - view.y) / view.zoom };
}

export function toFrame(view: View, place: Point): Point {
  return { x: view.x + place.x * view.zoom, y: view.y + place.y * view.zoom };
}

/** Return the place on the image that is nearest, to a pixel, or to a tenth of one seen from close by. */
export function snapped(place: Point, image: Size, zoom: number): Point {
  const grain = zoom > 2 ? 10 : 1;
  const snap = (value: number, most: number) =>
    Math.round(Math.min(Math.max(value, 0), most) * grain) / grain;
  return { x: snap(place.x, image.width), y: snap(place.y, image.height) };
}

/** Return the view with the image in sight: centred where it is smaller than the frame, else without a gap. */
function kept({ zoom, x, y }: View, frame: Size, image: Size): View {
  const keep = (at: number, room: number, size: number) =>
    size <= room ? (room - size) / 2 : Math.min(Math.max(at, room - size), 0);
  return {
    zoom,
    x: keep(x, frame.width, image.width * zoom),
    y: keep(y, frame.height, image.height * zoom),
  };
}
