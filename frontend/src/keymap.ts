/** Which key (letter or digit, as on its cap) stands for which: the person's own order of keys. Others stand for themselves. */
export type KeyMap = Readonly<Record<string, string>>;

const NAME = "keymap";
const CAP = /^[A-Z0-9]$/;

/** Return what the key under the finger stands for. */
export function meant(map: KeyMap, cap: string): string {
  return map[cap] ?? cap;
}

/** Return the key to press for this one. */
export function pressed(map: KeyMap, cap: string): string {
  return Object.keys(map).find((key) => map[key] === cap) ?? cap;
}

/** Let `key` stand for `cap`. The two keys change places, so that no key ever stands for two things. */
export function swapped(map: KeyMap, cap: string, key: string): KeyMap {
  if (!CAP.test(cap) || !CAP.test(key)) return map;
  const before = pressed(map, cap);
  const after = { ...map, [key]: cap, [before]: meant(map, key) };
  return Object.fromEntries(Object.entries(after).filter(([one, other]) => one !== other));
}

/** Return the map that this device keeps; an unreadable or colliding one counts as none. */
export function keptMap(storage: Storage): KeyMap {
  try {
    const kept: unknown = JSON.parse(storage.getItem(NAME) ?? "{}");
    return isMap(kept) ? kept : {};
  } catch {
    return {};
  }
}

/** Keep the map on this device. */
export function keepMap(storage: Storage, map: KeyMap): void {
  if (Object.keys(map).length === 0) storage.removeItem(NAME);
  else storage.setItem(NAME, JSON.stringify(map));
}

/** Return the event as if the key it stands for had been pressed. */
export function translated(map: KeyMap, event: KeyboardEvent): KeyboardEvent {
  const cap = /^(?:Digit|Key)(\w)$/.exec(event.code)?.[1];
  const other = cap === undefined || event.ctrlKey || event.metaKey || event.altKey ? cap : meant(map, cap);
  if (cap === undefined || other === undefined || other === cap) return event;
  const changed: Readonly<Record<string, string>> = {
    code: `${/\d/.test(other) ? "Digit" : "Key"}${other}`,
    key: other.toLowerCase(),
  };
  return new Proxy(event, {
    get(target, name) {
      if (typeof name === "string" && name in changed) return changed[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

function isMap(kept: unknown): kept is KeyMap {
  if (typeof kept !== "object" || kept === null || Array.isArray(kept)) return false;
  const keys = Object.keys(kept).sort();
  const values = Object.values(kept).map(String).sort();
  return keys.every((key, place) => CAP.test(key) && key === values[place]);
}
