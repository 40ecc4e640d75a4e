/**
 * Reconstructed movements in any period, with their likely range from the members of an ensemble: with the very
 * arithmetic of `nuzuh/balance/` (`marked.py`, `result.py`) and numpy, in single precision where that is single.
 */

import type { Ensemble } from "./contract";
import { Members, quantile, type OnDay } from "./members";

const { fround } = Math;

export class Moving {
  /** Running totals of people, way by way and day by day from the first of the balance. */
  private readonly sums: Float64Array;
  private readonly first: number;
  private readonly days: number;
  /** Running totals of the members. */
  private readonly totals: Members;
  private readonly ways: number;
  /** Totals on the day before the period: while the finger moves its end, they stay. */
  private readonly before: OnDay;
  private readonly until: OnDay;
  private readonly moved: Float32Array;

  /** Of the days of a cube, of which there are so many. */
  constructor(private readonly ensemble: Ensemble, days: number) {
    const { changes, rates, steps, unit, members, at } = ensemble;
    this.first = changes[0];
    this.days = days - this.first;
    this.ways = rates.length / changes.length;
    this.sums = this.added();
    this.totals = new Members(steps, unit, at);
    [this.before, this.until] = [this.totals.nothing(), this.totals.nothing()];
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
    const before = this.totals.on(Math.max(since - 1, at[0]), this.before);
    const until = this.totals.on(day, this.until);
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
}
