import type { Api, RefusalBody, Reply } from "../../http";
import * as boxes from "./outbox";
import type { Session } from "./session";
import * as sessions from "./session";
import type { Store } from "./store";
import type { Answers, Receipt, Unit } from "./types";
import { AHEAD } from "./units";

/** The one place that holds the session of a screen. */
export interface Desk {
  get(): Session;
  set(session: Session): void;
}

export interface Sync {
  /** Bring the device and the server up to the session: write, send, fetch what is needed. */
  tend(): void;
  /** Try again now: the network or the person is back. */
  retry(): void;
  /** Try again after a while, each time a longer one. */
  retryLater(): void;
  /** Renew what is held and top it up. */
  heartbeat(): Promise<void>;
  stop(): void;
}

const AT_ONCE = 4;
const MOST_AHEAD = 10;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

/** Return what carries the session to the server and back. Nothing is sent before this device holds it. */
export function createSync(desk: Desk, api: Api, store: Store): Sync {
  let written = desk.get().outbox;
  let delay = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFetching = false;
  let isStopped = false;
  const writing = new Set<string>();

  const change = (session: Session) => {
    if (isStopped) return;
    desk.set(session);
    write();
  };

  const write = () => {
    const { put, drop } = boxes.changes(written, desk.get().outbox);
    written = desk.get().outbox;
    for (const entry of put) void keep(entry);
    for (const key of drop) void store.dropEntry(key);
  };

  const keep = async (entry: boxes.Entry) => {
    writing.add(entry.key);
    const isKept = await store.putEntry(entry).then(
      () => true,
      () => false,
    );
    writing.delete(entry.key);
    const isGone = !desk.get().outbox.some((other) => other.key === entry.key);
    if (isGone) return void store.dropEntry(entry.key);
    change(withOutbox(desk.get(), boxes.mark(desk.get().outbox, entry.key, { isKept })));
    pump();
  };

  const pump = () => {
    const { isSignedOut, isOffline, outbox } = desk.get();
    if (isSignedOut || isOffline) return;
    for (const entry of boxes.sendable(outbox, AT_ONCE)) if (!writing.has(entry.key)) void deliver(entry);
  };

  const deliver = async (entry: boxes.Entry) => {
    change(withOutbox(desk.get(), boxes.mark(desk.get().outbox, entry.key, { state: "sending" })));
    const reply = await api.send("POST", entry.url, bodyOf(entry), { key: entry.key });
    change(afterReply(desk.get(), entry, reply));
    if (reply.type === "unreachable") retryLater();
    if (reply.type === "ok") delay = FIRST_RETRY_MS;
    tend();
  };

  const retryLater = () => {
    if (timer || isStopped) return;
    timer = setTimeout(retry, delay);
    delay = Math.min(delay * 2, LAST_RETRY_MS);
  };

  const retry = () => {
    clearTimeout(timer);
    timer = undefined;
    const [oldest] = boxes.sendable(desk.get().outbox, 1);
    void (oldest ? deliver(oldest) : heartbeat());
  };

  const heartbeat = async () => {
    if (isFetching || isStopped) return;
    isFetching = true;
    const ahead = Math.min(MOST_AHEAD, AHEAD + boxes.pending(desk.get().outbox).length);
    const reply = await api.send("POST", desk.get().urls.next, { ahead });
    isFetching = false;
    if (reply.type === "ok")
      change(sessions.taken(desk.get(), (reply.body as { units: readonly Unit[] }).units, true));
    else if (reply.type === "signed_out") change({ ...desk.get(), isSignedOut: true });
    else if (reply.type === "refused") change(afterRefusal(desk.get(), reply.body));
    else if (reply.type === "unreachable") {
      change({ ...desk.get(), isOffline: true });
      retryLater();
    }
    if (reply.type === "ok") pump();
  };

  const tend = () => {
    write();
    pump();
    if (needsMore(desk.get())) void heartbeat();
  };

  return {
    tend,
    retry,
    retryLater,
    heartbeat,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** The window runs low and no reply on its way is going to fill it in time. */
export function needsMore(session: Session): boolean {
  const { ahead, isDry, unread, isOffline, isSignedOut, outbox } = session;
  if (isDry || unread || isOffline || isSignedOut) return false;
  const waiting = boxes.pending(outbox).length;
  return (ahead.length === 0 && waiting === 0) || (ahead.length < 2 && waiting >= AHEAD);
}

/** Return the session after the server answered, or did not. */
export function afterReply(session: Session, entry: boxes.Entry, reply: Reply): Session {
  const { key } = entry;
  if (reply.type === "ok") return afterReceipt(session, entry, reply.body);
  if (reply.type === "refused") return sessions.refused(session, key, refusalOf(reply));
  const outbox = boxes.mark(session.outbox, key, { state: "waiting" });
  const trouble = reply.type === "signed_out" ? { isSignedOut: true } : { isOffline: true };
  return { ...withOutbox(session, outbox), ...trouble };
}

/** Return the session after no work came: because of a guideline to read, or for another reason. */
function afterRefusal(session: Session, { code, guideline, reading }: RefusalBody): Session {
  const isUnread = code === "guideline_unread" && guideline !== undefined && reading !== undefined;
  return isUnread ? sessions.mustRead(session, { guideline, reading }) : session;
}

function afterReceipt(session: Session, entry: boxes.Entry, body: unknown): Session {
  const answer = body as Taken;
  const { id } = entry.unit;
  const noted = answer.receipt
    ? sessions.receipted(session, entry.key, answer.receipt)
    : sessions.skipNoted(session, entry.key, answer.skipped_at ?? entry.at);
  const saved = answer.suggestions ? sessions.toldSuggestions(noted, id, answer.suggestions) : noted;
  return entry.scope === session.urls.next ? sessions.taken(saved, answer.next ?? [], false) : saved;
}

/** What the server says to a deed that it took. */
interface Taken {
  readonly receipt?: Receipt;
  readonly skipped_at?: string;
  readonly next?: readonly Unit[];
  readonly suggestions?: Answers;
}

function refusalOf(reply: Extract<Reply, { type: "refused" }>): boxes.Refusal {
  const { code, message, stored } = reply.body;
  return { code, message, stored: (stored ?? null) as boxes.Refusal["stored"] };
}

/** Return what is sent: the same at every try, or the key would stand for two bodies. */
function bodyOf(entry: boxes.Entry): unknown {
  const { type, ...deed } = entry.deed;
  return type === "submit" ? { ...deed, version: entry.version, ahead: AHEAD } : { ...deed, ahead: AHEAD };
}

function withOutbox(session: Session, outbox: boxes.Outbox): Session {
  return { ...session, outbox };
}
