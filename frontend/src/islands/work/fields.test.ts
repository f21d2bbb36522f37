import { expect, test } from "vitest";
import {
  ABOUT,
  aboutOf,
  askedFields,
  isAnsweredAtOnce,
  isComplete,
  isOnePress,
  keptAnswers,
  knownAnswers,
  shownFields,
  withAbout,
} from "./fields";
import { field, unit } from "./samples";

const feeling = field("feeling");
const reason = { ...field("reason"), visible_when: { field: "feeling", one_of: ["neg"] } };
const detail = { ...field("detail"), visible_when: { field: "reason", one_of: ["pos"] } };
const fields = [feeling, reason, detail];
const names = (answers: Record<string, unknown>) => askedFields({ fields }, answers).map((one) => one.name);

test("a field is asked after the answers that ask for it, and not while its condition is hidden", () => {
  expect(names({})).toEqual(["feeling"]);
  expect(names({ feeling: "neg" })).toEqual(["feeling", "reason"]);
  expect(names({ feeling: ["pos", "neg"], reason: "pos" })).toEqual(["feeling", "reason", "detail"]);
  expect(names({ feeling: "pos", reason: "pos" })).toEqual(["feeling"]);
});

test("answers to hidden fields go, and what was said about them", () => {
  const given = withAbout({ feeling: "pos", reason: "pos", detail: "x" }, "reason", { confidence: "low" });
  expect(keptAnswers({ fields }, given)).toEqual({ feeling: "pos" });
});

test("what is said about an answer stays beside it", () => {
  const given = withAbout({ feeling: "pos" }, "feeling", { confidence: "high" });
  expect(keptAnswers({ fields }, given)).toEqual({
    feeling: "pos",
    [ABOUT]: { feeling: { confidence: "high" } },
  });
  expect(aboutOf(given, "feeling")).toEqual({ confidence: "high" });
  expect(aboutOf({}, "feeling")).toEqual({});
});

test("a field with a rationale is complete with an answer and a reason", () => {
  const why = { ...feeling, rationale: "required" as const };
  const answered = { feeling: "pos" };
  const { item } = unit(1);
  expect([isComplete(why, {}, item), isComplete(why, answered, item)]).toEqual([false, false]);
  expect(isComplete(why, withAbout(answered, "feeling", { rationale: { text: "  " } }), item)).toBe(false);
  expect(isComplete(why, withAbout(answered, "feeling", { rationale: { text: "It says so." } }), item)).toBe(
    true,
  );
  expect(isComplete({ ...feeling, required: false }, {}, item)).toBe(true);
});

test("a field that asks how sure somebody is needs more than one press", () => {
  expect([isOnePress(feeling), isOnePress({ ...feeling, confidence: true })]).toEqual([true, false]);
});

const filled = { ...field("sort"), filled_by: "model" as const };
const asked = { ...field("tone"), visible_when: { field: "sort", one_of: ["pos"] } };
const form = { fields: [filled, asked, field("note")], model_answers: { sort: "pos" } };

test("a field that a model fills is in sight, never asked, and its answer lets others be asked", () => {
  expect(shownFields(form, {}).map((one) => one.name)).toEqual(["sort", "tone", "note"]);
  expect(askedFields(form, {}).map((one) => one.name)).toEqual(["tone", "note"]);
  expect(askedFields({ fields: form.fields }, { sort: "pos" }).map((one) => one.name)).toEqual(["note"]);
});

test("what a model answered is never among the person's answers", () => {
  expect(keptAnswers(form, { sort: "pos", tone: "neg" })).toEqual({ tone: "neg" });
  expect(knownAnswers(form, { tone: "neg" })).toEqual({ sort: "pos", tone: "neg" });
});

test("beside a field that a model fills, one press answers all that is asked", () => {
  expect(isAnsweredAtOnce({ fields: [filled, field("note")] })).toBe(true);
  expect([isAnsweredAtOnce(form), isAnsweredAtOnce({ fields: [filled] })]).toEqual([false, false]);
});
