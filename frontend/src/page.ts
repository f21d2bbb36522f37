import { h } from "./dom";
import { capOf, isBare, takesText } from "./keys";
import { say } from "./words";

/** Give the page its small manners: menus and confirmations close, errors get the focus. */
export function startPage(page: Document): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>("[data-close]")) button.hidden = false;
  page.addEventListener("click", onClick);
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus(page, null);
    else if (isUndo(event)) press(event, page.querySelector<HTMLElement>("[data-undo]"));
    else if (isBare(event) && !takesText(event.target)) pressKey(page, capOf(event.code));
  });
  page.querySelector<HTMLElement>("[data-focus]")?.focus();
  showTab(page.querySelector(".project-nav"));
}

/** Ctrl+Z outside of texts, which have an undo of their own. */
function isUndo(event: KeyboardEvent): boolean {
  const isChord = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  return isChord && event.code === "KeyZ" && !takesText(event.target);
}

function press(event: KeyboardEvent, control: HTMLElement | null): void {
  if (!control) return;
  event.preventDefault();
  control.click();
}

/** Say in the page's message area that a call failed; `status` 0 means that nobody answered. */
export function tellFailure(page: Document, status: number): void {
  const words = status === 0 ? say("page.unreachable") : say("page.failed", { status });
  page
    .getElementById("messages")
    ?.replaceChildren(h("div", { class: "note note-error", role: "alert" }, words));
}

/** Move the bar of tabs, where it is wider than the screen, to the tab of this page. */
function showTab(bar: HTMLElement | null): void {
  const tab = bar?.querySelector<HTMLElement>("[aria-current]");
  if (bar && tab) bar.scrollLeft = tab.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
}

/** Do what the control with this `accesskey` does: here its key works without Alt. */
function pressKey(page: Document, cap: string): void {
  const control = cap && page.querySelector<HTMLElement>(`[accesskey="${cap}"]:not(:disabled)`);
  if (!control) return;
  const unsent = control instanceof HTMLAnchorElement ? unsentText(page) : undefined;
  (unsent ?? control).focus();
  if (!unsent) control.click();
}

/** Return the first text that was typed and not sent: a key that leaves the page leads there instead. */
function unsentText(page: Document): HTMLTextAreaElement | undefined {
  return [...page.querySelectorAll("textarea")].find((text) => text.value !== text.defaultValue);
}

function onClick(event: MouseEvent): void {
  if (!(event.target instanceof Element)) return;
  const close = event.target.closest("[data-close]");
  closeMenus(event.target.ownerDocument, event.target);
  close?.closest("details")?.removeAttribute("open");
}

/** Close every open menu that does not hold this element; the focus goes back to what opened it. */
function closeMenus(page: Document, inside: Element | null): void {
  for (const menu of page.querySelectorAll<HTMLDetailsElement>(".menu-box[open]")) {
    if (inside && menu.contains(inside)) continue;
    if (menu.contains(page.activeElement)) menu.querySelector("summary")?.focus();
    menu.open = false;
  }
}
