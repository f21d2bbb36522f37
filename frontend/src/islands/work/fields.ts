import { kindOf } from "../../kinds";
import type { Answers, Field, Item } from "../../kinds/types";

/** The key beside the field names under which stands what is said about answers. */
export const ABOUT = "_about";

export type Confidence = "low" | "medium" | "high";

/** A passage of a text part, in code points. */
export interface Passage {
  readonly part: string;
  readonly start: number;
  readonly end: number;
}

export interface Rationale {
  readonly text?: string;
  readonly rule?: string;
  readonly evidence?: readonly Passage[];
}

/** What a person says about one answer. */
export interface About {
  readonly rationale?: Rationale;
  readonly confidence?: Confidence;
}

/** What an item is asked: fields for a person, and fields that a model fills, with what it answered. */
export interface Form {
  readonly fields: readonly Field[];
  readonly model_answers?: Answers;
}

/** True for a field that nobody is asked: a model fills it, and people see what it said. */
export function isFilledByModel(field: Field): boolean {
  return field.filled_by === "model";
}

/** Return the fields that a person answers, whatever the answers. */
export function ownFields({ fields }: Form): readonly Field[] {
  return fields.filter((field) => !isFilledByModel(field));
}

/** Return what is known of an item: the person's answers, and the model's where it fills a field. */
export function knownAnswers({ fields, model_answers = {} }: Form, answers: Answers): Answers {
  const filled = fields.filter(isFilledByModel);
  if (filled.length === 0) return answers;
  return { ...answers, ...Object.fromEntries(filled.map(({ name }) => [name, model_answers[name]])) };
}

/** Return the fields in sight. A condition looks only at a field before, and a hidden one has no answer. */
export function shownFields(form: Form, answers: Answers): readonly Field[] {
  const known = knownAnswers(form, answers);
  const hidden = new Set<string>();
  return form.fields.filter((field) => {
    const condition = field.visible_when;
    const isShown =
      !condition || (!hidden.has(condition.field) && holdsOneOf(known[condition.field], condition.one_of));
    if (!isShown) hidden.add(field.name);
    return isShown;
  });
}

/** Return the fields that these answers let be asked of a person. */
export function askedFields(form: Form, answers: Answers): readonly Field[] {
  return shownFields(form, answers).filter((field) => !isFilledByModel(field));
}

/** Return the answers without those to fields that are not asked, and without what is said about no answer. */
export function keptAnswers(form: Form, answers: Answers): Answers {
  const names = new Set(askedFields(form, answers).map((field) => field.name));
  const kept = Object.entries(answers).filter(([name, value]) => names.has(name) && value !== undefined);
  const given = new Set(kept.map(([name]) => name));
  const about = Object.entries(aboutAll(answers)).filter(([name]) => given.has(name));
  return Object.fromEntries(about.length > 0 ? [...kept, [ABOUT, Object.fromEntries(about)]] : kept);
}

/** Return what is said about the answer to this field. */
export function aboutOf(answers: Answers, field: string): About {
  return aboutAll(answers)[field] ?? {};
}

/** Say this about the answer to a field. */
export function withAbout(answers: Answers, field: string, about: About): Answers {
  return { ...answers, [ABOUT]: { ...aboutAll(answers), [field]: about } };
}

/** True when the field needs nothing more: answered well or optional, and with the rationale it requires. */
export function isComplete(field: Field, answers: Answers, item: Item): boolean {
  if (!kindOf(field.kind).isAnswered(answers[field.name])) return !field.required;
  if (problemOf(field, answers, item) !== null) return false;
  return field.rationale !== "required" || hasRationale(aboutOf(answers, field.name));
}

/** Return why the answer to this field cannot be submitted yet; null when it can, or when there is none. */
export function problemOf(field: Field, answers: Answers, item: Item): string | null {
  const kind = kindOf(field.kind);
  const value = answers[field.name];
  return kind.isAnswered(value) ? (kind.problem?.(field.config, value, item) ?? null) : null;
}

/** True when one press of a key answers all that is asked: pressing submits. */
export function isAnsweredAtOnce(form: Form): boolean {
  const [field, ...others] = ownFields(form);
  return field !== undefined && others.length === 0 && field.required && isOnePress(field);
}

/** True when one press of a key is all that the field asks for. */
export function isOnePress(field: Field): boolean {
  const { isOnePress: rule } = kindOf(field.kind);
  return !asksAbout(field) && (typeof rule === "function" ? rule(field.config) : rule);
}

/** True when the person is asked something about the answer. */
export function asksAbout(field: Field): boolean {
  return Boolean(field.rationale || field.confidence);
}

function hasRationale({ rationale }: About): boolean {
  const { text = "", rule = "", evidence = [] } = rationale ?? {};
  return text.trim() !== "" || rule.trim() !== "" || evidence.length > 0;
}

function holdsOneOf(value: unknown, wanted: readonly unknown[]): boolean {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.some((one) => wanted.includes(one));
}

function aboutAll(answers: Answers): Readonly<Record<string, About>> {
  return (answers[ABOUT] ?? {}) as Readonly<Record<string, About>>;
}
