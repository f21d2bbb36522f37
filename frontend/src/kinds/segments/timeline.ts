/** The stretch of a recording in sight, in seconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export const PEAKS_A_SECOND = 100;
/** The closest look: so many seconds fill the width. */
const LEAST = 0.5;

export function whole(seconds: number): Window {
  return { from: 0, to: seconds };
}

/** Return the window so many times closer; this time stays where it is. */
export function zoomed({ from, to }: Window, at: number, factor: number, seconds: number): Window {
  const width = Math.min(Math.max((to - from) / factor, Math.min(LEAST, seconds)), seconds);
  const share = (at - from) / (to - from);
  return kept(at - share * width, width, seconds);
}

/** Return the window that shows this time, moved by a page where it does not. */
export function following({ from, to }: Window, time: number, seconds: number): Window {
  if (time >= from && time <= to) return { from, to };
  return kept(time - (to - from) * 0.1, to - from, seconds);
}

export function moved({ from, to }: Window, by: number, seconds: number): Window {
  return kept(from + by, to - from, seconds);
}

export function timeAt({ from, to }: Window, x: number, width: number): number {
  return from + (x / Math.max(width, 1)) * (to - from);
}

export function placeOf({ from, to }: Window, time: number, width: number): number {
  return ((time - from) / (to - from)) * width;
}

/** Return how loud each column of the picture is, 0 to 1: the loudest moment in it. */
export function columnsOf(peaks: Uint8Array, { from, to }: Window, width: number): readonly number[] {
  const each = ((to - from) * PEAKS_A_SECOND) / width;
  return Array.from({ length: width }, (_, column) => {
    const start = Math.floor(from * PEAKS_A_SECOND + column * each);
    const end = Math.max(Math.ceil(start + each), start + 1);
    let loudest = 0;
    for (let index = start; index < end && index < peaks.length; index++)
      loudest = Math.max(loudest, peaks[index] ?? 0);
    return loudest / 255;
  });
}

/** Return the outline of decoded samples, as the server makes it of a WAV. */
export function outlineOf(channels: readonly Float32Array[], rate: number): Uint8Array {
  const size = rate / PEAKS_A_SECOND;
  const count = Math.ceil((channels[0]?.length ?? 0) / size);
  return Uint8Array.from({ length: count }, (_, index) => {
    let loudest = 0;
    for (const samples of channels)
      for (let at = Math.floor(index * size); at < (index + 1) * size && at < samples.length; at++)
        loudest = Math.max(loudest, Math.abs(samples[at] ?? 0));
    return Math.round(Math.min(loudest, 1) * 255);
  });
}

/** Return the times to be marked under the picture: about eight, at round seconds. */
export function ticksOf({ from, to }: Window): readonly number[] {
  const steps = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800];
  const step = steps.find((one) => (to - from) / one <= 9) ?? 3600;
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => (first + index) * step);
}

function kept(from: number, width: number, seconds: number): Window {
  const start = Math.min(Math.max(from, 0), seconds - width);
  return { from: start, to: start + width };
}
