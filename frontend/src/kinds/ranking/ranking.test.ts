// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { sampleField, sampleOptions } from "../samples";
import type { Item } from "../types";
import { ranking } from ".";
import { moved, picked, unpicked } from "./ranking";

const ABC = ["a", "b", "c"];
const config = { labels: ABC.map((id) => ({ id, title: id.toUpperCase(), key: null })) };
const item: Item = {
  id: 1,
  version: 1,
  name: "i",
  parts: { prompt: "Hi", a: "one", b: "two", c: "three" },
  data: {},
};

test("keys put candidates in order, the last finds its place by itself", () => {
  expect(picked(ABC, [], "c")).toEqual(["c"]);
  expect(picked(ABC, ["c"], "a")).toEqual(["c", "a", "b"]);
  expect(picked(ABC, ["c", "a", "b"], "c")).toEqual(["a", "b"]);
});

test("the last pick is taken back with the one that followed by itself", () => {
  expect(unpicked(ABC, ["c", "a", "b"])).toEqual(["c"]);
  expect(unpicked(ABC, ["c"])).toEqual([]);
});

test("a candidate moves within the order", () => {
  expect(moved(ABC, "c", -1)).toEqual(["a", "c", "b"]);
  expect([moved(ABC, "a", -1), moved(ABC, "c", 1), moved(ABC, "x", 1)]).toEqual([ABC, ABC, ABC]);
});

function editor(value?: unknown) {
  const onAnswer = vi.fn();
  const field = sampleField("ranking", config);
  const editing = ranking.edit(sampleOptions(field, { item, value, onAnswer }));
  document.body.replaceChildren(editing.el);
  const press = (code: string, traits: KeyboardEventInit = {}, from: Element = document.body) => {
    let isTaken: boolean | undefined;
    const listen = (event: Event) => {
      isTaken = editing.onKey?.(event as KeyboardEvent);
    };
    document.addEventListener("keydown", listen, { once: true });
    from.dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true, ...traits }));
    return isTaken;
  };
  return { ...editing, press, onAnswer };
}

test("candidates that are parts of the item are shown as such", () => {
  expect(ranking.parts?.(config, item)).toEqual(ABC);
  expect(editor().stage?.querySelectorAll(".rank-card")).toHaveLength(3);
});

test("keys rank, Backspace takes back, Shift with an arrow moves", () => {
  const { el, press, update, onAnswer } = editor(["b", "c", "a"]);
  expect([press("Digit2"), press("Backspace"), press("KeyQ")]).toEqual([true, true, false]);
  const row = el.querySelector("[data-candidate=a]") as HTMLElement;
  expect(press("ArrowUp", { shiftKey: true }, row)).toBe(true);
  expect(onAnswer.mock.calls.map(([order]) => order)).toEqual([["c", "a"], ["b"], ["b", "a", "c"]]);
  update(undefined, {});
  expect(press("Backspace")).toBe(false);
});

test("a ranking half way says what is left", () => {
  expect(ranking.problem?.(config, ["a"], item)).toBe("Still to rank: 2");
  expect(ranking.problem?.(config, ABC, item)).toBeNull();
  expect(ranking.show(config, ["b", "a"])).toBe("B > A");
});
