/** How far areas reach on each line of pixels: what labels beside them go by. */

import type { Frame } from "./frame";
import type { Ground } from "./ground";

/** Left and right end of what is there; `null` for nothing. */
export type Span = [number, number] | null;

export class Reach {
  /** Every area. */
  readonly areas: readonly number[];
  private readonly least: Float64Array[];
  private readonly most: Float64Array[];
  private readonly ends: [number, number][];

  constructor(ground: Ground, frame: Frame) {
    this.areas = ground.outlines.map((_, area) => area);
    const rows = Math.max(Math.ceil(frame.height), 1);
    this.least = ground.outlines.map(() => new Float64Array(rows).fill(Infinity));
    this.most = ground.outlines.map(() => new Float64Array(rows).fill(-Infinity));
    ground.outlines.forEach((segments, area) => {
      const [least, most] = [this.least[area], this.most[area]];
      for (let i = 0; i < segments.length; i += 4) {
        const [ax, ay] = frame.place([segments[i], segments[i + 1]]);
        const [bx, by] = frame.place([segments[i + 2], segments[i + 3]]);
        const [top, foot] = [Math.min(ay, by), Math.max(ay, by)];
        const x = (y: number) => (foot === top ? ax : ax + ((bx - ax) * (Math.min(Math.max(y, top), foot) - ay)) / (by - ay));
        for (let row = Math.max(Math.floor(top), 0); row <= Math.min(foot, rows - 1); row++) {
          const ends = foot === top ? [ax, bx] : [x(row), x(row + 1)];
          least[row] = Math.min(least[row], ...ends);
          most[row] = Math.max(most[row], ...ends);
        }
      }
    });
    this.ends = this.least.map((least) => {
      const there = [...least.keys()].filter((row) => least[row] < Infinity);
      return there.length ? [there[0], there[there.length - 1]] : [Infinity, -Infinity];
    });
  }

  /** How far some areas reach between two heights. */
  over(areas: readonly number[], top: number, foot: number): Span {
    let [least, most] = [Infinity, -Infinity];
    for (const area of areas) {
      const last = Math.min(Math.floor(foot), this.least[area].length - 1);
      for (let row = Math.max(Math.floor(top), 0); row <= last; row++) {
        least = Math.min(least, this.least[area][row]);
        most = Math.max(most, this.most[area][row]);
      }
    }
    return least > most ? null : [least, most];
  }

  /** Whether a point lies between the left and the right end of an area. */
  holds(area: number, x: number, y: number): boolean {
    const row = Math.floor(y);
    return x > this.least[area][row] && x < this.most[area][row];
  }

  /**
   * The height nearest to one at which some areas are the outermost on a side, so that a line from there
   * meets them first; null where they never are.
   */
  outermost(areas: readonly number[], side: "left" | "right", y: number): number | null {
    const rows = this.rows(areas);
    if (!rows) return null;
    const others = this.areas.filter((area) => !areas.includes(area));
    const meets = (row: number) => {
      const own = this.over(areas, row, row);
      const other = this.over(others, row, row);
      return own !== null && (!other || (side === "left" ? own[0] < other[0] : own[1] > other[1]));
    };
    const start = Math.round(Math.min(Math.max(y, rows[0]), rows[1]));
    // Not at the very edge: a point there would seem to lie in two.
    const held = (row: number) => [row - 4, row, row + 4].every(meets);
    for (let away = 0; away <= rows[1] - rows[0]; away++) {
      const found = [start - away, start + away].find(held);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** The first and the last line of pixels on which there is something of some areas. */
  rows(areas: readonly number[]): Span {
    const first = Math.min(...areas.map((area) => this.ends[area][0]));
    const last = Math.max(...areas.map((area) => this.ends[area][1]));
    return first > last ? null : [first, last];
  }
}
