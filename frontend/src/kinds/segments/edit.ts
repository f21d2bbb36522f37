import { h } from "../../dom";
import { say } from "../../words";
import type { Label } from "../choice/keys";
import { begun, done, type History, redone, undone } from "../marking/history";
import { createLabelBar } from "../marking/labels";
import { createMarkList } from "../marking/list";
import { isOnControl, OF_CONTROLS } from "../marking/place";
import { tonesOf } from "../marking/tones";
import type { AudioPart, EditOptions, Editor, Item } from "../types";
import { createWave } from "./draw";
import { type Command, commandOf } from "./keys";
import type { Segment } from "./model";
import * as model from "./model";
import { loadPeaks } from "./peaks";
import * as timeline from "./timeline";

export interface SegmentsConfig {
  readonly part?: string;
  readonly labels: readonly Label[];
  readonly has_text?: boolean;
  readonly may_overlap?: boolean;
}

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];
const EDGE_PIXELS = 6;

/** Return the name of the recording that is marked: the one the schema names, else the first. */
export function audioPart(config: SegmentsConfig, item: Item): string {
  const recordings = Object.keys(item.parts).filter((name) => isAudio(item.parts[name]));
  return config.part || (recordings[0] ?? "");
}

/** Return the recording to be heard and marked, the labels, the words and the list of segments. */
export function editSegments(options: EditOptions): Editor {
  const part = options.item.parts[audioPart(options.field.config as SegmentsConfig, options.item)];
  if (!isAudio(part)) return { el: h("p", { class: "muted" }, say("segments.none")), update: () => {} };
  const editor = new SegmentEditor(options, part);
  return {
    el: editor.el,
    stage: editor.stage,
    update: (value) => editor.update(value),
    onKey: (event) => editor.onKey(event),
    destroy: () => editor.destroy(),
  };
}

function isAudio(part: unknown): part is AudioPart {
  return typeof part === "object" && part !== null && (part as AudioPart).type === "audio";
}

/** What the pointer is about: it draws a segment, or drags an edge of the one in hand. */
type Grip =
  | { readonly type: "drawing"; readonly from: number }
  | { readonly type: "edge"; readonly segment: Segment; readonly edge: "start" | "end" };

/** A recording at work: what is heard, which segment is in hand, and what was done so far. */
class SegmentEditor {
  readonly el: HTMLElement;
  readonly stage: HTMLElement;
  readonly #options: EditOptions;
  readonly #config: SegmentsConfig;
  readonly #seconds: number;
  readonly #audio: HTMLAudioElement;
  readonly #wave;
  readonly #bar;
  readonly #list;
  readonly #line = h("p", { class: "mark-line", role: "status" });
  readonly #clock = h("output", { class: "audio-clock" });
  readonly #words: HTMLTextAreaElement;
  readonly #tones;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #stop = new AbortController();
  #history: History<readonly Segment[] | null>;
  #sent: unknown;
  #window: timeline.Window;
  #peaks: Uint8Array | null = null;
  #active: Segment | null = null;
  #armed: string;
  /** Where a segment was opened by key, to be shut by another. */
  #open: number | null = null;
  #grip: Grip | null = null;
  #tried: readonly [number, number] | null = null;
  #isLooping = false;
  #isResting = false;

  constructor(options: EditOptions, part: AudioPart) {
    this.#options = options;
    this.#config = options.field.config as SegmentsConfig;
    this.#seconds = part.seconds;
    this.#window = timeline.whole(part.seconds);
    const { labels } = this.#config;
    const { title } = options.field;
    this.#tones = tonesOf(labels);
    this.#titles = new Map(labels.map(({ id, title: words }) => [id, words]));
    this.#armed = labels[0]?.id ?? "";
    this.#audio = h("audio", { src: part.url, preload: "metadata" });
    this.#wave = createWave(title, {
      onDown: (time, grain) => this.#onDown(time, grain),
      onMove: (time) => this.#onMove(time),
      onUp: (time) => this.#onUp(time),
      onZoom: (time, factor) => this.#look(timeline.zoomed(this.#window, time, factor, this.#seconds)),
      onPan: (by) => this.#look(timeline.moved(this.#window, by, this.#seconds)),
    });
    this.#bar = createLabelBar(labels, title, {
      onLabel: (label) => this.#label(label),
      onLook: options.onLook,
    });
    this.#list = createMarkList(title, {
      onChoose: (key) => this.#hold(this.#find(key)),
      onRemove: (key) => this.#remove(this.#find(key)),
    });
    this.#words = h("textarea", {
      class: "segment-words",
      rows: 3,
      dir: "auto",
      "aria-label": say("segments.words"),
      placeholder: say("segments.words"),
      on: { input: () => this.#write(), keydown: (event) => this.#onWordKey(event) },
    });
    const nothing = h(
      "button",
      { type: "button", class: "mark-nothing", on: { click: () => this.#nothing() } },
      h("kbd", { class: "keycap", "aria-hidden": "true" }, "0"),
      say("marks.nothing"),
    );
    const text = this.#config.has_text ? this.#words : null;
    this.el = h("div", { class: "mark-side" }, this.#bar.el, this.#line, text, this.#list.el, nothing);
    this.stage = h("div", { class: "audio-stage", tabindex: -1 }, this.#wave.el, this.#tools(), this.#audio);
    this.#sent = options.value;
    this.#history = begun(read(options.value));
    this.#listen(part);
    this.#draw();
  }

  update(value: unknown): void {
    if (value === this.#sent || JSON.stringify(value) === JSON.stringify(this.#sent)) return;
    this.#sent = value;
    this.#history = begun(read(value));
    this.#active = null;
    this.#draw();
  }

  onKey(event: KeyboardEvent): boolean {
    const isPages = isOnControl(event.target) && OF_CONTROLS.has(event.code);
    const command = isPages ? null : commandOf(event, this.#config.labels);
    return command !== null && this.#obey(command);
  }

  destroy(): void {
    this.#audio.pause?.();
    this.#stop.abort();
  }

  get #segments(): readonly Segment[] {
    return this.#history.now ?? [];
  }

  #find(key: string): Segment | null {
    return this.#segments.find((segment) => model.keyOf(segment) === key) ?? null;
  }

  #tools(): HTMLElement {
    const tool = (cap: string, word: Parameters<typeof say>[0], act: () => void) =>
      h(
        "button",
        { type: "button", class: "btn btn-ghost key-button", on: { click: act } },
        say(word),
        h("kbd", { class: "keycap", "aria-hidden": "true" }, cap),
      );
    return h(
      "div",
      { class: "audio-tools" },
      tool("Space", "segments.play", () => this.#play()),
      tool("[", "segments.begin", () => this.#setOpen()),
      tool("]", "segments.end", () => this.#shut()),
      tool("\\", "segments.loop", () => this.#loop()),
      tool("<", "segments.slower", () => this.#speed(-1)),
      tool(">", "segments.faster", () => this.#speed(1)),
      tool("−", "images.out", () => this.#zoom(1 / 1.5)),
      tool("+", "images.in", () => this.#zoom(1.5)),
      this.#clock,
    );
  }

  #listen(part: AudioPart): void {
    const { signal } = this.#stop;
    void loadPeaks(part, signal).then((peaks) => {
      this.#peaks = peaks;
      if (!signal.aborted) this.#paint();
    });
    this.#audio.addEventListener("play", () => requestAnimationFrame(() => this.#tick()), { signal });
    this.#audio.addEventListener("seeked", () => this.#paint(), { signal });
    window.addEventListener("resize", () => this.#paint(), { signal });
    // The stage has its width once it is on the page.
    requestAnimationFrame?.(() => signal.aborted || this.#paint());
  }

  /** While it plays: follow, and go round in a loop. */
  #tick(): void {
    if (this.#stop.signal.aborted) return;
    const { currentTime, paused } = this.#audio;
    if (this.#isLooping && this.#active && currentTime >= this.#active.end)
      this.#audio.currentTime = this.#active.start;
    this.#window = timeline.following(this.#window, currentTime, this.#seconds);
    this.#paint();
    if (!paused) requestAnimationFrame(() => this.#tick());
  }

  #obey(command: Command): boolean {
    if (command.type !== "walk") this.#isResting = command.type === "clear";
    switch (command.type) {
      case "seek":
        this.#seek(this.#audio.currentTime + command.by);
        return true;
      case "edge":
        return this.#moveEdge(command.edge, command.by);
      case "walk":
        return this.#walk(command.step);
      case "zoom":
        this.#zoom(command.factor);
        return true;
      case "speed":
        this.#speed(command.step);
        return true;
      case "fit":
        this.#look(timeline.whole(this.#seconds));
        return true;
      case "play":
        this.#play();
        return true;
      case "loop":
        this.#loop();
        return true;
      case "open":
        return this.#setOpen();
      case "shut":
        return this.#shut();
      case "write":
        return this.#goWrite();
      case "label":
        this.#label(command.label);
        return true;
      case "remove":
        return this.#remove(this.#active);
      case "nothing":
        this.#nothing();
        return true;
      case "undo":
        return this.#recall(undone(this.#history));
      case "redo":
        return this.#recall(redone(this.#history));
      case "clear":
        return this.#clear();
    }
  }

  #seek(time: number): void {
    this.#audio.currentTime = Math.min(Math.max(time, 0), this.#seconds);
    this.#window = timeline.following(this.#window, this.#audio.currentTime, this.#seconds);
    this.#paint();
  }

  #play(): void {
    if (!this.#audio.paused) {
      this.#audio.pause();
      return;
    }
    if (this.#isLooping && this.#active) this.#audio.currentTime = this.#active.start;
    void this.#audio.play()?.catch(() => this.#say("segments.cannot_play"));
  }

  #loop(): void {
    this.#isLooping = !this.#isLooping;
    if (this.#isLooping && this.#audio.paused) this.#play();
    this.#draw();
  }

  #speed(step: 1 | -1): void {
    const here = SPEEDS.indexOf(this.#audio.playbackRate);
    this.#audio.playbackRate = SPEEDS[Math.min(Math.max(here + step, 0), SPEEDS.length - 1)] ?? 1;
    this.#paint();
  }

  #zoom(factor: number): void {
    const at = Math.min(Math.max(this.#audio.currentTime, this.#window.from), this.#window.to);
    this.#look(timeline.zoomed(this.#window, at, factor, this.#seconds));
  }

  #look(window: timeline.Window): void {
    this.#window = window;
    this.#paint();
  }

  /** A segment begins where it is heard now. With one in hand, its start moves there. */
  #setOpen(): boolean {
    const now = this.#audio.currentTime;
    if (this.#active) return this.#moveEdge("start", now - this.#active.start);
    this.#open = now;
    this.#draw();
    return true;
  }

  #shut(): boolean {
    const now = this.#audio.currentTime;
    if (this.#active) return this.#moveEdge("end", now - this.#active.end);
    this.#make(this.#open ?? this.#segments.findLast(({ end }) => end <= now)?.end ?? 0, now);
    return true;
  }

  #make(one: number, other: number): void {
    const { has_text = false, may_overlap = true } = this.#config;
    const segment = model.between(one, other, this.#armed, has_text, this.#seconds);
    const segments = segment && model.added(this.#segments, segment, may_overlap);
    this.#open = this.#tried = null;
    const made = segments?.find((each) => !this.#segments.includes(each)) ?? null;
    if (segments) this.#keep(segments, made);
    else this.#draw();
  }

  #moveEdge(edge: "start" | "end", by: number): boolean {
    const segment = this.#active;
    if (!segment) return false;
    this.#exchange(segment, model.withEdge(segment, edge, segment[edge] + by, this.#seconds));
    return true;
  }

  /** Go round the segments; Escape gives the key back to the page. */
  #walk(step: 1 | -1): boolean {
    const count = this.#segments.length;
    if (this.#isResting || count === 0) return false;
    const here = this.#active ? this.#segments.indexOf(this.#active) : step === 1 ? -1 : 0;
    this.#hold(this.#segments[(here + step + count) % count] ?? null);
    return true;
  }

  #hold(segment: Segment | null): void {
    this.#active = segment;
    this.#open = null;
    if (segment) {
      this.#options.onLook(segment.label);
      this.#seek(segment.start);
    }
    this.#draw();
  }

  #label(label: string): void {
    this.#options.onLook(label);
    this.#armed = label;
    if (this.#active) this.#exchange(this.#active, { ...this.#active, label });
    else this.#draw();
  }

  #goWrite(): boolean {
    if (!this.#active || !this.#config.has_text) return false;
    this.#words.focus();
    return true;
  }

  /** What is typed belongs to the segment in hand; taking it back is the text's own. */
  #write(): void {
    const segment = this.#active;
    if (!segment) return;
    const changed = { ...segment, text: this.#words.value };
    const segments = this.#segments.map((one) => (one === segment ? changed : one));
    this.#history = { ...this.#history, now: segments };
    this.#active = changed;
    this.#send();
  }

  #onWordKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key !== "Escape" && !(event.key === "Enter" && !event.shiftKey && !event.ctrlKey)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#words.blur();
    this.stage.focus({ preventScroll: true });
  }

  #exchange(before: Segment, after: Segment): void {
    const others = this.#segments.filter((segment) => segment !== before);
    const segments = model.added(others, after, this.#config.may_overlap ?? true);
    const made = segments?.find((each) => !others.includes(each)) ?? null;
    if (segments) this.#keep(segments, made);
    else this.#draw();
  }

  #remove(segment: Segment | null): boolean {
    if (!segment) return false;
    this.#keep(
      this.#segments.filter((one) => one !== segment),
      null,
    );
    return true;
  }

  #nothing(): void {
    if (this.#segments.length === 0) this.#keep([], null);
  }

  #clear(): boolean {
    if (!this.#active && this.#open === null && !this.#isLooping) return false;
    this.#active = this.#open = null;
    this.#isLooping = false;
    this.#draw();
    return true;
  }

  #onDown(time: number, grain: number): void {
    const near = EDGE_PIXELS * grain;
    const { start = -1, end = -1 } = this.#active ?? {};
    const edge = Math.abs(time - start) <= near ? "start" : Math.abs(time - end) <= near ? "end" : null;
    this.#grip =
      this.#active && edge ? { type: "edge", segment: this.#active, edge } : { type: "drawing", from: time };
  }

  #onMove(time: number): void {
    if (!this.#grip) return;
    if (this.#grip.type === "edge") {
      const { segment, edge } = this.#grip;
      const { start, end } = model.withEdge(segment, edge, time, this.#seconds);
      this.#tried = [start, end];
    } else this.#tried = [this.#grip.from, time];
    this.#paint();
  }

  #onUp(time: number): void {
    const grip = this.#grip;
    this.#grip = null;
    if (!grip) return;
    const isDrawn = this.#tried !== null && Math.abs(this.#tried[1] - this.#tried[0]) >= 0.02;
    this.#tried = null;
    if (grip.type === "edge")
      this.#exchange(grip.segment, model.withEdge(grip.segment, grip.edge, time, this.#seconds));
    else if (isDrawn) this.#make(grip.from, time);
    else {
      this.#active = model.segmentAt(this.#segments, time);
      this.#seek(time);
      this.#draw();
    }
  }

  #keep(segments: readonly Segment[], active: Segment | null): void {
    this.#history = done(this.#history, segments);
    this.#active = active;
    this.#send();
  }

  #recall(history: History<readonly Segment[] | null>): boolean {
    if (history === this.#history) return false;
    this.#history = history;
    this.#active = null;
    this.#send();
    return true;
  }

  #send(): void {
    const value = this.#history.now ?? undefined;
    this.#sent = value;
    this.#draw();
    this.#options.onAnswer(value);
  }

  #draw(): void {
    this.#bar.show(this.#active?.label ?? this.#armed);
    this.#words.disabled = this.#active === null;
    const words = this.#active?.text ?? "";
    if (this.#words.value !== words) this.#words.value = words;
    this.#list.show(
      this.#segments,
      (segment) => ({
        key: model.keyOf(segment),
        label: this.#titleOf(segment.label),
        words: `${model.clock(segment.start)} – ${model.clock(segment.end)} ${segment.text ?? ""}`.trim(),
        tone: this.#tones.get(segment.label) ?? 0,
      }),
      this.#active && model.keyOf(this.#active),
    );
    this.#line.textContent = this.#sentence();
    this.#paint();
  }

  #paint(): void {
    const lanes = model.lanesOf(this.#segments);
    const { currentTime, playbackRate } = this.#audio;
    const draft = this.#open === null ? this.#tried : ([this.#open, currentTime] as const);
    this.#wave.draw({
      window: this.#window,
      peaks: this.#peaks,
      now: currentTime,
      draft,
      segments: this.#segments.map((segment, index) => ({
        start: segment.start,
        end: segment.end,
        lane: lanes[index] ?? 0,
        title: this.#titleOf(segment.label),
        tone: this.#tones.get(segment.label) ?? 0,
        isActive: segment === this.#active,
      })),
    });
    const speed = playbackRate === 1 || !playbackRate ? "" : ` · ${playbackRate}×`;
    this.#clock.textContent = `${model.clock(currentTime)} / ${model.clock(this.#seconds)}${speed}`;
  }

  #titleOf(label: string): string {
    return this.#titles.get(label) ?? label;
  }

  #say(word: Parameters<typeof say>[0]): void {
    this.#line.textContent = say(word);
  }

  #sentence(): string {
    const label = this.#titleOf(this.#active?.label ?? this.#armed);
    if (this.#active)
      return say(this.#config.has_text ? "segments.active_words" : "segments.active", { label });
    if (this.#open !== null) return say("segments.opened", { label });
    if (this.#history.now !== null && this.#segments.length === 0) return say("marks.is_nothing");
    return say("segments.hint", { label });
  }
}

function read(value: unknown): readonly Segment[] | null {
  return Array.isArray(value) ? (value as readonly Segment[]) : null;
}
