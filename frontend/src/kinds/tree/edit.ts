import { h } from "../../dom";
import { keycap } from "../../keycap";
import { isBare } from "../../keys";
import { say } from "../../words";
import { labelButton, walk } from "../choice/buttons";
import { fits } from "../choice/finder";
import { capsOf, labelAt } from "../choice/keys";
import type { EditOptions, Editor } from "../types";
import { childrenOf, findable, type Node, nodesOf, type TreeConfig, told } from "./tree";

const MOST_FOUND = 8;
/** The key of the label whose branch is open, where it may answer itself. */
const THIS = "0";

/** Return the labels of one level at a time, with the way back up, and a search over all. */
export function editTree(options: EditOptions): Editor {
  const config = options.field.config as TreeConfig;
  const nodes = nodesOf(config);
  const nodeOf = (id: unknown) => nodes.find((node) => node.id === id);
  let path: readonly string[] = nodeOf(options.value)?.above ?? [];
  let answer: unknown = options.value;
  const crumbs = h("nav", { class: "tree-path", "aria-label": say("tree.path") });
  const level = h("div", { class: "choice", role: "radiogroup", "aria-label": options.field.title });
  const chosen = h("p", { class: "tree-chosen", role: "status", dir: "auto" });

  const open = (to: readonly string[]) => {
    path = to;
    draw();
  };
  const give = (id: string) => options.onAnswer(id, true);
  const press = (id: string) => {
    const node = nodeOf(id);
    if (node && !node.isLeaf) open([...node.above, id]);
    else give(id);
  };
  const draw = () => {
    crumbs.replaceChildren(...crumbViews(nodes, path, open));
    crumbs.hidden = path.length === 0;
    level.replaceChildren(...levelViews());
    chosen.textContent = typeof answer === "string" ? told(nodes, answer) : "";
  };
  const levelViews = () => {
    const children = childrenOf(nodes, path);
    const caps = capsOf(children);
    const news = { onPress: press, onLook: options.onLook };
    const buttons = children.map((node, place) =>
      labelButton(asLabel(node), caps[place] ?? "", "radio", news),
    );
    const here = path.at(-1);
    const self = here === undefined || config.is_leaf_only ? [] : [selfButton(here)];
    for (const [place, button] of buttons.entries()) markChosen(button, children[place]?.id, answer);
    return [...self, ...buttons];
  };
  const selfButton = (id: string) => {
    const label = { id, title: say("tree.this", { title: nodeOf(id)?.title ?? id }) };
    const button = labelButton(label, THIS, "radio", { onPress: give, onLook: options.onLook });
    markChosen(button, id, answer);
    return button;
  };
  const onKey = (event: KeyboardEvent) => {
    if (!isBare(event)) return false;
    const here = path.at(-1);
    const isUp = event.code === "ArrowLeft" || event.code === "Backspace";
    if (isUp && here !== undefined) open(path.slice(0, -1));
    else if (/0$/.test(event.code) && here !== undefined && !config.is_leaf_only) give(here);
    else {
      const id = labelAt(childrenOf(nodes, path), event.code);
      if (id === undefined) return false;
      press(id);
    }
    return true;
  };
  level.addEventListener("keydown", (event) => walk(event, [...level.querySelectorAll("button")]));
  const search = createSearch(findable(nodes, config.is_leaf_only), give);
  draw();
  return {
    el: h("div", { class: "tree" }, search.el, crumbs, level, chosen),
    find: search.focus,
    onKey,
    update(value) {
      if (value === answer) return;
      answer = value;
      path = nodeOf(value)?.above ?? path;
      draw();
    },
  };
}

function asLabel(node: Node) {
  return { id: node.id, title: node.isLeaf ? node.title : `${node.title} ›` };
}

function markChosen(button: HTMLButtonElement, id: string | undefined, answer: unknown): void {
  button.setAttribute("aria-checked", String(id === answer));
}

function crumbViews(
  nodes: readonly Node[],
  path: readonly string[],
  open: (path: readonly string[]) => void,
) {
  const crumb = (title: string, to: readonly string[]) =>
    h("button", { type: "button", class: "pill", on: { click: () => open(to) } }, title);
  const titles = path.map((id) => nodes.find((node) => node.id === id)?.title ?? id);
  return [
    crumb(say("tree.top"), []),
    ...titles.map((title, place) => crumb(title, path.slice(0, place + 1))),
  ];
}

/** Return a search box over all labels; Enter answers with the first that fits. */
function createSearch(labels: ReturnType<typeof findable>, onAnswer: (id: string) => void) {
  const list = h("div", { class: "tree-found" });
  const found = () => (input.value.trim() === "" ? [] : labels.filter((label) => fits(label, input.value)));
  const leave = () => {
    input.value = "";
    list.replaceChildren();
    input.blur();
  };
  const choose = (id: string | undefined) => {
    if (id === undefined) return;
    leave();
    onAnswer(id);
  };
  const show = () => {
    const buttons = found().slice(0, MOST_FOUND);
    const news = { onPress: choose, onLook: () => {} };
    list.replaceChildren(...buttons.map((label) => labelButton(label, "", "radio", news)));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Enter") choose(found()[0]?.id);
    else if (event.key === "ArrowDown") list.querySelector("button")?.focus();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const words = say("choice.find");
  const input = h("input", {
    type: "search",
    placeholder: words,
    "aria-label": words,
    "aria-keyshortcuts": "F",
    on: { input: show, keydown: onKey },
  });
  const cap = keycap("F");
  list.addEventListener("keydown", (event) => walk(event, [...list.querySelectorAll("button")]));
  return {
    el: h("div", {}, h("div", { class: "choice-find" }, input, cap), list),
    focus: () => input.focus(),
  };
}
