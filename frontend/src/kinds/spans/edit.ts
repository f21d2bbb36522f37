import { h } from "../../dom";
import { keycap } from "../../keycap";
import { offsetsOf } from "../../offsets";
import { say } from "../../words";
import type { Label } from "../choice/keys";
import { begun, done, type History, redone, undone } from "../marking/history";
import { createLabelBar } from "../marking/labels";
import { createMarkList } from "../marking/list";
import { isOnControl, OF_CONTROLS } from "../marking/place";
import { tonesOf } from "../marking/tones";
import type { EditOptions, Editor } from "../types";
import { createTextStage, type TextStage } from "./draw";
import { type Command, commandOf } from "./keys";
import type { Piece, Rules, Span } from "./model";
import * as model from "./model";
import * as steps from "./steps";

export interface SpansConfig extends Rules {
  readonly part?: string;
  readonly labels: readonly Label[];
}

const NONE: readonly Span[] = [];

/** Return the text to be marked, as its own stage, with the labels and the list of spans beside it. */
export function editSpans(options: EditOptions, text: string): Editor {
  const editor = new SpanEditor(options, text);
  return {
    el: editor.el,
    stage: editor.stage,
    update: (value) => editor.update(value),
    onKey: (event) => editor.onKey(event),
    destroy: () => editor.destroy(),
  };
}

/** The name of the text that is marked: the one the schema names, else the first. */
export function textPart(config: SpansConfig, parts: Readonly<Record<string, unknown>>): string {
  const texts = Object.keys(parts).filter((name) => typeof parts[name] === "string");
  return config.part || (texts[0] ?? "");
}

/** The text at work: what is selected, which span is in hand, and what was done so far. */
class SpanEditor {
  readonly el: HTMLElement;
  readonly stage: HTMLElement;
  readonly #text: string;
  readonly #options: EditOptions;
  readonly #config: SpansConfig;
  readonly #drawing: TextStage;
  readonly #bar;
  readonly #list;
  readonly #line = h("p", { class: "mark-line", role: "status" });
  readonly #tones;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #stop = new AbortController();
  readonly #offsets;
  #history: History<readonly Span[] | null>;
  #anchor = 0;
  #focus = 0;
  #active: Span | null = null;
  /** The span made or changed last. */
  #last: Span | null = null;
  #armed: string | null = null;
  /** The person has left the text with Escape: Tab is the page's. */
  #isResting = false;
  #drawn: { readonly spans: readonly Span[]; readonly active: Span | null } | null = null;
  #sent: unknown;
  /** The pointer is down in the text: what is drawn stays, for new letters would end the selection. */
  #isPressed = false;

  constructor(options: EditOptions, text: string) {
    this.#options = options;
    this.#text = text;
    this.#config = options.field.config as SpansConfig;
    this.#offsets = offsetsOf(text);
    this.#tones = tonesOf(this.#config.labels);
    this.#titles = new Map(this.#config.labels.map(({ id, title }) => [id, title]));
    const { title } = options.field;
    this.#drawing = createTextStage(text, this.#config.labels, title);
    this.#bar = createLabelBar(this.#config.labels, title, {
      onLabel: (label) => this.#label(label),
      onLook: options.onLook,
    });
    this.#list = createMarkList(title, {
      onChoose: (key) => this.#choose(key),
      onRemove: (key) => this.#remove(key),
    });
    const nothing = h(
      "button",
      { type: "button", class: "mark-nothing", on: { click: () => this.#nothing() } },
      keycap("0"),
      say("marks.nothing"),
    );
    this.el = h("div", { class: "mark-side" }, this.#bar.el, this.#line, this.#list.el, nothing);
    this.stage = h("div", { class: "span-stage", tabindex: -1 }, this.#drawing.el);
    this.#sent = options.value;
    this.#history = begun(this.#read(options.value));
    this.#listen();
    this.#draw();
  }

  update(value: unknown): void {
    if (value === this.#sent || JSON.stringify(value) === JSON.stringify(this.#sent)) return;
    this.#sent = value;
    this.#history = begun(this.#read(value));
    this.#active = null;
    this.#draw();
  }

  onKey(event: KeyboardEvent): boolean {
    const isPages = isOnControl(event.target) && OF_CONTROLS.has(event.code);
    const command = isPages ? null : commandOf(event, this.#config.labels);
    return command !== null && this.#obey(command);
  }

  destroy(): void {
    this.#stop.abort();
  }

  get #spans(): readonly Span[] {
    return this.#history.now ?? NONE;
  }

  get #selected(): Piece | null {
    const ends = [this.#anchor, this.#focus].toSorted((one, other) => one - other);
    return model.trimmed({ start: ends[0] ?? 0, end: ends[1] ?? 0 }, this.#text);
  }

  #read(value: unknown): readonly Span[] | null {
    return Array.isArray(value) ? model.readSpans(value, this.#offsets) : null;
  }

  #listen(): void {
    const { signal } = this.#stop;
    document.addEventListener("selectionchange", () => this.#onSelection(), { signal });
    const settle = () => this.#onLift();
    this.#drawing.el.addEventListener("pointerdown", () => (this.#isPressed = true), { signal });
    window.addEventListener("pointerup", settle, { signal });
    window.addEventListener("pointercancel", settle, { signal });
    window.addEventListener(
      "resize",
      () => this.#drawing.el.querySelector(".span-caret")?.setAttribute("hidden", ""),
      { signal },
    );
  }

  /** The person selects with mouse or finger. Buttons that take the selection away leave ours as it was. */
  #onSelection(): void {
    const selection = this.#drawing.selection();
    if (!selection || selection.anchor === selection.focus) return;
    if (selection.anchor === this.#anchor && selection.focus === this.#focus) return;
    this.#anchor = selection.anchor;
    this.#focus = selection.focus;
    this.#active = null;
    this.#draw();
  }

  #onLift(): void {
    if (!this.#isPressed) return;
    this.#isPressed = false;
    queueMicrotask(() => this.#stop.signal.aborted || this.#onPointer());
  }

  /** The pointer was lifted: a label in hand is given at once; a mere click goes to the span there. */
  #onPointer(): void {
    const selection = this.#drawing.selection();
    if (!selection) return;
    this.#anchor = selection.anchor;
    this.#focus = selection.focus;
    if (selection.anchor !== selection.focus) {
      if (this.#armed !== null) this.#label(this.#armed);
      else this.#draw();
      return;
    }
    this.#active = model.spanAt(this.#spans, selection.focus);
    this.#look();
    this.#draw();
  }

  #obey(command: Command): boolean {
    if (command.type !== "walk") this.#isResting = command.type === "clear";
    switch (command.type) {
      case "move":
        return this.#move(command);
      case "take":
        return this.#take(command.what, command.isMore);
      case "walk":
        return this.#walk(command.step);
      case "label":
        this.#label(command.label);
        return true;
      case "remove":
        return this.#active !== null && this.#remove(model.keyOf(this.#active));
      case "piece":
        return this.#addPiece();
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

  #move({ by, step, isExtending, isStart }: Extract<Command, { type: "move" }>): boolean {
    if (this.#active && isExtending) return this.#stretch(isStart ? "start" : "end", by, step);
    const target = this.#target(by, step, this.#focus);
    if (target === null) return true;
    this.#focus = target;
    if (!isExtending) this.#anchor = target;
    this.#active = null;
    this.#drawing.select(this.#anchor, this.#focus);
    this.#draw();
    return true;
  }

  #target(by: "character" | "word" | "line" | "edge" | "text", step: 1 | -1, from: number): number | null {
    const text = this.#text;
    if (by === "line") return this.#drawing.besideLine(from, step);
    if (by === "text") return step === 1 ? text.length : 0;
    if (by === "edge")
      return step === 1 ? lineEnd(text, from) : text.lastIndexOf("\n", Math.max(from - 1, 0)) + 1;
    const isTurned = this.#drawing.isRightToLeft(from);
    const way = isTurned ? (-step as 1 | -1) : step;
    return by === "word" ? steps.byWord(text, from, way) : steps.byCharacter(text, from, way);
  }

  /** Move an edge of the span in hand. */
  #stretch(
    edge: "start" | "end",
    by: "character" | "word" | "line" | "edge" | "text",
    step: 1 | -1,
  ): boolean {
    const span = this.#active;
    if (!span) return false;
    const from = edge === "start" ? model.startOf(span) : model.endOf(span);
    const target = this.#target(by === "line" ? "word" : by, step, from);
    const changed = target === null ? span : model.withEdge(span, edge, target);
    if (changed !== span) this.#keep(model.replaced(this.#spans, span, changed, this.#config), changed);
    return true;
  }

  /** Select the word or sentence at the caret; again the next one, or with Shift one more. */
  #take(what: "word" | "sentence", isMore: boolean): boolean {
    const selected = this.#selected;
    const from = selected?.end ?? this.#focus;
    const found = what === "word" ? steps.wordAt(this.#text, from) : steps.sentenceAt(this.#text, from);
    if (!found) return true;
    this.#anchor = isMore && selected ? selected.start : found.start;
    this.#focus = found.end;
    this.#active = null;
    this.#drawing.select(this.#anchor, this.#focus);
    this.#draw();
    return true;
  }

  /** Go round the spans; Escape gives the key back to the page. */
  #walk(step: 1 | -1): boolean {
    const next = this.#isResting ? null : model.neighbour(this.#spans, this.#active, this.#focus, step);
    if (next) this.#goTo(next);
    return next !== null;
  }

  #goTo(span: Span): void {
    this.#active = span;
    this.#anchor = this.#focus = model.startOf(span);
    this.#drawing.select(this.#anchor, this.#focus);
    this.#look();
    this.#draw();
  }

  #label(label: string): void {
    const selected = this.#selected;
    if (selected) this.#add({ pieces: [selected], label });
    else if (this.#active) this.#relabel(this.#active, label);
    else {
      this.#armed = this.#armed === label ? null : label;
      this.#options.onLook(label);
      this.#draw();
    }
  }

  #add(span: Span): void {
    this.#anchor = this.#focus = model.endOf(span);
    this.#drawing.select(this.#anchor, this.#focus);
    this.#keep(model.added(this.#spans, span, this.#config), span);
  }

  #relabel(span: Span, label: string): void {
    const changed = { ...span, label };
    this.#keep(model.replaced(this.#spans, span, changed, this.#config), changed);
  }

  /** Add what is selected to the span made last. */
  #addPiece(): boolean {
    const selected = this.#selected;
    const before = this.#last;
    if (!this.#config.may_be_split || !selected || !before) return false;
    const changed = model.withPiece(before, selected);
    this.#anchor = this.#focus = selected.end;
    this.#drawing.select(this.#anchor, this.#focus);
    this.#keep(model.replaced(this.#spans, before, changed, this.#config), changed);
    return true;
  }

  #choose(key: string): void {
    const span = this.#spans.find((one) => model.keyOf(one) === key);
    if (span) this.#goTo(span);
  }

  #remove(key: string): boolean {
    const span = this.#spans.find((one) => model.keyOf(one) === key);
    if (!span) return false;
    this.#keep(model.without(this.#spans, span), null);
    return true;
  }

  #nothing(): void {
    if (this.#spans.length === 0) this.#keep([], null);
  }

  #clear(): boolean {
    if (!this.#active && this.#armed === null && this.#anchor === this.#focus) return false;
    this.#active = null;
    this.#armed = null;
    this.#anchor = this.#focus;
    this.#drawing.select(this.#anchor, this.#focus);
    this.#draw();
    return true;
  }

  #keep(spans: readonly Span[], active: Span | null): void {
    this.#history = done(this.#history, spans);
    this.#active = active;
    this.#last = active ?? this.#last;
    this.#send();
  }

  #recall(history: History<readonly Span[] | null>): boolean {
    if (history === this.#history) return false;
    this.#history = history;
    this.#active = null;
    this.#send();
    return true;
  }

  #send(): void {
    const spans = this.#history.now;
    const value = spans === null ? undefined : model.writeSpans(spans, this.#text, this.#offsets);
    this.#sent = value;
    this.#look();
    this.#draw();
    this.#options.onAnswer(value);
  }

  #look(): void {
    if (this.#active) this.#options.onLook(this.#active.label);
  }

  #draw(): void {
    const isOther = this.#drawn?.spans !== this.#spans || this.#drawn.active !== this.#active;
    if (isOther && !this.#isPressed) this.#drawSpans();
    this.#bar.show(this.#armed);
    this.#line.textContent = this.#sentence();
  }

  #drawSpans(): void {
    this.#drawn = { spans: this.#spans, active: this.#active };
    this.#drawing.draw(this.#spans, this.#active);
    if (this.#anchor !== this.#focus) this.#drawing.select(this.#anchor, this.#focus);
    const rowOf = (span: Span) => ({
      key: model.keyOf(span),
      label: this.#titleOf(span.label),
      words: shortened(model.textOf(span, this.#text)),
      tone: this.#tones.get(span.label) ?? 0,
    });
    this.#list.show(this.#spans, rowOf, this.#active && model.keyOf(this.#active));
  }

  #titleOf(label: string): string {
    return this.#titles.get(label) ?? label;
  }

  #sentence(): string {
    const selected = this.#selected;
    if (selected)
      return say("spans.selected", { words: shortened(this.#text.slice(selected.start, selected.end)) });
    if (this.#active)
      return say("spans.active", {
        label: this.#titleOf(this.#active.label),
        words: shortened(model.textOf(this.#active, this.#text)),
      });
    if (this.#armed !== null) return say("spans.armed", { label: this.#titleOf(this.#armed) });
    return say(
      this.#history.now === null ? "spans.hint" : this.#spans.length > 0 ? "spans.go_on" : "marks.is_nothing",
    );
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function shortened(words: string): string {
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
