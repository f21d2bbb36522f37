import { h } from "../../dom";
import { keycap } from "../../keycap";
import { capsOf, type Label } from "../choice/keys";
import { tonesOf } from "./tones";

export interface LabelBar {
  readonly el: HTMLElement;
  /** Show which label new marks get without a question, if any. */
  show(armed: string | null): void;
}

export interface LabelBarNews {
  onLabel(label: string): void;
  onLook(label: string): void;
}

/** Return one button per label, each with its colour and its key. */
export function createLabelBar(labels: readonly Label[], title: string, news: LabelBarNews): LabelBar {
  const caps = capsOf(labels);
  const tones = tonesOf(labels);
  const buttons = labels.map((label, index) => {
    const look = () => news.onLook(label.id);
    return h(
      "button",
      {
        type: "button",
        class: `mark-label tone-${tones.get(label.id) ?? 0}`,
        "aria-pressed": false,
        "aria-keyshortcuts": caps[index] || null,
        title: label.help || null,
        on: {
          // The selection in the text stays as it is.
          pointerdown: (event) => event.preventDefault(),
          click: () => news.onLabel(label.id),
          focus: look,
          pointerenter: look,
        },
      },
      caps[index] ? keycap(caps[index]) : null,
      h("span", { class: "mark-label-title", dir: "auto" }, label.title),
    );
  });
  const el = h("div", { class: "mark-labels", role: "group", "aria-label": title }, ...buttons);
  return {
    el,
    show(armed) {
      for (const [index, button] of buttons.entries())
        button.setAttribute("aria-pressed", String(labels[index]?.id === armed));
    },
  };
}
