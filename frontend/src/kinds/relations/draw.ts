import type { Piece } from "../spans/model";
import { arcBetween, type Place } from "./arcs";

const SVG = "http://www.w3.org/2000/svg";

/** One relation to be drawn: where it leads from and to, in units of the text. */
export interface Drawn {
  readonly key: string;
  readonly from: Piece;
  readonly to: Piece;
  readonly title: string;
  readonly tone: number;
  readonly isActive: boolean;
}

/** Return an image that lies over the text, and a function that draws relations in it. */
export function createArcs(rectsOf: (piece: Piece) => readonly DOMRect[], frame: HTMLElement) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "arcs");
  svg.setAttribute("aria-hidden", "true");
  return {
    el: svg,
    draw(relations: readonly Drawn[]): void {
      const box = frame.getBoundingClientRect();
      const levels = new Map<number, number>();
      const places = relations.map((relation) => {
        const level = levels.get(relation.from.start) ?? 0;
        levels.set(relation.from.start, level + 1);
        return { relation, level, from: placeOf(relation.from, box), to: placeOf(relation.to, box) };
      });
      svg.replaceChildren(
        ...places.flatMap(({ relation, level, from, to }) =>
          from && to ? [drawn(relation, from, to, level)] : [],
        ),
      );
    },
  };

  function placeOf(piece: Piece, box: DOMRect): Place | null {
    const rect = rectsOf(piece)[0];
    if (!rect) return null;
    return { left: rect.left - box.left, right: rect.right - box.left, top: rect.top - box.top };
  }
}

function drawn(relation: Drawn, from: Place, to: Place, level: number): SVGElement {
  const { path, x, y } = arcBetween(from, to, level);
  const group = make("g", { class: `arc tone-${relation.tone}${relation.isActive ? " is-active" : ""}` });
  const words = make("text", { x, y, "text-anchor": "middle", "dominant-baseline": "middle" });
  words.textContent = relation.title;
  group.append(make("path", { d: path }), make("path", { d: headAt(to), class: "arc-head" }), words);
  return group;
}

/** An arrow head that points down at the place. */
function headAt({ left, right, top }: Place): string {
  const x = (left + right) / 2;
  return `M${x - 4} ${top - 7}L${x} ${top}L${x + 4} ${top - 7}`;
}

function make(name: string, traits: Readonly<Record<string, string | number>>): SVGElement {
  const el = document.createElementNS(SVG, name);
  for (const [trait, value] of Object.entries(traits)) el.setAttribute(trait, String(value));
  return el;
}
