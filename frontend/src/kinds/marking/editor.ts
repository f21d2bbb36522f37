import { h } from "../../dom";
import { keycap } from "../../keycap";
import { say } from "../../words";
import type { Label } from "../choice/keys";
import type { Answers, EditOptions, Editor, Field } from "../types";
import { begun, done, type History, redone, undone } from "./history";
import type { SharedCommand } from "./keys";
import { createLabelBar, type LabelBar } from "./labels";
import { createMarkList, type MarkList } from "./list";
import { createOthers, type Other } from "./others";
import { isOnControl, OF_CONTROLS } from "./place";
import { tonesOf } from "./tones";

/** What is marked, whatever the kind. */
export interface Labelled {
  readonly label: string;
}

const NONE: readonly never[] = [];

/**
 * Marks at work: which one is in hand, what was done so far, and the labels and list beside the item.
 *
 * A kind says how it reads, tells and draws its marks, and calls `begin` at the end of its constructor.
 */
export abstract class MarkEditor<M extends Labelled, C extends { readonly type: string }> {
  readonly el: HTMLElement;
  abstract readonly stage: HTMLElement;
  protected readonly options: EditOptions;
  protected readonly labels: readonly Label[];
  protected readonly bar: LabelBar;
  protected readonly line = h("p", { class: "mark-line", role: "status" });
  protected readonly stop = new AbortController();
  /** Keys that a focused control has for itself. */
  protected readonly controlKeys: ReadonlySet<string> = OF_CONTROLS;
  protected active: M | null = null;
  /** The person has left with Escape: Tab is the page's. */
  protected isResting = false;
  /** What other fields have marked on the same part. */
  protected others: readonly Other[] = NONE;
  #othersIn: ((answers: Answers) => readonly Other[]) | null = null;
  readonly #list: MarkList;
  readonly #tones: ReadonlyMap<string, number>;
  readonly #titles: ReadonlyMap<string, string>;
  #history: History<readonly M[] | null> = begun(null);
  #sent: unknown;

  constructor(options: EditOptions, labels: readonly Label[]) {
    const { title } = options.field;
    this.options = options;
    this.labels = labels;
    this.#tones = tonesOf(labels);
    this.#titles = new Map(labels.map((label) => [label.id, label.title]));
    this.bar = createLabelBar(labels, title, {
      onLabel: (label) => this.label(label),
      onLook: options.onLook,
    });
    this.#list = createMarkList(title, {
      onChoose: (key) => this.choose(this.find(key)),
      onRemove: (key) => this.remove(this.find(key)),
    });
    const nothing = h(
      "button",
      { type: "button", class: "mark-nothing", on: { click: () => this.#nothing() } },
      keycap("0"),
      say("marks.nothing"),
    );
    this.el = h("div", { class: "mark-side" }, this.bar.el, this.line, this.#list.el, nothing);
  }

  protected abstract read(value: readonly unknown[]): readonly M[];
  protected abstract keyOf(mark: M): string;
  /** The mark in the list, beside its label. */
  protected abstract wordsOf(mark: M): string;
  protected abstract commandOf(event: KeyboardEvent): C | null;
  protected abstract obey(command: C): boolean;
  protected abstract label(label: string): void;
  protected abstract choose(mark: M | null): void;
  /** Let go of what is in hand; return whether there was anything. */
  protected abstract clear(): boolean;
  protected abstract draw(): void;

  /** The marks as they are stored. */
  protected write(marks: readonly M[]): unknown {
    return marks;
  }

  /** True for a field whose marks lie on the part that this one marks. */
  protected isBeside(_field: Field): boolean {
    return false;
  }

  protected begin(): void {
    const { fields, field, value, answers } = this.options;
    this.#othersIn = createOthers(fields.filter((one) => one.name !== field.name && this.isBeside(one)));
    this.#take(value);
    this.takeOthers(answers);
    this.draw();
  }

  update(value: unknown, answers: Answers): void {
    const isOther = this.takeOther(value);
    if (this.takeOthers(answers) || isOther) this.draw();
  }

  /** Take over what other fields have marked; return whether it is something else. */
  protected takeOthers(answers: Answers): boolean {
    const before = this.others;
    this.others = this.#othersIn?.(answers) ?? NONE;
    return this.others !== before;
  }

  onKey(event: KeyboardEvent): boolean {
    const isPages = isOnControl(event.target) && this.controlKeys.has(event.code);
    const command = isPages ? null : this.commandOf(event);
    if (command === null) return false;
    if (command.type !== "walk") this.isResting = command.type === "clear";
    return this.obey(command);
  }

  destroy(): void {
    this.stop.abort();
  }

  /** The marks, or null where nobody has answered. */
  protected get answer(): readonly M[] | null {
    return this.#history.now;
  }

  protected get marks(): readonly M[] {
    return this.#history.now ?? NONE;
  }

  /** Take over an answer that did not come from here; return whether it is another one. */
  protected takeOther(value: unknown): boolean {
    if (value === this.#sent || JSON.stringify(value) === JSON.stringify(this.#sent)) return false;
    this.#take(value);
    this.active = null;
    return true;
  }

  #take(value: unknown): void {
    this.#sent = value;
    this.#history = begun(Array.isArray(value) ? this.read(value) : null);
  }

  protected find(key: string): M | null {
    return this.marks.find((mark) => this.keyOf(mark) === key) ?? null;
  }

  protected share(command: SharedCommand): boolean {
    switch (command.type) {
      case "label":
        this.label(command.label);
        return true;
      case "remove":
        return this.remove(this.active);
      case "nothing":
        this.#nothing();
        return true;
      case "undo":
        return this.#recall(undone(this.#history));
      case "redo":
        return this.#recall(redone(this.#history));
      case "clear":
        return this.clear();
    }
  }

  protected remove(mark: M | null): boolean {
    if (!mark) return false;
    this.keep(
      this.marks.filter((one) => one !== mark),
      null,
    );
    return true;
  }

  #nothing(): void {
    if (this.marks.length === 0) this.keep([], null);
  }

  protected keep(marks: readonly M[], active: M | null): void {
    this.#history = done(this.#history, marks);
    this.active = active;
    this.#send();
  }

  /** Put another mark in the place of the one in hand, as nothing that is to be taken back. */
  protected amend(mark: M): void {
    const marks = this.marks.map((one) => (one === this.active ? mark : one));
    this.#history = { ...this.#history, now: marks };
    this.active = mark;
    this.#send();
  }

  #recall(history: History<readonly M[] | null>): boolean {
    if (history === this.#history) return false;
    this.#history = history;
    this.active = null;
    this.#send();
    return true;
  }

  #send(): void {
    const { now } = this.#history;
    const value = now === null ? undefined : this.write(now);
    this.#sent = value;
    this.draw();
    this.options.onAnswer(value);
  }

  protected drawList(): void {
    const rowOf = (mark: M) => ({
      key: this.keyOf(mark),
      label: this.titleOf(mark.label),
      words: this.wordsOf(mark),
      tone: this.toneOf(mark.label),
    });
    this.#list.show(this.marks, rowOf, this.active && this.keyOf(this.active));
  }

  protected titleOf(label: string): string {
    return this.#titles.get(label) ?? label;
  }

  protected toneOf(label: string): number {
    return this.#tones.get(label) ?? 0;
  }
}

/** Return the editor as the screen takes it. */
export function editorOf<M extends Labelled, C extends { readonly type: string }>(
  editor: MarkEditor<M, C>,
): Editor {
  return {
    el: editor.el,
    stage: editor.stage,
    update: (value, answers) => editor.update(value, answers),
    onKey: (event) => editor.onKey(event),
    destroy: () => editor.destroy(),
  };
}
