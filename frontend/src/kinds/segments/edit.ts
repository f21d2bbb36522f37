import { h } from "../../dom";
import { say } from "../../words";
import { editorOf, MarkEditor } from "../marking/editor";
import type { Other } from "../marking/others";
import { beside } from "../marking/ring";
import { tonesOf } from "../marking/tones";
import type { AudioPart, EditOptions, Editor, Field } from "../types";
import { createWave, type Faint } from "./draw";
import { type Command, commandOf } from "./keys";
import type { Segment } from "./model";
import * as model from "./model";
import { audioPart, isAudio, type SegmentsConfig } from "./part";
import { loadPeaks } from "./peaks";
import { CLOSER, Player, toolButton } from "./player";
import { Pointer } from "./pointer";
import { createWords } from "./words";

/** Return the recording to be heard and marked, the labels, the words and the list of segments. */
export function editSegments(options: EditOptions): Editor {
  const part = options.item.parts[audioPart(options.field.config as SegmentsConfig, options.item)];
  if (!isAudio(part)) return { el: h("p", { class: "muted" }, say("segments.none")), update: () => {} };
  return editorOf(new SegmentEditor(options, part));
}

/** A recording at work: what is heard, and what is marked in it. */
class SegmentEditor extends MarkEditor<Segment, Command> {
  readonly stage: HTMLElement;
  readonly #hasText: boolean;
  readonly #mayOverlap: boolean;
  readonly #player: Player;
  readonly #pointer: Pointer;
  readonly #wave;
  readonly #clock = h("output", { class: "audio-clock" });
  readonly #words: HTMLTextAreaElement;
  #peaks: Uint8Array | null = null;
  #armed: string;
  /** Where a segment was opened by key, to be shut by another. */
  #open: number | null = null;

  constructor(options: EditOptions, part: AudioPart) {
    const { labels, has_text = false, may_overlap = true } = options.field.config as SegmentsConfig;
    super(options, labels);
    this.#hasText = has_text;
    this.#mayOverlap = may_overlap;
    this.#armed = labels[0]?.id ?? "";
    this.#player = new Player(part, this.stop.signal, {
      held: () => this.active,
      onTime: () => this.#paint(),
      onTrouble: (word) => this.line.replaceChildren(say(word)),
    });
    this.#pointer = new Pointer({
      held: () => this.active,
      segments: () => this.marks,
      seconds: part.seconds,
      make: (from, to) => this.#make(from, to),
      exchange: (before, after) => this.#exchange(before, after),
      click: (time) => this.#click(time),
      onTry: () => this.#paint(),
    });
    this.#wave = createWave(options.field.title, {
      onDown: (time, grain) => this.#pointer.onDown(time, grain),
      onMove: (time, grain) => this.#pointer.onMove(time, grain),
      onUp: (time) => this.#pointer.onUp(time),
      onZoom: (time, factor) => this.#player.zoom(factor, time),
      onPan: (by) => this.#player.pan(by),
    });
    this.#words = createWords(
      (text) => this.#write(text),
      () => this.stage.focus({ preventScroll: true }),
    );
    if (has_text) this.line.after(this.#words);
    const heard = [this.#wave.el, this.#tools(), this.#player.el];
    this.stage = h("div", { class: "audio-stage", tabindex: -1 }, ...heard);
    this.#listen(part);
    this.begin();
  }

  protected read(value: readonly unknown[]): readonly Segment[] {
    return value as readonly Segment[];
  }

  protected override isBeside({ kind, config }: Field): boolean {
    const { field, item } = this.options;
    const part = audioPart(field.config as SegmentsConfig, item);
    return kind === "segments" && audioPart(config as SegmentsConfig, item) === part;
  }

  protected keyOf(segment: Segment): string {
    return model.keyOf(segment);
  }

  protected wordsOf({ start, end, text = "" }: Segment): string {
    return `${model.clock(start)} – ${model.clock(end)} ${text}`.trim();
  }

  protected commandOf(event: KeyboardEvent): Command | null {
    return commandOf(event, this.labels);
  }

  #tools(): HTMLElement {
    return h(
      "div",
      { class: "audio-tools" },
      toolButton("Space", "segments.play", () => this.#player.play()),
      toolButton("[", "segments.begin", () => this.#setOpen()),
      toolButton("]", "segments.end", () => this.#shut()),
      toolButton("\\", "segments.loop", () => this.#loop()),
      toolButton("<", "segments.slower", () => this.#player.changeSpeed(-1)),
      toolButton(">", "segments.faster", () => this.#player.changeSpeed(1)),
      toolButton("−", "images.out", () => this.#player.zoom(1 / CLOSER)),
      toolButton("+", "images.in", () => this.#player.zoom(CLOSER)),
      this.#clock,
    );
  }

  #listen(part: AudioPart): void {
    const { signal } = this.stop;
    void loadPeaks(part, signal).then((peaks) => {
      this.#peaks = peaks;
      if (!signal.aborted) this.#paint();
    });
    window.addEventListener("resize", () => this.#paint(), { signal });
    // The stage has its width once it is on the page.
    requestAnimationFrame?.(() => signal.aborted || this.#paint());
  }

  protected obey(command: Command): boolean {
    switch (command.type) {
      case "edge":
        return this.#moveEdge(command.edge, command.by);
      case "walk":
        return this.#walk(command.step);
      case "open":
        return this.#setOpen();
      case "shut":
        return this.#shut();
      case "write":
        return this.#goWrite();
      case "loop":
        this.#loop();
        return true;
      case "play":
        this.#player.play();
        return true;
      case "fit":
        this.#player.fit();
        return true;
      case "seek":
        this.#player.seek(this.#player.now + command.by);
        return true;
      case "zoom":
        this.#player.zoom(command.factor);
        return true;
      case "speed":
        this.#player.changeSpeed(command.step);
        return true;
      default:
        return this.share(command);
    }
  }

  #loop(): void {
    this.#player.loop();
    this.draw();
  }

  /** A segment begins where it is heard now. With one in hand, its start moves there. */
  #setOpen(): boolean {
    if (this.active) return this.#moveEdge("start", this.#player.now - this.active.start);
    this.#open = this.#player.now;
    this.draw();
    return true;
  }

  #shut(): boolean {
    const { now } = this.#player;
    if (this.active) return this.#moveEdge("end", now - this.active.end);
    this.#make(this.#open ?? this.marks.findLast(({ end }) => end <= now)?.end ?? 0, now);
    return true;
  }

  #make(one: number, other: number): void {
    this.#open = null;
    const segment = model.between(one, other, this.#armed, this.#hasText, this.#player.seconds);
    if (segment) this.#keepAdded(this.marks, segment);
    else this.draw();
  }

  #moveEdge(edge: "start" | "end", by: number): boolean {
    const segment = this.active;
    if (!segment) return false;
    this.#exchange(segment, model.withEdge(segment, edge, segment[edge] + by, this.#player.seconds));
    return true;
  }

  #exchange(before: Segment, after: Segment): void {
    this.#keepAdded(
      this.marks.filter((segment) => segment !== before),
      after,
    );
  }

  /** Keep one segment more, cut to the room it has; where it has none, everything stays. */
  #keepAdded(others: readonly Segment[], segment: Segment): void {
    const segments = model.added(others, segment, this.#mayOverlap);
    if (segments) this.keep(segments, segments.find((each) => !others.includes(each)) ?? null);
    else this.draw();
  }

  /** Go round the segments; Escape gives the key back to the page. */
  #walk(step: 1 | -1): boolean {
    if (this.isResting || this.marks.length === 0) return false;
    this.choose(beside(this.marks, this.active, step));
    return true;
  }

  protected choose(segment: Segment | null): void {
    this.active = segment;
    this.#open = null;
    if (segment) {
      this.options.onLook(segment.label);
      this.#player.seek(segment.start);
    }
    this.draw();
  }

  #click(time: number): void {
    this.active = model.segmentAt(this.marks, time);
    this.#player.seek(time);
    this.draw();
  }

  protected label(label: string): void {
    this.options.onLook(label);
    this.#armed = label;
    if (this.active) this.#exchange(this.active, { ...this.active, label });
    else this.draw();
  }

  #goWrite(): boolean {
    if (!this.active || !this.#hasText) return false;
    this.#words.focus();
    return true;
  }

  /** What is typed belongs to the segment in hand; taking it back is the text's own. */
  #write(text: string): void {
    if (this.active) this.amend({ ...this.active, text });
  }

  protected clear(): boolean {
    if (!this.active && this.#open === null && !this.#player.isLooping) return false;
    this.active = this.#open = null;
    this.#player.isLooping = false;
    this.draw();
    return true;
  }

  protected draw(): void {
    this.bar.show(this.active?.label ?? this.#armed);
    this.#words.disabled = this.active === null;
    const words = this.active?.text ?? "";
    if (this.#words.value !== words) this.#words.value = words;
    this.drawList();
    this.line.textContent = this.#sentence();
    this.#paint();
  }

  #paint(): void {
    const { now, speed, seconds, window: inSight } = this.#player;
    const lanes = model.lanesOf(this.marks);
    this.#wave.draw({
      window: inSight,
      peaks: this.#peaks,
      now,
      others: this.others.flatMap(faintOf),
      draft: this.#open === null ? this.#pointer.tried : [this.#open, now],
      segments: this.marks.map((segment, index) => ({
        start: segment.start,
        end: segment.end,
        lane: lanes[index] ?? 0,
        title: this.titleOf(segment.label),
        tone: this.toneOf(segment.label),
        isActive: segment === this.active,
      })),
    });
    const pace = speed === 1 ? "" : ` · ${speed}×`;
    this.#clock.textContent = `${model.clock(now)} / ${model.clock(seconds)}${pace}`;
  }

  #sentence(): string {
    const label = this.titleOf(this.active?.label ?? this.#armed);
    if (this.active) return say(this.#hasText ? "segments.active_words" : "segments.active", { label });
    if (this.#open !== null) return say("segments.opened", { label });
    if (this.answer !== null && this.marks.length === 0) return say("marks.is_nothing");
    return say("segments.hint", { label });
  }
}

function faintOf({ field, marks }: Other): readonly Faint[] {
  const { labels } = field.config as SegmentsConfig;
  const tones = tonesOf(labels);
  const titles = new Map(labels.map(({ id, title }) => [id, title]));
  return (marks as readonly Segment[]).map(({ start, end, label }) => ({
    start,
    end,
    title: titles.get(label) ?? label,
    tone: tones.get(label) ?? 0,
  }));
}
