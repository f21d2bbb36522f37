/** How a person likes to read: kept on the device, put on an element as `data-<name>`. */
export interface Comfort {
  readonly size: "s" | "m" | "l" | "xl";
  readonly leading: "normal" | "loose";
  readonly contrast: "normal" | "high";
}

export const CHOICES = {
  size: ["s", "m", "l", "xl"],
  leading: ["normal", "loose"],
  contrast: ["normal", "high"],
} as const satisfies { readonly [Name in keyof Comfort]: readonly Comfort[Name][] };

export const DEFAULT: Comfort = { size: "m", leading: "normal", contrast: "normal" };

const NAME = "comfort";

/** Return what this device keeps; anything unknown counts as the default. */
export function keptComfort(storage: Storage): Comfort {
  try {
    const kept = JSON.parse(storage.getItem(NAME) ?? "{}") as Partial<Record<keyof Comfort, string>>;
    return {
      size: oneOf(CHOICES.size, kept.size) ?? DEFAULT.size,
      leading: oneOf(CHOICES.leading, kept.leading) ?? DEFAULT.leading,
      contrast: oneOf(CHOICES.contrast, kept.contrast) ?? DEFAULT.contrast,
    };
  } catch {
    return DEFAULT;
  }
}

/** Keep it on this device. */
export function keepComfort(storage: Storage, comfort: Comfort): void {
  storage.setItem(NAME, JSON.stringify(comfort));
}

/** Put it on an element, for the style sheet. */
export function wear(el: HTMLElement, comfort: Comfort): void {
  for (const [name, value] of Object.entries(comfort)) el.dataset[name] = value;
}

function oneOf<Value extends string>(values: readonly Value[], given: unknown): Value | undefined {
  return values.find((value) => value === given);
}
