import { h } from "../../dom";
import { say, type Word } from "../../words";
import type { AudioPart } from "../types";
import type { Segment } from "./model";
import * as timeline from "./timeline";

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];
export const CLOSER = 1.5;

export interface PlayerNews {
  /** The segment that a loop goes round, if one is in hand. */
  held(): Segment | null;
  /** Another moment is heard, or another stretch is in sight. */
  onTime(): void;
  onTrouble(word: Word): void;
}

/** A recording being heard: its moment, its speed, and the stretch of it that is in sight. */
export class Player {
  readonly el: HTMLAudioElement;
  readonly seconds: number;
  window: timeline.Window;
  isLooping = false;
  readonly #news: PlayerNews;
  readonly #signal: AbortSignal;

  constructor(part: AudioPart, signal: AbortSignal, news: PlayerNews) {
    this.el = h("audio", { src: part.url, preload: "metadata" });
    this.seconds = part.seconds;
    this.window = timeline.whole(part.seconds);
    this.#news = news;
    this.#signal = signal;
    this.el.addEventListener("play", () => requestAnimationFrame(() => this.#tick()), { signal });
    this.el.addEventListener("seeked", () => news.onTime(), { signal });
    signal.addEventListener("abort", () => this.el.pause?.());
  }

  get now(): number {
    return this.el.currentTime;
  }

  get speed(): number {
    return this.el.playbackRate || 1;
  }

  play(): void {
    if (!this.el.paused) {
      this.el.pause();
      return;
    }
    const held = this.isLooping ? this.#news.held() : null;
    if (held) this.el.currentTime = held.start;
    void this.el.play()?.catch(() => this.#news.onTrouble("segments.cannot_play"));
  }

  loop(): void {
    this.isLooping = !this.isLooping;
    if (this.isLooping && this.el.paused) this.play();
  }

  seek(time: number): void {
    this.el.currentTime = Math.min(Math.max(time, 0), this.seconds);
    this.#follow();
  }

  changeSpeed(step: 1 | -1): void {
    const place = SPEEDS.indexOf(this.el.playbackRate) + step;
    this.el.playbackRate = SPEEDS[Math.min(Math.max(place, 0), SPEEDS.length - 1)] ?? 1;
    this.#news.onTime();
  }

  /** Bring the recording closer around a moment; unless given, the one heard now. */
  zoom(factor: number, around = this.now): void {
    const at = Math.min(Math.max(around, this.window.from), this.window.to);
    this.#look(timeline.zoomed(this.window, at, factor, this.seconds));
  }

  pan(by: number): void {
    this.#look(timeline.moved(this.window, by, this.seconds));
  }

  fit(): void {
    this.#look(timeline.whole(this.seconds));
  }

  #look(window: timeline.Window): void {
    this.window = window;
    this.#news.onTime();
  }

  #follow(): void {
    this.#look(timeline.following(this.window, this.now, this.seconds));
  }

  /** While it plays: follow, and go round in a loop. */
  #tick(): void {
    if (this.#signal.aborted) return;
    const held = this.isLooping ? this.#news.held() : null;
    if (held && this.now >= held.end) this.el.currentTime = held.start;
    this.#follow();
    if (!this.el.paused) requestAnimationFrame(() => this.#tick());
  }
}

/** Return a button with the key that does the same. */
export function toolButton(cap: string, word: Word, act: () => void): HTMLElement {
  return h(
    "button",
    { type: "button", class: "btn btn-ghost key-button", on: { click: act } },
    say(word),
    h("kbd", { class: "keycap", "aria-hidden": "true" }, cap),
  );
}
