import { say } from "../../words";
import { capsOf } from "../choice/keys";
import type { Kind } from "../types";
import { editSegments } from "./edit";
import { clock, type Segment } from "./model";
import { audioPart, type SegmentsConfig } from "./part";

/** Stretches of a recording, each with a label and, if asked, what is said. An empty answer says that there are none. */
export const segments: Kind = {
  isOnePress: false,
  isAboutItem: true,
  parts: (config, item) => [audioPart(config as SegmentsConfig, item)],
  isAnswered: (value) => Array.isArray(value),
  press: () => undefined,
  hints: (config) => {
    const { labels, has_text } = config as SegmentsConfig;
    const caps = capsOf(labels);
    return [
      ...labels.map(({ title, help }, index) => ({ cap: caps[index] ?? "", title, help: help ?? "" })),
      { cap: "Space", title: say("segments.play") },
      { cap: "← →", title: say("segments.key_seek") },
      { cap: ", .", title: say("segments.key_step") },
      { cap: "[ ]", title: say("segments.key_edges") },
      { cap: "Shift ← →", title: say("segments.key_nudge") },
      ...(has_text ? [{ cap: "/", title: say("segments.key_write") }] : []),
      { cap: "\\", title: say("segments.loop") },
      { cap: "< >", title: say("segments.key_speed") },
      { cap: "+ −", title: say("images.key_zoom") },
      { cap: "Tab", title: say("images.key_walk") },
      { cap: "Del", title: say("segments.key_remove") },
      { cap: "Ctrl Z", title: say("spans.key_undo") },
      { cap: "0", title: say("marks.nothing") },
    ];
  },
  edit: editSegments,
  show: (config, value) => {
    if (!Array.isArray(value)) return "";
    if (value.length === 0) return say("marks.is_nothing");
    const titles = new Map((config as SegmentsConfig).labels.map(({ id, title }) => [id, title]));
    return (value as readonly Segment[])
      .map(({ start, end, label, text }) =>
        `${clock(start)} – ${clock(end)} ${titles.get(label) ?? label} ${text ?? ""}`.trim(),
      )
      .join("; ");
  },
};
