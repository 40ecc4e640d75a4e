/** Where things stand on the rail: months, names, bars. Pure arithmetic on days and pixels. */

import type { Phase } from "./contract";
import { isoDay, plusMonths } from "./days";

export interface Tick {
  day: number;
  /** January is 0. */
  month: number;
  year: number;
}

/** A name that wants to begin at `at` pixels. */
export interface Wish {
  at: number;
  width: number;
}

export interface Place {
  left: number;
  row: number;
}

/** Pixels that keep two names apart. */
const GAP = 10;

/** The share of the rail, 0 to 1, at which a day lies. */
export function share(day: number, days: number): number {
  return days > 1 ? day / (days - 1) : 0;
}

/** The first of every month among the days. */
export function monthTicks(first: string, days: number): Tick[] {
  const ticks: Tick[] = [];
  const before = 1 - Number(first.slice(8, 10));
  for (let n = before === 0 ? 0 : 1; ; n++) {
    const day = plusMonths(first, before, n);
    if (day >= days) return ticks;
    const [year, month] = isoDay(first, day).split("-").map(Number);
    ticks.push({ day, month: month - 1, year });
  }
}

/** The phases that touch the days, cut to them, oldest first. */
export function phasesWithin(phases: Phase[], days: number): Phase[] {
  const cut = (day: number) => Math.min(Math.max(day, 0), days - 1);
  return phases
    .filter((phase) => phase.start < days && phase.end >= 0 && phase.start <= phase.end)
    .map((p) => ({ ...p, start: cut(p.start), end: cut(p.end), preset: cut(p.preset) }))
    .sort((a, b) => a.start - b.start);
}

/** The phase of a day: the last one begun; -1 before the first. */
export function phaseAt(phases: Phase[], day: number): number {
  let found = -1;
  while (found + 1 < phases.length && phases[found + 1].start <= day) found++;
  return found;
}

/** Where a period begins when it is switched on: a phase just begun would show next to nothing. */
export function periodStart(phases: Phase[], day: number): number {
  const start = phases[phaseAt(phases, day)]?.start;
  return Math.max(start === undefined || day - start < 7 ? day - 28 : start, 0);
}

/**
 * Places names in up to two rows, row 0 nearest to the track; `null` is a name without room.
 * `must` is the index of the name that is placed whatever it costs the others, or -1.
 */
export function fitNames(wishes: Wish[], space: number, rows: number, must: number): (Place | null)[] {
  const free = fit(wishes, space, rows, -1, 0);
  if (must < 0 || free[must]) return free;
  const options = Array.from({ length: rows }, (_, row) => fit(wishes, space, rows, must, row));
  const shown = (places: (Place | null)[]) => places.filter(Boolean).length;
  return options.reduce((best, other) => (shown(other) > shown(best) ? other : best));
}

function fit(wishes: Wish[], space: number, rows: number, must: number, mustRow: number): (Place | null)[] {
  const places: (Place | null)[] = wishes.map(() => null);
  const leftOf = (i: number) => Math.max(Math.min(wishes[i].at, space - wishes[i].width), 0);
  const crosses = (at: number, i: number, left: number) => at > left && at < left + wishes[i].width;
  const clashes = (i: number, left: number, row: number): boolean =>
    places.some((other, j) => {
      if (!other) return false;
      if (other.row === row) {
        return left < other.left + wishes[j].width + GAP && other.left < left + wishes[i].width + GAP;
      }
      // The stem of a name in the upper row may not run through a name below it.
      return other.row < row ? crosses(wishes[i].at, j, other.left) : crosses(wishes[j].at, i, left);
    });
  if (must >= 0) places[must] = { left: leftOf(must), row: mustRow };
  // From the newest back, a name that is too long moves up and its stem stays clear of the next.
  for (let i = wishes.length - 1; i >= 0; i--) {
    if (i === must || wishes[i].width > space) continue;
    const left = leftOf(i);
    const row = Array.from({ length: rows }, (_, r) => r).find((r) => !clashes(i, left, r));
    if (row !== undefined) places[i] = { left, row };
  }
  return places;
}

/** Which labels of the scale fit in one line, the most important given first. */
export function fitScale(wishes: Wish[], space: number): boolean[] {
  const kept: Wish[] = [];
  return wishes.map((wish) => {
    const clear = kept.every((k) => wish.at + wish.width + GAP <= k.at || k.at + k.width + GAP <= wish.at);
    const fits = clear && wish.at + wish.width <= space;
    if (fits) kept.push(wish);
    return fits;
  });
}

/** A number of a week that was reported; anything else is absent, which is not zero. */
export function reported(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

export function tallest(values: (number | null)[]): number | null {
  const found = values.filter(reported);
  return found.length > 0 ? Math.max(...found) : null;
}

/** Rounded to what a reconstruction can bear, with the separators of the rest of the interface. */
export function roundedNumber(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString("en-US");
}

/** Left and right edge of a week in pixels; the last week may be short. */
function edges(week: number, days: number, width: number): [number, number] {
  const at = (day: number) => Math.min(Math.max(share(day - 0.5, days), 0), 1) * width;
  const gap = Math.min(1, (width / days) * 1.4);
  return days > 1 ? [at(week * 7), Math.max(at(week * 7 + 7) - gap, at(week * 7) + 0.5)] : [0, Math.min(width, 8)];
}

/** Bars of a number a week as the path of an SVG; a zero is a hairline, an absent week is nothing. */
export function barsPath(values: (number | null)[], days: number, width: number, height: number): string {
  const top = tallest(values) || 1;
  return weeksPath(values, days, width, (value) => Math.max((value / top) * height, 1), height);
}

/** Marks of equal height for the weeks whose count lies above `from` up to `to`. */
export function marksPath(
  values: (number | null)[], days: number, width: number, height: number, from: number, to: number,
): string {
  const inside = values.map((value) => (reported(value) && value > from && value <= to ? value : null));
  return weeksPath(inside, days, width, () => height, height);
}

function weeksPath(
  values: (number | null)[], days: number, width: number, tall: (value: number) => number, height: number,
): string {
  let path = "";
  for (let week = 0; week < values.length && week * 7 < days; week++) {
    const value = values[week];
    if (!reported(value)) continue;
    const [left, right] = edges(week, days, width);
    const size = tall(value);
    path += `M${left.toFixed(2)} ${(height - size).toFixed(2)}H${right.toFixed(2)}v${size.toFixed(2)}H${left.toFixed(2)}z`;
  }
  return path;
}
