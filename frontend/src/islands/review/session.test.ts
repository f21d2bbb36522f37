import { describe, expect, it } from "vitest";
import type { Field } from "../../kinds/types";
import { press } from "../work/samples";
import { commandOf } from "./keys";
import type { ReviewProps, ReviewUnit } from "./session";
import * as sessions from "./session";

const LABELS = [
  { id: "pos", title: "Positive", key: "", help: "" },
  { id: "neg", title: "Negative", key: "", help: "" },
];

function unit(id: number): ReviewUnit {
  const field = { name: "feeling", kind: "choice", title: "Feeling", required: true };
  return {
    id,
    item: { id, version: 1, name: `item ${id}`, parts: { text: "Warm." }, data: {} },
    fields: [{ ...field, config: { labels: LABELS } }],
    guideline: 1,
    draft: null,
    submitted: { answers: { feeling: "pos" }, version: 1, saved_at: "2026-11-28T00:00:00Z" },
    due_at: "2026-11-28T00:15:00Z",
    note: "",
    rounds: [],
  };
}

function session(...ids: number[]) {
  const urls = { next: "", judge: "", undo: "", release: "", exit: "", login: "" };
  const props: ReviewProps = {
    urls,
    units: ids.map(unit),
    waiting: ids.length,
    rework: 0,
    last: null,
    guideline: null,
  };
  return sessions.opened(props);
}

describe("a review session", () => {
  it("changes nothing while the answer is only looked at", () => {
    expect(sessions.answersOf(sessions.answered(session(1), "feeling", "neg"))).toEqual({ feeling: "pos" });
  });

  it("keeps a correction apart until it is sent, and gives it up", () => {
    const edited = sessions.answered(sessions.correcting(session(1)), "feeling", "neg");
    expect(sessions.answersOf(edited)).toEqual({ feeling: "neg" });
    expect(sessions.current(edited)?.submitted?.answers).toEqual({ feeling: "pos" });
    expect(sessions.answersOf(sessions.looking(edited))).toEqual({ feeling: "pos" });
  });

  it("does not send a correction without its required answer", () => {
    const edited = sessions.answered(sessions.correcting(session(1)), "feeling", undefined);
    expect(sessions.incomplete(edited)).toEqual(["feeling"]);
  });

  it("asks what depends on a corrected answer, and drops what no longer applies", () => {
    const depends = (name: string, value: string) => ({
      ...unit(1).fields[0],
      name,
      visible_when: { field: "feeling", one_of: [value] },
    });
    const fields = [...unit(1).fields, depends("praise", "pos"), depends("blame", "neg")] as Field[];
    const answers = { feeling: "pos", praise: "pos" };
    const one = { ...unit(1), fields, submitted: { answers, version: 1, saved_at: "2026-11-28T00:00:00Z" } };
    const looked = { ...session(1), units: [one] };
    const edited = sessions.answered(sessions.correcting(looked), "feeling", "neg");
    expect(sessions.answersOf(edited)).toEqual({ feeling: "neg" });
    expect(sessions.fieldsOf(edited).map((field) => field.name)).toEqual(["feeling", "blame"]);
    expect(sessions.incomplete(edited)).toEqual(["blame"]);
    const whole = sessions.answered(edited, "blame", "neg");
    expect(sessions.incomplete(whole)).toEqual([]);
    expect(sessions.answersOf(sessions.looking(whole))).toEqual(answers);
  });

  it("goes on to the next answer, and takes no answer in twice", () => {
    const next = sessions.judged(session(1, 2), 1, { units: [unit(2), unit(3)], waiting: 2 });
    expect(next.units.map((one) => one.id)).toEqual([2, 3]);
    expect([next.last, next.done, next.waiting]).toEqual([1, 1, 2]);
  });

  it("shows an answer again whose verdict was taken back", () => {
    const next = sessions.judged(session(1, 2), 1, { units: [], waiting: 1 });
    const back = sessions.undone(next, { units: [unit(1)], waiting: 2 });
    expect(back.units.map((one) => one.id)).toEqual([1, 2]);
    expect([back.last, back.done]).toEqual([null, 0]);
  });

  it("leaves an answer that somebody else judged, and says so", () => {
    const next = sessions.refused(session(1, 2), 1, { code: "already_reviewed", message: "Done meanwhile." });
    expect(next.units.map((one) => one.id)).toEqual([2]);
    expect(next.trouble).toBe("Done meanwhile.");
  });

  it("keeps an answer whose verdict was refused for what it says", () => {
    const edited = sessions.correcting(session(1));
    const next = sessions.refused(edited, 1, { code: "bad_input", message: "Nothing is changed." });
    expect(next.units).toHaveLength(1);
    expect(next.edit).not.toBeNull();
  });
});

describe("the keys of review", () => {
  it("judges only while nothing is edited and nothing is typed", () => {
    expect(commandOf(press("KeyA"), "elsewhere", false)).toBe("accept");
    expect(commandOf(press("KeyA"), "elsewhere", true)).toBeNull();
    expect(commandOf(press("KeyR"), "text", false)).toBeNull();
  });

  it("counts a key held down once, and none of an input method", () => {
    expect(commandOf(press("KeyA", { repeat: true }), "elsewhere", false)).toBeNull();
    expect(commandOf(press("KeyA", { isComposing: true }), "elsewhere", false)).toBeNull();
  });

  it("sends or leaves a correction", () => {
    expect(commandOf(press("Enter", { key: "Enter" }), "elsewhere", true)).toBe("send");
    expect(commandOf(press("Enter", { key: "Enter" }), "text", true)).toBeNull();
    expect(commandOf(press("Escape", { key: "Escape" }), "text", true)).toBe("leave_edit");
    expect(commandOf(press("KeyZ", { ctrlKey: true }), "elsewhere", false)).toBe("undo");
  });
});
