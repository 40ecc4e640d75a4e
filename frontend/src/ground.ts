/** Geometry, projected once: outlines, shared borders, points, and which area lies under a pointer. */

import { geoArea, geoCentroid, geoContains, geoMercator, geoPath, type GeoProjection } from "d3-geo";
import { Blocks } from "./blocks";
import type { Payload } from "./contract";

/** Units of the reference drawing; the view scales it. */
const REFERENCE = 1000;
const EARTH_KM = 6371.0088;

export interface Ground {
  projection: GeoProjection;
  /** Outline of each area in reference units. */
  paths: Path2D[];
  context: Path2D[];
  /** Point of each context shape, for marks and names: null where it is not drawn. */
  contextPoint: ([number, number] | null)[];
  orders: Path2D[];
  /** Where areas end and no other begins. */
  outer: Path2D;
  /** Outline of each area as segments: x and y of one end and of the other. */
  outlines: Float64Array[];
  /** Borders between two areas, by "i,j". */
  shared: Map<string, Path2D>;
  /** Bounds of all areas in reference units: x0, y0, x1, y1. */
  bounds: [number, number, number, number];
  /** Area of each outline in reference units, for the order of labels. */
  sizes: number[];
  /** Reference units per kilometre at the middle of the map. */
  perKm: number;
  /** Which area holds a point in reference units; -1 for none. */
  hit(x: number, y: number): number;
  /** The blocks of the land under orders, prepared when they are first asked for. */
  blocks(): Blocks;
  /** Which block holds a point in reference units; -1 for none. */
  hitBlock(x: number, y: number): number;
  project(at: [number, number]): [number, number];
}

/** Rings the way d3 reads them: the inside is the smaller side of the globe. */
function wound(shape: GeoJSON.Geometry): GeoJSON.Geometry {
  if (shape.type !== "MultiPolygon") return shape;
  for (const polygon of shape.coordinates) {
    if (geoArea({ type: "Polygon", coordinates: polygon }) > 2 * Math.PI) {
      for (const ring of polygon) ring.reverse();
    }
  }
  return shape;
}

export function prepare(payload: Payload): Ground {
  const shapes = payload.shapes.map(wound);
  const all: GeoJSON.GeometryCollection = { type: "GeometryCollection", geometries: shapes };
  const [lon] = geoCentroid(all);
  // Turned to the data, so that a map across the antimeridian stays in one piece.
  const projection = geoMercator()
    .rotate([-lon, 0])
    .fitExtent([[0, 0], [REFERENCE, REFERENCE]], all);
  const path = geoPath(projection);
  const draw = (shape: GeoJSON.Geometry) => new Path2D(path(shape) ?? "");
  const [[x0, y0], [x1, y1]] = path.bounds(all);
  const middle = projection.invert!([(x0 + x1) / 2, (y0 + y1) / 2])!;
  const perKm = projection.scale() / Math.cos((middle[1] * Math.PI) / 180) / EARTH_KM;
  const project = (at: [number, number]) => projection(at) as [number, number];
  const { outer, outlines, shared } = borders(shapes, project);
  const boxes = shapes.map((shape) => path.bounds(shape));
  let known: Blocks | null = null;
  const blocks = () => (known ??= new Blocks(payload.blockShapes, project));
  return {
    projection,
    paths: shapes.map(draw),
    context: payload.contextShapes.map((shape) => draw(wound(shape))),
    contextPoint: payload.contextShapes.map((shape) => {
      if (shape.type === "Point") return project(shape.coordinates as [number, number]);
      if (shape.type === "MultiLineString") return project(shape.coordinates[0][0] as [number, number]);
      return project(geoCentroid(shape) as [number, number]);
    }),
    orders: payload.orderShapes.map((shape) => draw(wound(shape))),
    outer,
    outlines,
    shared,
    bounds: [x0, y0, x1, y1],
    sizes: shapes.map((shape) => path.area(shape)),
    perKm,
    project,
    blocks,
    hitBlock: (x, y) => blocks().hit(x, y),
    hit(x, y) {
      const at = projection.invert!([x, y]);
      if (!at) return -1;
      return shapes.findIndex((shape, index) => {
        const [[left, top], [right, bottom]] = boxes[index];
        return x >= left && x <= right && y >= top && y <= bottom && geoContains(shape, at);
      });
    },
  };
}


/** Tell borders that two areas share from those at the edge: a segment that occurs twice is shared. */
function borders(shapes: GeoJSON.Geometry[], project: (at: [number, number]) => [number, number]) {
  const owners = new Map<string, { areas: number[]; from: [number, number]; to: [number, number] }>();
  shapes.forEach((shape, area) => {
    if (shape.type !== "MultiPolygon") return;
    for (const ring of shape.coordinates.flat()) {
      for (let i = 1; i < ring.length; i++) {
        const [a, b] = [ring[i - 1], ring[i]] as [number, number][];
        const flip = a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
        const key = flip ? `${b},${a}` : `${a},${b}`;
        const known = owners.get(key);
        if (known) known.areas.push(area);
        else owners.set(key, { areas: [area], from: project(a), to: project(b) });
      }
    }
  });
  const outer = new Path2D();
  const shared = new Map<string, Path2D>();
  const outlines: number[][] = shapes.map(() => []);
  const last = new Map<Path2D, [number, number]>();
  for (const { areas, from, to } of owners.values()) {
    for (const area of areas) outlines[area].push(...from, ...to);
    let path = outer;
    if (areas.length > 1) {
      const key = `${Math.min(areas[0], areas[1])},${Math.max(areas[0], areas[1])}`;
      path = shared.get(key) ?? new Path2D();
      shared.set(key, path);
    }
    // Segments of a ring follow each other: a line that goes on is stroked without seams.
    const end = last.get(path);
    if (!end || end[0] !== from[0] || end[1] !== from[1]) path.moveTo(...from);
    path.lineTo(...to);
    last.set(path, to);
  }
  return { outer, outlines: outlines.map((one) => Float64Array.from(one)), shared };
}
