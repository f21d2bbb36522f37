import { csrfToken } from "../../csrf";
import { h } from "../../dom";
import { createApi } from "../../http";
import type { Mount } from "../../islands";
import { ownMap } from "../../keycap";
import { translated } from "../../keymap";
import { takesText } from "../../keys";
import { kindOf } from "../../kinds";
import { partView } from "../../kinds/part";
import type { Field } from "../../kinds/types";
import { say } from "../../words";
import { isComposed, type Place } from "../work/keys";
import type { AnswerView } from "./answer";
import { answersOf, createColumns } from "./columns";
import { createDecision, type Draft, GAP } from "./decision";
import { meaningOf, missingOf, sentAnswers } from "./dependants";
import { type Command, commandOf } from "./keys";
import { conflictsOf, sharedPart, stepped, withPart } from "./model";
import { createPlaces } from "./places";
import type { AdjudicateProps, Decided } from "./types";

interface Dispute {
  readonly seen: string;
  readonly story: { readonly decisions: readonly (Decided & { readonly by: string })[] };
}

const NOTHING: Draft = { value: undefined, cause: "", reason: "", hard: "", dependents: {} };

/** The adjudication screen: answers side by side, their differences one by one, and the decision in the kind's own editor. */
export const mount: Mount<AdjudicateProps> = (el, props) => {
  const field = props.fields.find((one) => one.name === props.field);
  if (!field) return () => {};
  const screen = new Adjudication(props, field);
  const stop = new AbortController();
  screen.start(el, stop.signal);
  return () => stop.abort();
};

/** The screen at work: what is decided so far, and the difference in hand. */
class Adjudication {
  readonly #props: AdjudicateProps;
  readonly #field: Field;
  readonly #api = createApi(fetch.bind(window), () => csrfToken(document));
  readonly #columns;
  readonly #places;
  readonly #decision;
  readonly #conflicts: readonly number[];
  #draft: Draft;
  #current = 0;
  #isWhole = false;
  #isSending = false;
  /** The fields that somebody was told to answer and may leave by deciding once more. */
  #told = "";
  #isAgain: boolean;
  #seen: string;

  constructor(props: AdjudicateProps, field: Field) {
    this.#props = props;
    this.#field = field;
    this.#seen = props.seen;
    this.#isAgain = props.decided !== null;
    this.#conflicts = conflictsOf(props.places);
    this.#draft = kept(props.id) ?? {
      ...NOTHING,
      value: props.decided ? props.decided.answer : sharedPart(field.kind, props.places),
    };
    this.#columns = createColumns(props, (column) => this.#choose(column));
    this.#places = createPlaces(props, field.kind, {
      onStep: (step) => this.#step(step),
      onHold: (current) => this.#hold(current),
      onPart: (column) => this.#takePart(column),
      onFold: (isWhole) => {
        this.#isWhole = isWhole;
        this.#draw();
      },
    });
    this.#decision = createDecision(props, field, {
      onValue: (of, value) => this.#answer(of, value),
      onCause: (cause) => this.#change({ cause, hard: this.#hardFor(cause) }),
      onReason: (reason) => this.#change({ reason }),
      onHard: (hard) => this.#change({ hard }),
      onDecide: () => void this.#decide(),
    });
  }

  start(el: HTMLElement, signal: AbortSignal): void {
    const { stages } = this.#decision;
    const main = h(
      "div",
      { class: "adj-main" },
      this.#item(),
      h("h2", {}, say("adj.answers")),
      this.#columns.el,
      this.#places.el,
      ...stages,
    );
    el.replaceChildren(h("div", { class: "adj" }, main, this.#decision.el));
    this.#draw();
    // On the way up before the page's own keys, so that those of an editor stay its own.
    el.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    document.addEventListener("keydown", (event) => el.contains(event.target as Node) || this.#onKey(event), {
      signal,
    });
    signal.addEventListener("abort", () => {
      this.#columns.destroy();
      this.#decision.destroy();
    });
  }

  /** The parts of the item that no picture draws. */
  #item(): HTMLElement {
    const { item } = this.#props;
    const drawn = new Set(kindOf(this.#field.kind).parts?.(this.#field.config, item) ?? []);
    const entries = Object.entries(item.parts).filter(([name]) => !drawn.has(name));
    const parts = entries.flatMap(([name, part]) => [
      ...(entries.length > 1 ? [h("h2", { class: "part-name" }, name)] : []),
      partView(name, part),
    ]);
    return h(
      "article",
      { class: "adj-item", hidden: parts.length === 0, "aria-label": say("work.item") },
      ...parts,
    );
  }

  #onKey(given: KeyboardEvent): void {
    if (given.defaultPrevented || isComposed(given) || document.querySelector("dialog:modal")) return;
    const event = translated(ownMap(), given);
    const place = placeOf(event.target);
    const answer = this.#answerAt(event.target);
    if (answer && place !== "text" && this.#editorTakes(answer, event)) {
      event.preventDefault();
      return;
    }
    const command = commandOf(event, place);
    if (!command) return;
    // While an editor has the keys only leaving and deciding are the screen's.
    if (answer && command.type !== "leave" && command.type !== "decide") return void event.preventDefault();
    if (this.#obey(command)) event.preventDefault();
  }

  /** Return the answer whose editor has the keys, or null. */
  #answerAt(target: EventTarget | null): AnswerView | null {
    return this.#decision.answers().find((answer) => answer.has(target)) ?? null;
  }

  #editorTakes({ field, editor, el }: AnswerView, event: KeyboardEvent): boolean {
    if (editor.onKey?.(event)) return true;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const value = kindOf(field.kind).press(field.config, event.code, this.#valueOf(field));
    if (value === undefined) return false;
    this.#answer(field, value);
    // Not left on another option: there Enter would choose that one instead of deciding.
    const { activeElement } = document;
    if (activeElement?.role === "radio" && el.contains(activeElement)) el.focus({ preventScroll: true });
    return true;
  }

  #valueOf({ name }: Field): unknown {
    return name === this.#field.name ? this.#draft.value : this.#draft.dependents[name];
  }

  #answer({ name }: Field, value: unknown): void {
    if (name === this.#field.name) this.#change({ value });
    else this.#change({ dependents: { ...this.#draft.dependents, [name]: value } });
  }

  /** Return whether the command meant something here. */
  #obey(command: Command): boolean {
    switch (command.type) {
      case "column":
        return this.#choose(command.number - 1);
      case "part":
        return this.#takePart(command.number - 1);
      case "step":
        return this.#step(command.step);
      case "cause":
        return this.#chooseCause(command.index);
      case "edit":
        this.#decision.answers()[0]?.focus();
        return true;
      case "depending":
        return this.#goToDepending();
      case "reason":
        this.#decision.focusReason();
        return true;
      case "decide":
        void this.#decide();
        return true;
      case "leave":
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        return true;
    }
  }

  /** Go to the first field that the decision makes asked and that is not answered, else to the first of them. */
  #goToDepending(): boolean {
    const [, ...depending] = this.#decision.answers();
    const isOpen = ({ field }: AnswerView) => !kindOf(field.kind).isAnswered(this.#valueOf(field));
    const next = depending.find(isOpen) ?? depending[0];
    next?.focus();
    return next !== undefined;
  }

  #choose(column: number): boolean {
    const answers = answersOf(this.#props);
    if (column >= answers.length) return false;
    this.#change({ value: answers[column] });
    return true;
  }

  #takePart(column: number): boolean {
    const { places, columns } = this.#props;
    const index = this.#conflicts[this.#current];
    if (index === undefined || column >= columns.length) return false;
    const value = withPart(this.#field.kind, this.#draft.value, places, index, column);
    if (value === null) this.#decision.complain(say("adj.by_hand"));
    else {
      this.#change({ value });
      if (this.#current < this.#conflicts.length - 1) this.#step(1);
    }
    return true;
  }

  #step(step: 1 | -1): boolean {
    this.#current = stepped(this.#conflicts.length, this.#current, step);
    this.#draw();
    this.#places.announce(this.#current);
    return true;
  }

  #hold(current: number): void {
    if (current === this.#current) return;
    this.#current = current;
    this.#draw();
  }

  #chooseCause(index: number): boolean {
    const cause = this.#props.causes[index];
    if (!cause) return false;
    this.#change({ cause: cause.id, hard: this.#hardFor(cause.id) });
    return true;
  }

  /** What is hard, to begin with: what people said against each other. */
  #hardFor(cause: string): string {
    if (cause !== GAP || this.#draft.hard !== "" || this.#props.has_edge_case) return this.#draft.hard;
    const place = this.#props.places[this.#conflicts[this.#current] ?? -1];
    const said = (place?.words ?? []).map((words) => words || say("adj.nothing")).join(" / ");
    return `${this.#props.item.name}: ${said}`.slice(0, 2_000);
  }

  #change(change: Partial<Draft>): void {
    this.#draft = { ...this.#draft, ...change };
    keep(this.#props.id, this.#draft);
    this.#decision.complain("");
    this.#draw();
  }

  #draw(): void {
    const current = this.#conflicts[this.#current] ?? null;
    this.#columns.show(this.#draft.value, this.#conflicts.length > 1 ? current : null, this.#isWhole);
    this.#places.show(this.#current);
    this.#decision.show(this.#draft, this.#isAgain);
  }

  async #decide(): Promise<void> {
    // A draft that stands in the editor is no answer until somebody works on it.
    this.#answerAt(document.activeElement)?.editor.settle?.();
    const { value, cause, reason, hard, dependents } = this.#draft;
    if (this.#isSending) return;
    if (value === undefined) return void this.#decision.complain(say("adj.no_answer"));
    const meaning = meaningOf(this.#props, value, dependents);
    if (!this.#isWithDepending(missingOf(meaning, dependents))) return;
    if (cause === "") {
      this.#decision.focusCause();
      return void this.#decision.complain(say("adj.no_cause"));
    }
    if (reason.trim() === "") {
      this.#decision.focusReason();
      return void this.#decision.complain(say("adj.no_reason"));
    }
    this.#isSending = true;
    const edge = cause === GAP && hard.trim() !== "" && !this.#props.has_edge_case ? { edge_case: hard } : {};
    const sent = sentAnswers(meaning, dependents);
    const also = Object.keys(sent).length > 0 ? { dependent_answers: sent } : {};
    const body = { answer: value, cause, reason, seen: this.#seen, ...edge, ...also };
    const reply = await this.#api.send("POST", this.#props.urls.decide, body);
    this.#isSending = false;
    if (reply.type === "ok") {
      forget(this.#props.id);
      location.assign(this.#props.urls.next);
    } else if (reply.type === "refused" && reply.status === 409) await this.#lookAgain(reply.body.message);
    else if (reply.type === "refused") this.#decision.complain(reply.body.message);
    else this.#decision.complain(say(reply.type === "signed_out" ? "adj.signed_out" : "adj.unreachable"));
  }

  /** Return whether nothing is missing, or somebody was told what is and goes on all the same. */
  #isWithDepending(missing: readonly Field[]): boolean {
    const names = missing.map(({ name }) => name).join(" ");
    if (names === "" || names === this.#told) return true;
    this.#told = names;
    this.#goToDepending();
    this.#decision.complain(
      say("adj.no_depending", { fields: missing.map(({ title }) => title).join(", ") }),
    );
    return false;
  }

  /** Somebody was quicker: show what there is by now, and keep what was made here. */
  async #lookAgain(message: string): Promise<void> {
    const reply = await this.#api.send("GET", this.#props.urls.dispute, null);
    if (reply.type !== "ok") return this.#decision.complain(message);
    const { seen, story } = reply.body as Dispute;
    this.#seen = seen;
    this.#isAgain = story.decisions.length > 0;
    this.#decision.tell(message, story.decisions.at(-1) ?? null);
    this.#draw();
  }
}

function placeOf(target: EventTarget | null): Place {
  if (takesText(target)) return "text";
  // Enter on the option that is chosen already would change nothing: there it decides.
  const hasOwnEnter = target instanceof HTMLElement && target.matches("button, a, summary");
  return hasOwnEnter && target.ariaChecked !== "true" ? "control" : "elsewhere";
}

const nameOf = (id: number) => `adjudicate:${id}`;

function kept(id: number): Draft | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(nameOf(id)) ?? "null");
    return found === null ? null : { ...NOTHING, ...(found as Draft) };
  } catch {
    return null;
  }
}

function keep(id: number, draft: Draft): void {
  try {
    sessionStorage.setItem(nameOf(id), JSON.stringify(draft));
  } catch {
    // A full store keeps nothing; the page itself still does.
  }
}

function forget(id: number): void {
  sessionStorage.removeItem(nameOf(id));
}
