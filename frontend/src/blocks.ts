/** The numbered blocks in reference units: outlines to draw, alone and together, and which lies under a pointer. */

import { borders, type Borders } from "./borders";

type Point = [number, number];

export class Blocks {
  /** Rings of each block: x and y of one corner after the other. */
  private readonly rings: Float64Array[][];
  /** Bounds of each block: x0, y0, x1, y1. */
  private readonly boxes: Float64Array;
  private readonly borders: Borders;

  constructor(shapes: GeoJSON.Geometry[], project: (at: Point) => Point) {
    this.rings = shapes.map((shape) =>
      shape.type === "MultiPolygon"
        ? shape.coordinates.flat().map((ring) => Float64Array.from(ring.flatMap((at) => project(at as Point))))
        : []);
    this.boxes = new Float64Array(4 * shapes.length);
    this.rings.forEach((rings, block) => this.boxes.set(boundsOf(rings), 4 * block));
    this.borders = borders(this.rings);
  }

  get count(): number {
    return this.rings.length;
  }

  /** Blocks by their indices, as marks. */
  marks(blocks: Iterable<number>): Uint8Array {
    const marks = new Uint8Array(this.count);
    for (const block of blocks) marks[block] = 1;
    return marks;
  }

  /**
   * The outline of marked blocks together, without the borders between them: to be filled by the even-odd rule.
   * With `edge`, only the pieces of it at which the block within is marked there too; `inner` are those with
   * another block on their far side.
   */
  outline(marks: Uint8Array, edge: Uint8Array = marks, inner = false): Path2D {
    const { ends, sides, xy } = this.borders;
    const pieces: number[] = [];
    for (let piece = 0, at = 0; at < ends.length; piece++, at += 2) {
      const [a, b] = [sides[at], sides[at + 1]];
      const [inA, inB] = [a >= 0 && marks[a], b >= 0 && marks[b]];
      if (!inA !== !inB && edge[inA ? a : b] && !(inner && (a < 0 || b < 0))) pieces.push(piece);
    }
    return chained(pieces, ends, xy);
  }

  /** Which block holds a point in reference units; -1 for none. */
  hit(x: number, y: number): number {
    const { boxes, rings } = this;
    for (let block = 0, at = 0; block < rings.length; block++, at += 4) {
      if (x < boxes[at] || x > boxes[at + 2] || y < boxes[at + 1] || y > boxes[at + 3]) continue;
      // A hole turns the answer around.
      if (rings[block].reduce((inside, ring) => inside !== holds(ring, x, y), false)) return block;
    }
    return -1;
  }
}

function boundsOf(rings: Float64Array[]): [number, number, number, number] {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      x0 = Math.min(x0, ring[i]);
      x1 = Math.max(x1, ring[i]);
      y0 = Math.min(y0, ring[i + 1]);
      y1 = Math.max(y1, ring[i + 1]);
    }
  }
  return [x0, y0, x1, y1];
}

/** Pieces joined end to end to lines: a line that comes back to its beginning is closed. */
function chained(pieces: number[], ends: Int32Array, xy: Float64Array): Path2D {
  const at = new Map<number, number[]>();
  for (const piece of pieces) {
    for (const end of [ends[2 * piece], ends[2 * piece + 1]]) {
      const known = at.get(end);
      if (known) known.push(piece);
      else at.set(end, [piece]);
    }
  }
  const left = new Set(pieces);
  const path = new Path2D();
  const walk = (from: number) => {
    path.moveTo(xy[2 * from], xy[2 * from + 1]);
    for (let corner = from; ;) {
      const piece = at.get(corner)!.find((one) => left.has(one));
      if (piece === undefined) return;
      left.delete(piece);
      corner = ends[2 * piece] === corner ? ends[2 * piece + 1] : ends[2 * piece];
      if (corner === from) return path.closePath();
      path.lineTo(xy[2 * corner], xy[2 * corner + 1]);
    }
  };
  // Lines with two ends begin at one of them.
  for (const [corner, some] of at) if (some.length % 2 === 1 && some.some((one) => left.has(one))) walk(corner);
  for (const piece of pieces) if (left.has(piece)) walk(ends[2 * piece]);
  return path;
}

/** Whether a ray from a point to the left crosses a ring an odd number of times. */
function holds(ring: Float64Array, x: number, y: number): boolean {
  let inside = false;
  for (let i = 2; i < ring.length; i += 2) {
    const [ax, ay, bx, by] = [ring[i - 2], ring[i - 1], ring[i], ring[i + 1]];
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
  }
  return inside;
}
