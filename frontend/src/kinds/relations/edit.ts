import { h } from "../../dom";
import { offsetsOf } from "../../offsets";
import { say } from "../../words";
import type { Label } from "../choice/keys";
import { begun, done, type History, redone, undone } from "../marking/history";
import { createLabelBar } from "../marking/labels";
import { createMarkList } from "../marking/list";
import { isOnControl, OF_CONTROLS } from "../marking/place";
import { tonesOf } from "../marking/tones";
import { createTextStage } from "../spans/draw";
import { readSpans, type Span, type SpanValue, spanAt, startOf } from "../spans/model";
import type { Answers, EditOptions, Editor } from "../types";
import { createArcs, type Drawn } from "./draw";
import { type Command, commandOf } from "./keys";
import type { End, Relation, Rules } from "./model";
import * as model from "./model";

export interface RelationsConfig extends Rules {
  readonly spans: string;
  readonly part?: string;
  readonly labels: readonly Label[];
}

const NONE: readonly Relation[] = [];
/** As many arcs are drawn: more could not be told apart. */
const MOST_ARCS = 300;

/** Return the text with its spans and the arcs between them, and the relations as a list. */
export function editRelations(options: EditOptions, text: string): Editor {
  const editor = new RelationEditor(options, text);
  return {
    el: editor.el,
    stage: editor.stage,
    update: (value, answers) => editor.update(value, answers),
    onKey: (event) => editor.onKey(event),
    destroy: () => editor.destroy(),
  };
}

/** The relations at work: which span the next one leads from, which to, and what was done so far. */
class RelationEditor {
  readonly el: HTMLElement;
  readonly stage: HTMLElement;
  readonly #options: EditOptions;
  readonly #config: RelationsConfig;
  readonly #offsets;
  readonly #drawing;
  readonly #arcs;
  readonly #bar;
  readonly #list;
  readonly #line = h("p", { class: "mark-line", role: "status" });
  readonly #tones;
  readonly #stop = new AbortController();
  readonly #resizing: ResizeObserver | null;
  #history: History<readonly Relation[] | null>;
  #sent: unknown;
  #base: unknown;
  #ends: readonly End[] = [];
  #spans: readonly Span[] = [];
  #from: End | null = null;
  #to: End | null = null;
  #active: Relation | null = null;
  #trouble: model.Obstacle | null = null;
  #isResting = false;

  constructor(options: EditOptions, text: string) {
    this.#options = options;
    this.#config = options.field.config as RelationsConfig;
    this.#offsets = offsetsOf(text);
    this.#tones = tonesOf(this.#config.labels);
    const { title } = options.field;
    this.#drawing = createTextStage(text, spanLabels(options, this.#config), title);
    this.#arcs = createArcs((piece) => this.#drawing.rects(piece), this.#drawing.el);
    this.#drawing.el.append(this.#arcs.el);
    this.#drawing.el.classList.add("has-arcs");
    this.#bar = createLabelBar(this.#config.labels, title, {
      onLabel: (label) => this.#label(label),
      onLook: options.onLook,
    });
    this.#list = createMarkList(title, {
      onChoose: (key) => this.#choose(this.#relations.find((one) => model.keyOf(one) === key) ?? null),
      onRemove: (key) => this.#remove(this.#relations.find((one) => model.keyOf(one) === key) ?? null),
    });
    const nothing = h(
      "button",
      { type: "button", class: "mark-nothing", on: { click: () => this.#nothing() } },
      h("kbd", { class: "keycap", "aria-hidden": "true" }, "0"),
      say("marks.nothing"),
    );
    this.el = h("div", { class: "mark-side" }, this.#bar.el, this.#line, this.#list.el, nothing);
    this.stage = h("div", { class: "span-stage", tabindex: -1 }, this.#drawing.el);
    this.#sent = options.value;
    this.#history = begun(read(options.value));
    this.#readBase(options.answers);
    const { signal } = this.#stop;
    this.#drawing.el.addEventListener("click", () => this.#onClick(), { signal });
    this.#resizing =
      typeof ResizeObserver === "undefined" ? null : new ResizeObserver(() => this.#drawArcs());
    this.#resizing?.observe(this.#drawing.el);
    this.#draw();
  }

  update(value: unknown, answers: Answers): void {
    const isOther = value !== this.#sent && JSON.stringify(value) !== JSON.stringify(this.#sent);
    if (isOther) this.#history = begun(read(value));
    if (isOther) this.#sent = value;
    const isOtherBase = this.#readBase(answers);
    if (!isOther && !isOtherBase) return;
    this.#draw();
    // The screen is being drawn: what follows from it is told afterwards.
    queueMicrotask(() => this.#leaveGone());
  }

  /** A relation goes with its spans. */
  #leaveGone(): void {
    const kept = model.standing(this.#relations, this.#ends);
    if (kept !== this.#relations && !this.#stop.signal.aborted) this.#keep(kept, null);
  }

  onKey(event: KeyboardEvent): boolean {
    const isPages = isOnControl(event.target) && OF_CONTROLS.has(event.code);
    const command = isPages ? null : commandOf(event, this.#config.labels);
    return command !== null && this.#obey(command);
  }

  destroy(): void {
    this.#stop.abort();
    this.#resizing?.disconnect();
  }

  get #relations(): readonly Relation[] {
    return this.#history.now ?? NONE;
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

  #obey(command: Command): boolean {
    this.#trouble = null;
    if (command.type !== "walk") this.#isResting = command.type === "clear";
    switch (command.type) {
      case "walk":
        return this.#walk(command.step);
      case "turn":
        return this.#turn(command.step);
      case "pick":
        return this.#pick();
      case "swap":
        return this.#swap();
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

  /** Go to the span after this one; what is picked already stays. */
  #walk(step: 1 | -1): boolean {
    if (this.#isResting || this.#ends.length === 0) return false;
    const here = this.#ends.findIndex((end) => this.#to && model.endKey(end) === model.endKey(this.#to));
    const from = here < 0 && step === -1 ? 0 : here;
    this.#hold(this.#ends[(from + step + this.#ends.length) % this.#ends.length] ?? null);
    return true;
  }

  #hold(end: End | null): void {
    this.#to = end;
    this.#active = null;
    const span = end && this.#spans[this.#ends.indexOf(end)];
    if (span) this.#drawing.select(startOf(span), startOf(span));
    this.#draw();
  }

  /** Relations lead from this span until another is picked. */
  #pick(): boolean {
    if (!this.#to) return false;
    this.#from = this.#from && model.endKey(this.#from) === model.endKey(this.#to) ? null : this.#to;
    this.#draw();
    return true;
  }

  #swap(): boolean {
    if (!this.#active) return false;
    const { from, to, label } = this.#active;
    this.#exchange(this.#active, { from: to, to: from, label });
    return true;
  }

  #turn(step: 1 | -1): boolean {
    const here = this.#active ? this.#relations.indexOf(this.#active) : step === 1 ? -1 : 0;
    const count = this.#relations.length;
    if (count === 0) return false;
    this.#choose(this.#relations[(here + step + count) % count] ?? null);
    return true;
  }

  #choose(relation: Relation | null): void {
    this.#active = relation;
    if (relation) this.#options.onLook(relation.label);
    this.#draw();
  }

  #onClick(): void {
    const selection = this.#drawing.selection();
    if (!selection || selection.anchor !== selection.focus) return;
    const span = spanAt(this.#spans, selection.focus);
    const end = span && this.#ends[this.#spans.indexOf(span)];
    if (!end) return;
    if (this.#from) this.#hold(end);
    else {
      this.#from = end;
      this.#hold(end);
    }
  }

  #label(label: string): void {
    this.#options.onLook(label);
    if (this.#active) this.#exchange(this.#active, { ...this.#active, label });
    else if (this.#from && this.#to) this.#add({ from: this.#from, to: this.#to, label });
    else this.#draw();
  }

  #add(relation: Relation): void {
    this.#trouble = model.obstacle(this.#relations, relation, this.#config);
    if (this.#trouble) this.#draw();
    else this.#keep(model.ordered([...this.#relations, relation]), relation);
  }

  #exchange(before: Relation, after: Relation): void {
    const others = this.#relations.filter((one) => one !== before);
    this.#trouble = model.obstacle(others, after, this.#config);
    if (this.#trouble) this.#draw();
    else this.#keep(model.ordered([...others, after]), after);
  }

  #remove(relation: Relation | null): boolean {
    if (!relation) return false;
    this.#keep(
      this.#relations.filter((one) => one !== relation),
      null,
    );
    return true;
  }

  #nothing(): void {
    if (this.#relations.length === 0) this.#keep([], null);
  }

  #clear(): boolean {
    if (!this.#from && !this.#to && !this.#active) return false;
    this.#from = this.#to = this.#active = null;
    this.#draw();
    return true;
  }

  #keep(relations: readonly Relation[], active: Relation | null): void {
    this.#history = done(this.#history, relations);
    // The next relation is picked anew; the one just made is in hand for another label.
    this.#active = active && (relations.find((one) => model.keyOf(one) === model.keyOf(active)) ?? null);
    this.#from = this.#to = null;
    this.#send();
  }

  #recall(history: History<readonly Relation[] | null>): boolean {
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
    const held = this.#active ? null : (this.#to ?? this.#from);
    this.#drawing.draw(this.#spans, held && (this.#spans[this.#ends.indexOf(held)] ?? null));
    this.#drawArcs();
    this.#list.show(
      this.#relations,
      (one) => ({
        key: model.keyOf(one),
        label: this.#titleOf(one.label),
        words: `${one.from.text} → ${one.to.text}`,
        tone: this.#tones.get(one.label) ?? 0,
      }),
      this.#active && model.keyOf(this.#active),
    );
    this.#line.textContent = this.#sentence();
    this.#bar.show(this.#active?.label ?? null);
  }

  #drawArcs(): void {
    this.#arcs.draw(
      this.#relations.slice(0, MOST_ARCS).map(
        (one): Drawn => ({
          key: model.keyOf(one),
          from: this.#pieceOf(one.from),
          to: this.#pieceOf(one.to),
          title: this.#titleOf(one.label),
          tone: this.#tones.get(one.label) ?? 0,
          isActive: one === this.#active,
        }),
      ),
    );
  }

  #pieceOf({ start, end }: End) {
    return { start: this.#offsets.toUnits(start), end: this.#offsets.toUnits(end) };
  }

  #titleOf(label: string): string {
    return this.#config.labels.find(({ id }) => id === label)?.title ?? label;
  }

  #sentence(): string {
    if (this.#trouble) return say(`relations.${this.#trouble}`);
    if (this.#active) {
      const words = `${this.#active.from.text} → ${this.#active.to.text}`;
      return say("relations.active", { label: this.#titleOf(this.#active.label), words });
    }
    if (this.#from && this.#to && this.#from !== this.#to)
      return say("relations.both", { from: this.#from.text, to: this.#to.text });
    if (this.#from) return say("relations.from", { from: this.#from.text });
    if (this.#to) return say("relations.here", { words: this.#to.text });
    if (this.#ends.length === 0) return say("relations.no_spans");
    return say(
      this.#history.now === null || this.#relations.length > 0 ? "relations.hint" : "marks.is_nothing",
    );
  }
}

function read(value: unknown): readonly Relation[] | null {
  return Array.isArray(value) ? (value as readonly Relation[]) : null;
}

/** The labels of the spans, for their colours and names. */
function spanLabels({ fields }: EditOptions, config: RelationsConfig): readonly Label[] {
  const base = fields.find((field) => field.name === config.spans)?.config as { labels?: readonly Label[] };
  return base?.labels ?? [];
}
