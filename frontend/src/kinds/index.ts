import { boxes } from "./boxes";
import { choice } from "./choice";
import { choices } from "./choices";
import { keypoints } from "./keypoints";
import { number } from "./number";
import { polygons } from "./polygons";
import { preference } from "./preference";
import { ranking } from "./ranking";
import { relations } from "./relations";
import { scale } from "./scale";
import { segments } from "./segments";
import { spans } from "./spans";
import { text } from "./text";
import { tree } from "./tree";
import { turns } from "./turns";
import type { Kind } from "./types";

const KINDS: Readonly<Record<string, Kind>> = {
  choice,
  choices,
  tree,
  scale,
  number,
  text,
  ranking,
  preference,
  turns,
  spans,
  relations,
  boxes,
  polygons,
  keypoints,
  segments,
};

/** Return the kind of this name; a schema with an unknown kind cannot be shown. */
export function kindOf(name: string): Kind {
  const kind = KINDS[name];
  if (!kind) throw new Error(`There is no field kind called "${name}".`);
  return kind;
}
