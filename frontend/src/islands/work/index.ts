import { csrfToken } from "../../csrf";
import { type Api, createApi } from "../../http";
import type { Mount } from "../../islands";
import { ownMap } from "../../keycap";
import { translated } from "../../keymap";
import { takesText } from "../../keys";
import { kindOf } from "../../kinds";
import type { Field } from "../../kinds/types";
import { say } from "../../words";
import { createDrafts, type Drafts } from "./drafts";
import { type About, aboutOf, asksAbout, isOnePress, ownFields } from "./fields";
import { type Command, commandOf, confidenceOf, isComposed, type Place } from "./keys";
import { Nearby } from "./nearby";
import type { Clash, Session } from "./session";
import * as sessions from "./session";
import { wouldLose } from "./status";
import { type KeptDraft, noStore, openStore, type Store } from "./store";
import { createSync, type Sync } from "./sync";
import * as timing from "./timing";
import { type Answers, type Unit, unitUrl, type WorkProps } from "./types";
import { untouched } from "./units";
import type { Subject } from "./view/question";
import { type Attention, createScreen, type Screen } from "./view/screen";
import { isSeenAtOnce, takeable } from "./view/suggestion";

const HEARTBEAT_MS = 60_000;
const ACTIVITY = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"] as const;

export const mount: Mount<WorkProps> = (el, props) => {
  const stop = new AbortController();
  void open(el, props, stop.signal);
  return () => stop.abort();
};

async function open(el: HTMLElement, props: WorkProps, signal: AbortSignal): Promise<void> {
  const { store, entries, kept } = await readDevice(props);
  if (signal.aborted) return;
  const edits = Object.fromEntries(kept.map((draft) => [draft.unit, draft.answers]));
  const session = sessions.opened(props, entries, edits);
  const work = new Work(props, session, store, kept);
  work.start(el, signal);
}

/** Return what this device kept. One that keeps nothing is no reason to stop: the status line says so. */
async function readDevice(props: WorkProps) {
  try {
    const store = await openStore(props.person, props.urls.next);
    return { store, entries: await store.entries(), kept: await store.drafts() };
  } catch {
    return { store: noStore(), entries: [], kept: [] };
  }
}

/** The screen at work: it listens to the page, and draws what the session has become. */
class Work {
  readonly #api: Api;
  readonly #screen: Screen;
  readonly #sync: Sync;
  readonly #drafts: Drafts;
  readonly #props: WorkProps;
  #session: Session;
  #attention: Attention = { active: "", missing: [] };
  #look: string | null = null;
  readonly #nearby = new Nearby();
  #watch = timing.started(performance.now());

  constructor(props: WorkProps, session: Session, store: Store, kept: readonly KeptDraft[]) {
    this.#props = props;
    this.#session = session;
    this.#api = createApi(fetch.bind(window), () => csrfToken(document));
    this.#screen = createScreen(props, this.#news(), this.#api);
    this.#sync = createSync({ get: () => this.#session, set: (next) => this.#show(next) }, this.#api, store);
    this.#drafts = createDrafts(this.#api, store, props.urls.draft, kept, {
      onSaved: (draftAt, unit, suggestions) => this.#onDraftSaved(draftAt, unit, suggestions),
      onClash: (unit, mine, stored) => this.#show(sessions.clashed(this.#session, { unit, mine, stored })),
      onTrouble: (type) => this.#onTrouble(type),
    });
  }

  start(el: HTMLElement, signal: AbortSignal): void {
    el.replaceChildren(this.#screen.el);
    this.#arrive();
    this.#draw();
    this.#screen.focus(this.#attention.active);
    this.#listen(signal);
    for (const unit of this.#session.ahead) {
      const answers = this.#session.edits[unit.id];
      if (answers) this.#drafts.change(unit, answers);
    }
    this.#sync.tend();
  }

  #listen(signal: AbortSignal): void {
    const heartbeat = setInterval(() => document.hidden || void this.#sync.heartbeat(), HEARTBEAT_MS);
    signal.addEventListener("abort", () => {
      clearInterval(heartbeat);
      this.#sync.stop();
      this.#screen.destroy();
    });
    document.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    document.addEventListener("visibilitychange", () => this.#onVisibility(), { signal });
    for (const name of ACTIVITY)
      document.addEventListener(name, () => this.#onActivity(), { signal, passive: true, capture: true });
    window.addEventListener("focus", () => this.#onReturn(), { signal });
    window.addEventListener("online", () => this.#onReturn(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && void this.#sync.heartbeat(), {
      signal,
    });
    window.addEventListener("pagehide", () => this.#release(), { signal });
    window.addEventListener("beforeunload", (event) => this.#onLeave(event), { signal });
  }

  #news() {
    return {
      onAnswer: (field: string, value: unknown, isWhole?: boolean) => this.#answer(field, value, isWhole),
      onAbout: (field: string, about: About) => this.#explain(field, about),
      onTake: (field: string) => void this.#take(field),
      onFocus: (active: string) => this.#attend({ active, isByHand: true }),
      onLook: (label: string) => {
        this.#look = label;
      },
      onSubmit: () => this.#settleAndSubmit(),
      onBack: () => this.#go(sessions.back(this.#session)),
      onForward: () => this.#go(sessions.forward(this.#session)),
      onSkip: () => this.#askToSkip(),
      onFlag: () => this.#subject() && this.#screen.flag?.open(),
      onAsk: () => this.#subject() && this.#screen.question?.open(),
      onAsked: () => this.#show({ ...this.#session, askedAt: new Date().toISOString() }),
      subject: () => this.#subject(),
      onKeysChanged: () => location.reload(),
      onReason: (reason: string) => this.#go(sessions.skipped(this.#session, reason, this.#stamp())),
      onRead: () => location.reload(),
      onGuideline: () => this.#screen.guideline?.toggle(this.#look),
      onRetry: (key: string) => this.#go(sessions.retried(this.#session, key, this.#stamp())),
      onGiveUp: (key: string) => this.#go(sessions.givenUp(this.#session, key)),
      onReconcile: (clash: Clash, answers: Answers) => this.#reconcile(clash, answers),
    };
  }

  #onKey(given: KeyboardEvent): void {
    if (document.querySelector("dialog:modal") || isComposed(given) || given.defaultPrevented) return;
    const event = translated(ownMap(), given);
    const place = placeOf(event.target);
    const isTaken =
      place !== "text" &&
      (this.#takesFirst(event) ||
        this.#saysHowSure(event) ||
        this.#screen.onKey(this.#attention.active, event));
    const command = isTaken ? null : commandOf(event, place);
    if (isTaken || (command && this.#obey(command))) event.preventDefault();
  }

  /** Return whether the command meant something here. */
  #obey(command: Command): boolean {
    const news = this.#news();
    const acts: Record<Exclude<Command["type"], "press" | "take">, () => void> = {
      submit: news.onSubmit,
      back: news.onBack,
      forward: news.onForward,
      skip: news.onSkip,
      flag: news.onFlag,
      ask: news.onAsk,
      guideline: news.onGuideline,
      find: () => this.#screen.find(this.#attention.active),
      help: this.#screen.help.open,
      close: () => this.#screen.guideline?.close(),
      field_after: () => this.#turnTo(sessions.fieldBeside(this.#session, this.#attention.active, 1)),
      field_before: () => this.#turnTo(sessions.fieldBeside(this.#session, this.#attention.active, -1)),
    };
    if (command.type === "press") return this.#press(command.code);
    if (command.type === "take") return this.#take(this.#attention.active);
    if (command.type.startsWith("field_") && sessions.fieldsOf(this.#session).length < 2) return false;
    acts[command.type]();
    return true;
  }

  /** The key that takes a suggestion does so while there is no answer, also where an editor has a use for it. */
  #takesFirst(event: KeyboardEvent): boolean {
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat);
    const name = this.#attention.active;
    const field = sessions.fieldsOf(this.#session).find((one) => one.name === name);
    if (!isPlain || event.code !== "Space" || !field) return false;
    if (kindOf(field.kind).isAnswered(sessions.answersOf(this.#session)[name])) return false;
    return this.#take(name);
  }

  /** Say how sure the person is of the answer that has the keys. */
  #saysHowSure(event: KeyboardEvent): boolean {
    const confidence = confidenceOf(event);
    const answers = sessions.answersOf(this.#session);
    const field = sessions.fieldsOf(this.#session).find((one) => one.name === this.#attention.active);
    if (confidence === null || !field?.confidence) return false;
    if (!kindOf(field.kind).isAnswered(answers[field.name])) return false;
    this.#explain(field.name, { ...aboutOf(answers, field.name), confidence });
    return true;
  }

  /** Take the suggestion for this field, if it is in sight. It is a whole answer, but marks are looked at before. */
  #take(name: string): boolean {
    const unit = sessions.current(this.#session);
    const field = sessions.fieldsOf(this.#session).find((one) => one.name === name);
    const value = field && takeable(field, unit?.suggestions, sessions.answersOf(this.#session)[name]);
    if (!field || value === undefined) return false;
    this.#answer(name, value, isSeenAtOnce(field));
    return true;
  }

  #press(code: string): boolean {
    const field = sessions.fieldsOf(this.#session).find((one) => one.name === this.#attention.active);
    const given = field && sessions.answersOf(this.#session)[field.name];
    const value = field && kindOf(field.kind).press(field.config, code, given);
    if (!field || value === undefined) return false;
    this.#answer(field.name, value);
    return true;
  }

  /** Take an answer; a whole one goes on to the next field, or submits where nothing else is asked. */
  #answer(name: string, value: unknown, isWhole?: boolean): void {
    const unit = sessions.current(this.#session);
    const field = unit?.fields.find((one) => one.name === name);
    if (!unit || !field) return;
    this.#session = sessions.answered(this.#session, name, value);
    const goesOn = value !== undefined && (isWhole ?? isOnePress(field)) && !asksAbout(field);
    if (goesOn && field.required && ownFields(unit).length === 1) this.#submit();
    else this.#keepDraft(unit, name, goesOn);
  }

  #explain(field: string, about: About): void {
    const unit = sessions.current(this.#session);
    if (!unit) return;
    this.#session = sessions.explained(this.#session, field, about);
    this.#drafts.change(unit, sessions.answersOf(this.#session));
    this.#attend({ missing: this.#attention.missing.filter((name) => name !== field) });
  }

  /** Return what a question would be about: the item on show, and the field and label in hand. */
  #subject(): Subject | null {
    const unit = sessions.current(this.#session);
    return unit && { unit, field: this.#attention.active, label: this.#look ?? "" };
  }

  #keepDraft(unit: Unit, name: string, goesOn: boolean): void {
    this.#drafts.change(unit, sessions.answersOf(this.#session));
    const missing = this.#attention.missing.filter((other) => other !== name);
    const next = goesOn ? sessions.fieldAfter(this.#session, name) : name;
    this.#attend({ active: next, missing });
    if (next !== name) this.#screen.focus(next);
  }

  /** Give the keys to this field. */
  #turnTo(active: string): void {
    this.#attend({ active });
    this.#screen.focus(active);
  }

  #settleAndSubmit(): void {
    this.#screen.settle(this.#attention.active);
    this.#submit();
  }

  /** Submit what is complete; else the keys go to what is missing, which is said once the person had its keys. */
  #submit(): void {
    const unit = sessions.current(this.#session);
    const missing = sessions.missing(this.#session).map((field) => field.name);
    if (!unit) this.#screen.reading.confirm();
    else if (missing.length === 0) this.#finish(unit);
    else if (missing.includes(this.#attention.active)) this.#attend({ missing });
    else this.#turnTo(nextOf(unit.fields, missing, this.#attention.active));
  }

  #finish(unit: Unit): void {
    this.#drafts.forget(unit.id);
    const { isUnchanged, forward, submitted } = sessions;
    const session = this.#session;
    this.#go(isUnchanged(session) ? forward(session) : submitted(session, this.#stamp()));
  }

  #askToSkip(): void {
    if (sessions.canSkip(this.#session)) this.#screen.skip.open();
  }

  #reconcile(clash: Clash, answers: Answers): void {
    this.#drafts.rebase(clash.unit, answers, clash.stored.revision);
    this.#show(sessions.reconciled(this.#session, clash.unit.id, answers));
  }

  /** Take a deed of the person: draw at once, then see to device and server. */
  #go(next: Session): void {
    this.#show(next);
    this.#sync.tend();
  }

  #show(next: Session): void {
    const before = this.#session;
    this.#session = next;
    const isOther = sessions.current(before)?.id !== sessions.current(next)?.id;
    if (isOther) this.#arrive();
    this.#draw();
    if (isOther) this.#screen.focus(this.#attention.active);
    this.#announce(before, next);
    const { after, finished } = this.#props.urls;
    if (after && next.savedAt !== before.savedAt) location.assign(after);
    if (finished && next.isDry && !before.isDry) location.assign(finished);
    if (isCutOff(before) && !isCutOff(next)) this.#drafts.flush();
  }

  #announce(before: Session, next: Session): void {
    if (next.savedAt !== before.savedAt) this.#screen.announce(say("status.said_saved"));
    if (next.askedAt !== before.askedAt) this.#screen.announce(say("status.asked", { time: "" }));
    if (next.isOffline && !before.isOffline) this.#screen.announce(say("status.said_unsaved"));
  }

  /** Another item is on show. */
  #arrive(): void {
    this.#watch = timing.started(performance.now());
    this.#look = null;
    this.#nearby.look(this.#session.ahead.slice(1));
    const [first] = sessions.missing(this.#session);
    const active = first ?? sessions.fieldsOf(this.#session)[0];
    this.#attention = { active: active?.name ?? "", missing: [] };
  }

  #attend(change: Partial<Attention>): void {
    this.#attention = { ...this.#attention, isByHand: false, ...change };
    this.#draw();
  }

  #draw(): void {
    this.#screen.draw(this.#session, this.#attention);
  }

  #stamp(): sessions.Stamp {
    const seconds = timing.seconds(this.#watch, performance.now());
    return { key: freshKey(), at: new Date().toISOString(), seconds };
  }

  #onActivity(): void {
    this.#watch = timing.seen(this.#watch, performance.now());
  }

  #onVisibility(): void {
    const now = performance.now();
    this.#watch = document.hidden ? timing.hidden(this.#watch, now) : timing.seen(this.#watch, now);
    if (!document.hidden) this.#onReturn();
  }

  #onDraftSaved(draftAt: string, unit: number, suggestions?: Answers): void {
    const session = { ...this.#session, draftAt };
    this.#show(suggestions ? sessions.toldSuggestions(session, unit, suggestions) : session);
  }

  #onTrouble(type: "signed_out" | "unreachable"): void {
    this.#show({ ...this.#session, isSignedOut: type === "signed_out", isOffline: type === "unreachable" });
    if (type === "unreachable") this.#sync.retryLater();
  }

  /** The person or the network is back. */
  #onReturn(): void {
    if (isCutOff(this.#session)) this.#sync.retry();
  }

  #release(): void {
    const touched = new Set(Object.keys(this.#session.edits).map(Number));
    for (const unit of untouched(this.#session.ahead, touched))
      void this.#api.send("POST", unitUrl(this.#props.urls.release, unit), {}, { keepalive: true });
  }

  #onLeave(event: BeforeUnloadEvent): void {
    if (wouldLose(this.#session, this.#drafts.areKept())) event.preventDefault();
  }
}

function isCutOff(session: Session): boolean {
  return session.isOffline || session.isSignedOut;
}

/** Return the first of these fields after this one, else the first of all. */
function nextOf(fields: readonly Field[], names: readonly string[], after: string): string {
  const here = fields.findIndex((field) => field.name === after);
  const next = fields.slice(here + 1).find((field) => names.includes(field.name));
  return next?.name ?? names[0] ?? after;
}

/** `crypto.randomUUID` is missing where a team serves the platform without TLS. */
function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof HTMLElement)) return "elsewhere";
  if (takesText(target)) return "text";
  // Enter on an answer already chosen has nothing left to choose: it submits.
  const hasOwnEnter = target.matches("button, a, summary") && target.ariaChecked !== "true";
  return hasOwnEnter ? "control" : "elsewhere";
}
