import { h } from "../../dom";
import { offsetsOf } from "../../offsets";
import { say } from "../../words";
import type { Label } from "../choice/keys";
import { editorOf, MarkEditor } from "../marking/editor";
import type { Other } from "../marking/others";
import type { EditOptions, Editor, Field } from "../types";
import { Caret, type Stride } from "./caret";
import { createTextStage, type TextStage } from "./draw";
import { type Command, commandOf } from "./keys";
import type { Rules, Span } from "./model";
import * as model from "./model";
import { faintOf } from "./others";

export interface SpansConfig extends Rules {
  readonly part?: string;
  readonly labels: readonly Label[];
}

/** Return the text to be marked, as its own stage, with the labels and the list of spans beside it. */
export function editSpans(options: EditOptions, text: string): Editor {
  return editorOf(new SpanEditor(options, text));
}

/** The name of the text that is marked: the one the schema names, else the first. */
export function textPart(config: SpansConfig, parts: Readonly<Record<string, unknown>>): string {
  const texts = Object.keys(parts).filter((name) => typeof parts[name] === "string");
  return config.part || (texts[0] ?? "");
}

/** The text at work: what is selected, and the spans in it. */
class SpanEditor extends MarkEditor<Span, Command> {
  readonly stage: HTMLElement;
  readonly #text: string;
  readonly #config: SpansConfig;
  readonly #drawing: TextStage;
  readonly #caret: Caret;
  readonly #offsets;
  /** The span made or changed last. */
  #last: Span | null = null;
  #armed: string | null = null;
  #drawn: {
    readonly spans: readonly Span[];
    readonly active: Span | null;
    readonly others: readonly Other[];
  } | null = null;
  /** The pointer is down in the text: what is drawn stays, for new letters would end the selection. */
  #isPressed = false;
  /** It was pressed twice: a word is meant. */
  #isDouble = false;

  constructor(options: EditOptions, text: string) {
    const config = options.field.config as SpansConfig;
    super(options, config.labels);
    this.#text = text;
    this.#config = config;
    this.#offsets = offsetsOf(text);
    this.#drawing = createTextStage(text, config.labels, options.field.title);
    this.#caret = new Caret(text, this.#drawing);
    this.stage = h("div", { class: "span-stage", tabindex: -1 }, this.#drawing.el);
    this.#listen();
    this.begin();
  }

  protected read(value: readonly unknown[]): readonly Span[] {
    return model.readSpans(value, this.#offsets);
  }

  protected override write(spans: readonly Span[]): unknown {
    return model.writeSpans(spans, this.#text, this.#offsets);
  }

  protected override isBeside({ kind, config }: Field): boolean {
    const { parts } = this.options.item;
    return kind === "spans" && textPart(config as SpansConfig, parts) === textPart(this.#config, parts);
  }

  protected keyOf(span: Span): string {
    return model.keyOf(span);
  }

  protected wordsOf(span: Span): string {
    return shortened(model.textOf(span, this.#text));
  }

  protected commandOf(event: KeyboardEvent): Command | null {
    return commandOf(event, this.labels);
  }

  #listen(): void {
    const { signal } = this.stop;
    const lift = ({ clientX }: PointerEvent) => this.#onLift(clientX);
    document.addEventListener("selectionchange", () => this.#onSelection(), { signal });
    this.#drawing.el.addEventListener("pointerdown", () => (this.#isPressed = true), { signal });
    this.#drawing.el.addEventListener("mousedown", ({ detail }) => (this.#isDouble = detail === 2), {
      signal,
    });
    window.addEventListener("pointerup", lift, { signal });
    window.addEventListener("pointercancel", lift, { signal });
    window.addEventListener(
      "resize",
      () => this.#drawing.el.querySelector(".span-caret")?.setAttribute("hidden", ""),
      { signal },
    );
  }

  /** The person selects with mouse or finger. Buttons that take the selection away leave ours as it was. */
  #onSelection(): void {
    const selection = this.#drawing.selection();
    if (!selection || selection.anchor === selection.focus || !this.#caret.follow()) return;
    this.active = null;
    this.draw();
  }

  #onLift(x: number): void {
    if (!this.#isPressed) return;
    this.#isPressed = false;
    queueMicrotask(() => this.stop.signal.aborted || this.#onPointer(x));
  }

  /** The pointer was lifted: a label in hand is given at once; a mere click goes to the span there. */
  #onPointer(x: number): void {
    if (!this.#drawing.selection()) return;
    this.#caret.follow();
    if (!this.#caret.isEmpty) {
      if (this.#isDouble) this.#caret.widen();
      if (this.#armed !== null) this.label(this.#armed);
      else this.draw();
      return;
    }
    this.#caret.show();
    this.active = model.spanAt(this.marks, this.#drawing.pressed(this.#caret.focus, x));
    this.#look();
    this.draw();
  }

  protected obey(command: Command): boolean {
    switch (command.type) {
      case "move":
        return this.#move(command);
      case "take":
        return this.#take(command.what, command.isMore);
      case "walk":
        return this.#walk(command.step);
      case "piece":
        return this.#addPiece();
      default:
        return this.share(command);
    }
  }

  #move({ by, step, isExtending, isStart }: Extract<Command, { type: "move" }>): boolean {
    if (this.active && isExtending) return this.#stretch(isStart ? "start" : "end", by, step);
    const target = this.#caret.beside(by, step, this.#caret.focus);
    if (target === null) return true;
    this.active = null;
    this.#caret.set(isExtending ? this.#caret.anchor : target, target);
    this.draw();
    return true;
  }

  /** Move an edge of the span in hand. */
  #stretch(edge: "start" | "end", by: Stride, step: 1 | -1): boolean {
    const span = this.active;
    if (!span) return false;
    const from = edge === "start" ? model.startOf(span) : model.endOf(span);
    const target = this.#caret.beside(by === "line" ? "word" : by, step, from);
    const changed = target === null ? span : model.withEdge(span, edge, target);
    if (changed !== span) this.#exchange(span, changed);
    return true;
  }

  #take(what: "word" | "sentence", isMore: boolean): boolean {
    if (!this.#caret.take(what, isMore)) return true;
    this.active = null;
    this.draw();
    return true;
  }

  /** Go round the spans; Escape gives the key back to the page. */
  #walk(step: 1 | -1): boolean {
    const next = this.isResting ? null : model.neighbour(this.marks, this.active, this.#caret.focus, step);
    this.choose(next);
    return next !== null;
  }

  protected choose(span: Span | null): void {
    if (!span) return;
    this.active = span;
    this.#caret.set(model.startOf(span));
    this.#look();
    this.draw();
  }

  protected label(label: string): void {
    const { selected } = this.#caret;
    const isGiven = selected !== null || this.active !== null;
    if (isGiven && this.#armed !== null) this.#armed = label;
    if (selected) this.#add({ pieces: [selected], label });
    else if (this.active) this.#exchange(this.active, { ...this.active, label });
    else {
      this.#armed = this.#armed === label ? null : label;
      this.options.onLook(label);
      this.draw();
    }
  }

  #add(span: Span): void {
    this.#caret.set(model.endOf(span));
    this.keep(model.added(this.marks, span, this.#config), span);
  }

  #exchange(before: Span, after: Span): void {
    this.keep(model.replaced(this.marks, before, after, this.#config), after);
  }

  /** Add what is selected to the span made last. */
  #addPiece(): boolean {
    const { selected } = this.#caret;
    const before = this.#last;
    if (!this.#config.may_be_split || !selected || !before) return false;
    this.#caret.set(selected.end);
    this.#exchange(before, model.withPiece(before, selected));
    return true;
  }

  protected clear(): boolean {
    if (!this.active && this.#armed === null && this.#caret.isEmpty) return false;
    this.active = null;
    this.#armed = null;
    this.#caret.set(this.#caret.focus);
    this.draw();
    return true;
  }

  protected override keep(spans: readonly Span[], active: Span | null): void {
    this.#last = active ?? this.#last;
    super.keep(spans, active);
    this.#look();
  }

  #look(): void {
    if (this.active) this.options.onLook(this.active.label);
  }

  protected draw(): void {
    const { spans, active, others } = this.#drawn ?? {};
    const isOther = spans !== this.marks || active !== this.active || others !== this.others;
    if (isOther && !this.#isPressed) this.#drawSpans();
    this.bar.show(this.#armed);
    this.line.textContent = this.#sentence();
  }

  #drawSpans(): void {
    this.#drawn = { spans: this.marks, active: this.active, others: this.others };
    this.#drawing.draw(this.marks, this.active, faintOf(this.others, this.#offsets));
    if (!this.#caret.isEmpty) this.#caret.show();
    this.drawList();
  }

  #sentence(): string {
    const { selected } = this.#caret;
    if (selected)
      return say("spans.selected", { words: shortened(this.#text.slice(selected.start, selected.end)) });
    if (this.active)
      return say("spans.active", {
        label: this.titleOf(this.active.label),
        words: this.wordsOf(this.active),
      });
    if (this.#armed !== null) return say("spans.armed", { label: this.titleOf(this.#armed) });
    if (this.answer === null) return say("spans.hint");
    return say(this.marks.length > 0 ? "spans.go_on" : "marks.is_nothing");
  }
}

function shortened(words: string): string {
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
