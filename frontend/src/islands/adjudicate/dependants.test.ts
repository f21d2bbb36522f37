import { describe, expect, it } from "vitest";
import type { Field } from "../../kinds/types";
import { meaningOf } from "./dependants";

const field = (name: string, of?: string) =>
  ({
    name,
    kind: "choice",
    title: name,
    required: true,
    config: {},
    ...(of && { visible_when: { field: "topic", one_of: [of] } }),
  }) as Field;

const props = {
  field: "topic",
  fields: [field("topic"), field("mood", "review"), field("wish", "advert")],
  dependants: { names: ["mood", "wish"], answered: ["mood"], known: {} },
};
const names = (fields: readonly Field[]) => fields.map(({ name }) => name);

describe("what a decision means for other fields", () => {
  it("tells what is asked then without an answer, and what is not asked any more", () => {
    const { missing, dropped } = meaningOf(props, "advert");
    expect([names(missing), names(dropped)]).toEqual([["wish"], ["mood"]]);
  });

  it("tells nothing where what is answered is asked, and before there is a decision", () => {
    expect(meaningOf(props, "review")).toEqual({ missing: [], dropped: [] });
    expect(meaningOf(props, undefined)).toEqual({ missing: [], dropped: [] });
  });
});
