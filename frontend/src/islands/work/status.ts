import type { Values, Word } from "../../words";
import { pending } from "./outbox";
import type { Session } from "./session";

export interface Status {
  readonly tone: "quiet" | "busy" | "warning";
  readonly word: Word;
  readonly values: Values;
}

/** Return the quiet line under the answers. It says "saved" only of what the server has receipted. */
export function statusOf(session: Session): Status {
  const waiting = pending(session.outbox);
  const values = { count: waiting.length };
  if (waiting.length > 0 && (session.isOffline || session.isSignedOut)) {
    const isKept = waiting.every((entry) => entry.isKept);
    return { tone: "warning", word: isKept ? "status.unsaved_kept" : "status.unsaved_loose", values };
  }
  if (waiting.length > 0) return { tone: "busy", word: "status.saving", values };
  const { savedAt, draftAt, askedAt } = session;
  if (askedAt !== null && askedAt > (savedAt ?? "") && askedAt > (draftAt ?? ""))
    return { tone: "quiet", word: "status.asked", values: { time: clock(askedAt) } };
  if (draftAt !== null && draftAt > (savedAt ?? ""))
    return { tone: "quiet", word: "status.draft_saved", values: { time: clock(draftAt) } };
  if (savedAt !== null) return { tone: "quiet", word: "status.saved", values: { time: clock(savedAt) } };
  return { tone: "quiet", word: "status.ready", values: {} };
}

/** Leaving now would lose something: it is neither on the server nor on this device. */
export function wouldLose(session: Session, areEditsKept: boolean): boolean {
  return !areEditsKept || pending(session.outbox).some((entry) => !entry.isKept);
}

/** Return the wall-clock time of this moment, as "14:02:11". */
export function clock(iso: string): string {
  const when = new Date(iso);
  return [when.getHours(), when.getMinutes(), when.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}
