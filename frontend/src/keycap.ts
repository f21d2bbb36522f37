import { h } from "./dom";
import { type KeyMap, keepMap, keptMap, pressed } from "./keymap";

let map: KeyMap | undefined;

/** Return the person's own order of keys, as this device keeps it. */
export function ownMap(): KeyMap {
  map ??= keptMap(localStorage);
  return map;
}

/** Keep another order of keys. Controls on show tell it when they are drawn anew. */
export function setOwnMap(after: KeyMap): void {
  map = after;
  keepMap(localStorage, after);
}

/** Return the key that this person presses for this cap ("S", "1"); names of other keys stay. */
export function ownCap(cap: string): string {
  return pressed(ownMap(), cap);
}

/** Return a key as shown on a control, in the person's own order of keys. */
export function keycap(cap: string): HTMLElement {
  return h("kbd", { class: "keycap", "aria-hidden": "true" }, ownCap(cap));
}
