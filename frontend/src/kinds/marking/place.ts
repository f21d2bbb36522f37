/** Keys that a focused control needs for itself. */
export const OF_CONTROLS: ReadonlySet<string> = new Set(["Tab", "Space"]);

/** True when the key went to a button or the like, which has its own use for some keys. */
export function isOnControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, a, input, select, summary, audio") !== null;
}
