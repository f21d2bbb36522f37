import { h } from "../../../dom";
import type { Api } from "../../../http";
import { say, type Word } from "../../../words";
import type { Unit, Urls } from "../types";
import { type DialogView, dialog, reasonButtons } from "./dialogs";

/** What a question is about: the item on show, and the field and label in hand. */
export interface Subject {
  readonly unit: Unit;
  readonly field: string;
  readonly label: string;
}

export interface QuestionNews {
  subject(): Subject | null;
  onAsked(): void;
}

interface Similar {
  readonly id: number;
  readonly text: string;
  readonly official: { readonly text: string } | null;
}

const LOOK_AFTER_MS = 400;
const MOST_SIMILAR = 3;
const FLAGS: readonly Word[] = ["flag.broken", "flag.sensitive", "flag.gap", "flag.unsure"];

/** Return the question about the item on show: similar ones appear while it is written. */
export function createQuestion(api: Api, urls: Urls, news: QuestionNews): DialogView {
  const input = h("textarea", {
    rows: 4,
    dir: "auto",
    "aria-label": say("ask.title"),
    on: { input: () => later() },
  });
  const trouble = h("p", { class: "errors", role: "alert" });
  const found = h("ul", { class: "similar-list" });
  const similar = h("section", { class: "similar", hidden: true }, h("h3", {}, say("ask.similar")), found);
  const submit = h(
    "button",
    { type: "button", class: "btn btn-primary", on: { click: () => void ask() } },
    say("ask.send"),
    " ",
    h("kbd", { class: "keycap" }, "Ctrl Enter"),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = async () => {
    const text = input.value.trim();
    if (!urls.similar || text.length < 4) return void similar.toggleAttribute("hidden", true);
    const reply = await api.send("GET", `${urls.similar}?text=${encodeURIComponent(text)}`, null);
    if (reply.type !== "ok" || input.value.trim() !== text) return;
    const rows = (reply.body as readonly Similar[]).slice(0, MOST_SIMILAR);
    similar.hidden = rows.length === 0;
    found.replaceChildren(...rows.map(similarRow));
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), LOOK_AFTER_MS);
  };
  const ask = async () => {
    const text = input.value.trim();
    const subject = news.subject();
    if (text === "" || !subject || submit.disabled) return;
    submit.disabled = true;
    const problem = await send(api, urls, subject, text);
    submit.disabled = false;
    trouble.replaceChildren(problem ?? "");
    if (problem !== null) return;
    input.value = "";
    similar.hidden = true;
    view.close();
    news.onAsked();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) void ask();
  };
  const hint = h("p", { class: "muted" }, say("ask.hint"));
  const view = dialog(
    "ask.title",
    onKey,
    hint,
    input,
    similar,
    trouble,
    h("div", { class: "actions" }, submit),
  );
  return {
    el: view,
    open() {
      trouble.replaceChildren();
      view.showModal();
      input.focus();
    },
  };
}

/** Return the question what is wrong with the item: one digit flags it, and the work goes on. */
export function createFlag(api: Api, urls: Urls, news: QuestionNews): DialogView {
  const trouble = h("p", { class: "errors", role: "alert" });
  const reasons = FLAGS.map((word) => ({ id: word, title: say(word) }));
  const flag = async (word: string) => {
    const subject = news.subject();
    if (!subject) return;
    const text = say("flag.text", { reason: say(word as Word) });
    const problem = await send(api, urls, subject, text);
    trouble.replaceChildren(problem ?? "");
    if (problem !== null) return;
    el.close();
    news.onAsked();
  };
  const { buttons, onKey } = reasonButtons(reasons, (word) => void flag(word));
  const hint = h("p", { class: "muted" }, say("flag.hint"));
  const el = dialog("flag.title", onKey, hint, h("div", { class: "choice" }, ...buttons), trouble);
  return { el, open: () => el.showModal() };
}

/** Send a question; return what went wrong, in words, or null. */
async function send(
  api: Api,
  urls: Urls,
  { unit, field, label }: Subject,
  text: string,
): Promise<string | null> {
  const body = { text, item: unit.item.id, version: unit.item.version, field, label };
  const reply = await api.send("POST", urls.ask ?? "", body);
  if (reply.type === "ok") return null;
  return reply.type === "refused" && reply.body.message ? reply.body.message : say("ask.unsent");
}

function similarRow({ text, official }: Similar): HTMLElement {
  const answer = official
    ? h("p", { class: "similar-answer", dir: "auto" }, official.text)
    : h("p", { class: "muted" }, say("ask.open"));
  return h("li", {}, h("p", { dir: "auto" }, h("strong", {}, text)), answer);
}
