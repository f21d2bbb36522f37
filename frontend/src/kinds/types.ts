/** One question of the schema. `config` is read by its kind alone. */
export interface Field {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  readonly required: boolean;
  readonly config: unknown;
  readonly help?: string;
  readonly filled_by?: "person" | "model" | "model_confirmed";
  /** Whether the person is asked why this is the answer; absent means they are not. */
  readonly rationale?: "optional" | "required";
  /** Whether the person is asked how sure they are. */
  readonly confidence?: boolean;
  /** A suggestion stays out of sight until the person has answered. */
  readonly is_suggestion_hidden?: boolean;
  /** The field is asked only when the answer to another one is, or holds, one of these. */
  readonly visible_when?: Condition;
}

export interface Condition {
  readonly field: string;
  readonly one_of: readonly unknown[];
}

/** Answers by field name; what is said about them stands under `_about`. */
export type Answers = Readonly<Record<string, unknown>>;

/** What an item is made of: a text, or media with a type. */
export type Part = string | ImagePart | AudioPart | TurnsPart;

export interface ImagePart {
  readonly type: "image";
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Where the browser gets it. */
  readonly url: string;
}

export interface AudioPart {
  readonly type: "audio";
  readonly name: string;
  readonly seconds: number;
  /** Where the browser gets it. */
  readonly url: string;
  /** Where the browser gets its outline. */
  readonly peaks?: string;
}

export interface TurnsPart {
  readonly type: "turns";
  readonly turns: readonly Turn[];
}

export interface Turn {
  readonly speaker: string;
  readonly text: string;
}

/** One version of an item. */
export interface Item {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly parts: Readonly<Record<string, Part>>;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A key as shown on a control, and what it stands for. */
export interface Hint {
  readonly cap: string;
  readonly title: string;
  readonly help?: string;
}

export interface EditOptions {
  readonly field: Field;
  /** All fields of the item, for a field that builds on another. */
  readonly fields: readonly Field[];
  readonly item: Item;
  readonly value: unknown;
  /** All answers of the item so far, for a field that builds on another. */
  readonly answers: Answers;
  /**
   * The person gave this answer; `undefined` takes it back. `isWhole` says that there is nothing to add to it: the keys
   * go on to the next field, or the item is submitted. Unless given it is the kind's `isOnePress`.
   */
  readonly onAnswer: (value: unknown, isWhole?: boolean) => void;
  /** The person is done with this field: Enter in a line of text. */
  readonly onDone: () => void;
  /** The person looks at this part of the field (a label id): the guideline opens there. */
  readonly onLook: (part: string) => void;
}

/** The controls of one field on the page. */
export interface Editor {
  /** Stands beside the item. */
  readonly el: HTMLElement;
  /** Stands at the item, in place of the parts that the kind draws itself. */
  readonly stage?: HTMLElement;
  /** Show this answer; called after every change of any answer of the item. */
  update(value: unknown, answers: Answers): void;
  /** Take the focus, because what is typed is the answer; absent where keys are enough. */
  readonly focus?: () => void;
  /** The person submits, and this field has the keys: what stands there and was not given yet is the answer. */
  readonly settle?: () => void;
  /** Go to where a label is looked for by its words; absent where all are in sight. */
  readonly find?: () => void;
  /**
   * Take a key, before the screen's own map; return whether it meant something here. Only the field that has the keys is
   * asked, keys held down come again and again (`repeat`), and keys of an input method or typed into a text never come.
   */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  /** Stop what runs and listen no more: the editor is never shown again. */
  readonly destroy?: () => void;
}

/** What the labelling screen needs to know of a kind of field. */
export interface Kind {
  /** One press of a key is a whole answer; a kind may leave it to the configuration. */
  readonly isOnePress: boolean | ((config: unknown) => boolean);
  /** The editor looks at the item: each item gets one of its own. The editors of other kinds stay from item to item. */
  readonly isAboutItem?: boolean;
  /** The parts of the item that the editor draws itself, on its stage or in its controls; the plain view leaves them out. */
  parts?(config: unknown, item: Item): readonly string[];
  isAnswered(value: unknown): boolean;
  /** Why an answer that was given cannot be submitted yet, in words; null when it can. */
  problem?(config: unknown, value: unknown, item: Item): string | null;
  /** The answer after this key (`KeyboardEvent.code`), or undefined when the key means nothing here. */
  press(config: unknown, code: string, value: unknown): unknown;
  hints(config: unknown): readonly Hint[];
  edit(options: EditOptions): Editor;
  /** The answer in words. */
  show(config: unknown, value: unknown): string;
}
