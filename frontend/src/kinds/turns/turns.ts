import type { Label } from "../choice/keys";
import type { Item, Part, TurnsPart } from "../types";

export interface TurnsConfig {
  readonly part: string;
  readonly labels: readonly Label[];
  readonly speaker: string;
  readonly is_every_turn: boolean;
}

export interface Labelled {
  readonly turn: number;
  readonly label: string;
}

/** Return the name of the dialogue: the one the field names, else the first of the item. */
export function dialogueOf({ part }: TurnsConfig, item: Item): string | undefined {
  const isDialogue = (found: Part | undefined) => typeof found === "object" && found.type === "turns";
  if (part) return isDialogue(item.parts[part]) ? part : undefined;
  return Object.keys(item.parts).find((name) => isDialogue(item.parts[name]));
}

/** Return the turns of the dialogue; none when the item has no dialogue. */
export function turnsOf(config: TurnsConfig, item: Item): TurnsPart["turns"] {
  const name = dialogueOf(config, item);
  return name === undefined ? [] : (item.parts[name] as TurnsPart).turns;
}

/** Return the places of the turns that are to be labelled. */
export function askedTurns(config: TurnsConfig, item: Item): readonly number[] {
  return turnsOf(config, item).flatMap((turn, place) =>
    config.speaker && turn.speaker !== config.speaker ? [] : [place],
  );
}

/** Return the answer with this label at a turn; the same label again, or none, takes it away. */
export function withLabel(
  answer: readonly Labelled[],
  turn: number,
  label: string | null,
): readonly Labelled[] {
  const before = answer.find((one) => one.turn === turn)?.label;
  const others = answer.filter((one) => one.turn !== turn);
  if (label === null || label === before) return others;
  return [...others, { turn, label }].toSorted((one, other) => one.turn - other.turn);
}

/** Return the next turn without a label after this one, else the next turn, else this one. */
export function turnAfter(asked: readonly number[], answer: readonly Labelled[], turn: number): number {
  const done = new Set(answer.map((one) => one.turn));
  const later = asked.filter((one) => one > turn);
  return later.find((one) => !done.has(one)) ?? asked.find((one) => !done.has(one)) ?? turn;
}

/** Return the turn beside this one, or this one at the end. */
export function turnBeside(asked: readonly number[], turn: number, step: 1 | -1): number {
  return asked[asked.indexOf(turn) + step] ?? turn;
}
