import type { Field } from "../../kinds/types";
import type { KeyPress } from "./keys";
import type { Entry } from "./outbox";
import { opened, type Session } from "./session";
import type { Unit, WorkProps } from "./types";

/** Small units, entries and sessions for the tests of this folder. */
export function field(name: string, required = true): Field {
  const labels = [
    { id: "pos", title: "긍정", key: "1" },
    { id: "neg", title: "부정", key: "2" },
  ];
  return { name, kind: "choice", title: name.toUpperCase(), required, config: { labels } };
}

export function unit(id: number, traits: Partial<Unit> = {}): Unit {
  const item = { id, version: 1, name: `item-${id}`, parts: { text: `text ${id}` }, data: {} };
  const fields = [field("sentiment")];
  return { id, item, fields, guideline: 1, draft: null, submitted: null, due_at: "", note: "", ...traits };
}

export function entry(key: string, traits: Partial<Entry> = {}): Entry {
  const deed = { type: "submit", answers: { sentiment: "pos" }, seconds: 1 } as const;
  const fresh = { state: "waiting", isKept: true, refusal: null } as const;
  const place = { url: "/work/1/submit/", scope: "/next/", unit: unit(1), version: 0 };
  return { key, deed, at: "2026-01-01T00:00:00Z", ...place, ...fresh, ...traits };
}

export const URLS = {
  next: "/next/",
  draft: "/work/{id}/draft/",
  submit: "/work/{id}/submit/",
  skip: "/work/{id}/skip/",
  release: "/work/{id}/release/",
  exit: "/",
  login: "/login/",
};

export function props(units: readonly Unit[]): WorkProps {
  const rest = { done: 12, total: 400, person: "7", guideline: null, skip_reasons: [] };
  return { urls: URLS, units, ...rest };
}

export function session(...units: readonly Unit[]): Session {
  return opened(props(units), [], {});
}

export function stamp(key: string) {
  return { key, at: `2026-01-01T00:00:0${key.length}Z`, seconds: 2 };
}

export function press(code: string, traits: Partial<KeyPress> = {}): KeyPress {
  const held = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return { code, key: "", ...held, repeat: false, isComposing: false, keyCode: 0, ...traits };
}
