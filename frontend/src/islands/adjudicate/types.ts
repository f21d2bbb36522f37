import type { Answers, Field, Item } from "../../kinds/types";

/** One place in the answers: what each column has there (null where it has nothing), and that in words. */
export interface Place {
  readonly given: readonly unknown[];
  readonly words: readonly string[];
  readonly is_agreed: boolean;
}

/** One answer, and who gave it: blind numbers. */
export interface Column {
  readonly people: readonly number[];
  readonly answer: unknown;
  readonly words: string;
  readonly about: readonly Said[];
}

/** What a person said about their answer. */
export interface Said {
  readonly person: number;
  readonly rationale?: { readonly text?: string; readonly rule?: string };
  readonly confidence?: "low" | "medium" | "high";
}

export interface Cause {
  readonly id: string;
  readonly title: string;
}

export interface Decided {
  readonly answer: unknown;
  readonly cause: string;
  readonly reason: string;
}

export interface Dependants {
  readonly names: readonly string[];
  readonly answered: readonly string[];
  readonly known: Answers;
}

export interface AdjudicateProps {
  readonly id: number;
  readonly item: Item;
  readonly fields: readonly Field[];
  readonly field: string;
  /** What the disputed field builds on. */
  readonly answers: Answers;
  /** What depends on the disputed field, which of it has an answer, and the other answers it hangs on. */
  readonly dependants: Dependants;
  readonly columns: readonly Column[];
  readonly places: readonly Place[];
  readonly merged: unknown;
  readonly merged_words: string;
  readonly decided: Decided | null;
  readonly has_edge_case: boolean;
  readonly seen: string;
  readonly causes: readonly Cause[];
  readonly urls: { readonly decide: string; readonly dispute: string; readonly next: string };
}
