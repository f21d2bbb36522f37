import type { Answers, Field, Item } from "../../kinds/types";

export type { Answers, Item };

/** One item to answer, as the server hands it out. */
export interface Unit {
  readonly id: number;
  readonly item: Item;
  readonly fields: readonly Field[];
  readonly guideline: number;
  readonly draft: StoredDraft | null;
  readonly submitted: StoredAnswer | null;
  readonly due_at: string;
  /** Why an answer came back to be mended; empty otherwise. */
  readonly note: string;
  /** What a model suggests, for fields that a person confirms. */
  readonly suggestions?: Answers;
  /** What a model answered to the fields that it fills. */
  readonly model_answers?: Answers;
}

export interface StoredDraft {
  readonly answers: Answers;
  readonly revision: number;
  readonly saved_at: string;
}

export interface StoredAnswer {
  readonly answers: Answers;
  readonly version: number;
  readonly saved_at: string;
}

export interface Receipt {
  readonly annotation: number;
  readonly version: number;
  readonly saved_at: string;
}

export interface Reason {
  readonly id: string;
  readonly title: string;
}

export interface Guideline {
  readonly version: number;
  readonly html: string;
  /** Label id → id of its heading. */
  readonly anchors: Readonly<Record<string, string>>;
}

export interface Urls {
  readonly next: string;
  readonly draft: string;
  readonly submit: string;
  readonly skip: string;
  readonly release: string;
  readonly exit: string;
  readonly login: string;
  /** Where to go once an answer is stored: practice shows there what was right. */
  readonly after?: string;
  /** Where to go once nothing is left and everything is stored: a test is handed in there. */
  readonly finished?: string;
  /** Where questions are asked and similar ones are looked for; absent where nobody answers. */
  readonly ask?: string;
  readonly similar?: string;
}

/** A unit that the person finished before this screen was opened. */
export interface Earlier {
  readonly unit: Unit;
  /** The reason where it was skipped. */
  readonly skipped: string | null;
}

export interface WorkProps {
  readonly urls: Urls;
  readonly units: readonly Unit[];
  /** What was finished last, oldest first: the person can go back to it. */
  readonly earlier?: readonly Earlier[];
  readonly done: number;
  readonly total: number | null;
  readonly person: string;
  readonly guideline: Guideline | null;
  readonly skip_reasons: readonly Reason[];
}

/** Return the address of this unit: `{id}` filled in. */
export function unitUrl(template: string, unit: number): string {
  return template.replace("{id}", String(unit));
}
