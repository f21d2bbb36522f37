import { describe, expect, it } from "vitest";
import type { Field } from "../../kinds/types";
import { meaningOf, missingOf, sentAnswers } from "./dependants";

const field = (name: string, on?: readonly [string, string], more: Partial<Field> = {}) =>
  ({
    name,
    kind: "choice",
    title: name,
    required: true,
    config: {},
    ...(on && { visible_when: { field: on[0], one_of: [on[1]] } }),
    ...more,
  }) as Field;

const props = {
  field: "topic",
  fields: [
    field("topic"),
    field("mood", ["topic", "review"]),
    field("wish", ["topic", "advert"]),
    field("price", ["wish", "buy"]),
    field("note", ["topic", "advert"], { required: false }),
    field("guess", ["topic", "advert"], { filled_by: "model" }),
  ],
  dependants: { names: ["mood", "wish", "price", "note", "guess"], answered: ["mood"], known: {} },
};
const names = (fields: readonly Field[]) => fields.map(({ name }) => name);

describe("what a decision means for other fields", () => {
  it("tells what is asked of people then without an answer, and what is not asked any more", () => {
    const { asked, dropped } = meaningOf(props, "advert", {});
    expect([names(asked), names(dropped)]).toEqual([["wish", "note"], ["mood"]]);
  });

  it("tells nothing where what is answered is asked, and before there is a decision", () => {
    expect(meaningOf(props, "review", {})).toEqual({ asked: [], dropped: [] });
    expect(meaningOf(props, undefined, {})).toEqual({ asked: [], dropped: [] });
  });

  it("asks what hangs on an answer that is given with the decision", () => {
    expect(names(meaningOf(props, "advert", { wish: "buy" }).asked)).toEqual(["wish", "price", "note"]);
    expect(names(meaningOf(props, "advert", { wish: "visit" }).asked)).toEqual(["wish", "note"]);
  });

  it("misses only what is required, and sends only what is asked", () => {
    const meaning = meaningOf(props, "advert", { wish: "visit", price: "low", mood: "warm" });
    expect(names(missingOf(meaning, {}))).toEqual(["wish"]);
    expect(missingOf(meaning, { wish: "visit" })).toEqual([]);
    expect(sentAnswers(meaning, { wish: "visit", price: "low", mood: "warm" })).toEqual({ wish: "visit" });
  });
});
