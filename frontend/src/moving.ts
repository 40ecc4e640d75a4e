/**
 * Reconstructed movements in any period, with their likely range from the members of an ensemble: with the very
 * arithmetic of `nuzuh/balance/` (`marked.py`, `result.py`) and numpy, in single precision where that is single.
 */

import type { Ensemble } from "./contract";

const { fround } = Math;

export class Moving {
  /** Running totals of people, way by way and day by day from the first of the balance. */
  private readonly sums: Float64Array;
  private readonly first: number;
  private readonly days: number;
  /** Running totals of the members: way by way, member by member, marked day by marked day. */
  private readonly totals: Float32Array;
  private readonly ways: number;
  /** Totals on the day before the period: while the finger moves its end, they stay. */
  private readonly before: Totals;
  private readonly until: Totals;
  private readonly moved: Float32Array;

  /** Of the days of a cube, of which there are so many. */
  constructor(private readonly ensemble: Ensemble, days: number) {
    const { changes, rates, steps, unit, members } = ensemble;
    this.first = changes[0];
    this.days = days - this.first;
    this.ways = rates.length / changes.length;
    this.sums = this.added();
    this.totals = Float32Array.from(steps, (step) => step * unit);
    [this.before, this.until] = [this.nothing(), this.nothing()];
    this.moved = new Float32Array(members);
  }

  /** People who went some ways (indices of `Header.flows`) from one day to another. */
  people(ways: number[], since: number, day: number): number {
    const { sums, days, first } = this;
    const before = Math.max(since - 1 - first, 0);
    return ways.reduce((sum, way) => sum + (sums[way * days + day - first] - sums[way * days + before]), 0);
  }

  /** Low and high of these people; NaN without a range. */
  range(ways: number[], since: number, day: number, people: number): [number, number] {
    const { members, at, range, within } = this.ensemble;
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
    return [
      Math.min(Math.max(Math.min(low, people), 0), people / within),
      Math.max(Math.max(high, people), people * within),
    ];
  }

  private added(): Float64Array {
    const { changes, rates } = this.ensemble;
    const sums = new Float64Array(this.ways * this.days);
    for (let way = 0; way < this.ways; way++) {
      for (let day = 0, sum = 0, next = 0; day < this.days; day++) {
        if (changes[next] === day + this.first) next += 1;
        sum += rates[way * changes.length + next - 1];
        sums[way * this.days + day] = sum;
      }
    }
    return sums;
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
