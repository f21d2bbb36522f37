import { h } from "../dom";
import type { Part } from "./types";

/** Return a part of an item, to be read, seen or heard. */
export function partView(name: string, part: Part): HTMLElement {
  if (typeof part === "string") return h("p", { class: "part-text", dir: "auto", "data-part": name }, part);
  if (part.type === "image") {
    const { url, width, height } = part;
    return h("img", { class: "part-image", src: url, alt: part.name || name, width, height });
  }
  if (part.type === "audio")
    return h("audio", {
      class: "part-audio",
      src: part.url,
      controls: true,
      preload: "metadata",
      "aria-label": part.name || name,
    });
  return h("ol", { class: "part-turns" }, ...part.turns.map((turn) => turnView(turn.speaker, turn.text)));
}

function turnView(speaker: string, text: string): HTMLElement {
  return h(
    "li",
    { class: "turn" },
    h("span", { class: "turn-speaker", dir: "auto" }, speaker),
    h("p", { class: "part-text", dir: "auto" }, text),
  );
}
