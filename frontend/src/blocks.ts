/** The numbered blocks in reference units: outlines to draw, alone and together, and which lies under a pointer. */

type Point = [number, number];

export class Blocks {
  /** Rings of each block: x and y of one corner after the other. */
  private readonly rings: Float64Array[][];
  /** Bounds of each block: x0, y0, x1, y1. */
  private readonly boxes: Float64Array;

  constructor(shapes: GeoJSON.Geometry[], project: (at: Point) => Point) {
    this.rings = shapes.map((shape) =>
      shape.type === "MultiPolygon"
        ? shape.coordinates.flat().map((ring) => Float64Array.from(ring.flatMap((at) => project(at as Point))))
        : []);
    this.boxes = new Float64Array(4 * shapes.length);
    this.rings.forEach((rings, block) => this.boxes.set(boundsOf(rings), 4 * block));
  }

  get count(): number {
    return this.rings.length;
  }

  /** Blocks as one path: a fill of it has no seams between them. */
  outline(blocks: Iterable<number>): Path2D {
    const path = new Path2D();
    for (const block of blocks) for (const ring of this.rings[block] ?? []) trace(path, ring);
    return path;
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

function trace(path: Path2D, ring: Float64Array): void {
  path.moveTo(ring[0], ring[1]);
  for (let i = 2; i < ring.length - 2; i += 2) path.lineTo(ring[i], ring[i + 1]);
  path.closePath();
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
