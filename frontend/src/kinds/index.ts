import { choice } from "./choice";
import { choices } from "./choices";
import { number } from "./number";
import { scale } from "./scale";
import { spans } from "./spans";
import { text } from "./text";
import type { Kind } from "./types";

const KINDS: Readonly<Record<string, Kind>> = {
  choice,
  choices,
  scale,
  number,
  text,
  spans,
};

/** Return the kind of this name; a schema with an unknown kind cannot be shown. */
export function kindOf(name: string): Kind {
  const kind = KINDS[name];
  if (!kind) throw new Error(`There is no field kind called "${name}".`);
  return kind;
}
