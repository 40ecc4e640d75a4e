/** The part of time that the rail shows, and how finely a pointer moves through it. Pure arithmetic on days. */

/** First and last day in sight; fractions while it is being zoomed. */
export interface Span {
  from: number;
  to: number;
}

/** Fewer days than these are never shown: two weeks. */
export const SHORTEST = 13;
/** Where a day comes in when the window is turned like a page: most of it lies ahead. */
const AHEAD = 0.15;
/** The room beside a phase, as a share of it. */
const MARGIN = 0.04;

/** The share of the window, 0 to 1 for what is in sight, at which a day lies. */
export function share(day: number, span: Span): number {
  return span.to > span.from ? (day - span.from) / (span.to - span.from) : 0;
}

export function isWhole(span: Span, last: number): boolean {
  return span.from <= 0 && span.to >= last;
}

/** A window of a length that is allowed, moved into the days that there are. */
function placed(from: number, length: number, last: number): Span {
  const fits = Math.min(Math.max(length, Math.min(SHORTEST, last)), last);
  const start = Math.min(Math.max(from, 0), last - fits);
  return { from: start, to: start + fits };
}

/** `factor` times closer; the day `at` stays at its share of the width, or comes to another one. */
export function zoomed(span: Span, at: number, factor: number, last: number, place = share(at, span)): Span {
  const length = Math.min(Math.max((span.to - span.from) / factor, Math.min(SHORTEST, last)), last);
  return placed(at - place * length, length, last);
}

/** A phase with a little room on both sides. */
export function around(start: number, end: number, last: number): Span {
  const margin = Math.max((end - start) * MARGIN, (SHORTEST - (end - start)) / 2);
  return placed(start - margin, end - start + 2 * margin, last);
}

/** The same window, moved as little as brings a day into sight. */
export function holding(span: Span, day: number, last: number): Span {
  if (day < span.from) return placed(day, span.to - span.from, last);
  return day > span.to ? placed(day - (span.to - span.from), span.to - span.from, last) : span;
}

/** The same window, widened as little as brings a day into sight. */
export function covering(span: Span, day: number): Span {
  return day < span.from || day > span.to ? { from: Math.min(span.from, day), to: Math.max(span.to, day) } : span;
}

/** The same window, turned like a page once a day has left it. */
export function turned(span: Span, day: number, last: number): Span {
  if (day >= span.from && day <= span.to) return span;
  const length = span.to - span.from;
  return placed(day - (day > span.to ? AHEAD : 1 - AHEAD) * length, length, last);
}

/** How fast a handle follows the pointer: the further it is from the rail, in pixels, the finer. */
export function fineness(distance: number): number {
  return distance <= 40 ? 1 : distance <= 100 ? 1 / 2 : distance <= 180 ? 1 / 4 : 1 / 8;
}
