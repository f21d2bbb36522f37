import type { SpanValue } from "../spans/model";

/** One end of a relation: a span as the answer to the field of spans has it. */
export interface End {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly text: string;
}

export interface Relation {
  readonly from: End;
  readonly to: End;
  readonly label: string;
}

export interface Rules {
  /** "relation: span -> span", by ids; `*` is any. Empty allows all. */
  readonly allowed?: readonly string[];
  readonly may_cycle?: boolean;
}

export function endOf({ start, end, label, text }: SpanValue | End): End {
  return { start, end, label, text };
}

export function endKey({ start, end, label }: End): string {
  return `${start}-${end}-${label}`;
}

export function keyOf(relation: Relation): string {
  return `${relation.label} ${endKey(relation.from)} ${endKey(relation.to)}`;
}

/** Return the relations in the order of the text, without twins. */
export function ordered(relations: readonly Relation[]): readonly Relation[] {
  const distinct = new Map(relations.map((one) => [keyOf(one), one]));
  return [...distinct.values()].toSorted(
    (one, other) =>
      compare(one.from, other.from) || compare(one.to, other.to) || (one.label < other.label ? -1 : 1),
  );
}

/** Return the relations of which both ends are still among the spans. */
export function standing(relations: readonly Relation[], ends: readonly End[]): readonly Relation[] {
  const known = new Set(ends.map(endKey));
  const kept = relations.filter(({ from, to }) => known.has(endKey(from)) && known.has(endKey(to)));
  return kept.length === relations.length ? relations : kept;
}

/** Why a relation cannot be: its spans are not for each other, or it leads back to where others began. */
export type Obstacle = "same" | "not_allowed" | "circle";

/** Return what stands in the way of a relation, or null. */
export function obstacle(relations: readonly Relation[], relation: Relation, rules: Rules): Obstacle | null {
  if (endKey(relation.from) === endKey(relation.to)) return "same";
  if (!isAllowed(relation, rules)) return "not_allowed";
  return !rules.may_cycle && closesCircle(relations, relation) ? "circle" : null;
}

/** Return whether the schema lets these spans be related in this way. */
export function isAllowed({ from, to, label }: Relation, { allowed = [] }: Rules): boolean {
  if (allowed.length === 0) return true;
  return allowed.some((rule) => {
    const parts = /^(.+): (.+) -> (.+)$/.exec(rule)?.slice(1) ?? [];
    return [label, from.label, to.label].every((one, index) => parts[index] === "*" || parts[index] === one);
  });
}

function closesCircle(relations: readonly Relation[], added: Relation): boolean {
  const seen = new Set<string>();
  const waiting = [endKey(added.to)];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (here === endKey(added.from)) return true;
    if (seen.has(here)) continue;
    seen.add(here);
    for (const { from, to, label } of relations)
      if (label === added.label && endKey(from) === here) waiting.push(endKey(to));
  }
  return false;
}

function compare(one: End, other: End): number {
  return one.start - other.start || one.end - other.end || one.label.localeCompare(other.label);
}
