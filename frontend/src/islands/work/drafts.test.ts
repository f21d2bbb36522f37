import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Api, Reply } from "../../http";
import { createDrafts } from "./drafts";
import { unit } from "./samples";
import { type KeptDraft, noStore } from "./store";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bench(replies: Reply[], kept: readonly KeptDraft[] = []) {
  const sent: unknown[] = [];
  const held = new Map(kept.map((draft) => [draft.unit, draft]));
  const api: Api = {
    async send(_method, _url, body) {
      sent.push(body);
      return replies.shift() ?? { type: "unreachable" };
    },
  };
  const store = {
    ...noStore(),
    putDraft: async (draft: KeptDraft) => void held.set(draft.unit, draft),
    dropDraft: async (id: number) => void held.delete(id),
  };
  const news = { onSaved: vi.fn(), onClash: vi.fn(), onTrouble: vi.fn() };
  return { drafts: createDrafts(api, store, "/work/{id}/draft/", kept, news), sent, held, news };
}

const saved = (revision: number): Reply => ({ type: "ok", body: { revision, saved_at: "now" } });

test("a change is on the device at once and on the server after a pause, once", async () => {
  const { drafts, sent, held, news } = bench([saved(1)]);
  drafts.change(unit(1), { sentiment: "pos" });
  drafts.change(unit(1), { sentiment: "neg" });
  await vi.advanceTimersByTimeAsync(10);
  expect([held.get(1)?.answers, sent]).toEqual([{ sentiment: "neg" }, []]);
  await vi.advanceTimersByTimeAsync(800);
  expect(sent).toEqual([{ answers: { sentiment: "neg" }, revision: 0 }]);
  expect([held.size, news.onSaved.mock.calls]).toEqual([0, [["now", 1, undefined]]]);
});

test("the next draft builds on the revision of the last", async () => {
  const { drafts, sent } = bench([saved(1), saved(2)]);
  drafts.change(unit(1), { sentiment: "pos" });
  await vi.advanceTimersByTimeAsync(900);
  drafts.change(unit(1), { sentiment: "neg" });
  await vi.advanceTimersByTimeAsync(900);
  expect(sent[1]).toEqual({ answers: { sentiment: "neg" }, revision: 1 });
});

test("without a connection the draft stays on the device and is sent by flush", async () => {
  const { drafts, sent, held, news } = bench([{ type: "unreachable" }, saved(1)]);
  drafts.change(unit(1), { sentiment: "pos" });
  await vi.advanceTimersByTimeAsync(900);
  expect([held.size, news.onTrouble.mock.calls, drafts.areKept()]).toEqual([1, [["unreachable"]], true]);
  drafts.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect([sent.length, held.size]).toEqual([2, 0]);
});

test("a newer draft elsewhere is shown, not overwritten", async () => {
  const stored = { answers: { sentiment: "neg" }, revision: 4, saved_at: "then" };
  const body = { code: "stale_draft", message: "", stored };
  const { drafts, sent, held, news } = bench([{ type: "refused", status: 409, body }, saved(5)]);
  drafts.change(unit(1), { sentiment: "pos" });
  await vi.advanceTimersByTimeAsync(900);
  expect(news.onClash.mock.calls[0]?.slice(1)).toEqual([{ sentiment: "pos" }, stored]);
  expect(held.size).toBe(1);
  drafts.rebase(unit(1), { sentiment: "pos" }, 4);
  await vi.advanceTimersByTimeAsync(900);
  expect(sent[1]).toEqual({ answers: { sentiment: "pos" }, revision: 4 });
});

test("a kept draft goes on from the revision it was begun from", async () => {
  const { drafts, sent } = bench([saved(3)], [{ unit: 1, answers: { sentiment: "pos" }, revision: 2 }]);
  drafts.change(unit(1), { sentiment: "pos" });
  await vi.advanceTimersByTimeAsync(900);
  expect(sent).toEqual([{ answers: { sentiment: "pos" }, revision: 2 }]);
});

test("submitting forgets the draft before it is sent", async () => {
  const { drafts, sent, held } = bench([saved(1)]);
  drafts.change(unit(1), { sentiment: "pos" });
  drafts.forget(1);
  await vi.advanceTimersByTimeAsync(900);
  expect([sent, held.size]).toEqual([[], 0]);
});

test("what a model suggests of an answered field comes with the saved draft", async () => {
  const body = { revision: 1, saved_at: "now", suggestions: { sentiment: "neg" } };
  const { drafts, news } = bench([{ type: "ok", body }]);
  drafts.change(unit(7), { sentiment: "pos" });
  await vi.advanceTimersByTimeAsync(900);
  expect(news.onSaved).toHaveBeenCalledWith("now", 7, { sentiment: "neg" });
});
