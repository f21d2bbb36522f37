import { h } from "../../dom";
import { say } from "../../words";
import type { Label } from "../choice/keys";
import { editorOf, MarkEditor } from "../marking/editor";
import type { Other } from "../marking/others";
import { OF_CONTROLS } from "../marking/place";
import { beside } from "../marking/ring";
import type { EditOptions, Editor, Field, ImagePart, Item } from "../types";
import { type Command, commandOf } from "./keys";
import { Making } from "./making";
import { Pointer } from "./pointer";
import type { Mark, Shape } from "./shape";
import { faintOf, marksImages } from "./shapes";
import { createImageStage, type ImageStage } from "./stage";
import { type Point, snapped } from "./view";

export interface ImageConfig {
  readonly part?: string;
  readonly labels: readonly Label[];
  /** Each label stands once at most. */
  readonly is_once?: boolean;
}

/** Return the name of the image that is marked: the one the schema names, else the first. */
export function imagePart(config: ImageConfig, item: Item): string {
  const images = Object.keys(item.parts).filter((name) => isImage(item.parts[name]));
  return config.part || (images[0] ?? "");
}

/** Return the image to be marked with these shapes, the labels and the list of marks. */
export function editImage<M extends Mark>(options: EditOptions, shape: Shape<M>): Editor {
  const part = options.item.parts[imagePart(options.field.config as ImageConfig, options.item)];
  if (!isImage(part)) return { el: h("p", { class: "muted" }, say("images.none")), update: () => {} };
  return editorOf(new ImageEditor(options, shape, part));
}

function isImage(part: unknown): part is ImagePart {
  return typeof part === "object" && part !== null && (part as ImagePart).type === "image";
}

/** Marks on an image at work. */
class ImageEditor<M extends Mark> extends MarkEditor<M, Command> {
  readonly stage: HTMLElement;
  protected override readonly controlKeys = new Set([...OF_CONTROLS, "Enter"]);
  readonly #isOnce: boolean;
  readonly #shape: Shape<M>;
  readonly #image: ImageStage;
  readonly #making = new Making();
  readonly #pointer: Pointer<M>;
  #armed: string | null;
  #isOnceOver = false;
  /** The mark made last, until it is taken: a drag in it begins another. */
  #made: M | null = null;
  #drawnOthers: { readonly others: readonly Other[]; readonly grain: number } | null = null;

  constructor(options: EditOptions, shape: Shape<M>, part: ImagePart) {
    const { labels, is_once = false } = options.field.config as ImageConfig;
    super(options, labels);
    this.#isOnce = is_once;
    this.#shape = shape;
    this.#armed = labels[0]?.id ?? null;
    this.#pointer = new Pointer(shape, this.#making, {
      find: (key) => this.find(key),
      held: () => this.active,
      marks: () => this.marks,
      isJustMade: (mark) => mark === this.#made,
      hold: (mark) => this.choose(mark),
      set: (place) => this.#set(place),
      exchange: (before, after) => this.#exchange(before, after),
      draw: () => this.draw(),
      size: () => this.#image.size,
      grain: () => this.#image.grain(),
    });
    this.#image = createImageStage(part, options.field.title, {
      onDown: (place, target, isAnew) => this.#pointer.onDown(place, target, isAnew),
      onMove: (place) => this.#pointer.onMove(place),
      onUp: (place) => this.#pointer.onUp(place),
      onView: () => this.draw(),
    });
    this.stage = this.#image.el;
    this.line.after(h("p", { class: "mark-small" }, say("images.small")));
    this.begin();
  }

  override destroy(): void {
    super.destroy();
    this.#image.destroy();
  }

  protected read(value: readonly unknown[]): readonly M[] {
    return value as readonly M[];
  }

  protected override isBeside({ kind, config }: Field): boolean {
    const { field, item } = this.options;
    const part = imagePart(field.config as ImageConfig, item);
    return marksImages(kind) && imagePart(config as ImageConfig, item) === part;
  }

  protected keyOf(mark: M): string {
    return this.#shape.keyOf(mark);
  }

  protected wordsOf(mark: M): string {
    return this.#shape.words(mark);
  }

  protected commandOf(event: KeyboardEvent): Command | null {
    return commandOf(event, this.labels);
  }

  protected obey(command: Command): boolean {
    this.#isOnceOver = false;
    switch (command.type) {
      case "move":
        return this.#move(command);
      case "walk":
        return this.#walk(command.step);
      case "zoom":
        this.#image.zoom(command.factor);
        return true;
      case "fit":
        this.#image.fit();
        return true;
      case "place":
        this.#set(this.#cursorPlace());
        return true;
      case "close":
        return this.#making.isOn && this.#close();
      case "own":
        return this.#own(command.code);
      case "remove":
      case "undo":
        return this.#making.isOn ? this.#unset() : this.share(command);
      default:
        return this.share(command);
    }
  }

  /** Nudge the mark in hand or one of its edges; without one, move the cross. */
  #move({ dx, dy, how }: Extract<Command, { type: "move" }>): boolean {
    const { size } = this.#image;
    if (!this.active) {
      const step = Math.max(1, Math.round(this.#image.grain() * 4));
      const from = this.#cursorPlace();
      const place = snapped({ x: from.x + dx * step, y: from.y + dy * step }, size, 1);
      this.#making.cursor = this.#making.next = place;
      this.#image.show(place);
      this.draw();
      return true;
    }
    const isEdge = how !== "whole" && this.#shape.canGrow;
    const changed = isEdge
      ? this.#shape.grown(this.active, dx, dy, how, size)
      : this.#shape.moved(this.active, dx, dy, size);
    this.#exchange(this.active, changed);
    const [corner] = this.#shape.handles(changed);
    if (corner) this.#image.show(corner);
    return true;
  }

  #cursorPlace(): Point {
    return this.#making.cursor ?? this.#image.middle();
  }

  /** Go round the marks; Escape gives the key back to the page. */
  #walk(step: 1 | -1): boolean {
    if (this.isResting || this.marks.length === 0) return false;
    this.choose(beside(this.marks, this.active, step));
    return true;
  }

  protected choose(mark: M | null): void {
    this.active = mark;
    this.#made = null;
    this.#making.clear();
    const [place] = mark ? this.#shape.handles(mark) : [];
    if (place) this.#image.show(place);
    if (mark) this.options.onLook(mark.label);
    this.draw();
  }

  /** Set another place of the mark being made. */
  #set(place: Point): void {
    this.active = null;
    const { places } = this.#making;
    const isBack = places.length > 2 && places[0] !== undefined && this.#pointer.isNear(places[0], place);
    if (this.#shape.places === "many" && isBack) {
      this.#close();
      return;
    }
    this.#making.set(place);
    if (this.#making.places.length === this.#shape.places) this.#close();
    else this.draw();
  }

  #unset(): boolean {
    this.#making.unset();
    this.draw();
    return true;
  }

  #close(): boolean {
    const label = this.#labelToGive();
    const mark = label === null ? null : this.#shape.made(this.#making.places, label);
    this.#making.clear();
    if (mark) this.#add(mark);
    else this.draw();
    return true;
  }

  /** Where each label stands once, the next one without a mark takes the place of one that has. */
  #labelToGive(): string | null {
    if (!this.#isOnce) return this.#armed;
    const given = new Set(this.marks.map(({ label }) => label));
    if (this.#armed !== null && !given.has(this.#armed)) return this.#armed;
    const free = this.labels.find(({ id }) => !given.has(id))?.id ?? null;
    this.#isOnceOver = free === null;
    return free;
  }

  #add(mark: M): void {
    this.#made = mark;
    this.keep(this.#shape.ordered([...this.marks, mark]), mark);
    if (this.#isOnce) this.#armed = this.#labelToGive() ?? mark.label;
    this.#isOnceOver = false;
    // On goes the marking: the next drag makes another, and keys are about the one just made.
    this.draw();
  }

  #exchange(before: M, after: M): void {
    const others = this.marks.filter((mark) => mark !== before);
    if (before === this.#made) this.#made = after;
    this.keep(this.#shape.ordered([...others, after]), after);
  }

  /** The mark in hand takes the label, and so do those made from now on. */
  protected label(label: string): void {
    this.options.onLook(label);
    const isTaken = this.#isOnce && this.marks.some((mark) => mark.label === label);
    this.#armed = label;
    if (this.active && !isTaken) this.#exchange(this.active, { ...this.active, label });
    else this.draw();
  }

  #own(code: string): boolean {
    const changed = this.active && this.#shape.press?.(this.active, code);
    if (!this.active || !changed) return false;
    this.#exchange(this.active, changed);
    return true;
  }

  protected clear(): boolean {
    if (!this.active && !this.#making.isOn && !this.#making.cursor) return false;
    this.active = null;
    this.#making.clear();
    this.draw();
    return true;
  }

  protected draw(): void {
    if (!this.#image) return; // the image is drawn once before the rest is there
    const grain = this.#image.grain();
    this.#drawOthers(grain);
    const { tried } = this.#pointer;
    const shown = tried ?? this.active;
    this.#image.draw(
      this.marks.map((mark) => this.#drawn(mark === this.active && shown ? shown : mark, mark, grain)),
      shown && !tried ? this.#shape.handles(shown) : [],
    );
    const tone = this.#armed === null ? null : this.toneOf(this.#armed);
    this.#image.drawDraft(this.#making.path(this.#shape, grain), tone);
    this.#image.cursor(this.#making.cursor);
    this.bar.show(this.active?.label ?? this.#armed);
    this.drawList();
    this.line.textContent = this.#sentence();
  }

  #drawOthers(grain: number): void {
    const before = this.#drawnOthers;
    if (before?.others === this.others && before.grain === grain) return;
    this.#drawnOthers = { others: this.others, grain };
    this.#image.drawOthers(this.others.flatMap((other) => faintOf(other, grain)));
  }

  #drawn(mark: M, stored: M, grain: number) {
    return {
      key: this.#shape.keyOf(stored),
      path: this.#shape.path(mark, grain),
      corner: this.#shape.corner(mark),
      title: this.titleOf(mark.label),
      tone: this.toneOf(mark.label),
      isActive: stored === this.active,
      isNew: stored === this.#made,
      isDim: this.#shape.isDim?.(mark) ?? false,
    };
  }

  #sentence(): string {
    const { places, canGrow } = this.#shape;
    const label = this.titleOf(this.active?.label ?? this.#armed ?? "");
    if (this.#isOnceOver) return say("images.once_over");
    if (this.#making.isOn) return say(places === "many" ? "images.making_many" : "images.making");
    if (this.active) return say(canGrow ? "images.active_box" : "images.active", { label });
    if (this.answer !== null && this.marks.length === 0) return say("marks.is_nothing");
    const hints = { 1: "images.hint_point", 2: "images.hint_box", many: "images.hint_outline" } as const;
    return say(hints[places], { label });
  }
}
