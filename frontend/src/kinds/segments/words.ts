import { h } from "../../dom";
import { say } from "../../words";

/** Return the place where what is said is written; Enter and Escape leave it. */
export function createWords(onInput: (words: string) => void, onLeave: () => void): HTMLTextAreaElement {
  const leave = (event: KeyboardEvent) => {
    const isDone = event.key === "Enter" && !event.shiftKey && !event.ctrlKey;
    if (event.isComposing || !(isDone || event.key === "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    box.blur();
    onLeave();
  };
  const box = h("textarea", {
    class: "segment-words",
    rows: 3,
    dir: "auto",
    "aria-label": say("segments.words"),
    placeholder: say("segments.words"),
    on: { input: () => onInput(box.value), keydown: leave },
  });
  return box;
}
