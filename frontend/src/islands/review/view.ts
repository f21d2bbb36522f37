import { h } from "../../dom";
import { keycap } from "../../keycap";
import { kindOf } from "../../kinds";
import { say, type Word } from "../../words";
import { ownFields } from "../work/fields";
import { type AnswersNews, createAnswers } from "../work/view/answers";
import { createText } from "../work/view/desk";
import { dialog } from "../work/view/dialogs";
import { createGuideline } from "../work/view/guideline";
import type { Command } from "./keys";
import type { ReviewProps, ReviewUnit, Round, Session } from "./session";
import * as sessions from "./session";

export interface Returned {
  readonly reason: string;
  readonly fields: readonly string[];
}

export interface ScreenNews extends AnswersNews {
  onCommand(command: Command): void;
  onReturn(returned: Returned): void;
}

/** Return the review screen, drawn from a session. */
export function createScreen(props: ReviewProps, news: ScreenNews) {
  const count = h("span", { class: "work-count" });
  const text = createText();
  const answers = createAnswers(news);
  const guideline =
    props.guideline &&
    createGuideline(props.guideline, (isOpen) => el.classList.toggle("has-guideline", isOpen));
  const top = h(
    "div",
    { class: "work-top" },
    h("a", { class: "bar-link", href: props.urls.exit }, say("work.leave")),
    h("div", { class: "work-progress" }, count),
    guideline && keyButton("work.guideline", "G", "bar-link key-button", () => news.onCommand("guideline")),
  );
  const trouble = h("div", { class: "work-notices", role: "alert" });
  const state = h("p", { class: "review-state", role: "status" });
  const rounds = h("details", { class: "review-rounds" });
  const verdicts = createVerdicts(news.onCommand);
  const side = h("section", { class: "work-side" }, state, answers.el, verdicts.el, rounds);
  const empty = createEmpty(props);
  const desk = h("div", { class: "work-desk" }, text.el, empty.el, side, guideline?.el ?? null);
  const asking = createReturn(news.onReturn);
  const title = h("h1", { class: "sr-only" }, say("review.title"));
  const el = h("div", { class: "work review" }, title, top, trouble, desk, asking.el);

  return {
    el,
    guideline,
    onKey: answers.onKey,
    settle: answers.settle,
    destroy: answers.destroy,
    focus: (field: string) => answers.focus(field) || text.el.focus({ preventScroll: true }),
    why: verdicts.why,
    askToReturn: (unit: ReviewUnit) => asking.open(unit),
    draw(session: Session) {
      const unit = sessions.current(session);
      const isEditing = session.edit !== null;
      count.textContent = say("review.count", { waiting: session.waiting, done: session.done });
      trouble.replaceChildren(...troubleOf(session, props.urls.login));
      text.el.hidden = side.hidden = unit === null;
      empty.show(session, unit);
      verdicts.show(session);
      if (!unit) return;
      el.classList.toggle("is-editing", isEditing);
      answers.el.inert = !isEditing;
      const { active, missing } = session;
      answers.show({ unit, answers: sessions.answersOf(session), active, missing, needsSubmit: false });
      text.show(unit, "", answers.stages(active));
      state.textContent = say(isEditing ? "review.editing" : stateOf(unit));
      showRounds(rounds, unit);
    },
  };
}

export type Screen = ReturnType<typeof createScreen>;

function stateOf(unit: ReviewUnit): Word {
  return unit.rounds.length > 0 ? "review.mended" : "review.looking";
}

function troubleOf(session: Session, login: string): HTMLElement[] {
  if (session.trouble === "") return [];
  const link = h("a", { class: "btn btn-quiet", href: login }, say("signed_out.link"));
  return [h("div", { class: "note note-warning" }, session.trouble, session.isSignedOut && link)];
}

function createVerdicts(onCommand: (command: Command) => void) {
  const act = (command: Command) => () => onCommand(command);
  const accept = keyButton("review.accept", "A", "btn btn-primary review-accept", act("accept"));
  const correct = keyButton("review.correct", "C", "btn btn-quiet", act("correct"));
  const back = keyButton("review.return", "R", "btn btn-quiet", act("return"));
  const undo = keyButton("review.undo", "U", "bar-link key-button", act("undo"));
  const send = keyButton("review.send", "Enter", "btn btn-primary review-accept", act("send"));
  const leave = keyButton("review.leave_edit", "Esc", "btn btn-quiet", act("leave_edit"));
  const looking = h("div", { class: "review-verdicts" }, accept, correct, back);
  const why = h("input", { type: "text", dir: "auto", maxlength: 2000 });
  const label = h("label", { class: "about-text" }, h("span", { class: "muted" }, say("review.why")), why);
  const editing = h("div", { class: "review-verdicts is-editing" }, label, send, leave);
  return {
    el: h("div", { class: "review-acts" }, looking, editing, undo),
    why: () => why.value.trim(),
    show(session: Session) {
      const isEditing = session.edit !== null;
      if (!isEditing) why.value = "";
      looking.hidden = isEditing;
      editing.hidden = !isEditing;
      undo.hidden = isEditing;
      undo.disabled = session.last === null || session.isBusy;
      for (const button of [accept, correct, back, send]) button.disabled = session.isBusy;
    },
  };
}

function keyButton(word: Word, cap: string, style: string, act: () => void): HTMLButtonElement {
  return h("button", { type: "button", class: style, on: { click: act } }, say(word), " ", keycap(cap));
}

/** Show what was answered before and why it went back. */
function showRounds(el: HTMLDetailsElement, unit: ReviewUnit): void {
  el.hidden = unit.rounds.length === 0;
  if (el.dataset.unit === String(unit.id)) return;
  el.dataset.unit = String(unit.id);
  el.open = true;
  const title = h("summary", { class: "muted" }, say("review.rounds"));
  el.replaceChildren(title, ...unit.rounds.map((round) => roundView(unit, round)));
}

function roundView(unit: ReviewUnit, { version, answers, reason }: Round): HTMLElement {
  const given = unit.fields.filter((field) => kindOf(field.kind).isAnswered(answers[field.name]));
  const words = given.map((field) => kindOf(field.kind).show(field.config, answers[field.name])).join(" · ");
  return h(
    "div",
    { class: "review-round" },
    h("p", { dir: "auto" }, h("span", { class: "muted" }, say("review.version", { version }), " "), words),
    reason !== "" && h("p", { class: "part-note", dir: "auto" }, reason),
  );
}

/** Return the question why an answer goes back, and which of its fields are wrong. */
function createReturn(onReturn: (returned: Returned) => void) {
  const reason = h("textarea", { rows: 3, dir: "auto", maxlength: 2000, required: true });
  const label = h("label", { class: "about-text" }, h("span", {}, say("review.reason")), reason);
  const fields = h("fieldset", { class: "review-fields" });
  const warning = h("p", { class: "field-warning", role: "alert" });
  const ticked = () => [...fields.querySelectorAll("input")].filter((box) => box.checked);
  const send = () => {
    if (!el.open) return;
    const words = reason.value.trim();
    warning.textContent = words === "" ? say("review.reason_needed") : "";
    if (words === "") return reason.focus();
    el.close();
    onReturn({ reason: words, fields: ticked().map((box) => box.value) });
  };
  const button = h(
    "button",
    { type: "button", class: "btn btn-primary", on: { click: send } },
    say("review.return_send"),
    " ",
    keycap("Ctrl Enter"),
  );
  const onKey = (event: KeyboardEvent) => {
    const isChord = (event.ctrlKey || event.metaKey) && event.key === "Enter" && !event.isComposing;
    if (isChord) send();
  };
  const hint = h("p", { class: "muted" }, say("review.return_hint"));
  const el = dialog("review.return_title", onKey, hint, label, warning, fields, button);
  return {
    el,
    open(unit: ReviewUnit) {
      reason.value = "";
      warning.textContent = "";
      const own = ownFields(unit);
      fields.hidden = own.length < 2;
      fields.replaceChildren(
        h("legend", {}, say("review.fields")),
        ...own.map((field) =>
          h("label", { class: "check" }, h("input", { type: "checkbox", value: field.name }), field.title),
        ),
      );
      el.showModal();
      reason.focus();
    },
  };
}

function createEmpty(props: ReviewProps) {
  const title = h("h2", {});
  const next = h("p", { class: "muted" });
  const leave = h("a", { class: "btn btn-primary", href: props.urls.exit }, say("work.leave"));
  const el = h("section", { class: "work-text work-empty", tabindex: -1 }, title, next, leave);
  return {
    el,
    show(session: Session, unit: ReviewUnit | null) {
      el.hidden = unit !== null;
      leave.hidden = session.isBusy;
      title.textContent = say(session.isBusy ? "work.fetching" : "review.empty_title");
      next.textContent = session.isBusy ? "" : say("review.empty_next", { rework: props.rework });
    },
  };
}
