import { h } from "../../dom";
import { offsetsOf } from "../../offsets";
import { say } from "../../words";
import type { Label } from "../choice/keys";
import { editorOf, MarkEditor } from "../marking/editor";
import { beside } from "../marking/ring";
import { createTextStage } from "../spans/draw";
import { type SpansConfig, textPart } from "../spans/edit";
import { readSpans, type Span, type SpanValue, spanAt, startOf } from "../spans/model";
import { faintOf } from "../spans/others";
import type { Answers, EditOptions, Editor, Field } from "../types";
import { createArcs, type Drawn } from "./draw";
import { type Command, commandOf } from "./keys";
import type { End, Relation, Rules } from "./model";
import * as model from "./model";

export interface RelationsConfig extends Rules {
  readonly spans: string;
  readonly part?: string;
  readonly labels: readonly Label[];
}

/** As many arcs are drawn: more could not be told apart. */
const MOST_ARCS = 300;

/** Return the text with its spans and the arcs between them, and the relations as a list. */
export function editRelations(options: EditOptions, text: string): Editor {
  return editorOf(new RelationEditor(options, text));
}

/** The relations at work: which span the next one leads from, and which to. */
class RelationEditor extends MarkEditor<Relation, Command> {
  readonly stage: HTMLElement;
  readonly #config: RelationsConfig;
  readonly #offsets;
  readonly #drawing;
  readonly #arcs;
  readonly #resizing: ResizeObserver | null;
  #base: unknown;
  #ends: readonly End[] = [];
  #spans: readonly Span[] = [];
  #from: End | null = null;
  #to: End | null = null;
  #trouble: model.Obstacle | null = null;

  constructor(options: EditOptions, text: string) {
    const config = options.field.config as RelationsConfig;
    super(options, config.labels);
    this.#config = config;
    this.#offsets = offsetsOf(text);
    this.#drawing = createTextStage(text, spanLabels(options, config), options.field.title);
    this.#arcs = createArcs((piece) => this.#drawing.rects(piece), this.#drawing.el);
    this.#drawing.el.append(this.#arcs.el);
    this.#drawing.el.classList.add("has-arcs");
    this.stage = h("div", { class: "span-stage", tabindex: -1 }, this.#drawing.el);
    this.#readBase(options.answers);
    this.#drawing.el.addEventListener("click", ({ clientX }) => this.#onClick(clientX), {
      signal: this.stop.signal,
    });
    this.#resizing =
      typeof ResizeObserver === "undefined" ? null : new ResizeObserver(() => this.#drawArcs());
    this.#resizing?.observe(this.#drawing.el);
    this.begin();
  }

  override update(value: unknown, answers: Answers): void {
    const isOther = this.takeOther(value);
    const isOtherBase = this.#readBase(answers);
    if (!this.takeOthers(answers) && !isOther && !isOtherBase) return;
    this.draw();
    // The screen is being drawn: what follows from it is told afterwards.
    queueMicrotask(() => this.#leaveGone());
  }

  /** A relation goes with its spans. */
  #leaveGone(): void {
    const kept = model.standing(this.marks, this.#ends);
    if (kept !== this.marks && !this.stop.signal.aborted) this.keep(kept, null);
  }

  override destroy(): void {
    super.destroy();
    this.#resizing?.disconnect();
  }

  protected read(value: readonly unknown[]): readonly Relation[] {
    return value as readonly Relation[];
  }

  protected override isBeside({ kind, name, config }: Field): boolean {
    const { parts } = this.options.item;
    const isSamePart = textPart(config as SpansConfig, parts) === textPart(this.#config, parts);
    return kind === "spans" && name !== this.#config.spans && isSamePart;
  }

  protected keyOf(relation: Relation): string {
    return model.keyOf(relation);
  }

  protected wordsOf({ from, to }: Relation): string {
    return `${from.text} → ${to.text}`;
  }

  protected commandOf(event: KeyboardEvent): Command | null {
    return commandOf(event, this.labels);
  }

  #readBase(answers: Answers): boolean {
    const base = answers[this.#config.spans];
    if (base === this.#base) return false;
    this.#base = base;
    this.#spans = readSpans(base, this.#offsets);
    this.#ends = Array.isArray(base) ? (base as readonly SpanValue[]).map(model.endOf) : [];
    this.#from = this.#still(this.#from);
    this.#to = this.#still(this.#to);
    return true;
  }

  #still(end: End | null): End | null {
    return end && (this.#ends.find((one) => model.endKey(one) === model.endKey(end)) ?? null);
  }

  protected obey(command: Command): boolean {
    this.#trouble = null;
    switch (command.type) {
      case "walk":
        return this.#walk(command.step);
      case "turn":
        return this.#turn(command.step);
      case "pick":
        return this.#pick();
      case "swap":
        return this.#swap();
      default:
        return this.share(command);
    }
  }

  /** Go to the span after this one; what is picked already stays. */
  #walk(step: 1 | -1): boolean {
    if (this.isResting || this.#ends.length === 0) return false;
    this.#hold(beside(this.#ends, this.#to, step));
    return true;
  }

  #hold(end: End | null): void {
    this.#to = end;
    this.active = null;
    const span = end && this.#spans[this.#ends.indexOf(end)];
    if (span) this.#drawing.select(startOf(span), startOf(span));
    this.draw();
  }

  /** Relations lead from this span until another is picked. */
  #pick(): boolean {
    if (!this.#to) return false;
    this.#from = this.#from && model.endKey(this.#from) === model.endKey(this.#to) ? null : this.#to;
    this.draw();
    return true;
  }

  #swap(): boolean {
    if (!this.active) return false;
    const { from, to, label } = this.active;
    this.#exchange(this.active, { from: to, to: from, label });
    return true;
  }

  #turn(step: 1 | -1): boolean {
    if (this.marks.length === 0) return false;
    this.choose(beside(this.marks, this.active, step));
    return true;
  }

  protected choose(relation: Relation | null): void {
    this.active = relation;
    if (relation) this.options.onLook(relation.label);
    this.draw();
  }

  #onClick(x: number): void {
    const selection = this.#drawing.selection();
    if (!selection || selection.anchor !== selection.focus) return;
    const span = spanAt(this.#spans, this.#drawing.pressed(selection.focus, x));
    const end = span && this.#ends[this.#spans.indexOf(span)];
    if (!end) return;
    this.#from ??= end;
    this.#hold(end);
  }

  protected label(label: string): void {
    this.options.onLook(label);
    if (this.active) this.#exchange(this.active, { ...this.active, label });
    else if (this.#from && this.#to) this.#try(this.marks, { from: this.#from, to: this.#to, label });
    else this.draw();
  }

  #exchange(before: Relation, after: Relation): void {
    this.#try(
      this.marks.filter((one) => one !== before),
      after,
    );
  }

  /** Keep one relation more, unless something stands against it. */
  #try(others: readonly Relation[], relation: Relation): void {
    this.#trouble = model.obstacle(others, relation, this.#config);
    if (this.#trouble) this.draw();
    else this.keep(model.ordered([...others, relation]), relation);
  }

  protected clear(): boolean {
    if (!this.#from && !this.#to && !this.active) return false;
    this.#from = this.#to = this.active = null;
    this.draw();
    return true;
  }

  protected override keep(relations: readonly Relation[], active: Relation | null): void {
    // The next relation is picked anew; the one just made is in hand for another label.
    this.#from = this.#to = null;
    const made = active && relations.find((one) => model.keyOf(one) === model.keyOf(active));
    super.keep(relations, made ?? null);
  }

  protected draw(): void {
    const held = this.active ? null : (this.#to ?? this.#from);
    const active = held && (this.#spans[this.#ends.indexOf(held)] ?? null);
    this.#drawing.draw(this.#spans, active, faintOf(this.others, this.#offsets));
    this.#drawArcs();
    this.drawList();
    this.line.textContent = this.#sentence();
    this.bar.show(this.active?.label ?? null);
  }

  #drawArcs(): void {
    const drawn = ({ from, to, label }: Relation): Omit<Drawn, "key" | "isActive"> => ({
      from: this.#pieceOf(from),
      to: this.#pieceOf(to),
      title: this.titleOf(label),
      tone: this.toneOf(label),
    });
    const shown = this.marks.slice(0, MOST_ARCS);
    this.#arcs.draw(
      shown.map((one) => ({ ...drawn(one), key: model.keyOf(one), isActive: one === this.active })),
    );
  }

  #pieceOf({ start, end }: End) {
    return { start: this.#offsets.toUnits(start), end: this.#offsets.toUnits(end) };
  }

  #sentence(): string {
    if (this.#trouble) return say(`relations.${this.#trouble}`);
    if (this.active)
      return say("relations.active", {
        label: this.titleOf(this.active.label),
        words: this.wordsOf(this.active),
      });
    if (this.#from && this.#to && this.#from !== this.#to)
      return say("relations.both", { from: this.#from.text, to: this.#to.text });
    if (this.#from) return say("relations.from", { from: this.#from.text });
    if (this.#to) return say("relations.here", { words: this.#to.text });
    if (this.#ends.length === 0) return say("relations.no_spans");
    return say(this.answer === null || this.marks.length > 0 ? "relations.hint" : "marks.is_nothing");
  }
}

/** The labels of the spans, for their colours and names. */
function spanLabels({ fields }: EditOptions, config: RelationsConfig): readonly Label[] {
  const base = fields.find((field) => field.name === config.spans)?.config as { labels?: readonly Label[] };
  return base?.labels ?? [];
}
