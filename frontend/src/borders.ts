/** Where blocks meet: pieces of border with the block on either side, also where a corner of one lies on a side of another. */

export interface Borders {
  /** Corners: x and y of one after the other. */
  xy: Float64Array;
  /** Of each piece the corners at its ends. */
  ends: Int32Array;
  /** Of each piece the blocks on its sides; -1 for none. */
  sides: Int32Array;
}

/** Corners nearer to each other than this are one, in reference units: about a metre of a map of 40 km. */
const NEAR = 0.02;
/** Side of a cell of the grid in which corners are looked for. */
const CELL = 8;

/** The borders of blocks, each of which is given by its closed rings. */
export function borders(blocks: Float64Array[][]): Borders {
  const corners = new Corners();
  const rings = blocks.map((of) => of.map((ring) => corners.of(ring)));
  const known = new Map<string, number>();
  const ends: number[] = [];
  const sides: number[] = [];
  const put = (from: number, to: number, block: number) => {
    const key = from < to ? `${from},${to}` : `${to},${from}`;
    const piece = known.get(key);
    if (piece === undefined) {
      known.set(key, ends.length / 2);
      ends.push(from, to);
      sides.push(block, -1);
    } else if (sides[2 * piece] !== block) {
      sides[2 * piece + 1] = block;
    }
  };
  rings.forEach((of, block) => {
    for (const ring of of) {
      for (let i = 1; i < ring.length; i++) {
        const stops = [ring[i - 1], ...corners.between(ring[i - 1], ring[i]), ring[i]];
        for (let j = 1; j < stops.length; j++) if (stops[j - 1] !== stops[j]) put(stops[j - 1], stops[j], block);
      }
    }
  });
  return { xy: Float64Array.from(corners.xy), ends: Int32Array.from(ends), sides: Int32Array.from(sides) };
}

class Corners {
  readonly xy: number[] = [];
  private readonly grid = new Map<string, number[]>();

  /** The corners of a ring; those that are known already keep their number. */
  of(ring: Float64Array): number[] {
    const found: number[] = [];
    for (let i = 0; i < ring.length; i += 2) found.push(this.corner(ring[i], ring[i + 1]));
    return found;
  }

  /** The corners that lie on the way from one to another, in order. */
  between(from: number, to: number): number[] {
    const { xy } = this;
    const [x0, y0, x1, y1] = [xy[2 * from], xy[2 * from + 1], xy[2 * to], xy[2 * to + 1]];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = Math.hypot(dx, dy);
    const found: [number, number][] = [];
    for (const corner of this.within(Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1))) {
      if (corner === from || corner === to) continue;
      const [x, y] = [xy[2 * corner] - x0, xy[2 * corner + 1] - y0];
      const along = (x * dx + y * dy) / length;
      if (along > 0 && along < length && Math.abs(x * dy - y * dx) / length < NEAR) found.push([along, corner]);
    }
    return found.sort(([a], [b]) => a - b).map(([, corner]) => corner);
  }

  private corner(x: number, y: number): number {
    const { xy } = this;
    for (const near of this.within(x, y, x, y)) {
      if (Math.abs(xy[2 * near] - x) < NEAR && Math.abs(xy[2 * near + 1] - y) < NEAR) return near;
    }
    const corner = xy.push(x, y) / 2 - 1;
    const key = `${Math.floor(x / CELL)},${Math.floor(y / CELL)}`;
    const cell = this.grid.get(key);
    if (cell) cell.push(corner);
    else this.grid.set(key, [corner]);
    return corner;
  }

  /** The corners in a box, and some around it. */
  private *within(x0: number, y0: number, x1: number, y1: number): Generator<number> {
    for (let i = Math.floor((x0 - NEAR) / CELL); i <= Math.floor((x1 + NEAR) / CELL); i++) {
      for (let j = Math.floor((y0 - NEAR) / CELL); j <= Math.floor((y1 + NEAR) / CELL); j++) {
        yield* this.grid.get(`${i},${j}`) ?? [];
      }
    }
  }
}
