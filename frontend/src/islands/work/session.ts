import { kindOf } from "../../kinds";
import type { Field } from "../../kinds/types";
import * as asked from "./fields";
import * as boxes from "./outbox";
import {
  type Answers,
  type Earlier,
  type Receipt,
  type Unit,
  type Urls,
  unitUrl,
  type WorkProps,
} from "./types";
import { merged } from "./units";

/** A unit finished on this screen. */
export interface Past {
  readonly unit: Unit;
  /** What was answered; null when it was skipped. */
  readonly answers: Answers | null;
  readonly skipped: string | null;
  /** The version the server holds; 0 while it holds none. */
  readonly version: number;
}

/** Two drafts of one unit, neither newer than the other. */
export interface Clash {
  readonly unit: Unit;
  readonly mine: Answers;
  readonly stored: { readonly answers: Answers; readonly revision: number };
}

/** A guideline version this person has not confirmed, and where the API tells what it says. */
export interface Unread {
  readonly guideline: number;
  readonly reading: string;
}

/** All that the labelling screen knows. Every function below returns a new one. */
export interface Session {
  readonly urls: Urls;
  readonly ahead: readonly Unit[];
  readonly past: readonly Past[];
  /** Place in `past` of the unit on show; `past.length` is the front, `ahead[0]`. */
  readonly cursor: number;
  /** Answers given and not submitted, by unit. */
  readonly edits: Readonly<Record<number, Answers>>;
  readonly outbox: boxes.Outbox;
  /** Drafts that were changed elsewhere too. */
  readonly clashes: readonly Clash[];
  readonly doneBefore: number;
  readonly total: number | null;
  /** The server said that nothing is left. */
  readonly isDry: boolean;
  /** The guideline to read and confirm before new work comes. */
  readonly unread: Unread | null;
  readonly isOffline: boolean;
  readonly isSignedOut: boolean;
  readonly savedAt: string | null;
  readonly draftAt: string | null;
  /** When the last question or flag arrived. */
  readonly askedAt: string | null;
}

/** What the page adds to a deed. */
export interface Stamp {
  readonly key: string;
  readonly at: string;
  readonly seconds: number;
}

const FRESH = { state: "waiting", isKept: false, refusal: null } as const;

/** Open the session from the props and what this device kept. */
export function opened(
  props: WorkProps,
  kept: boxes.Outbox,
  edits: Readonly<Record<number, Answers>>,
): Session {
  const outbox = boxes.restored(kept);
  const ours = outbox.filter((entry) => entry.scope === props.urls.next);
  const past = boxes.pending(ours).reduce(withDeed, (props.earlier ?? []).map(pastOf));
  const finished = new Set(ours.map((entry) => entry.unit.id));
  return {
    urls: props.urls,
    ahead: props.units.filter((unit) => !finished.has(unit.id)),
    past,
    cursor: past.length,
    edits,
    outbox,
    clashes: [],
    doneBefore: props.done,
    total: props.total,
    isDry: false,
    unread: null,
    isOffline: false,
    isSignedOut: false,
    savedAt: null,
    draftAt: null,
    askedAt: null,
  };
}

/** Return the unit on show, or null when there is none. */
export function current(session: Session): Unit | null {
  return lookedBack(session)?.unit ?? session.ahead[0] ?? null;
}

/** Return the finished unit on show, or null at the front. */
export function lookedBack(session: Session): Past | null {
  return session.past[session.cursor] ?? null;
}

/** Return the answers to show: given here, else finished here, else the draft, else what was submitted. */
export function answersOf(session: Session): Answers {
  const unit = current(session);
  if (!unit) return {};
  const given = session.edits[unit.id] ?? lookedBack(session)?.answers;
  return given ?? unit.draft?.answers ?? unit.submitted?.answers ?? {};
}

/** Give one field an answer, or none. Fields that the answer hides lose theirs. */
export function answered(session: Session, field: string, value: unknown): Session {
  return withAnswers(session, { ...answersOf(session), [field]: value });
}

/** Say something about the answer to a field. */
export function explained(session: Session, field: string, about: asked.About): Session {
  return withAnswers(session, asked.withAbout(answersOf(session), field, about));
}

function withAnswers(session: Session, answers: Answers): Session {
  const unit = current(session);
  if (!unit) return session;
  const kept = asked.keptAnswers(unit, answers);
  return { ...session, edits: { ...session.edits, [unit.id]: kept } };
}

/** Return the fields that are asked of the unit on show. */
export function fieldsOf(session: Session): readonly Field[] {
  const unit = current(session);
  return unit ? asked.askedFields(unit, answersOf(session)) : [];
}

/** Return the fields that still need something before the unit can be submitted. */
export function missing(session: Session): readonly Field[] {
  const answers = answersOf(session);
  const item = current(session)?.item;
  return item ? fieldsOf(session).filter((field) => !asked.isComplete(field, answers, item)) : [];
}

/** Return the field before (-1) or after (1) this one, round the ends. */
export function fieldBeside(session: Session, name: string, step: 1 | -1): string {
  const fields = fieldsOf(session);
  const here = fields.findIndex((field) => field.name === name);
  return fields[(here + step + fields.length) % fields.length]?.name ?? name;
}

/** Return the field that keys go to next: the first without an answer after this one, else before it, else this. */
export function fieldAfter(session: Session, name: string): string {
  const answers = answersOf(session);
  const fields = fieldsOf(session);
  const here = fields.findIndex((field) => field.name === name);
  const round = [...fields.slice(here + 1), ...fields.slice(0, here + 1)];
  return round.find((field) => !kindOf(field.kind).isAnswered(answers[field.name]))?.name ?? name;
}

/** Submit the unit on show and go on; unchanged while a required answer is missing. */
export function submitted(session: Session, stamp: Stamp): Session {
  const unit = current(session);
  if (!unit || missing(session).length > 0) return session;
  const answers = asked.keptAnswers(unit, answersOf(session));
  const deed = { type: "submit", answers, seconds: stamp.seconds } as const;
  return finished(session, deed, stamp);
}

/** Skip the unit on show and go on. What the server already holds an answer for cannot be skipped. */
export function skipped(session: Session, reason: string, stamp: Stamp): Session {
  return canSkip(session) ? finished(session, { type: "skip", reason, comment: "" }, stamp) : session;
}

/** What is on show was finished with exactly these answers, and the server took or will take them. */
export function isUnchanged(session: Session): boolean {
  const past = lookedBack(session);
  const isRefused = boxes.refused(session.outbox).some((entry) => entry.unit.id === past?.unit.id);
  const given = JSON.stringify(answersOf(session));
  return past?.answers != null && !isRefused && given === JSON.stringify(past.answers);
}

/** A unit can be skipped as long as it was not answered. */
export function canSkip(session: Session): boolean {
  return lookedBack(session) === null && current(session)?.submitted === null;
}

/** Show the item before; nothing is changed by looking. */
export function back(session: Session): Session {
  return { ...session, cursor: Math.max(0, session.cursor - 1) };
}

/** Show the item after, up to the front. */
export function forward(session: Session): Session {
  return { ...session, cursor: Math.min(session.past.length, session.cursor + 1) };
}

/** Take in units from the server. `isWhole`: they are all this person holds, and all there is for them. */
export function taken(session: Session, units: readonly Unit[], isWhole: boolean): Session {
  const cameBack = new Set(units.filter((unit) => unit.note !== "").map((unit) => unit.id));
  const past = session.past.filter((one) => !cameBack.has(one.unit.id));
  const done = new Set([...past, ...session.outbox].map((one) => one.unit.id));
  const ahead = merged(session.ahead, units, done, isWhole);
  const isDry = isWhole && ahead.length === 0 && boxes.pending(session.outbox).length === 0;
  return { ...reached(session), ahead, isDry, unread: null };
}

/** The server hands out nothing new before this guideline is read. */
export function mustRead(session: Session, unread: Unread): Session {
  return { ...reached(session), unread };
}

/** The server holds the answer: only now it is saved. */
export function receipted(session: Session, key: string, receipt: Receipt): Session {
  const unit = session.outbox.find((entry) => entry.key === key)?.unit.id;
  const past = session.past.map((one) => (one.unit.id === unit ? { ...one, version: receipt.version } : one));
  return settled({ ...session, past }, key, receipt.version, receipt.saved_at);
}

/** The server tells what a model suggests for a unit, now that the person has answered. */
export function toldSuggestions(session: Session, id: number, suggestions: Answers): Session {
  const tell = (unit: Unit): Unit => (unit.id === id ? { ...unit, suggestions } : unit);
  const past = session.past.map((one) => (one.unit.id === id ? { ...one, unit: tell(one.unit) } : one));
  return { ...session, past, ahead: session.ahead.map(tell) };
}

/** The server noted the skip; the unit still has no version. */
export function skipNoted(session: Session, key: string, at: string): Session {
  return settled(session, key, 0, at);
}

/** The server refused the deed: it stays listed until the person decides. */
export function refused(session: Session, key: string, refusal: boxes.Refusal): Session {
  return { ...reached(session), outbox: boxes.refuse(session.outbox, key, refusal) };
}

/** Send a refused answer again as a new deed upon what the server holds. */
export function retried(session: Session, key: string, stamp: Pick<Stamp, "key" | "at">): Session {
  const old = session.outbox.find((entry) => entry.key === key);
  if (!old) return session;
  const version = old.refusal?.stored?.version ?? old.version ?? 0;
  const again = { ...old, ...stamp, version, ...FRESH };
  return { ...session, outbox: boxes.add(boxes.discard(session.outbox, key), again) };
}

/** Give up a refused answer: what the server holds, if anything, stands. */
export function givenUp(session: Session, key: string): Session {
  const old = session.outbox.find((entry) => entry.key === key);
  const stored = old?.refusal?.stored ?? null;
  const past = session.past.flatMap((one) => {
    if (one.unit.id !== old?.unit.id) return [one];
    return stored?.answers ? [{ ...one, answers: stored.answers, version: stored.version ?? 0 }] : [];
  });
  const cursor = Math.min(session.cursor, past.length);
  return { ...session, past, cursor, outbox: boxes.discard(session.outbox, key) };
}

/** List a draft that was changed elsewhere too. */
export function clashed(session: Session, clash: Clash): Session {
  return { ...session, clashes: [...without(session.clashes, clash.unit.id), clash] };
}

/** Settle a clash of drafts with these answers. */
export function reconciled(session: Session, unit: number, answers: Answers): Session {
  const edits = { ...session.edits, [unit]: answers };
  return { ...session, edits, clashes: without(session.clashes, unit) };
}

/** Return how many items this person has finished, those on their way included, refused ones not. */
export function doneCount(session: Session): number {
  const refusedUnits = new Set(boxes.refused(session.outbox).map((entry) => entry.unit.id));
  const isNew = (one: Past) => one.answers !== null && one.unit.submitted === null;
  return (
    session.doneBefore + session.past.filter((one) => isNew(one) && !refusedUnits.has(one.unit.id)).length
  );
}

function pastOf({ unit, skipped: reason }: Earlier): Past {
  const answers = reason === null ? (unit.submitted?.answers ?? null) : null;
  return { unit, answers, skipped: reason, version: unit.submitted?.version ?? 0 };
}

function finished(session: Session, deed: boxes.Deed, stamp: Stamp): Session {
  const unit = current(session);
  if (!unit) return session;
  const version = lookedBack(session)?.version ?? unit.submitted?.version ?? 0;
  const { key, at } = stamp;
  const { next: scope, [deed.type]: template } = session.urls;
  const url = unitUrl(template, unit.id);
  const entry = { key, url, scope, unit, deed, version, at, ...FRESH };
  const isFront = lookedBack(session) === null;
  const { [unit.id]: _, ...edits } = session.edits;
  return {
    ...session,
    edits,
    clashes: without(session.clashes, unit.id),
    past: withDeed(session.past, entry),
    ahead: isFront ? session.ahead.slice(1) : session.ahead,
    cursor: session.cursor + 1,
    outbox: boxes.add(session.outbox, entry),
  };
}

function without(clashes: readonly Clash[], unit: number): readonly Clash[] {
  return clashes.filter((clash) => clash.unit.id !== unit);
}

function withDeed(past: readonly Past[], entry: boxes.Entry): readonly Past[] {
  const { unit, deed } = entry;
  const before = past.find((one) => one.unit.id === unit.id);
  const version = before?.version ?? entry.version ?? 0;
  const answers = deed.type === "submit" ? deed.answers : null;
  const after = { unit, answers, skipped: deed.type === "skip" ? deed.reason : null, version };
  return before ? past.map((one) => (one === before ? after : one)) : [...past, after];
}

function settled(session: Session, key: string, version: number, at: string): Session {
  return { ...reached(session), outbox: boxes.settle(session.outbox, key, version), savedAt: at };
}

function reached(session: Session): Session {
  return { ...session, isOffline: false, isSignedOut: false };
}
