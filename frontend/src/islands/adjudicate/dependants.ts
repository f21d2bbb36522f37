import { kindOf } from "../../kinds";
import type { Answers, Field } from "../../kinds/types";
import { isFilledByModel, shownFields } from "../work/fields";
import type { AdjudicateProps } from "./types";

type Facts = Pick<AdjudicateProps, "dependants" | "fields" | "field">;

/** What a decision means for the fields that depend on it. */
export interface Meaning {
  /** Asked of people after it, and nobody has answered: they can be answered with it. */
  readonly asked: readonly Field[];
  /** Answered, and not asked after it: those answers are not delivered. */
  readonly dropped: readonly Field[];
}

/** Return what deciding for this value would mean, with these answers to what is asked then. */
export function meaningOf({ dependants, fields, field }: Facts, value: unknown, given: Answers): Meaning {
  if (value === undefined || dependants.names.length === 0) return { asked: [], dropped: [] };
  const isAnswered = ({ name }: Field) => dependants.answered.includes(name);
  const open = fields.filter((one) => dependants.names.includes(one.name) && !isAnswered(one));
  const said = open.filter((one) => kindOf(one.kind).isAnswered(given[one.name]));
  const known = {
    ...dependants.known,
    ...Object.fromEntries(said.map(({ name }) => [name, given[name]])),
    [field]: value,
  };
  const shown = new Set(shownFields({ fields, model_answers: dependants.known }, known));
  return {
    asked: open.filter((one) => shown.has(one) && !isFilledByModel(one)),
    dropped: fields.filter(
      (one) => dependants.names.includes(one.name) && isAnswered(one) && !shown.has(one),
    ),
  };
}

/** Return those of the asked fields that must be answered and are not. */
export function missingOf({ asked }: Meaning, given: Answers): readonly Field[] {
  return asked.filter(({ name, kind, required }) => required && !kindOf(kind).isAnswered(given[name]));
}

/** Return the answers to what is asked, and to nothing else. */
export function sentAnswers({ asked }: Meaning, given: Answers): Answers {
  const said = asked.filter(({ name, kind }) => kindOf(kind).isAnswered(given[name]));
  return Object.fromEntries(said.map(({ name }) => [name, given[name]]));
}
