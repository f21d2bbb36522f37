import type { Label } from "../choice/keys";
import type { AudioPart, Item } from "../types";

export interface SegmentsConfig {
  readonly part?: string;
  readonly labels: readonly Label[];
  readonly has_text?: boolean;
  readonly may_overlap?: boolean;
}

/** Return the name of the recording that is marked: the one the schema names, else the first. */
export function audioPart(config: SegmentsConfig, item: Item): string {
  const recordings = Object.keys(item.parts).filter((name) => isAudio(item.parts[name]));
  return config.part || (recordings[0] ?? "");
}

/** True for a part that is a recording. */
export function isAudio(part: unknown): part is AudioPart {
  return typeof part === "object" && part !== null && (part as AudioPart).type === "audio";
}
