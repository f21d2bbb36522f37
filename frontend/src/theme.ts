/** The chosen theme. "system" follows the device and is kept as the absence of a choice. */
export type Theme = "system" | "paper" | "ink";

export const THEMES: readonly Theme[] = ["system", "paper", "ink"];
const KEY = "theme";

/** Return the theme that the toggle offers after this one. */
export function themeAfter(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
}

/** Return the theme kept on this device; anything unknown counts as "system". */
export function keptTheme(storage: Storage): Theme {
  const kept = storage.getItem(KEY);
  return kept === "paper" || kept === "ink" ? kept : "system";
}

/** Make every `data-theme-toggle` button step through the themes; its `data-<theme>` attributes are the words. */
export function startThemeToggle(page: Document): void {
  const toggles = page.querySelectorAll<HTMLButtonElement>("[data-theme-toggle]");
  const show = (theme: Theme) => {
    for (const toggle of toggles) toggle.textContent = toggle.dataset[theme] ?? theme;
  };
  for (const toggle of toggles) {
    toggle.hidden = false;
    toggle.addEventListener("click", () => show(chooseTheme(page, themeAfter(keptTheme(localStorage)))));
  }
  show(keptTheme(localStorage));
}

/** Put the theme on the page and keep it on this device. */
export function chooseTheme(page: Document, theme: Theme): Theme {
  if (theme === "system") {
    localStorage.removeItem(KEY);
    delete page.documentElement.dataset.theme;
  } else {
    localStorage.setItem(KEY, theme);
    page.documentElement.dataset.theme = theme;
  }
  return theme;
}
