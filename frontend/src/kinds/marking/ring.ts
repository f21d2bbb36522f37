/** Return what stands after this one (or before it), going round; without one, the first (or the last). */
export function beside<T>(all: readonly T[], here: T | null, step: 1 | -1): T | null {
  const from = here === null ? -1 : all.indexOf(here);
  const place = from < 0 && step === -1 ? 0 : from;
  return all[(place + step + all.length) % all.length] ?? null;
}
