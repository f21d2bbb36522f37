/** Return the vote that an input carries; undefined for none, or where it is no JSON. */
export function voteOf(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Return the vote as an input carries it. */
export function carried(vote: unknown): string {
  return vote === undefined ? "" : JSON.stringify(vote);
}
