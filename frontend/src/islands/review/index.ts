import { csrfToken } from "../../csrf";
import { type Api, createApi, type Reply } from "../../http";
import type { Mount } from "../../islands";
import { ownMap } from "../../keycap";
import { translated } from "../../keymap";
import { takesText } from "../../keys";
import { kindOf } from "../../kinds";
import { say } from "../../words";
import { withAbout } from "../work/fields";
import type { Place } from "../work/keys";
import * as timing from "../work/timing";
import { type Answers, unitUrl } from "../work/types";
import { type Command, commandOf } from "./keys";
import type { Outcome, ReviewProps, ReviewUnit, Session } from "./session";
import * as sessions from "./session";
import { createScreen, type Returned, type Screen } from "./view";

/** How many answers the server is asked to hold for this screen, the one on show included. */
const AHEAD = 3;
/** So often an empty screen looks whether answers came. */
const LOOK_AGAIN_MS = 20_000;
/** While an answer is only looked at, all other keys still play and move what the item shows. */
const IS_LETTER_OR_DIGIT = /^(?:Digit|Numpad|Key)\w$/;

interface News {
  readonly units: readonly ReviewUnit[];
  readonly waiting: number;
}

export const mount: Mount<ReviewProps> = (el, props) => {
  const review = new Review(props);
  return review.start(el);
};

/** The screen at work: it listens to the page, and draws what the session has become. */
class Review {
  readonly #api: Api = createApi(fetch.bind(window), () => csrfToken(document));
  readonly #props: ReviewProps;
  readonly #screen: Screen;
  #session: Session;
  #watch = timing.started(performance.now());

  constructor(props: ReviewProps) {
    this.#props = props;
    this.#session = sessions.opened(props);
    this.#screen = createScreen(props, {
      onAnswer: (field, value) => this.#answer(field, value),
      onAbout: (field, about) => this.#edit((answers) => withAbout(answers, field, about)),
      onFocus: (active) => active !== this.#session.active && this.#show({ ...this.#session, active }),
      onLook: () => {},
      onSubmit: () => this.#send(),
      onCommand: (command) => this.#obey(command),
      onReturn: (returned) => this.#judge("return", {}, returned),
    });
  }

  start(el: HTMLElement): () => void {
    const stop = new AbortController();
    el.replaceChildren(this.#screen.el);
    this.#show(this.#session);
    this.#screen.focus("");
    document.addEventListener("keydown", (event) => this.#onKey(event), { signal: stop.signal });
    for (const name of ["pointermove", "pointerdown", "keydown", "wheel"])
      document.addEventListener(name, () => this.#seen(), { signal: stop.signal, passive: true });
    window.addEventListener("pagehide", () => this.#release(), { signal: stop.signal });
    const look = setInterval(() => this.#lookAgain(), LOOK_AGAIN_MS);
    return () => {
      clearInterval(look);
      stop.abort();
      this.#screen.destroy();
    };
  }

  #onKey(given: KeyboardEvent): void {
    if (document.querySelector("dialog:modal") || given.defaultPrevented) return;
    const event = translated(ownMap(), given);
    const place = placeOf(event.target);
    const isEditing = this.#session.edit !== null;
    const isForEditor = place !== "text" && (isEditing || !IS_LETTER_OR_DIGIT.test(event.code));
    const isTaken = isForEditor && this.#screen.onKey(this.#session.active, event);
    const command = isTaken ? null : commandOf(event, place, isEditing);
    if (command) this.#obey(command);
    const isPressed = !isTaken && !command && isEditing && place !== "text" && this.#press(event);
    if (isTaken || command || isPressed) given.preventDefault();
  }

  #press(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return false;
    const field = sessions.current(this.#session)?.fields.find((one) => one.name === this.#session.active);
    const given = sessions.answersOf(this.#session)[this.#session.active];
    const value = field && kindOf(field.kind).press(field.config, event.code, given);
    if (!field || value === undefined) return false;
    this.#answer(field.name, value);
    return true;
  }

  #obey(command: Command): void {
    const unit = sessions.current(this.#session);
    const acts: Record<Command, () => void> = {
      accept: () => this.#judge("accept", {}),
      correct: () => this.#begin(),
      return: () => unit && !this.#session.isBusy && this.#screen.askToReturn(unit),
      undo: () => void this.#undo(),
      guideline: () => this.#screen.guideline?.toggle(null),
      send: () => this.#send(),
      leave_edit: () => this.#show(sessions.looking(this.#session)),
      field_after: () => this.#turn(1),
      field_before: () => this.#turn(-1),
    };
    acts[command]();
  }

  #begin(): void {
    if (this.#session.isBusy || !sessions.current(this.#session)) return;
    this.#show(sessions.correcting(this.#session));
    this.#screen.focus(this.#session.active);
  }

  #turn(step: 1 | -1): void {
    const fields = sessions.fieldsOf(this.#session);
    const here = fields.findIndex((field) => field.name === this.#session.active);
    const active = fields[(here + step + fields.length) % fields.length]?.name ?? "";
    this.#show({ ...this.#session, active });
    this.#screen.focus(active);
  }

  #answer(field: string, value: unknown): void {
    // Drawn even while it is only looked at: the editor shows again what was given.
    this.#show(sessions.answered(this.#session, field, value));
  }

  #edit(change: (answers: Answers) => Answers): void {
    const { edit } = this.#session;
    this.#show(edit ? { ...this.#session, edit: change(edit) } : this.#session);
  }

  #send(): void {
    if (!this.#session.edit) return;
    this.#screen.settle(this.#session.active);
    const missing = sessions.incomplete(this.#session);
    const [first] = missing;
    const answers = sessions.answersOf(this.#session);
    if (first === undefined) this.#judge("correct", { answers, reason: this.#screen.why() });
    else this.#show({ ...this.#session, missing, active: first });
  }

  #judge(outcome: Outcome, what: object, returned?: Returned): void {
    const unit = sessions.current(this.#session);
    if (!unit || this.#session.isBusy) return;
    const body = {
      outcome,
      version: unit.submitted?.version ?? 1,
      seconds: timing.seconds(this.#watch, performance.now()),
      ahead: Math.max(1, AHEAD - this.#session.units.length + 1),
      beside: this.#session.units.map((one) => one.id),
      ...what,
      ...(returned && { reason: returned.reason, fields_wrong: returned.fields }),
    };
    this.#show(sessions.begun(this.#session));
    void this.#api.send("POST", unitUrl(this.#props.urls.judge, unit.id), body).then((reply) => {
      if (reply.type === "ok") this.#show(sessions.judged(this.#session, unit.id, reply.body as News));
      else this.#onTrouble(unit.id, reply);
    });
  }

  async #undo(): Promise<void> {
    const { last, isBusy } = this.#session;
    if (last === null || isBusy) return;
    this.#show(sessions.begun(this.#session));
    const reply = await this.#api.send("POST", unitUrl(this.#props.urls.undo, last), {});
    if (reply.type === "ok") this.#show(sessions.undone(this.#session, reply.body as News));
    else this.#onTrouble(0, reply);
  }

  #onTrouble(id: number, reply: Exclude<Reply, { type: "ok" }>): void {
    if (reply.type === "refused") this.#show(sessions.refused(this.#session, id, reply.body));
    else {
      const word = reply.type === "signed_out" ? "review.signed_out" : "page.unreachable";
      this.#show(sessions.failed(this.#session, say(word), reply.type === "signed_out"));
    }
    if (!sessions.current(this.#session)) void this.#fetch();
  }

  #lookAgain(): void {
    if (!document.hidden && !this.#session.isBusy && !sessions.current(this.#session)) void this.#fetch();
  }

  async #fetch(): Promise<void> {
    const reply = await this.#api.send("POST", this.#props.urls.next, { ahead: AHEAD });
    const { trouble } = this.#session;
    if (reply.type === "ok") this.#show({ ...sessions.fetched(this.#session, reply.body as News), trouble });
  }

  #show(next: Session): void {
    const isOther = sessions.current(this.#session)?.id !== sessions.current(next)?.id;
    this.#session = next;
    if (isOther) this.#watch = timing.started(performance.now());
    this.#screen.draw(next);
    if (isOther) this.#screen.focus("");
  }

  #seen(): void {
    this.#watch = timing.seen(this.#watch, performance.now());
  }

  #release(): void {
    for (const { id } of this.#session.units)
      void this.#api.send("POST", unitUrl(this.#props.urls.release, id), {}, { keepalive: true });
  }
}

function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof HTMLElement)) return "elsewhere";
  if (takesText(target)) return "text";
  const hasOwnEnter = target.matches("button, a, summary") && target.ariaChecked !== "true";
  return hasOwnEnter ? "control" : "elsewhere";
}
