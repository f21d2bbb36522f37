// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { field } from "../samples";
import { createSuggestion, isSeenAtOnce, takeable } from "./suggestion";

const confirmed = { ...field("sentiment"), filled_by: "model_confirmed" as const };
const hidden = { ...confirmed, is_suggestion_hidden: true };
const given = { sentiment: "neg" };

test("a suggestion can be taken while it is in sight and is not the answer", () => {
  expect(takeable(confirmed, given, undefined)).toBe("neg");
  expect(takeable(confirmed, given, "pos")).toBe("neg");
  expect(takeable(confirmed, given, "neg")).toBeUndefined();
  expect(takeable(confirmed, undefined, "pos")).toBeUndefined();
  expect(takeable(hidden, given, undefined)).toBeUndefined();
  expect(takeable(hidden, given, "pos")).toBe("neg");
});

test("a suggestion is told in words, taken by a click, and compared with the answer", () => {
  const onTake = vi.fn();
  const view = createSuggestion(confirmed, onTake);
  view?.show("neg", undefined);
  expect([view?.el.hidden, view?.el.querySelector("strong")?.textContent]).toEqual([false, "부정"]);
  view?.el.querySelector("button")?.click();
  expect(onTake).toHaveBeenCalledOnce();
  view?.show("neg", "neg");
  expect([
    view?.el.textContent?.includes("as you answered"),
    view?.el.querySelector("button")?.hidden,
  ]).toEqual([true, true]);
});

test("where the field says so it stays out of sight until the person has answered", () => {
  const view = createSuggestion(hidden, () => {});
  view?.show("neg", undefined);
  expect(view?.el.hidden).toBe(true);
  view?.show("neg", "pos");
  expect([view?.el.hidden, view?.el.textContent?.includes("not as you answered")]).toEqual([false, true]);
});

test("a field that people fill has none", () => {
  expect(createSuggestion(field("sentiment"), () => {})).toBeNull();
});

test("a suggestion of marks is looked at on its part before it is submitted", () => {
  const marked = ["spans", "boxes", "polygons", "keypoints", "segments"];
  expect(marked.map((kind) => isSeenAtOnce({ ...confirmed, kind }))).toEqual(marked.map(() => false));
  expect(isSeenAtOnce(confirmed)).toBe(true);
});
