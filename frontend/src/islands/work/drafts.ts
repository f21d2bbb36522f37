import type { Api, Reply } from "../../http";
import type { KeptDraft, Store } from "./store";
import { type Answers, type StoredDraft, type Unit, unitUrl } from "./types";

export interface DraftNews {
  /** `suggestions` may be seen now: some stay hidden until the person has answered. */
  onSaved(at: string, unit: number, suggestions?: Answers): void;
  onClash(unit: Unit, mine: Answers, stored: StoredDraft): void;
  onTrouble(type: "signed_out" | "unreachable"): void;
}

interface Draft {
  readonly unit: Unit;
  answers: Answers;
  revision: number;
  timer?: ReturnType<typeof setTimeout>;
  isSending: boolean;
  isDirty: boolean;
  isKept: boolean;
}

export interface Drafts {
  /** Keep these answers on the device now and on the server soon. */
  change(unit: Unit, answers: Answers): void;
  /** The unit was submitted: its draft is of no more use. */
  forget(unit: number): void;
  /** Go on from this revision of the server after a clash. */
  rebase(unit: Unit, answers: Answers, revision: number): void;
  /** Send what is not on the server yet. */
  flush(): void;
  /** Every change is on this device or on the server. */
  areKept(): boolean;
}

const DELAY_MS = 800;

/** Return the keeper of drafts. `kept` are those this device still holds from before. */
export function createDrafts(
  api: Api,
  store: Store,
  url: string,
  kept: readonly KeptDraft[],
  news: DraftNews,
): Drafts {
  const drafts = new Map<number, Draft>();
  const bases = new Map(kept.map((draft) => [draft.unit, draft.revision]));

  const draftOf = (unit: Unit): Draft => {
    const revision = bases.get(unit.id) ?? unit.draft?.revision ?? 0;
    const fresh = { unit, answers: {}, revision, isSending: false, isDirty: false, isKept: true };
    const draft = drafts.get(unit.id) ?? fresh;
    drafts.set(unit.id, draft);
    return draft;
  };

  const keep = async (draft: Draft) => {
    const { unit, answers, revision } = draft;
    draft.isKept = false;
    try {
      await store.putDraft({ unit: unit.id, answers, revision });
      if (!drafts.has(unit.id)) await store.dropDraft(unit.id);
      if (draft.answers === answers) draft.isKept = true;
    } catch {
      // A browser that keeps nothing: areKept() says so until the server has it.
    }
  };

  const send = async (draft: Draft) => {
    if (draft.isSending || !draft.isDirty) return;
    const { answers, revision } = draft;
    draft.isSending = true;
    draft.isDirty = false;
    const reply = await api.send("PUT", unitUrl(url, draft.unit.id), { answers, revision });
    draft.isSending = false;
    if (drafts.get(draft.unit.id) === draft) settle(draft, answers, reply);
  };

  const settle = (draft: Draft, sent: Answers, reply: Reply) => {
    if (reply.type === "ok") {
      const saved = reply.body as StoredDraft & { readonly suggestions?: Answers };
      draft.revision = saved.revision;
      bases.delete(draft.unit.id);
      news.onSaved(saved.saved_at, draft.unit.id, saved.suggestions);
      if (draft.answers !== sent) return void schedule(draft);
      draft.isKept = true;
      void store.dropDraft(draft.unit.id);
    } else if (reply.type === "refused") {
      // Other refusals repeat at submit, where a person can act on them.
      if (reply.body.code === "stale_draft") news.onClash(draft.unit, sent, reply.body.stored as StoredDraft);
    } else {
      draft.isDirty = true;
      news.onTrouble(reply.type);
    }
  };

  const schedule = (draft: Draft) => {
    clearTimeout(draft.timer);
    draft.timer = setTimeout(() => void send(draft), DELAY_MS);
  };

  const change = (unit: Unit, answers: Answers) => {
    const draft = draftOf(unit);
    Object.assign(draft, { answers, isDirty: true });
    void keep(draft);
    schedule(draft);
  };

  return {
    change,
    forget(unit) {
      clearTimeout(drafts.get(unit)?.timer);
      drafts.delete(unit);
      bases.delete(unit);
      void store.dropDraft(unit);
    },
    rebase(unit, answers, revision) {
      draftOf(unit).revision = revision;
      change(unit, answers);
    },
    flush() {
      for (const draft of drafts.values()) void send(draft);
    },
    areKept: () => [...drafts.values()].every((draft) => draft.isKept),
  };
}
