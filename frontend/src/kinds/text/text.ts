import { say } from "../../words";
import type { Item } from "../types";

export interface TextConfig {
  readonly source: string;
  readonly begin_with: string;
  readonly policy: string;
  readonly least: number | null;
  readonly most: number | null;
  readonly least_percent: number | null;
  readonly most_percent: number | null;
  readonly is_one_line: boolean;
}

/** Return the text as it is stored: composed, without space around it. */
export function stored(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").normalize("NFC").trim();
}

/** Return how many characters (code points) a text has. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Return the text of this part of the item, or "" when it is none. */
export function textOf(item: Item, part: string): string {
  const found = item.parts[part];
  return typeof found === "string" ? found : "";
}

/** Return the length of the text in % of its source, or null when there is none. */
export function percentOf(config: TextConfig, text: string, item: Item): number | null {
  const source = lengthOf(textOf(item, config.source).trim());
  return source === 0 ? null : (100 * lengthOf(text)) / source;
}

/** Return what the policy of the field has against this text, or null. */
export function wrongWith(config: TextConfig, value: string, item: Item): string | null {
  const text = stored(value);
  const length = lengthOf(text);
  const percent = percentOf(config, text, item);
  const { least, most, least_percent: leastPercent, most_percent: mostPercent } = config;
  if (most !== null && length > most) return say("text.most", { length, most });
  if (least !== null && length < least) return say("text.least", { length, least });
  if (percent !== null && mostPercent !== null && percent > mostPercent)
    return say("text.most_percent", { percent: Math.round(percent), most: mostPercent });
  if (percent !== null && leastPercent !== null && percent < leastPercent)
    return say("text.least_percent", { percent: Math.round(percent), least: leastPercent });
  return null;
}
