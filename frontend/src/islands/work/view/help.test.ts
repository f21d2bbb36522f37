// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { setOwnMap } from "../../../keycap";
import { keptMap } from "../../../keymap";
import { createHelp } from "./help";

beforeEach(() => {
  setOwnMap({});
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
    this.dispatchEvent(new Event("close"));
  };
});

function help() {
  const onChanged = vi.fn();
  const view = createHelp(() => [{ cap: "1", title: "Positive" }], onChanged);
  document.body.replaceChildren(view.el);
  view.open();
  const caps = () => [...view.el.querySelectorAll("dt")].map((el) => el.textContent);
  const choose = (title: string) =>
    [...view.el.querySelectorAll("button")]
      .find((one) => one.getAttribute("aria-label")?.endsWith(title))
      ?.click();
  const press = (code: string, key = "") =>
    view.el.dispatchEvent(new KeyboardEvent("keydown", { code, key }));
  return { ...view, onChanged, caps, choose, press };
}

test("a key is changed by choosing it and pressing another; the two change places", () => {
  const { el, caps, choose, press, onChanged } = help();
  expect(caps()[0]).toBe("1");
  choose("Positive");
  press("KeyS");
  expect([caps()[0], caps().includes("S") && caps().filter((cap) => cap === "1").length]).toEqual(["S", 1]);
  expect(keptMap(localStorage)).toEqual({ S: "1", "1": "S" });
  el.close();
  expect(onChanged).toHaveBeenCalledOnce();
});

test("? closes the list, and nothing changed tells nobody", () => {
  const { el, press, onChanged } = help();
  press("Slash", "?");
  expect([el.open, onChanged.mock.calls.length]).toEqual([false, 0]);
});
