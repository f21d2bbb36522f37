import { kindOf } from "../../kinds";
import { askedFields, isComplete, isOnePress, keptAnswers, ownFields } from "../work/fields";
import type { Answers, Unit } from "../work/types";

/** Answers tried out on items; nothing is kept. Every function returns a new one. */
export interface Trial {
  readonly units: readonly Unit[];
  readonly place: number;
  readonly answers: Answers;
  readonly active: string;
  readonly missing: readonly string[];
  /** The answers were complete and would have been sent. */
  readonly isDone: boolean;
}

/** Begin on this item with no answer. */
export function begun(units: readonly Unit[], place: number): Trial {
  const unit = units[place];
  const active = (unit && askedFields(unit, {})[0]?.name) ?? "";
  return { units, place, answers: {}, active, missing: [], isDone: false };
}

/** Return the item on show. */
export function unitOf(trial: Trial): Unit | undefined {
  return trial.units[trial.place];
}

/** Go to another item; round at both ends. */
export function turned(trial: Trial, step: 1 | -1): Trial {
  const count = trial.units.length;
  return begun(trial.units, (trial.place + step + count) % count);
}

/** Give one field an answer; where one press is a whole one, the keys go on to the next field. */
export function answered(trial: Trial, name: string, value: unknown): Trial {
  const form = unitOf(trial) ?? { fields: [] };
  const answers = keptAnswers(form, { ...trial.answers, [name]: value });
  const missing = trial.missing.filter((other) => other !== name);
  const field = ownFields(form).find((one) => one.name === name);
  const next = field && isOnePress(field) ? openAfter(trial, answers, name) : undefined;
  return { ...trial, answers, missing, active: next ?? name, isDone: false };
}

/** Try to submit: say what is missing, or that it would have been sent. */
export function submitted(trial: Trial): Trial {
  const unit = unitOf(trial);
  if (!unit) return trial;
  const fields = askedFields(unit, trial.answers);
  const missing = fields
    .filter((field) => !isComplete(field, trial.answers, unit.item))
    .map((field) => field.name);
  return { ...trial, missing, active: missing[0] ?? trial.active, isDone: missing.length === 0 };
}

/** Return the answer of the field that has the keys after this key, or undefined when it means nothing there. */
export function pressed(trial: Trial, code: string): unknown {
  const field = unitOf(trial)?.fields.find((one) => one.name === trial.active);
  return field && kindOf(field.kind).press(field.config, code, trial.answers[field.name]);
}

function openAfter(trial: Trial, answers: Answers, name: string): string | undefined {
  const unit = unitOf(trial);
  if (!unit) return undefined;
  const fields = askedFields(unit, answers);
  const here = fields.findIndex((field) => field.name === name);
  const round = [...fields.slice(here + 1), ...fields.slice(0, here + 1)];
  return round.find((field) => !isComplete(field, answers, unit.item))?.name;
}
