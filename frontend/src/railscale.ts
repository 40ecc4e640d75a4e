/** Where things stand on the rail: months, names, bars. Pure arithmetic on days and pixels. */

import type { Phase } from "./contract";
import { isoDay, plusMonths } from "./days";
import { share, type Span } from "./railwindow";

/** A day of the scale that may be labelled; a label of a lower rank gives way. */
export interface Tick {
  day: number;
  kind: "year" | "month" | "day" | "edge";
  /** Year (of a year and of the left edge), month (January is 0) or day of the month. */
  number: number;
  /** Month of the left edge, where months have names. */
  month?: number;
  labelled: boolean;
}

/** A name that wants to stand from `at` to `end` pixels and is `width` wide. */
export interface Wish {
  at: number;
  end: number;
  width: number;
}

export interface Place {
  left: number;
  width: number;
}

/** Pixels that keep two names apart. */
const GAP = 10;
/** A name cut shorter than this says nothing. */
const LEAST = 52;
/** Pixels that a label of the scale takes at least. */
const LABEL = 34;
const MONTH = 30;

/** The marks of a scale on which a day takes so many pixels, the most important labels first. */
export function ticksWithin(first: string, span: Span, pixels: number): Tick[] {
  const years: Tick[] = [];
  const months: Tick[] = [];
  const dates: Tick[] = [];
  const [from, to] = [Math.ceil(span.from), Math.floor(span.to)];
  const begin = from - Number(isoDay(first, from).slice(8)) + 1;
  const each = [10, 5, 1].filter((step) => step * pixels >= LABEL).at(-1) ?? 0;
  for (let n = 0, start = begin; start <= to; start = plusMonths(first, begin, ++n)) {
    const [year, month] = isoDay(first, start).split("-").map(Number);
    if (start >= from) {
      const labelled = month === 1 || MONTH * pixels >= 1.5 * LABEL || (month % 3 === 1 && MONTH * pixels >= LABEL / 3);
      if (month === 1) years.push({ day: start, kind: "year", number: year, labelled });
      else months.push({ day: start, kind: "month", number: month - 1, labelled });
    }
    // Days are marked where there is room for a mark, and labelled where there is room for a number.
    if (pixels < 4) continue;
    const next = plusMonths(first, begin, n + 1);
    for (let day = Math.max(start + 1, from); day < next && day <= to; day++) {
      const number = day - start + 1;
      // The 31st would stand too near to the first.
      const labelled = each > 0 && (number - 1) % each === 0 && (each === 1 || number < 30);
      dates.push({ day, kind: "day", number, labelled });
    }
  }
  const edge: Tick[] = [];
  // No new year stands in the place of the left edge's.
  if (years[0]?.day !== from) {
    const [year, month] = isoDay(first, from).split("-").map(Number);
    const named = MONTH * pixels >= 1.5 * LABEL ? { month: month - 1 } : {};
    edge.push({ day: from, kind: "edge", number: year, labelled: true, ...named });
  }
  return [...years, ...edge, ...months, ...dates];
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
 * Places names in a row; `null` is a name without room. A name stands whole where it can, else cut to what
 * lies before the next one. `must` is the index of the name that stands whole whatever it costs the others.
 */
export function fitNames(wishes: Wish[], space: number, must: number): (Place | null)[] {
  const places: (Place | null)[] = wishes.map(() => null);
  const seen = (wish: Wish) => wish.end > 0 && wish.at < space;
  const leftOf = ({ at, width }: Wish) => Math.max(Math.min(at, space - width), 0);
  const clear = (left: number, width: number) =>
    places.every((other) => !other || left >= other.left + other.width + GAP || other.left >= left + width + GAP);
  if (must >= 0 && seen(wishes[must])) {
    places[must] = { left: leftOf(wishes[must]), width: Math.min(wishes[must].width, space) };
  }
  // One that begins at the right end is not moved far over what came before it.
  const rest = wishes.map((_, i) => i).filter((i) => i !== must && seen(wishes[i]) && wishes[i].at + LEAST <= space).reverse();
  for (const i of rest) {
    const left = leftOf(wishes[i]);
    if (clear(left, wishes[i].width)) places[i] = { left, width: wishes[i].width };
  }
  for (const i of rest) {
    if (places[i]) continue;
    const left = Math.max(wishes[i].at, 0);
    const next = Math.min(wishes[i].end, space, ...places.flatMap((other) => (other && other.left >= left ? [other.left] : [])));
    const width = Math.min(next - GAP - left, wishes[i].width);
    if (width >= LEAST && clear(left, width)) places[i] = { left, width };
  }
  return places;
}

/** Which labels of the scale fit in one line, the most important given first. */
export function fitScale(wishes: { at: number; width: number }[], space: number): boolean[] {
  const kept: { at: number; width: number }[] = [];
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
function edges(week: number, span: Span, width: number): [number, number] {
  const at = (day: number) => Math.min(Math.max(share(day - 0.5, span), 0), 1) * width;
  if (span.to <= span.from) return [0, Math.min(width, 8)];
  const gap = Math.min(1, (width / (span.to - span.from + 1)) * 1.4);
  return [at(week * 7), Math.max(at(week * 7 + 7) - gap, at(week * 7) + 0.5)];
}

/** Bars of a number a week as the path of an SVG; a zero is a hairline, an absent week is nothing. */
export function barsPath(values: (number | null)[], span: Span, width: number, height: number): string {
  const top = tallest(values) || 1;
  return weeksPath(values, span, width, (value) => Math.max((value / top) * height, 1), height);
}

/** Marks of equal height for the weeks whose count lies above `from` up to `to`. */
export function marksPath(
  values: (number | null)[], span: Span, width: number, height: number, from: number, to: number,
): string {
  const inside = values.map((value) => (reported(value) && value > from && value <= to ? value : null));
  return weeksPath(inside, span, width, () => height, height);
}

function weeksPath(
  values: (number | null)[], span: Span, width: number, tall: (value: number) => number, height: number,
): string {
  let path = "";
  for (let week = Math.max(Math.floor((span.from - 7) / 7), 0); week < values.length && week * 7 <= span.to; week++) {
    const value = values[week];
    if (!reported(value) || week * 7 + 6 < span.from) continue;
    const [left, right] = edges(week, span, width);
    const size = tall(value);
    path += `M${left.toFixed(2)} ${(height - size).toFixed(2)}H${right.toFixed(2)}v${size.toFixed(2)}H${left.toFixed(2)}z`;
  }
  return path;
}
