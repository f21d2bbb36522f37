import type { AudioPart } from "../types";
import { outlineOf } from "./timeline";

/** A recording without an outline from the server is decoded here, if it is not longer than this. */
const MOST_SECONDS = 600;

/** Return the outline of a recording, or null when there is none: the server has it for WAV, others are decoded here. */
export async function loadPeaks(part: AudioPart, signal: AbortSignal): Promise<Uint8Array | null> {
  try {
    const made = part.peaks ? await fetch(part.peaks, { signal }) : null;
    const bytes = made?.ok ? new Uint8Array(await made.arrayBuffer()) : null;
    if (bytes && bytes.length > 0) return bytes;
    return part.seconds > MOST_SECONDS ? null : await decoded(part.url, signal);
  } catch {
    // Without a waveform the recording can still be heard and marked.
    return null;
  }
}

async function decoded(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, { signal });
  const context = new OfflineAudioContext(1, 1, 44_100);
  const sound = await context.decodeAudioData(await response.arrayBuffer());
  const channels = Array.from({ length: sound.numberOfChannels }, (_, index) => sound.getChannelData(index));
  return outlineOf(channels, sound.sampleRate);
}
