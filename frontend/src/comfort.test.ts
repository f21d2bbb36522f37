// @vitest-environment jsdom
import { beforeEach, expect, test } from "vitest";
import { DEFAULT, keepComfort, keptComfort, wear } from "./comfort";

beforeEach(() => localStorage.clear());

test("what was chosen is kept on the device and put on the screen", () => {
  keepComfort(localStorage, { size: "xl", leading: "loose", contrast: "high" });
  const el = document.createElement("div");
  wear(el, keptComfort(localStorage));
  expect({ ...el.dataset }).toEqual({ size: "xl", leading: "loose", contrast: "high" });
});

test.each(["", "{", "null", "[]", '{"size":"huge","leading":7}'])("%s counts as nothing chosen", (kept) => {
  localStorage.setItem("comfort", kept);
  expect(keptComfort(localStorage)).toEqual(DEFAULT);
});
