import { expect, test } from "vitest";
import { pending } from "./outbox";
import { entry, field, props, session, stamp, unit } from "./samples";
import * as sessions from "./session";

const RECEIPT = { annotation: 70, version: 1, saved_at: "2026-01-01T00:00:09Z" };
const answer = (start: sessions.Session, value: string, key: string) =>
  sessions.submitted(sessions.answered(start, "sentiment", value), stamp(key));

test("submitting shows the next item at once and queues the answer", () => {
  const after = answer(session(unit(1), unit(2)), "pos", "a");
  expect(sessions.current(after)?.id).toBe(2);
  expect(after.outbox).toMatchObject([
    { key: "a", url: "/work/1/submit/", version: 0, deed: { answers: { sentiment: "pos" }, seconds: 2 } },
  ]);
  expect(sessions.doneCount(after)).toBe(13);
});

test("submitting without a required answer changes nothing and says what is missing", () => {
  const start = session(unit(1, { fields: [field("sentiment"), field("topic")] }));
  const half = sessions.answered(start, "sentiment", "pos");
  expect(sessions.submitted(half, stamp("a"))).toBe(half);
  expect(sessions.missing(half).map((one) => one.name)).toEqual(["topic"]);
});

test("an optional field may stay empty", () => {
  const start = session(unit(1, { fields: [field("sentiment"), field("note", false)] }), unit(2));
  expect(sessions.current(answer(start, "pos", "a"))?.id).toBe(2);
});

test("an answer given again from the past replaces the version of the receipt", () => {
  const sent = sessions.receipted(answer(session(unit(1), unit(2)), "pos", "a"), "a", RECEIPT);
  const back = sessions.back(sent);
  expect(sessions.answersOf(back)).toEqual({ sentiment: "pos" });
  const again = answer(back, "neg", "b");
  expect(again.outbox).toMatchObject([{ key: "b", version: 1 }]);
  expect(sessions.current(again)?.id).toBe(2);
  expect(sessions.doneCount(again)).toBe(13);
});

test("looking back and forward changes no answer, and the edit at the front waits", () => {
  const two = unit(2, { fields: [field("sentiment"), field("topic")] });
  const start = sessions.answered(answer(session(unit(1), two), "pos", "a"), "topic", "neg");
  const returned = sessions.forward(sessions.forward(sessions.back(start)));
  expect(sessions.answersOf(returned)).toEqual({ topic: "neg" });
  expect(returned.outbox).toEqual(start.outbox);
});

test("a skipped item comes back by answering it", () => {
  const skipped = sessions.skipped(session(unit(1), unit(2)), "unclear", stamp("s"));
  expect(skipped.outbox).toMatchObject([{ url: "/work/1/skip/", deed: { type: "skip", reason: "unclear" } }]);
  const noted = sessions.skipNoted(skipped, "s", RECEIPT.saved_at);
  const again = answer(sessions.back(noted), "pos", "b");
  expect(again.outbox).toMatchObject([{ key: "b", version: 0, url: "/work/1/submit/" }]);
  expect(again.past).toMatchObject([{ skipped: null, answers: { sentiment: "pos" } }]);
});

test("what was answered cannot be skipped", () => {
  const back = sessions.back(answer(session(unit(1), unit(2)), "pos", "a"));
  expect(sessions.skipped(back, "unclear", stamp("s"))).toBe(back);
});

test("answers kept on the device are finished items after a reload and count as done", () => {
  const reopened = sessions.opened(props([unit(1), unit(2)]), [entry("a")], {});
  expect(sessions.current(reopened)?.id).toBe(2);
  expect(sessions.doneCount(reopened)).toBe(13);
  expect(sessions.answersOf(sessions.back(reopened))).toEqual({ sentiment: "pos" });
});

test("what was finished before the screen was opened can be gone back to, and is not counted twice", () => {
  const submitted = { answers: { sentiment: "pos" }, version: 1, saved_at: "2026-01-01T00:00:00Z" };
  const earlier = [
    { unit: unit(1, { submitted }), skipped: null },
    { unit: unit(2), skipped: "unclear" },
  ];
  const start = sessions.opened({ ...props([unit(3)]), earlier }, [], {});
  expect([sessions.current(start)?.id, sessions.doneCount(start)]).toEqual([3, 12]);
  const back = sessions.back(sessions.back(start));
  expect(sessions.answersOf(back)).toEqual({ sentiment: "pos" });
  const again = answer(back, "neg", "b");
  expect(again.outbox).toMatchObject([{ key: "b", version: 1 }]);
  expect([sessions.current(again)?.id, sessions.doneCount(again)]).toEqual([2, 12]);
});

test("an answer on its way stands for the stored one of the same unit", () => {
  const submitted = { answers: { sentiment: "pos" }, version: 1, saved_at: "2026-01-01T00:00:00Z" };
  const earlier = [{ unit: unit(1, { submitted }), skipped: null }];
  const deed = { type: "submit", answers: { sentiment: "neg" }, seconds: 1 } as const;
  const kept = [entry("a", { version: 1, deed })];
  const start = sessions.opened({ ...props([unit(3)]), earlier }, kept, {});
  expect(start.past).toHaveLength(1);
  expect(sessions.answersOf(sessions.back(start))).toEqual({ sentiment: "neg" });
});

test("answers of another screen are sent from here but never shown", () => {
  const reopened = sessions.opened(props([unit(1)]), [entry("a", { scope: "/elsewhere/" })], {});
  expect(pending(reopened.outbox)).toHaveLength(1);
  expect(sessions.current(reopened)?.id).toBe(1);
  expect(reopened.past).toEqual([]);
});

test("a refused answer is not counted, and keeping mine builds on the stored version", () => {
  const refusal = {
    code: "stale_version",
    message: "",
    stored: { answers: { sentiment: "neg" }, version: 5 },
  };
  const refused = sessions.refused(answer(session(unit(1), unit(2)), "pos", "a"), "a", refusal);
  expect(sessions.doneCount(refused)).toBe(12);
  expect(sessions.retried(refused, "a", stamp("b")).outbox).toMatchObject([
    { key: "b", version: 5, state: "waiting", refusal: null },
  ]);
});

test("keeping the stored answer shows it when looking back", () => {
  const refusal = {
    code: "stale_version",
    message: "",
    stored: { answers: { sentiment: "neg" }, version: 5 },
  };
  const refused = sessions.refused(answer(session(unit(1), unit(2)), "pos", "a"), "a", refusal);
  const given = sessions.givenUp(refused, "a");
  expect(given.outbox).toEqual([]);
  expect(given.past).toMatchObject([{ answers: { sentiment: "neg" }, version: 5 }]);
});

test("an answer given up without a stored one is finished no more", () => {
  const refusal = { code: "lease_lost", message: "", stored: null };
  const refused = sessions.refused(answer(session(unit(1), unit(2)), "pos", "a"), "a", refusal);
  const given = sessions.givenUp(refused, "a");
  expect([given.past, sessions.current(given)?.id]).toEqual([[], 2]);
});

test("nothing is left only when nothing is on its way either", () => {
  const sent = answer(session(unit(1)), "pos", "a");
  expect(sessions.taken(sent, [], true).isDry).toBe(false);
  const saved = sessions.receipted(sent, "a", RECEIPT);
  expect(sessions.taken(saved, [], false).isDry).toBe(false);
  expect(sessions.taken(saved, [], true).isDry).toBe(true);
});

test("a guideline to read stops new work, and work that comes after it says that it was read", () => {
  const unread = { guideline: 2, reading: "/reading/" };
  const stopped = sessions.mustRead(session(), unread);
  expect(stopped.unread).toEqual(unread);
  expect(sessions.taken(stopped, [unit(4)], true)).toMatchObject({ unread: null, ahead: [{ id: 4 }] });
});

test("the draft of the server is shown until the person gives an answer here", () => {
  const draft = { answers: { sentiment: "neg" }, revision: 2, saved_at: "" };
  const start = session(unit(1, { draft }));
  expect(sessions.answersOf(start)).toEqual({ sentiment: "neg" });
  expect(sessions.answersOf(sessions.answered(start, "sentiment", "pos"))).toEqual({ sentiment: "pos" });
});

test("giving the same answer again is no new version", () => {
  const back = sessions.back(answer(session(unit(1), unit(2)), "pos", "a"));
  expect(sessions.isUnchanged(sessions.answered(back, "sentiment", "pos"))).toBe(true);
  expect(sessions.isUnchanged(sessions.answered(back, "sentiment", "neg"))).toBe(false);
});

test("keys go to the next field without an answer", () => {
  const start = session(unit(1, { fields: [field("a"), field("b"), field("c", false)] }));
  const first = sessions.answered(start, "b", "pos");
  expect(sessions.fieldAfter(first, "b")).toBe("c");
  expect(sessions.fieldAfter(sessions.answered(first, "c", "pos"), "c")).toBe("a");
});

test("a draft clash is settled by the answers chosen", () => {
  const clash = { unit: unit(1), mine: { sentiment: "pos" }, stored: { answers: {}, revision: 3 } };
  const settled = sessions.reconciled(sessions.clashed(session(unit(1)), clash), 1, { sentiment: "neg" });
  expect([settled.clashes, sessions.answersOf(settled)]).toEqual([[], { sentiment: "neg" }]);
});

test("what a model fills is neither missing nor sent as the person's answer", () => {
  const filled = { ...field("sort"), filled_by: "model" as const };
  const traits = { fields: [filled, field("sentiment")], model_answers: { sort: "pos" } };
  const draft = { answers: { sort: "neg", sentiment: "pos" }, revision: 1, saved_at: "" };
  const start = session(unit(1, { ...traits, draft }), unit(2));
  expect(sessions.missing(start)).toEqual([]);
  expect(sessions.submitted(start, stamp("a")).outbox).toMatchObject([
    { deed: { answers: { sentiment: "pos" } } },
  ]);
  expect(sessions.submitted(start, stamp("a")).outbox[0]?.deed).not.toHaveProperty("answers.sort");
});

test("a suggestion that was hidden is there once the server tells it, also of an item gone by", () => {
  const told = sessions.toldSuggestions(session(unit(1), unit(2)), 1, { sentiment: "neg" });
  expect(sessions.current(told)?.suggestions).toEqual({ sentiment: "neg" });
  const after = sessions.toldSuggestions(answer(session(unit(1), unit(2)), "pos", "a"), 1, {
    sentiment: "neg",
  });
  expect(sessions.current(sessions.back(after))?.suggestions).toEqual({ sentiment: "neg" });
});
