import { h } from "../../../dom";
import type { Api } from "../../../http";
import { kindOf } from "../../../kinds";
import type { Hint } from "../../../kinds/types";
import { say } from "../../../words";
import { isAnsweredAtOnce, ownFields } from "../fields";
import { pending } from "../outbox";
import type { Session } from "../session";
import * as sessions from "../session";
import { statusOf } from "../status";
import type { Unit, WorkProps } from "../types";
import { type AnswersNews, createAnswers } from "./answers";
import { createStatus, createSteps, createTop, type StepsNews } from "./bars";
import { createComfort } from "./comfort";
import { createText } from "./desk";
import { createSkip, type DialogView } from "./dialogs";
import { createGuideline, type GuidelineView } from "./guideline";
import { createHelp } from "./help";
import { createNotices, type NoticesNews } from "./notices";
import { createFlag, createQuestion, type Subject } from "./question";
import { createReading, type ReadingView } from "./reading";

export interface ScreenNews extends AnswersNews, StepsNews, NoticesNews {
  onGuideline(): void;
  onReason(reason: string): void;
  /** What a question or a flag would be about; null while there is no item. */
  subject(): Subject | null;
  onAsked(): void;
  onAsk(): void;
  /** The person's own order of keys was changed. */
  onKeysChanged(): void;
  /** The guideline was read: everything on the screen may have changed with it. */
  onRead(): void;
}

/** What only the screen knows: the field that keys go to, and the fields found missing. */
export interface Attention {
  readonly active: string;
  readonly missing: readonly string[];
  /** The person took the field by hand. */
  readonly isByHand?: boolean;
}

export interface Screen {
  readonly el: HTMLElement;
  readonly skip: DialogView;
  /** Absent where nobody answers questions. */
  readonly flag: DialogView | null;
  readonly question: DialogView | null;
  readonly help: DialogView;
  readonly guideline: GuidelineView | null;
  readonly reading: ReadingView;
  draw(session: Session, attention: Attention): void;
  /** Let the editor of this field take a key; return whether it did. */
  onKey(field: string, event: KeyboardEvent): boolean;
  /** Let the editor of this field give what stands there and was not given yet. */
  settle(field: string): void;
  /** Give the focus to the field where it is typed into, else to the item: there every key is the screen's. */
  focus(field: string): void;
  /** Go to where the labels of this field are looked for. */
  find(field: string): void;
  destroy(): void;
  /** Tell a screen reader, without moving the focus. */
  announce(words: string): void;
}

/** Return the whole labelling screen, drawn from a session. */
export function createScreen(props: WorkProps, news: ScreenNews, api: Api): Screen {
  let unit: Unit | null = null;
  const help = createHelp(() => hintsOf(unit), news.onKeysChanged);
  const skip = createSkip(props.skip_reasons, news.onReason);
  const guideline =
    props.guideline &&
    createGuideline(props.guideline, (isOpen) => el.classList.toggle("has-guideline", isOpen));
  const question = props.urls.ask ? createQuestion(api, props.urls, news) : null;
  const flag = props.urls.ask ? createFlag(api, props.urls, news) : null;
  const top = createTop(props.urls.exit, {
    onGuideline: guideline ? news.onGuideline : null,
    onAsk: question ? news.onAsk : null,
    onComfort: () => comfort.open(),
    onHelp: help.open,
  });
  const notices = createNotices(props.urls.login, news);
  const text = createText();
  const answers = createAnswers(news);
  const steps = createSteps(news, flag !== null);
  const status = createStatus();
  const title = h("h1", { class: "sr-only" }, say("work.title"));
  const live = h("p", { class: "sr-only", role: "status" });
  const empty = createEmpty(props.urls.exit);
  const reading = createReading(api, news.onRead);
  const side = h("section", { class: "work-side" }, answers.el, steps.el, status.el);
  const desk = h("div", { class: "work-desk" }, text.el, empty.el, reading.el, side, guideline?.el ?? null);
  const dialogs = [help, skip, flag, question].map((view) => view?.el ?? null);
  const el = h("div", { class: "work" }, title, top.el, notices.el, desk, live, ...dialogs);
  const comfort = createComfort(el);
  el.append(comfort.el);

  return {
    el,
    skip,
    flag,
    question,
    help,
    guideline,
    onKey: answers.onKey,
    reading,
    find: answers.find,
    settle: answers.settle,
    focus: (field) => answers.focus(field) || text.el.focus({ preventScroll: true }),
    destroy: answers.destroy,
    announce: (words) => live.replaceChildren(words),
    draw(session, attention) {
      unit = sessions.current(session);
      const done = sessions.doneCount(session);
      // What is still open then is left for others.
      top.show(done, session.isDry ? done : session.total);
      notices.show(session);
      text.el.hidden = answers.el.hidden = unit === null;
      empty.show(session, unit);
      reading.show(unit === null ? session.unread : null);
      if (unit) {
        const needsSubmit = !isAnsweredAtOnce(unit);
        answers.show({ unit, answers: sessions.answersOf(session), needsSubmit, ...attention });
        text.show(unit, noteOf(session, props, unit), answers.stages(attention.active));
      }
      steps.show(stepsOf(session));
      status.show(statusOf(session));
    },
  };
}

function stepsOf(session: Session) {
  const isFront = sessions.lookedBack(session) === null;
  return {
    back: session.cursor > 0,
    forward: !isFront,
    skip: sessions.canSkip(session),
    flag: sessions.current(session) !== null,
  };
}

function noteOf(session: Session, props: WorkProps, unit: Unit): string {
  const past = sessions.lookedBack(session);
  if (!past) return unit.note && say("work.came_back", { reason: unit.note });
  if (past.skipped === null) return say("work.answered_before");
  const reason = props.skip_reasons.find((one) => one.id === past.skipped)?.title ?? past.skipped;
  return say("work.skipped_before", { reason });
}

function hintsOf(unit: Unit | null): readonly Hint[] {
  return (unit ? ownFields(unit) : []).flatMap((field) => kindOf(field.kind).hints(field.config));
}

function createEmpty(exit: string) {
  const title = h("h2", {});
  const next = h("p", { class: "muted" });
  const leave = h("a", { class: "btn btn-primary", href: exit }, say("work.leave"));
  const el = h("section", { class: "work-text work-empty", tabindex: -1 }, title, next, leave);
  return {
    el,
    show(session: Session, unit: Unit | null) {
      el.hidden = unit !== null || session.unread !== null;
      const count = pending(session.outbox).length;
      const isCutOff = session.isOffline || session.isSignedOut;
      leave.hidden = !session.isDry;
      title.textContent = say(session.isDry ? "work.empty_title" : isCutOff ? "work.dry" : "work.fetching");
      next.textContent = session.isDry
        ? say("work.empty_next")
        : count > 0
          ? say("work.empty_waiting", { count })
          : "";
    },
  };
}
