import type { RefusalBody } from "../../http";
import type { Field } from "../../kinds/types";
import { askedFields, isAnsweredAtOnce, isComplete, keptAnswers, ownFields } from "../work/fields";
import type { Answers, Guideline, Unit } from "../work/types";

/** An earlier version of an answer, and why it went back. */
export interface Round {
  readonly version: number;
  readonly answers: Answers;
  readonly reason: string;
}

/** One answer to review. Who gave it is not told. */
export interface ReviewUnit extends Unit {
  readonly rounds: readonly Round[];
}

export interface ReviewProps {
  readonly urls: {
    readonly next: string;
    readonly judge: string;
    readonly undo: string;
    readonly release: string;
    readonly exit: string;
    readonly login: string;
  };
  readonly units: readonly ReviewUnit[];
  readonly waiting: number;
  /** Answers that are with their authors. */
  readonly rework: number;
  /** The review judged last, which can be taken back. */
  readonly last: number | null;
  readonly guideline: Guideline | null;
}

export type Outcome = "accept" | "correct" | "return";

/** All that the review screen knows. Every function below returns a new one. */
export interface Session {
  readonly units: readonly ReviewUnit[];
  readonly waiting: number;
  readonly done: number;
  /** The correction at hand, or null while the answer is only looked at. */
  readonly edit: Answers | null;
  readonly active: string;
  readonly missing: readonly string[];
  readonly last: number | null;
  /** A call is on its way: keys wait. */
  readonly isBusy: boolean;
  readonly trouble: string;
  readonly isSignedOut: boolean;
}

/** Open the session from the props. */
export function opened({ units, waiting, last }: ReviewProps): Session {
  const fresh = { done: 0, edit: null, missing: [], isBusy: false, trouble: "", isSignedOut: false };
  return { ...fresh, units, waiting, last, active: firstField(units[0]) };
}

/** Return the answer on show, or null when none is left. */
export function current(session: Session): ReviewUnit | null {
  return session.units[0] ?? null;
}

/** Return the answers on show: the correction at hand, else what was given. */
export function answersOf(session: Session): Answers {
  return session.edit ?? current(session)?.submitted?.answers ?? {};
}

/** Begin a correction from the answer as it was given. */
export function correcting(session: Session): Session {
  const unit = current(session);
  if (!unit) return session;
  return { ...session, edit: keptAnswers(unit, answersOf(session)), missing: [], trouble: "" };
}

/** Give the correction up: the answer stands as it was given. */
export function looking(session: Session): Session {
  return { ...session, edit: null, missing: [] };
}

/** Give one field another answer; nothing changes while the answer is only looked at. */
export function answered(session: Session, name: string, value: unknown): Session {
  const unit = current(session);
  if (!unit || !session.edit) return session;
  const edit = keptAnswers(unit, { ...session.edit, [name]: value });
  return { ...session, edit, missing: session.missing.filter((other) => other !== name) };
}

/** Return the fields that the answers on show let be asked. */
export function fieldsOf(session: Session): readonly Field[] {
  const unit = current(session);
  return unit ? askedFields(unit, answersOf(session)) : [];
}

/** Return the names of fields that keep a correction from being sent. */
export function incomplete(session: Session): readonly string[] {
  const unit = current(session);
  if (!unit) return [];
  const answers = answersOf(session);
  return fieldsOf(session)
    .filter((field) => !isComplete(field, answers, unit.item))
    .map((field) => field.name);
}

/** True when one press of a key is the whole correction. */
export function isOneStep(unit: ReviewUnit): boolean {
  return isAnsweredAtOnce(unit);
}

/** A call is on its way. */
export function begun(session: Session): Session {
  return { ...session, isBusy: true, trouble: "" };
}

/** The verdict is stored: go on to the next answer. */
export function judged(
  session: Session,
  id: number,
  news: { readonly units: readonly ReviewUnit[]; readonly waiting: number },
): Session {
  const units = added(
    session.units.filter((unit) => unit.id !== id),
    news.units,
  );
  return arrived({ ...session, units, waiting: news.waiting, done: session.done + 1, last: id });
}

/** A verdict was taken back: its answer is on show again. */
export function undone(
  session: Session,
  news: { readonly units: readonly ReviewUnit[]; readonly waiting: number },
): Session {
  const units = added(news.units, session.units);
  return arrived({
    ...session,
    units,
    waiting: news.waiting,
    done: Math.max(0, session.done - 1),
    last: null,
  });
}

/** More answers came. */
export function fetched(
  session: Session,
  news: { readonly units: readonly ReviewUnit[]; readonly waiting: number },
): Session {
  const wasEmpty = session.units.length === 0;
  const next = { ...session, units: added(session.units, news.units), waiting: news.waiting, isBusy: false };
  return wasEmpty ? arrived(next) : next;
}

/** What the server refused: an answer that is no longer there to be judged leaves the screen, and it says why. */
export function refused(session: Session, id: number, refusal: RefusalBody): Session {
  const isGone = GONE.has(refusal.code);
  const units = isGone ? session.units.filter((unit) => unit.id !== id) : session.units;
  const next = { ...session, units, isBusy: false, trouble: refusal.message };
  return isGone ? { ...arrived(next), trouble: refusal.message } : next;
}

/** Nobody answered, or the person is signed out: the verdict was not stored. */
export function failed(session: Session, trouble: string, isSignedOut: boolean): Session {
  return { ...session, isBusy: false, trouble, isSignedOut };
}

const GONE: ReadonlySet<string> = new Set([
  "already_reviewed",
  "not_answered",
  "stale_version",
  "own_work",
  "not_found",
]);

function added(units: readonly ReviewUnit[], news: readonly ReviewUnit[]): readonly ReviewUnit[] {
  const known = new Set(units.map((unit) => unit.id));
  return [...units, ...news.filter((unit) => !known.has(unit.id))];
}

function arrived(session: Session): Session {
  const active = firstField(session.units[0]);
  return { ...session, edit: null, missing: [], active, isBusy: false, trouble: "", isSignedOut: false };
}

function firstField(unit: ReviewUnit | undefined): string {
  return (unit && ownFields(unit)[0]?.name) ?? "";
}
