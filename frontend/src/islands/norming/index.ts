import { h } from "../../dom";
import type { Mount } from "../../islands";
import { ownMap } from "../../keycap";
import { translated } from "../../keymap";
import { takesText } from "../../keys";
import { kindOf } from "../../kinds";
import { partView } from "../../kinds/part";
import type { Editor, Field, Item } from "../../kinds/types";
import { say } from "../../words";
import { type Picture, pictureOf } from "../adjudicate/pictures";
import { isComposed } from "../work/keys";
import type { Counted, NormingProps } from "./types";
import { carried, voteOf } from "./vote";

/** An item is drawn once it is this near to what is in sight: thirty images at once would take long. */
const NEAR = "800px";

/** One item of a norming session: the vote in the editor of the labelling screen, and the votes of rounds that are over. */
export const mount: Mount<NormingProps> = (el, props) => {
  let stop = () => {};
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      stop = draw(el, props);
    },
    { rootMargin: NEAR },
  );
  watch.observe(el);
  return () => {
    watch.disconnect();
    stop();
  };
};

function draw(el: HTMLElement, props: NormingProps): () => void {
  const field = props.fields.find(({ name }) => name === props.field);
  if (!field) return () => {};
  const input = props.input === null ? null : document.getElementById(props.input);
  const vote = input instanceof HTMLInputElement ? createVote(props, field, input) : null;
  const rounds = props.rounds.map((counts, place) => createRound(props, field, counts, place, vote?.take));
  const hasPictures = rounds.some(({ pictures }) => pictures.length > 0);
  const drawn = vote?.drawn ?? (hasPictures ? pictured(field, props.item) : []);
  el.replaceChildren(
    itemView(props.item, drawn),
    ...(vote ? [vote.el] : []),
    ...rounds.map((round) => round.el),
  );
  for (const round of rounds) round.show();
  return () => {
    vote?.destroy();
    for (const { pictures } of rounds) for (const picture of pictures) picture.destroy();
  };
}

function drawnBy(field: Field, item: Item): readonly string[] {
  return kindOf(field.kind).parts?.(field.config, item) ?? [];
}

/** Return the parts that pictures of answers show; a recording is to be heard too, and pictures do not play. */
function pictured(field: Field, item: Item): readonly string[] {
  const isHeard = (name: string) => {
    const part = item.parts[name];
    return typeof part === "object" && part.type === "audio";
  };
  return drawnBy(field, item).filter((name) => !isHeard(name));
}

/** Return the parts of the item that no editor and no picture draws. */
function itemView(item: Item, drawn: readonly string[]): HTMLElement {
  const entries = Object.entries(item.parts).filter(([name]) => !drawn.includes(name));
  const parts = entries.flatMap(([name, part]) => [
    ...(entries.length > 1 ? [h("h3", { class: "part-name" }, name)] : []),
    partView(name, part),
  ]);
  return h("article", { class: "adj-item", hidden: parts.length === 0 }, ...parts);
}

/** Return the vote in the editor of its kind; the input has it as soon as it is given. */
function createVote(props: NormingProps, field: Field, input: HTMLInputElement) {
  const kind = kindOf(field.kind);
  let value = voteOf(input.value);
  const told = h("p", { class: "muted", role: "status" });
  const send = () => input.form?.requestSubmit();
  const editor: Editor = kind.edit({
    field,
    fields: props.fields,
    item: props.item,
    value,
    answers: {},
    onAnswer: (given) => give(given),
    onDone: send,
    onLook: () => {},
  });
  const show = () => {
    editor.update(value, { [field.name]: value });
    const isGiven = kind.isAnswered(value);
    const trouble = isGiven ? kind.problem?.(field.config, value, props.item) : null;
    told.textContent = trouble ?? (isGiven ? "" : say("norming.no_vote"));
  };
  const give = (given: unknown) => {
    value = given;
    input.value = carried(given);
    show();
  };
  const onKey = (given: KeyboardEvent) => {
    if (given.defaultPrevented || isComposed(given)) return;
    const isSend = given.key === "Enter" && (given.ctrlKey || given.metaKey);
    if (isSend) {
      editor.settle?.();
      given.preventDefault();
      return send();
    }
    if (takesText(given.target)) return;
    const isInside = editor.stage?.contains(given.target as Node) ?? false;
    // Tab is the editor's only in what it draws: Enter leads there, Escape back, and from there Tab leads on.
    if (given.key === "Tab" && !isInside) return;
    if (given.key === "Enter" && given.target === el && editor.stage) {
      given.preventDefault();
      return goTo(editor.stage);
    }
    const event = translated(ownMap(), given);
    if (editor.onKey?.(event)) return given.preventDefault();
    if (given.key === "Escape" && isInside) return el.focus({ preventScroll: true });
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pressed = kind.press(field.config, event.code, value);
    if (pressed === undefined) return;
    given.preventDefault();
    give(pressed);
  };
  const side = h(
    "div",
    { class: "work-field is-alone" },
    h("p", { class: "muted" }, say("norming.vote")),
    editor.el,
    told,
  );
  const name = `${say("norming.vote")}: ${props.item.name}`;
  const el = h(
    "div",
    { class: "norming-vote", role: "group", tabindex: 0, "aria-label": name, on: { keydown: onKey } },
    editor.stage ? h("div", { class: "adj-stage" }, editor.stage) : null,
    side,
  );
  show();
  return { el, drawn: drawnBy(field, props.item), take: give, destroy: () => editor.destroy?.() };
}

function goTo(stage: HTMLElement): void {
  if (!stage.hasAttribute("tabindex")) stage.tabIndex = -1;
  stage.focus({ preventScroll: true });
}

/** Return the answers of a round side by side, the most votes first; with `take` a vote can start from one. */
function createRound(
  props: NormingProps,
  field: Field,
  counts: readonly Counted[],
  place: number,
  take: ((answer: unknown) => void) | undefined,
) {
  const title = say(place === 0 ? "norming.before" : "norming.after");
  const whole = `${title}: ${props.item.name}`;
  const columns = counts.map(({ answer, words, votes }) => {
    const name = `${whole}, ${words}, ${say("norming.votes", { n: votes })}`;
    const picture = pictureOf(field, props.fields, props.item, {}, name);
    const el = h(
      "div",
      { class: "adj-column" },
      h("span", { class: "badge" }, say("norming.votes", { n: votes })),
      h(
        "div",
        { class: "norming-answer" },
        picture?.el ?? null,
        h("p", { class: "part-text", dir: "auto" }, words),
      ),
      take
        ? h(
            "button",
            { type: "button", class: "btn btn-quiet adj-choose", on: { click: () => take(answer) } },
            say("adj.start"),
          )
        : null,
    );
    return { el, answer, picture };
  });
  const none = columns.length === 0 ? h("p", { class: "muted" }, say("norming.none")) : null;
  return {
    el: h(
      "section",
      { class: "norming-round", "aria-label": whole },
      h("h3", {}, title),
      none,
      h("div", { class: "adj-columns" }, ...columns.map(({ el }) => el)),
    ),
    pictures: columns.flatMap(({ picture }): Picture[] => (picture ? [picture] : [])),
    show: () => {
      for (const { picture, answer } of columns) picture?.show(Array.isArray(answer) ? answer : [], null);
    },
  };
}
