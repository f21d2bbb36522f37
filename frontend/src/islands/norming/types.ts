import type { Field, Item } from "../../kinds/types";

/** An answer that somebody voted for in a round that is over, in words too, and how many did. */
export interface Counted {
  readonly answer: unknown;
  readonly words: string;
  readonly votes: number;
}

export interface NormingProps {
  readonly item: Item;
  readonly fields: readonly Field[];
  readonly field: string;
  /** The id of the input that carries the vote as JSON, empty for none; null where no vote can be given. */
  readonly input: string | null;
  /** The votes of the rounds that are over: before the talk, after it. */
  readonly rounds: readonly (readonly Counted[])[];
}
