import type { Field } from "../../kinds/types";
import { shownFields } from "../work/fields";
import type { AdjudicateProps } from "./types";

/** What a decision means for the fields that depend on it. */
export interface Meaning {
  /** Asked after it, and nobody has answered. */
  readonly missing: readonly Field[];
  /** Answered, and not asked after it: those answers are not delivered. */
  readonly dropped: readonly Field[];
}

/** Return what deciding for this value would mean. */
export function meaningOf(
  { dependants, fields, field }: Pick<AdjudicateProps, "dependants" | "fields" | "field">,
  value: unknown,
): Meaning {
  if (value === undefined || dependants.names.length === 0) return { missing: [], dropped: [] };
  const known = { ...dependants.known, [field]: value };
  const shown = new Set(shownFields({ fields, model_answers: dependants.known }, known));
  const depending = fields.filter(({ name }) => dependants.names.includes(name));
  const isAnswered = ({ name }: Field) => dependants.answered.includes(name);
  return {
    missing: depending.filter((one) => one.required && shown.has(one) && !isAnswered(one)),
    dropped: depending.filter((one) => !shown.has(one) && isAnswered(one)),
  };
}
