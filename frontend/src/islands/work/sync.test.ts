import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Api, Reply } from "../../http";
import { pending } from "./outbox";
import { entry, session, stamp, unit } from "./samples";
import * as sessions from "./session";
import { type KeptDraft, noStore, type Store } from "./store";
import { createSync, needsMore } from "./sync";

const RECEIPT = { annotation: 7, version: 1, saved_at: "2026-01-01T00:00:09Z" };
const OK: Reply = { type: "ok", body: { receipt: RECEIPT, next: [unit(3)] } };

interface Call {
  readonly url: string;
  readonly key: string | undefined;
  readonly body: unknown;
}

/** A screen with a server that gives these replies in turn, and a device that notes what it holds. */
function bench(start: sessions.Session, replies: Reply[], device: Partial<Store> = {}) {
  let current = start;
  const calls: Call[] = [];
  const held = new Set<string>();
  const api: Api = {
    async send(_method, url, body, options) {
      calls.push({ url, key: options?.key, body });
      return (
        replies.shift() ?? { type: "ok", body: { units: [], ...(OK.type === "ok" && (OK.body as object)) } }
      );
    },
  };
  const store: Store = {
    ...noStore(),
    putEntry: async (one) => void held.add(one.key),
    dropEntry: async (key) => void held.delete(key),
    putDraft: async (_draft: KeptDraft) => {},
    ...device,
  };
  const desk = {
    get: () => current,
    set: (next: sessions.Session) => {
      current = next;
    },
  };
  return { sync: createSync(desk, api, store), desk, calls, held };
}

const answered = () =>
  sessions.submitted(sessions.answered(session(unit(1), unit(2)), "sentiment", "pos"), stamp("a"));
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("an answer is on the device before it is sent", async () => {
  let isWritten = () => {};
  const putEntry = () =>
    new Promise<void>((resolve) => {
      isWritten = resolve;
    });
  const { sync, desk, calls } = bench(session(unit(1), unit(2)), [OK], { putEntry });
  desk.set(answered());
  sync.tend();
  await settle();
  expect(calls).toEqual([]);
  isWritten();
  await settle();
  expect(calls).toMatchObject([{ url: "/work/1/submit/", key: "a" }]);
});

test("the receipt empties outbox and device and brings the next units", async () => {
  const { sync, desk, held } = bench(session(unit(1), unit(2)), [OK]);
  desk.set(answered());
  sync.tend();
  await settle();
  expect(desk.get()).toMatchObject({ outbox: [], savedAt: RECEIPT.saved_at, ahead: [{ id: 2 }, { id: 3 }] });
  expect(held.size).toBe(0);
});

test("a lost reply is tried again later with the same key and the same body", async () => {
  const { sync, desk, calls } = bench(session(unit(1), unit(2)), [{ type: "unreachable" }, OK]);
  desk.set(answered());
  sync.tend();
  await settle();
  expect(desk.get().isOffline).toBe(true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(calls).toHaveLength(2);
  expect(calls[1]).toEqual(calls[0]);
  expect(desk.get()).toMatchObject({ isOffline: false, outbox: [] });
});

test("signed out, answers gather; after signing in they are all sent", async () => {
  const { sync, desk, calls } = bench(session(unit(1), unit(2)), [{ type: "signed_out" }]);
  desk.set(answered());
  sync.tend();
  await settle();
  desk.set(sessions.submitted(sessions.answered(desk.get(), "sentiment", "neg"), stamp("bb")));
  sync.tend();
  await settle();
  expect([desk.get().isSignedOut, pending(desk.get().outbox).length, calls.length]).toEqual([true, 2, 1]);
  sync.retry();
  await settle();
  expect(calls.map((call) => call.key).slice(0, 3)).toEqual(["a", "a", "bb"]);
  expect(desk.get()).toMatchObject({ isSignedOut: false, outbox: [] });
});

test("a refused answer stays on the device until the person decides", async () => {
  const body = { code: "stale_version", message: "", stored: { answers: { sentiment: "neg" }, version: 2 } };
  const { sync, desk, held } = bench(session(unit(1), unit(2)), [{ type: "refused", status: 409, body }]);
  desk.set(answered());
  sync.tend();
  await settle();
  expect(desk.get().outbox).toMatchObject([{ state: "refused", refusal: { stored: { version: 2 } } }]);
  expect(held).toEqual(new Set(["a"]));
});

test("a device that keeps nothing does not hold an answer back", async () => {
  const { sync, desk, calls } = bench(session(unit(1), unit(2)), [OK], { putEntry: noStore().putEntry });
  desk.set(answered());
  sync.tend();
  await settle();
  expect(calls).toHaveLength(1);
  expect(desk.get().outbox).toEqual([]);
});

test("a stopped screen retries no more", async () => {
  const { sync, desk, calls } = bench(session(unit(1), unit(2)), [{ type: "unreachable" }]);
  desk.set(answered());
  sync.tend();
  await settle();
  sync.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls).toHaveLength(1);
});

test("more is fetched when the window runs dry, not while it is known to be empty", () => {
  expect(needsMore(session())).toBe(true);
  expect(needsMore({ ...session(), isDry: true })).toBe(false);
  expect(needsMore({ ...session(unit(1)), outbox: [entry("a"), entry("b"), entry("c")] })).toBe(true);
  expect(needsMore(session(unit(1)))).toBe(false);
});

test("a guideline to read is told instead of asking for work again and again", async () => {
  const body = { code: "guideline_unread", message: "", guideline: 2, reading: "/reading/" };
  const { sync, desk, calls } = bench(session(), [{ type: "refused", status: 409, body }]);
  sync.tend();
  await settle();
  expect(desk.get()).toMatchObject({ unread: { guideline: 2, reading: "/reading/" }, isDry: false });
  sync.tend();
  await settle();
  expect(calls).toHaveLength(1);
});
