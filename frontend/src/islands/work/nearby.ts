import type { Unit } from "./types";

/** So many items after the one on show have their images fetched. */
const MOST = 2;

/** Return where the images of these items come from. */
export function imagesOf(units: readonly Unit[]): readonly string[] {
  const parts = units.flatMap(({ item }) => Object.values(item.parts));
  return parts.flatMap((part) => (typeof part === "object" && part.type === "image" ? [part.url] : []));
}

/** Images of the items to come, fetched while the person looks at another: they are drawn without a wait. */
export class Nearby {
  #kept: ReadonlyMap<string, HTMLImageElement> = new Map();

  /** Fetch what these items show, after all that the page needs now; let go of the rest. */
  look(units: readonly Unit[]): void {
    const wanted = imagesOf(units.slice(0, MOST));
    this.#kept = new Map(wanted.map((url) => [url, this.#kept.get(url) ?? fetched(url)]));
  }
}

function fetched(url: string): HTMLImageElement {
  const image = new Image();
  image.fetchPriority = "low";
  image.src = url;
  return image;
}
