import type { Label } from "../choice/keys";

export interface RankingConfig {
  readonly labels: readonly Label[];
}

/** Put a candidate next, or take it out again. The last one left finds its place by itself. */
export function picked(
  candidates: readonly string[],
  ranked: readonly string[],
  candidate: string,
): readonly string[] {
  if (ranked.includes(candidate)) return ranked.filter((one) => one !== candidate);
  return completed(candidates, [...ranked, candidate]);
}

/** Take the last pick back; the one that found its place by itself goes with it. */
export function unpicked(candidates: readonly string[], ranked: readonly string[]): readonly string[] {
  return ranked.slice(0, ranked.length === candidates.length && ranked.length > 1 ? -2 : -1);
}

/** Move a ranked candidate up (-1) or down (1). */
export function moved(ranked: readonly string[], candidate: string, step: 1 | -1): readonly string[] {
  const from = ranked.indexOf(candidate);
  const to = from + step;
  if (from < 0 || to < 0 || to >= ranked.length) return ranked;
  const others = ranked.filter((one) => one !== candidate);
  return [...others.slice(0, to), candidate, ...others.slice(to)];
}

function completed(candidates: readonly string[], ranked: readonly string[]): readonly string[] {
  const left = candidates.filter((one) => !ranked.includes(one));
  return left.length === 1 ? [...ranked, ...left] : ranked;
}
