/** What lies between the two sides of a comparison, and how it is told: the rules of `nuzuh/scene/difference.py`. */

import { written } from "./cells";
import type { Texts } from "./comparing";
import type { Note } from "./contract";
import { bearable, saysMore, stepOf, toldRange } from "./precision";

/** People on a side: a number, and the ends between which it lies; null where one is open. */
export interface Amount {
  number: number | null;
  low: number | null;
  high: number | null;
}

/** By how many people the second side is more than the first; null for what is not known. */
export type Gap = Amount;

export function isTold({ number, low, high }: Gap): boolean {
  return number !== null || low !== null || high !== null;
}

/** How much more the second side is, with the widest range that the ends allow. */
export function between(first: Amount, second: Amount): Gap {
  const less = (one: number | null, other: number | null) => (one === null || other === null ? null : one - other);
  return {
    number: less(second.number, first.number),
    low: less(second.low, first.high),
    high: less(second.high, first.low),
  };
}

/**
 * People with a range no finer than it bears; without one they stay as they are. So few that they round to nothing are
 * told as fewer than the high end: no number.
 */
export function asTold(amount: Amount): Amount {
  const { low, high } = amount;
  if (low === null || high === null || low === high) return amount;
  const told = amount.number === null ? 0 : bearable(amount.number, low, high);
  const [least, most] = toldRange(low, high);
  return { number: told > 0 ? told : null, low: least, high: most };
}

/** A published figure: one without a range is a point, a bound stays open. */
export function amountPublished(value: number | null, low: number | null, high: number | null): Amount {
  return value === null ? { number: null, low, high } : { number: value, low: low ?? value, high: high ?? value };
}

/** The smallest areas that both sides tell apart from the rest, from north to south, of so many. */
export function toldTogether(count: number, ...sides: number[][][]): number[][] {
  let found = Array.from({ length: count }, (_, area) => [area]);
  for (const areas of sides.flat()) {
    const touches = (group: number[]) => group.some((area) => areas.includes(area));
    const touched = found.filter(touches).flat();
    found = [...found.filter((group) => !touches(group)), touched.sort((one, other) => one - other)];
  }
  return found.sort(([one], [other]) => one - other);
}

/**
 * A difference as it is told: no finer than its range bears. A range that rounds to nothing reaches a step to either
 * side: an end of 0 would say that nobody came or went.
 */
export function rounded({ number, low, high }: Gap): Gap {
  const span = [low ?? NaN, high ?? NaN] as const;
  const told = (people: number | null) => (people === null ? null : bearable(people, ...span));
  const [least, most] = [told(low), told(high)];
  if (least !== 0 || most !== 0) return { number: told(number), low: least, high: most };
  const step = stepOf(0, ...span);
  return { number: told(number), low: -step, high: step };
}

/** A difference in words, and its likely range; empty where the first says all. */
export function gapTexts(gap: Gap, texts: Texts): [string, string] {
  const { number, low, high } = rounded(gap);
  const signed = (people: number) =>
    `\u2066${people === 0 ? "" : people > 0 ? "+" : "−"}${written(Math.abs(people))}\u2069`;
  if (number !== null) {
    const about = number ? texts.say("recon.about", { n: signed(number) }) : texts.say("print.no_change");
    if (low === null || high === null) return [about, texts.say("recon.norange")];
    if (!saysMore(gap.low!, gap.high!)) return [about, ""];
    return [about, texts.say("recon.likely", { low: signed(low), high: signed(high) })];
  }
  if (low !== null && high !== null) return [texts.say("q.range", { low: signed(low), high: signed(high) }), ""];
  return [texts.isolated(low !== null ? `≥ ${signed(low)}` : `≤ ${signed(high!)}`), ""];
}

/** What the map of a difference shows of some areas. */
export interface GapMark {
  areas: number[];
  note: Note;
  wide: boolean;
}

/** The mark of a difference; null for one that is not told, of which the note says why. */
export function gapMark(areas: number[], gap: Gap | null, note: string, edges: number[], texts: Texts): GapMark {
  const lines = note ? [note] : [];
  const missing: Note = {
    number: texts.say("compare.none"), value: null, low: null, high: null, shade: null, lines, asOf: null,
    joint: areas.length > 1, cells: [], credit: "",
  };
  if (!gap || !isTold(gap)) return { areas, note: missing, wide: false };
  const [{ number: value, low, high }, [number, likely]] = [rounded(gap), gapTexts(gap, texts)];
  // A range that says no more than its number is not told.
  const wide = likely !== "" && low !== null && high !== null && high - low > Math.abs(value ?? 0);
  return {
    areas,
    note: {
      ...missing, number, value, low, high,
      shade: value === null ? null : edges.filter((edge) => edge <= value).length,
      lines: likely ? [likely, ...lines] : lines,
    },
    wide: wide && value !== null,
  };
}
