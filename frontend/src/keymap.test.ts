// @vitest-environment jsdom
import { beforeEach, expect, test } from "vitest";
import { keepMap, keptMap, meant, pressed, swapped, translated } from "./keymap";

beforeEach(() => localStorage.clear());

test("a key takes the place of another, and the two change places", () => {
  const map = swapped({}, "S", "Q");
  expect([meant(map, "Q"), meant(map, "S"), meant(map, "A")]).toEqual(["S", "Q", "A"]);
  expect([pressed(map, "S"), pressed(map, "Q")]).toEqual(["Q", "S"]);
});

test("however often keys are changed, no key stands for two things", () => {
  let map = {};
  for (const [cap, key] of ["SQ", "1S", "Q1", "GS", "SS", "1G"].map((pair) => [...pair]))
    map = swapped(map, cap ?? "", key ?? "");
  const keys = [..."1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  expect(new Set(keys.map((key) => meant(map, key))).size).toBe(keys.length);
  expect(keys.map((key) => pressed(map, meant(map, key)))).toEqual(keys);
});

test("only letters and digits are changed, and a key put back leaves no trace", () => {
  expect(swapped({}, "S", "Enter")).toEqual({});
  expect(swapped(swapped({}, "S", "Q"), "S", "S")).toEqual({});
});

test("the map is kept on the device; what makes no sense there counts as none", () => {
  keepMap(localStorage, { Q: "S", S: "Q" });
  expect(keptMap(localStorage)).toEqual({ Q: "S", S: "Q" });
  for (const nonsense of ["{", "[]", '{"Q":"S"}', '{"QQ":"QQ"}', "null", '"x"']) {
    localStorage.setItem("keymap", nonsense);
    expect(keptMap(localStorage)).toEqual({});
  }
  keepMap(localStorage, {});
  expect(localStorage.getItem("keymap")).toBeNull();
});

test("an event speaks of the key it stands for, and is otherwise itself", () => {
  const map = swapped({}, "S", "1");
  const event = new KeyboardEvent("keydown", { code: "Digit1", key: "1", cancelable: true });
  const other = translated(map, event);
  expect([other.code, other.key, other.type]).toEqual(["KeyS", "s", "keydown"]);
  other.preventDefault();
  expect(event.defaultPrevented).toBe(true);
  const chord = new KeyboardEvent("keydown", { code: "Digit1", ctrlKey: true });
  expect(translated(map, chord)).toBe(chord);
  const plain = new KeyboardEvent("keydown", { code: "Enter" });
  expect(translated(map, plain)).toBe(plain);
});
