import { h } from "../../dom";
import { say } from "../../words";
import type { Label } from "../choice/keys";
import { begun, done, type History, redone, undone } from "../marking/history";
import { createLabelBar } from "../marking/labels";
import { createMarkList } from "../marking/list";
import { isOnControl, OF_CONTROLS } from "../marking/place";
import { tonesOf } from "../marking/tones";
import type { EditOptions, Editor, ImagePart, Item } from "../types";
import { type Command, commandOf } from "./keys";
import type { Mark, Shape } from "./shape";
import { createImageStage, type ImageStage, type Target } from "./stage";
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
  if (!isImage(part)) return noImage();
  const editor = new ImageEditor(options, shape, part);
  return {
    el: editor.el,
    stage: editor.stage,
    update: (value) => editor.update(value),
    onKey: (event) => editor.onKey(event),
    destroy: () => editor.destroy(),
  };
}

function isImage(part: unknown): part is ImagePart {
  return typeof part === "object" && part !== null && (part as ImagePart).type === "image";
}

function noImage(): Editor {
  return { el: h("p", { class: "muted" }, say("images.none")), update: () => {} };
}

/** What the pointer is about: it makes a mark, moves one, or drags a handle of one. */
type Grip<M> =
  | { readonly type: "making" }
  | { readonly type: "moving"; readonly mark: M; readonly from: Point }
  | { readonly type: "dragging"; readonly mark: M; readonly handle: number };

/** Marks on an image at work: which is in hand, what is being made, and what was done so far. */
class ImageEditor<M extends Mark> {
  readonly el: HTMLElement;
  readonly stage: HTMLElement;
  readonly #options: EditOptions;
  readonly #config: ImageConfig;
  readonly #shape: Shape<M>;
  readonly #image: ImageStage;
  readonly #bar;
  readonly #list;
  readonly #line = h("p", { class: "mark-line", role: "status" });
  readonly #tones;
  readonly #titles: ReadonlyMap<string, string>;
  #history: History<readonly M[] | null>;
  #sent: unknown;
  #active: M | null = null;
  #armed: string | null;
  /** The places of a mark being made, and where the next would be. */
  #places: readonly Point[] = [];
  #next: Point | null = null;
  #cursor: Point | null = null;
  #grip: Grip<M> | null = null;
  /** The mark as it would be after what the pointer does. */
  #tried: M | null = null;
  #isResting = false;
  #isOnceOver = false;

  constructor(options: EditOptions, shape: Shape<M>, part: ImagePart) {
    this.#options = options;
    this.#shape = shape;
    this.#config = options.field.config as ImageConfig;
    const { labels } = this.#config;
    this.#tones = tonesOf(labels);
    this.#titles = new Map(labels.map(({ id, title }) => [id, title]));
    this.#armed = labels[0]?.id ?? null;
    const { title } = options.field;
    this.#image = createImageStage(part, title, {
      onDown: (place, target) => this.#onDown(place, target),
      onMove: (place) => this.#onMove(place),
      onUp: (place) => this.#onUp(place),
      onView: () => this.#draw(),
    });
    this.#bar = createLabelBar(labels, title, {
      onLabel: (label) => this.#label(label),
      onLook: options.onLook,
    });
    this.#list = createMarkList(title, {
      onChoose: (key) => this.#hold(this.#find(key)),
      onRemove: (key) => this.#remove(this.#find(key)),
    });
    const nothing = h(
      "button",
      { type: "button", class: "mark-nothing", on: { click: () => this.#nothing() } },
      h("kbd", { class: "keycap", "aria-hidden": "true" }, "0"),
      say("marks.nothing"),
    );
    const small = h("p", { class: "mark-small" }, say("images.small"));
    this.el = h("div", { class: "mark-side" }, this.#bar.el, this.#line, small, this.#list.el, nothing);
    this.stage = this.#image.el;
    this.#sent = options.value;
    this.#history = begun(read<M>(options.value));
    this.#draw();
  }

  update(value: unknown): void {
    if (value === this.#sent || JSON.stringify(value) === JSON.stringify(this.#sent)) return;
    this.#sent = value;
    this.#history = begun(read<M>(value));
    this.#active = null;
    this.#draw();
  }

  onKey(event: KeyboardEvent): boolean {
    const isPages = isOnControl(event.target) && (OF_CONTROLS.has(event.code) || event.code === "Enter");
    const command = isPages ? null : commandOf(event, this.#config.labels);
    return command !== null && this.#obey(command);
  }

  destroy(): void {
    this.#image.destroy();
  }

  get #marks(): readonly M[] {
    return this.#history.now ?? [];
  }

  #find(key: string): M | null {
    return this.#marks.find((mark) => this.#shape.keyOf(mark) === key) ?? null;
  }

  #obey(command: Command): boolean {
    this.#isOnceOver = false;
    if (command.type !== "walk") this.#isResting = command.type === "clear";
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
        return this.#places.length > 0 && this.#close();
      case "label":
        this.#label(command.label);
        return true;
      case "own":
        return this.#own(command.code);
      case "remove":
        return this.#places.length > 0 ? this.#unset() : this.#remove(this.#active);
      case "nothing":
        this.#nothing();
        return true;
      case "undo":
        return this.#places.length > 0 ? this.#unset() : this.#recall(undone(this.#history));
      case "redo":
        return this.#recall(redone(this.#history));
      case "clear":
        return this.#clear();
    }
  }

  /** Nudge the mark in hand or one of its edges; without one, move the cross. */
  #move({ dx, dy, how }: Extract<Command, { type: "move" }>): boolean {
    const { size } = this.#image;
    if (!this.#active) {
      const step = Math.max(1, Math.round(this.#image.grain() * 4));
      const from = this.#cursorPlace();
      this.#cursor = snapped({ x: from.x + dx * step, y: from.y + dy * step }, size, 1);
      this.#next = this.#cursor;
      this.#image.show(this.#cursor);
      this.#draw();
      return true;
    }
    const isEdge = how !== "whole" && this.#shape.canGrow;
    const changed = isEdge
      ? this.#shape.grown(this.#active, dx, dy, how, size)
      : this.#shape.moved(this.#active, dx, dy, size);
    this.#exchange(this.#active, changed);
    const [corner] = this.#shape.handles(changed);
    if (corner) this.#image.show(corner);
    return true;
  }

  #cursorPlace(): Point {
    return this.#cursor ?? this.#image.middle();
  }

  /** Go round the marks; Escape gives the key back to the page. */
  #walk(step: 1 | -1): boolean {
    const count = this.#marks.length;
    if (this.#isResting || count === 0) return false;
    const here = this.#active ? this.#marks.indexOf(this.#active) : step === 1 ? -1 : 0;
    this.#hold(this.#marks[(here + step + count) % count] ?? null);
    return true;
  }

  #hold(mark: M | null): void {
    this.#active = mark;
    this.#places = [];
    this.#next = this.#cursor = null;
    const [place] = mark ? this.#shape.handles(mark) : [];
    if (place) this.#image.show(place);
    if (mark) this.#options.onLook(mark.label);
    this.#draw();
  }

  /** Set another place of the mark being made. */
  #set(place: Point): void {
    this.#active = null;
    const [first] = this.#places;
    const isBack = this.#places.length > 2 && first !== undefined && this.#isNear(first, place);
    if (this.#shape.places === "many" && isBack) {
      this.#close();
      return;
    }
    this.#places = [...this.#places, place];
    this.#cursor = this.#next = place;
    if (this.#places.length === this.#shape.places) this.#close();
    else this.#draw();
  }

  #isNear(one: Point, other: Point): boolean {
    return Math.hypot(one.x - other.x, one.y - other.y) <= 8 * this.#image.grain();
  }

  #unset(): boolean {
    this.#places = this.#places.slice(0, -1);
    this.#draw();
    return true;
  }

  #close(): boolean {
    const label = this.#labelToGive();
    const mark = label === null ? null : this.#shape.made(this.#places, label);
    this.#places = [];
    this.#next = this.#cursor = null;
    if (mark) this.#add(mark);
    else this.#draw();
    return true;
  }

  /** Where each label stands once, the next one without a mark takes the place of one that has. */
  #labelToGive(): string | null {
    if (!this.#config.is_once) return this.#armed;
    const given = new Set(this.#marks.map(({ label }) => label));
    if (this.#armed !== null && !given.has(this.#armed)) return this.#armed;
    const free = this.#config.labels.find(({ id }) => !given.has(id))?.id ?? null;
    this.#isOnceOver = free === null;
    return free;
  }

  #add(mark: M): void {
    this.#keep(this.#shape.ordered([...this.#marks, mark]), mark);
    if (this.#config.is_once) this.#armed = this.#labelToGive() ?? mark.label;
    this.#isOnceOver = false;
    // On goes the marking: the next drag makes another, and keys are about the one just made.
    this.#draw();
  }

  #exchange(before: M, after: M): void {
    const others = this.#marks.filter((mark) => mark !== before);
    this.#keep(this.#shape.ordered([...others, after]), after);
  }

  #remove(mark: M | null): boolean {
    if (!mark) return false;
    this.#keep(
      this.#marks.filter((one) => one !== mark),
      null,
    );
    return true;
  }

  /** The mark in hand takes the label, and so do those made from now on. */
  #label(label: string): void {
    this.#options.onLook(label);
    const isTaken = this.#config.is_once && this.#marks.some((mark) => mark.label === label);
    this.#armed = label;
    if (this.#active && !isTaken) this.#exchange(this.#active, { ...this.#active, label });
    else this.#draw();
  }

  #own(code: string): boolean {
    const changed = this.#active && this.#shape.press?.(this.#active, code);
    if (!this.#active || !changed) return false;
    this.#exchange(this.#active, changed);
    return true;
  }

  #nothing(): void {
    if (this.#marks.length === 0) this.#keep([], null);
  }

  #clear(): boolean {
    if (!this.#active && this.#places.length === 0 && !this.#cursor) return false;
    this.#active = null;
    this.#places = [];
    this.#next = this.#cursor = null;
    this.#draw();
    return true;
  }

  #onDown(place: Point, { key, handle }: Target): void {
    const at = this.#snap(place);
    const mark = key === null ? null : this.#find(key);
    if (this.#active && handle !== null) this.#grip = { type: "dragging", mark: this.#active, handle };
    else if (mark && this.#places.length === 0 && (mark === this.#active || this.#shape.places === 1)) {
      this.#hold(mark);
      this.#grip = { type: "moving", mark, from: at };
    } else {
      this.#grip = { type: "making" };
      this.#set(at);
    }
  }

  #onMove(place: Point): void {
    const at = this.#snap(place);
    const { size } = this.#image;
    if (this.#grip?.type === "moving") {
      const { mark, from } = this.#grip;
      this.#tried = this.#shape.moved(mark, at.x - from.x, at.y - from.y, size);
    } else if (this.#grip?.type === "dragging")
      this.#tried = this.#shape.dragged(this.#grip.mark, this.#grip.handle, at);
    else if (this.#places.length > 0) this.#next = at;
    else return;
    this.#draw();
  }

  #onUp(place: Point): void {
    const grip = this.#grip;
    const tried = this.#tried;
    this.#grip = this.#tried = null;
    if (!grip) return;
    if (grip.type !== "making") {
      if (tried && this.#shape.keyOf(tried) !== this.#shape.keyOf(grip.mark))
        this.#exchange(grip.mark, tried);
      else this.#draw();
      return;
    }
    // A drag makes a box; a click in a box is meant for the box.
    const [first] = this.#places;
    if (this.#shape.places !== 2 || !first) return;
    const at = this.#snap(place);
    if (this.#places.length === 1 && !this.#isNear(first, at)) this.#set(at);
    else {
      this.#places = [];
      this.#next = this.#cursor = null;
      this.#hold(this.#at(first));
    }
  }

  /** The smallest mark around this place. */
  #at(place: Point): M | null {
    const around = this.#marks.filter((mark) => {
      const across = this.#shape.handles(mark).map(({ x }) => x);
      const down = this.#shape.handles(mark).map(({ y }) => y);
      return (
        Math.min(...across) <= place.x &&
        place.x <= Math.max(...across) &&
        Math.min(...down) <= place.y &&
        place.y <= Math.max(...down)
      );
    });
    return around.toSorted((one, other) => this.#extent(one) - this.#extent(other))[0] ?? null;
  }

  #extent(mark: M): number {
    const across = this.#shape.handles(mark).map(({ x }) => x);
    return Math.max(...across) - Math.min(...across);
  }

  #snap(place: Point): Point {
    return snapped(place, this.#image.size, 1 / this.#image.grain());
  }

  #keep(marks: readonly M[], active: M | null): void {
    this.#history = done(this.#history, marks);
    this.#active = active;
    this.#send();
  }

  #recall(history: History<readonly M[] | null>): boolean {
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
    if (!this.#list) return; // the image is drawn once before the rest is there
    const grain = this.#image.grain();
    const shown = this.#tried ?? this.#active;
    const marks = this.#marks.map((mark) => (mark === this.#active && shown ? shown : mark));
    this.#image.draw(
      marks.map((mark, index) => ({
        key: this.#shape.keyOf(this.#marks[index] as M),
        path: this.#shape.path(mark, grain),
        corner: this.#shape.corner(mark),
        title: this.#titleOf(mark.label),
        tone: this.#tones.get(mark.label) ?? 0,
        isActive: mark === shown,
        isDim: this.#shape.isDim?.(mark) ?? false,
      })),
      shown && !this.#tried ? this.#shape.handles(shown) : [],
    );
    this.#image.drawDraft(this.#draftPath(grain), this.#tones.get(this.#armed ?? "") ?? null);
    this.#image.cursor(this.#cursor);
    this.#bar.show(this.#active?.label ?? this.#armed);
    this.#list.show(
      this.#marks,
      (mark) => ({
        key: this.#shape.keyOf(mark),
        label: this.#titleOf(mark.label),
        words: this.#shape.words(mark),
        tone: this.#tones.get(mark.label) ?? 0,
      }),
      this.#active && this.#shape.keyOf(this.#active),
    );
    this.#line.textContent = this.#sentence();
  }

  #draftPath(grain: number): string {
    const places = this.#next ? [...this.#places, this.#next] : this.#places;
    if (this.#places.length === 0) return "";
    if (this.#shape.places === 2) {
      const mark = this.#shape.made(places, "");
      if (mark) return this.#shape.path(mark, grain);
    }
    const dots = this.#places.map(({ x, y }) => `M${x - 2 * grain} ${y}h${4 * grain}`).join("");
    return `M${places.map(({ x, y }) => `${x} ${y}`).join("L")}${dots}`;
  }

  #titleOf(label: string): string {
    return this.#titles.get(label) ?? label;
  }

  #sentence(): string {
    const label = this.#titleOf(this.#active?.label ?? this.#armed ?? "");
    if (this.#isOnceOver) return say("images.once_over");
    if (this.#places.length > 0)
      return say(this.#shape.places === "many" ? "images.making_many" : "images.making");
    if (this.#active) return say(this.#shape.canGrow ? "images.active_box" : "images.active", { label });
    if (this.#history.now !== null && this.#marks.length === 0) return say("marks.is_nothing");
    const hints = { 1: "images.hint_point", 2: "images.hint_box", many: "images.hint_outline" } as const;
    return say(hints[this.#shape.places], { label });
  }
}

function read<M>(value: unknown): readonly M[] | null {
  return Array.isArray(value) ? (value as readonly M[]) : null;
}
