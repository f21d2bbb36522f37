import { h } from "../../dom";
import { keycap } from "../../keycap";
import { digitOf, isBare } from "../../keys";
import { say, type Word } from "../../words";
import { partView } from "../part";
import type { EditOptions, Editor, Part } from "../types";
import {
  answerOf,
  type Degree,
  degreeOf,
  degreesOf,
  isSwapped,
  type PreferenceConfig,
  parted,
} from "./preference";

/** Return both parts side by side, and one key for each degree from left to right. */
export function editPreference(options: EditOptions): Editor {
  const { field, item, onAnswer } = options;
  const config = field.config as PreferenceConfig;
  const swapped = isSwapped(config, item.id);
  const degrees = degreesOf(config);
  const give = (degree: Degree) => onAnswer(answerOf(degree, swapped));
  const buttons = degrees.map((degree, place) => degreeButton(degree, place, config, give));
  const group = h("div", { class: "choice", role: "radiogroup", "aria-label": field.title }, ...buttons);
  const sides = swapped ? [config.b, config.a] : [config.a, config.b];
  const { el: stage, marks } = createStage(sides.map((name) => item.parts[name] ?? ""));
  const update = (value: unknown) => {
    const chosen = degreeOf(value, swapped);
    for (const [place, button] of buttons.entries())
      button.setAttribute("aria-checked", String(degrees[place] === chosen));
    marks[0]?.classList.toggle("is-better", chosen !== null && chosen < 0);
    marks[1]?.classList.toggle("is-better", chosen !== null && chosen > 0);
  };
  const onKey = (event: KeyboardEvent) => {
    const degree = isBare(event) ? degrees[(digitOf(event.code) ?? 0) - 1] : undefined;
    if (degree !== undefined) give(degree);
    return degree !== undefined;
  };
  update(options.value);
  return { el: group, stage, update, onKey };
}

function degreeButton(
  degree: Degree,
  place: number,
  config: PreferenceConfig,
  give: (degree: Degree) => void,
) {
  const cap = String(place + 1);
  return h(
    "button",
    {
      type: "button",
      role: "radio",
      class: "answer",
      "aria-keyshortcuts": cap,
      on: { click: (event) => event.detail < 2 && give(degree) },
    },
    keycap(cap),
    h("span", { class: "answer-title" }, degreeWords(degree, config.strengths)),
  );
}

const DEGREES: Readonly<Record<number, readonly Word[]>> = {
  1: ["preference.better"],
  2: ["preference.slightly", "preference.better"],
  3: ["preference.slightly", "preference.better", "preference.far"],
  4: ["preference.slightly", "preference.better", "preference.much", "preference.far"],
};

function degreeWords(degree: Degree, strengths: number): string {
  if (degree === 0) return say("preference.tie");
  const word = DEGREES[strengths]?.[Math.abs(degree) - 1] ?? "preference.better";
  return say(degree < 0 ? "preference.left" : "preference.right", { degree: say(word) });
}

/** Return the two sides; what both texts begin with stands above them once. */
function createStage([left = "", right = ""]: readonly Part[]) {
  const isText = typeof left === "string" && typeof right === "string";
  const { common, rests } = isText ? parted(left, right) : { common: "", rests: [left, right] as const };
  const marks = rests.map((part, place) => {
    const name = say(place === 0 ? "preference.left_name" : "preference.right_name");
    return h(
      "section",
      { class: "prefer-side", "aria-label": name },
      h("h2", { class: "part-name" }, name),
      partView(name, part),
    );
  });
  const above = common
    ? h(
        "section",
        { class: "prefer-common" },
        h("h2", { class: "part-name" }, say("preference.common")),
        partView("", common.trimEnd()),
      )
    : null;
  return { el: h("div", { class: "prefer" }, above, h("div", { class: "prefer-sides" }, ...marks)), marks };
}
