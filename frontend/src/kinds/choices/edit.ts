import { h } from "../../dom";
import { say } from "../../words";
import { labelButton, walk } from "../choice/buttons";
import { createFinder, FINDER_FROM } from "../choice/finder";
import { capsOf } from "../choice/keys";
import type { EditOptions, Editor } from "../types";
import { afterKey, type ChoicesConfig, NONE, toggled } from "./keys";

/** Return one large key per label, each on or off; a long list can be searched. */
export function editChoices(options: EditOptions): Editor {
  const config = options.field.config as ChoicesConfig;
  const { labels, least, most } = config;
  let chosen: readonly string[] = [];
  const give = (answer: readonly string[]) =>
    options.onAnswer(answer.length === 0 && least > 0 ? undefined : answer, false);
  const press = (label: string) => give(toggled(config, chosen, label));
  const caps = capsOf(labels);
  const news = { onPress: press, onLook: options.onLook };
  const buttons = labels.map((label, index) => labelButton(label, caps[index] ?? "", "checkbox", news));
  const none = least === 0 ? noneButton(() => give([])) : null;
  const all = none ? [...buttons, none] : buttons;
  const isLong = labels.length >= FINDER_FROM;
  const group = h(
    "div",
    {
      class: isLong ? "choice is-long" : "choice",
      role: "group",
      "aria-label": options.field.title,
      on: { keydown: (event) => walk(event, all) },
    },
    ...all,
  );
  const count = h("p", { class: "field-count muted" });
  const finder = isLong ? createFinder(labels, buttons, press, true) : null;
  const update = (value: unknown) => {
    chosen = Array.isArray(value) ? value : [];
    for (const [index, button] of buttons.entries())
      button.setAttribute("aria-checked", String(chosen.includes(labels[index]?.id ?? "")));
    none?.setAttribute("aria-checked", String(Array.isArray(value) && value.length === 0));
    count.textContent = most === null ? "" : say("choices.count", { count: chosen.length, most });
  };
  const onKey = (event: KeyboardEvent) => {
    const answer = isBareKey(event) ? afterKey(config, chosen, event.code) : undefined;
    if (answer) give(answer);
    return answer !== undefined;
  };
  update(options.value);
  const el = h("div", {}, finder?.el ?? null, group, count);
  return finder ? { el, update, onKey, find: finder.focus } : { el, update, onKey };
}

function noneButton(onPress: () => void): HTMLButtonElement {
  const none = { id: "", title: say("choices.none") };
  return labelButton(none, NONE, "checkbox", { onPress, onLook: () => {} });
}

function isBareKey(event: KeyboardEvent): boolean {
  return !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
}
