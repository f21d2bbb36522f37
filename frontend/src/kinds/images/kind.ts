import { say } from "../../words";
import { capsOf } from "../choice/keys";
import type { Hint, Kind } from "../types";
import { editImage, type ImageConfig, imagePart } from "./edit";
import type { Mark, Shape } from "./shape";

/** Return the kind of field that marks an image with these shapes. An empty answer says that there are none. */
export function imageKind<M extends Mark>(shape: Shape<M>, ownHints: () => readonly Hint[]): Kind {
  return {
    isOnePress: false,
    isAboutItem: true,
    parts: (config, item) => [imagePart(config as ImageConfig, item)],
    isAnswered: (value) => Array.isArray(value),
    press: () => undefined,
    hints: (config) => [...labelHints(config as ImageConfig), ...keyHints(), ...ownHints()],
    edit: (options) => editImage(options, shape),
    show: (config, value) => shown(config as ImageConfig, value),
  };
}

function labelHints({ labels }: ImageConfig): readonly Hint[] {
  const caps = capsOf(labels);
  return labels.map(({ title, help }, index) => ({ cap: caps[index] ?? "", title, help: help ?? "" }));
}

function keyHints(): readonly Hint[] {
  return [
    { cap: "← → ↑ ↓", title: say("images.key_move") },
    { cap: "Ctrl ←", title: say("images.key_far") },
    { cap: "Space", title: say("images.key_place") },
    { cap: "Tab", title: say("images.key_walk") },
    { cap: "+ −", title: say("images.key_zoom") },
    { cap: "Home", title: say("images.fit") },
    { cap: "Del", title: say("images.key_remove") },
    { cap: "Ctrl Z", title: say("spans.key_undo") },
    { cap: "0", title: say("marks.nothing") },
  ];
}

/** Return how many marks have each label. */
function shown({ labels }: ImageConfig, value: unknown): string {
  if (!Array.isArray(value)) return "";
  if (value.length === 0) return say("marks.is_nothing");
  return labels
    .map(
      ({ id, title }) =>
        [title, (value as readonly Mark[]).filter(({ label }) => label === id).length] as const,
    )
    .filter(([, count]) => count > 0)
    .map(([title, count]) => `${title}: ${count}`)
    .join(", ");
}
