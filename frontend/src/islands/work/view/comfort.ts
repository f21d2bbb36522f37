import { CHOICES, type Comfort, keepComfort, keptComfort, wear } from "../../../comfort";
import { h } from "../../../dom";
import { chooseTheme, keptTheme, THEMES } from "../../../theme";
import { say, type Word } from "../../../words";
import { type DialogView, dialog } from "./dialogs";

const NAMES = ["size", "leading", "contrast"] as const;

/** Return the choices of how the screen is read; they hold at once, and next time on this device. */
export function createComfort(screen: HTMLElement): DialogView {
  const draw = () => {
    const comfort = keptComfort(localStorage);
    wear(screen, comfort);
    groups.replaceChildren(...NAMES.map((name) => comfortRow(name, comfort, draw)), themeRow(draw));
  };
  const groups = h("div", { class: "comfort" });
  const el = dialog("comfort.title", () => {}, groups);
  draw();
  return { el, open: () => el.showModal() };
}

function comfortRow(name: keyof Comfort, comfort: Comfort, onChanged: () => void): HTMLElement {
  return row(
    `comfort.${name}`,
    CHOICES[name].map((value) => ({
      word: `comfort.${name}_${value}` as Word,
      isChosen: comfort[name] === value,
      choose() {
        keepComfort(localStorage, { ...comfort, [name]: value });
        onChanged();
      },
    })),
  );
}

function themeRow(onChanged: () => void): HTMLElement {
  const now = keptTheme(localStorage);
  return row(
    "comfort.theme",
    THEMES.map((theme) => ({
      word: `comfort.theme_${theme}` as Word,
      isChosen: theme === now,
      choose() {
        chooseTheme(document, theme);
        onChanged();
      },
    })),
  );
}

interface Option {
  readonly word: Word;
  readonly isChosen: boolean;
  choose(): void;
}

function row(title: Word, options: readonly Option[]): HTMLElement {
  const pills = options.map(({ word, isChosen, choose }) =>
    h(
      "button",
      {
        type: "button",
        class: "pill",
        role: "radio",
        "aria-checked": String(isChosen),
        on: { click: choose },
      },
      say(word),
    ),
  );
  const name = say(title);
  return h(
    "div",
    { class: "about-row" },
    h("span", {}, name),
    h("div", { class: "pills", role: "radiogroup", "aria-label": name }, ...pills),
  );
}
