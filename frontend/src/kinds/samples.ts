import type { Answers, EditOptions, Field, Item } from "./types";

/** A field of this kind, for tests. */
export function sampleField(kind: string, config: unknown, traits: Partial<Field> = {}): Field {
  return { name: "f", kind, title: "F", required: true, config, ...traits };
}

/** What an editor is opened with, for tests. */
export function sampleOptions(field: Field, traits: Partial<EditOptions> = {}): EditOptions {
  const item: Item = { id: 1, version: 1, name: "item-1", parts: { text: "A text." }, data: {} };
  const answers: Answers = {};
  return {
    field,
    item,
    value: undefined,
    answers,
    onAnswer: () => {},
    onDone: () => {},
    onLook: () => {},
    ...traits,
    fields: traits.fields ?? [field],
  };
}
