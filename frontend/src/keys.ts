/** `keyCode` of a key that an input method has taken for itself. */
export const TAKEN_BY_INPUT_METHOD = 229;

/** Return the letter or digit of a key by its place on the keyboard ("n" also under a Korean layout), or "". */
export function capOf(code: string): string {
  return /^(?:Digit|Numpad|Key)(\w)$/.exec(code)?.[1]?.toLowerCase() ?? "";
}

/** True when the key alone was pressed, once, and no input method is at work. */
export function isBare(event: KeyboardEvent): boolean {
  const isHeld = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  const isComposed = event.isComposing || event.keyCode === TAKEN_BY_INPUT_METHOD;
  return !isHeld && !isComposed && !event.repeat && !event.defaultPrevented;
}

/** True when keys typed here make a text. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const isTyped = target.matches(
    "textarea, select, input:not([type=radio], [type=checkbox], [type=range], [type=submit])",
  );
  return isTyped || target.isContentEditable;
}

/** Return the number of a digit key (1 for "Digit1", 10 for "Digit0"), or null. */
export function digitOf(code: string): number | null {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  return digit === undefined ? null : Number(digit) || 10;
}
