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
import { answersOf, createColumns } from "./columns";
import { createDecision, type Draft, GAP } from "./decision";
import { type Command, commandOf } from "./keys";
import { conflictsOf, sharedPart, stepped, withPart } from "./model";
import { createPlaces } from "./places";
import type { AdjudicateProps, Decided } from "./types";

interface Dispute {
  readonly seen: string;
  readonly story: { readonly decisions: readonly (Decided & { readonly by: string })[] };
}

const NOTHING: Draft = { value: undefined, cause: "", reason: "", hard: "" };

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
      onValue: (value) => this.#change({ value }),
      onCause: (cause) => this.#change({ cause, hard: this.#hardFor(cause) }),
      onReason: (reason) => this.#change({ reason }),
      onHard: (hard) => this.#change({ hard }),
      onDecide: () => void this.#decide(),
    });
  }

  start(el: HTMLElement, signal: AbortSignal): void {
    const { stage } = this.#decision;
    const main = h(
      "div",
      { class: "adj-main" },
      this.#item(),
      h("h2", {}, say("adj.answers")),
      this.#columns.el,
      this.#places.el,
      stage &&
        h(
          "section",
          { class: "adj-stage", "aria-labelledby": "adj-stage" },
          h("h2", { id: "adj-stage" }, say("adj.on_item")),
          stage,
        ),
    );
    el.replaceChildren(h("div", { class: stage ? "adj has-stage" : "adj" }, main, this.#decision.el));
    this.#draw();
    // On the way up before the page's own keys, so that those of an editor stay its own.
    el.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    document.addEventListener("keydown", (event) => el.contains(event.target as Node) || this.#onKey(event), {
      signal,
    });
    signal.addEventListener("abort", () => {
      this.#columns.destroy();
      this.#decision.editor.destroy?.();
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
    const isInEditor = this.#isInEditor(event.target);
    if (isInEditor && place !== "text" && this.#editorTakes(event)) {
      event.preventDefault();
      return;
    }
    const command = commandOf(event, place);
    if (!command) return;
    // While the editor has the keys only leaving and deciding are the screen's.
    if (isInEditor && command.type !== "leave" && command.type !== "decide")
      return void event.preventDefault();
    if (this.#obey(command)) event.preventDefault();
  }

  #isInEditor(target: EventTarget | null): boolean {
    const { editor } = this.#decision;
    return target instanceof Node && (editor.el.contains(target) || Boolean(editor.stage?.contains(target)));
  }

  #editorTakes(event: KeyboardEvent): boolean {
    if (this.#decision.editor.onKey?.(event)) return true;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const value = kindOf(this.#field.kind).press(this.#field.config, event.code, this.#draft.value);
    if (value === undefined) return false;
    this.#change({ value });
    return true;
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
        this.#decision.focusEditor();
        return true;
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
    if (this.#isInEditor(document.activeElement)) this.#decision.editor.settle?.();
    const { value, cause, reason, hard } = this.#draft;
    if (this.#isSending) return;
    if (value === undefined) return void this.#decision.complain(say("adj.no_answer"));
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
    const body = { answer: value, cause, reason, seen: this.#seen, ...edge };
    const reply = await this.#api.send("POST", this.#props.urls.decide, body);
    this.#isSending = false;
    if (reply.type === "ok") {
      forget(this.#props.id);
      location.assign(this.#props.urls.next);
    } else if (reply.type === "refused" && reply.status === 409) await this.#lookAgain(reply.body.message);
    else if (reply.type === "refused") this.#decision.complain(reply.body.message);
    else this.#decision.complain(say(reply.type === "signed_out" ? "adj.signed_out" : "adj.unreachable"));
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
  return target instanceof HTMLElement && target.matches("button, a, summary") ? "control" : "elsewhere";
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
