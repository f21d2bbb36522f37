import type { Answers, Field } from "../types";

/** What another field has marked on the same part: drawn faintly, and never taken in hand. */
export interface Other {
  readonly field: Field;
  readonly marks: readonly unknown[];
}

/** Return what tells the marks of these fields: the same list as before, while their answers are the same. */
export function createOthers(fields: readonly Field[]): (answers: Answers) => readonly Other[] {
  let values: readonly unknown[] = fields.map(() => undefined);
  let others: readonly Other[] = [];
  return (answers) => {
    const given = fields.map(({ name }) => answers[name]);
    if (given.every((value, index) => value === values[index])) return others;
    values = given;
    others = fields.flatMap((field, index) => {
      const marks = given[index];
      return Array.isArray(marks) && marks.length > 0 ? [{ field, marks }] : [];
    });
    return others;
  };
}
