/** The members of an ensemble on any day, with the very arithmetic of `nuzuh/balance/` (`marked.py`) and numpy. */

const { fround } = Math;

/** Values of one day, in single precision: row by row and member by member. */
export interface OnDay {
  day: number;
  of: Float32Array;
}

export class Members {
  /** Row by row, member by member, marked day by marked day. */
  private readonly values: Float32Array;
  private readonly size: number;

  /** Values are kept in steps of so many people on the marked days, between which they change evenly. */
  constructor(steps: ArrayLike<number>, unit: number, private readonly at: Int32Array) {
    this.values = Float32Array.from(steps, (step) => step * unit);
    this.size = at.length ? this.values.length / at.length : 0;
  }

  /** A place for the values of a day. */
  nothing(): OnDay {
    return { day: NaN, of: new Float32Array(this.size) };
  }

  /** Values on a day, written into what is kept of another one. */
  on(day: number, kept: OnDay): Float32Array {
    if (kept.day === day) return kept.of;
    kept.day = day;
    const { at, values } = this;
    const marks = at.length;
    const right = Math.max(Math.min(firstFrom(at, day), marks - 1), Math.min(1, marks - 1));
    const left = Math.max(right - 1, 0);
    const share = fround((day - at[left]) / Math.max(at[right] - at[left], 1));
    const rest = fround(1 - share);
    for (let i = 0, from = 0; i < kept.of.length; i++, from += marks) {
      kept.of[i] = fround(values[from + left] * rest) + fround(values[from + right] * share);
    }
    return kept.of;
  }
}

/** Index of the first marked day that is not before a day. */
function firstFrom(at: Int32Array, day: number): number {
  const index = at.findIndex((mark) => mark >= day);
  return index < 0 ? at.length : index;
}

/** The value below which a part of sorted ones lies, as numpy finds it: linear between neighbours. */
export function quantile(sorted: Float32Array, part: number): number {
  const last = sorted.length - 1;
  const at = last * part;
  const left = Math.floor(at);
  if (left >= last) return sorted[last];
  const [low, high, over] = [sorted[left], sorted[left + 1], at - left];
  const apart = fround(high - low);
  return over < 0.5 ? low + apart * over : high - apart * (1 - over);
}
