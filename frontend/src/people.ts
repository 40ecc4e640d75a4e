/**
 * Reconstructed people of any areas on any day, and their change between two, with their likely ranges from the members
 * of an ensemble: with the very arithmetic of `nuzuh/balance/result.py`.
 */

import type { Amount, Gap } from "./difference";
import { Members, quantile, type OnDay } from "./members";
import { doubles, open } from "./unpack";

const { fround } = Math;

/** People present, and what each member of an ensemble has of them (`nuzuh/web/timemap/people.py`). */
export interface People {
  /** First day of the balance, and how many days it has. */
  start: number;
  days: number;
  /** None where no range is known. */
  members: number;
  /** People a step. */
  unit: number;
  /** The parts of the members below the low and below the high end of a range. */
  range: [number, number];
  /** People area by area, day by day. */
  present: Float64Array;
  /** The marked days of the members; between two of them their people change evenly. */
  at: Int32Array;
  /** In steps: area by area, member by member, marked day by marked day. */
  steps: Uint32Array;
}

/** Unpack people present; throws when the bytes are not that. */
export async function unpackPeople(bytes: Uint8Array): Promise<People> {
  const { header, arrays } = await open<Omit<People, "present" | "at" | "steps">>(bytes);
  return {
    ...header,
    present: doubles(arrays.presentHigh, arrays.presentLow),
    at: Int32Array.from(arrays.at),
    steps: arrays.steps,
  };
}

export class PeoplePresent {
  private readonly members: Members;
  private readonly first: OnDay;
  private readonly last: OnDay;
  private readonly summed: Float32Array;

  constructor(private readonly given: People) {
    this.members = new Members(given.steps, given.unit, given.at);
    [this.first, this.last] = [this.members.nothing(), this.members.nothing()];
    this.summed = new Float32Array(given.members);
  }

  /** Whether ranges are known. */
  get isRanged(): boolean {
    return this.given.members > 0;
  }

  /** People of some areas together on a day; ends where no range is known are open. */
  amount(day: number, areas: number[]): Amount {
    const number = areas.reduce((sum, area) => sum + this.present(area, day), 0);
    const of = this.members.on(day, this.last);
    const ends = this.ends(areas, (at) => of[at]);
    if (!ends) return { number, low: null, high: null };
    return { number, low: Math.max(Math.min(ends[0], number), 0), high: Math.max(ends[1], number) };
  }

  /** How the people of some areas together change from one day to another: each member has a change of its own. */
  change(first: number, last: number, areas: number[]): Gap {
    const number = areas.reduce((sum, area) => sum + (this.present(area, last) - this.present(area, first)), 0);
    const [before, after] = [this.members.on(first, this.first), this.members.on(last, this.last)];
    const ends = this.ends(areas, (at) => fround(after[at] - before[at]));
    if (!ends) return { number, low: null, high: null };
    return { number, low: Math.min(ends[0], number), high: Math.max(ends[1], number) };
  }

  private present(area: number, day: number): number {
    return this.given.present[area * this.given.days + day - this.given.start];
  }

  /** Both ends of what the members have of some areas together; null without members. */
  private ends(areas: number[], of: (at: number) => number): [number, number] | null {
    const { members, range } = this.given;
    if (!members) return null;
    const { summed } = this;
    summed.fill(0);
    for (const area of areas) for (let i = 0; i < members; i++) summed[i] += of(area * members + i);
    summed.sort();
    return [quantile(summed, range[0]), quantile(summed, range[1])];
  }
}
