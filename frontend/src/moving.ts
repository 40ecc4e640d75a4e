/**
 * The likely range of reconstructed movements in any period, from the members of an ensemble: with the very
 * arithmetic of `nuzuh/balance/` (`marked.py`, `result.py`) and numpy, in single precision where that is single.
 */

import type { Ensemble } from "./contract";

const { fround } = Math;

export class Moving {
  /** Running totals of people: way by way, member by member, marked day by marked day. */
  private readonly totals: Float32Array;
  private readonly ways: number;
  /** Totals on the day before the period: while the finger moves its end, they stay. */
  private readonly before: Totals;
  private readonly until: Totals;
  private readonly moved: Float32Array;

  constructor(private readonly ensemble: Ensemble) {
    const { steps, unit, members, at } = ensemble;
    this.totals = Float32Array.from(steps, (step) => step * unit);
    this.ways = members ? steps.length / members / at.length : 0;
    [this.before, this.until] = [this.nothing(), this.nothing()];
    this.moved = new Float32Array(members);
  }

  /** Low and high of people who went some ways from one day to another; NaN without a range. */
  range(ways: number[], since: number, day: number, people: number): [number, number] {
    const { members, at, range } = this.ensemble;
    if (!members) return [NaN, NaN];
    const before = this.on(Math.max(since - 1, at[0]), this.before);
    const until = this.on(day, this.until);
    const { moved } = this;
    moved.fill(0);
    for (const way of ways) {
      for (let member = 0, i = way * members; member < members; member++, i++) {
        moved[member] += fround(until[i] - before[i]);
      }
    }
    moved.sort();
    const [low, high] = range.map((part) => quantile(moved, part));
    return [Math.max(Math.min(low, people), 0), Math.max(high, people)];
  }

  private nothing(): Totals {
    return { day: NaN, of: new Float32Array(this.ways * this.ensemble.members) };
  }

  /** Totals on a day, way by way and member by member: between marked days they change evenly. */
  private on(day: number, kept: Totals): Float32Array {
    if (kept.day === day) return kept.of;
    kept.day = day;
    const { at } = this.ensemble;
    const marks = at.length;
    const right = Math.max(Math.min(firstFrom(at, day), marks - 1), Math.min(1, marks - 1));
    const left = Math.max(right - 1, 0);
    const share = fround((day - at[left]) / Math.max(at[right] - at[left], 1));
    const rest = fround(1 - share);
    const { totals } = this;
    for (let i = 0, from = 0; i < kept.of.length; i++, from += marks) {
      kept.of[i] = fround(totals[from + left] * rest) + fround(totals[from + right] * share);
    }
    return kept.of;
  }
}

interface Totals {
  day: number;
  of: Float32Array;
}

/** Index of the first marked day that is not before a day. */
function firstFrom(at: Int32Array, day: number): number {
  const index = at.findIndex((mark) => mark >= day);
  return index < 0 ? at.length : index;
}

/** The value below which a part of sorted ones lies, as numpy finds it: linear between neighbours. */
function quantile(sorted: Float32Array, part: number): number {
  const last = sorted.length - 1;
  const at = last * part;
  const left = Math.floor(at);
  if (left >= last) return sorted[last];
  const [low, high, over] = [sorted[left], sorted[left + 1], at - left];
  const apart = fround(high - low);
  return over < 0.5 ? low + apart * over : high - apart * (1 - over);
}
