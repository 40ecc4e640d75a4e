/**
 * How an arrow is drawn: filled as wide as its lowest figure inside an outline as wide as its highest,
 * hollow and broken when reconstructed, lighter when movements are counted, open where it ends nowhere.
 */

import type { Arrow } from "./arrows";
import type { Palette } from "./contract";

/** Pixels across of a million people, on a wide map. */
const MILLION = 48;

/** How much longer an open arrow is than the way from the middle of its area to its edge. */
const THROUGH = 1.3;

/** How wide a number of people is drawn. */
export function widthOf(people: number, narrow = false): number {
  return Math.max(3, ((narrow ? 0.5 : 1) * MILLION * people) / 1e6);
}

type Point = [number, number];

export interface Band {
  arrow: Arrow;
  /** As wide as the highest figure. */
  outline: Path2D;
  /** As wide as the lowest. */
  core: Path2D;
  /** The two strokes at the end of an open arrow. */
  head: Path2D | null;
  /** The point that its number is about. */
  place: Point;
}

/**
 * The shapes of an arrow bent to the left of its way, so that the way back runs beside it.
 *
 * @param aside how far it is moved to the left, so that arrows of one way run side by side.
 */
export function bandOf(arrow: Arrow, from: Point, to: Point, narrow: boolean, aside: number): Band {
  const open = arrow.destinations.length === 0;
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]].map((step) => (open ? THROUGH * step : step));
  const length = Math.hypot(dx, dy) || 1;
  const [nx, ny] = [dy / length, -dx / length];
  const moved = ([x, y]: Point, by: number): Point => [x + nx * by, y + ny * by];
  // Arrows of one way begin apart and end close together; what ends nowhere is straight, and runs
  // through the middle of its area, since the way from there to the edge may be shorter than it is wide.
  const [a, b] = [moved(open ? [to[0] - dx, to[1] - dy] : from, aside), moved(to, aside * 0.3)];
  const lift = open ? 0 : length * 0.18 + aside * 0.5;
  const control: Point = [(a[0] + b[0]) / 2 + nx * lift, (a[1] + b[1]) / 2 + ny * lift];
  const at = (t: number): Point => [
    (1 - t) ** 2 * a[0] + 2 * t * (1 - t) * control[0] + t * t * b[0],
    (1 - t) ** 2 * a[1] + 2 * t * (1 - t) * control[1] + t * t * b[1],
  ];
  const normal = (t: number): Point => {
    const x = 2 * (1 - t) * (control[0] - a[0]) + 2 * t * (b[0] - control[0]);
    const y = 2 * (1 - t) * (control[1] - a[1]) + 2 * t * (b[1] - control[1]);
    const size = Math.hypot(x, y) || 1;
    return [-y / size, x / size];
  };
  const [low, high] = [widthOf(arrow.low, narrow), widthOf(arrow.high, narrow)];
  const shape = (width: number) => (open ? shaft(at, normal, width, 1) : pointed(at, normal, width, length, b));
  return {
    arrow,
    outline: shape(high),
    core: shape(low),
    head: open ? openHead(at, normal, high) : null,
    place: at(0.5),
  };
}

type Along = (t: number) => Point;

/** Both edges of a band up to a share of its way. */
function edges(at: Along, normal: Along, width: number, stop: number): { left: Point[]; right: Point[] } {
  const steps = 16;
  const left: Point[] = [];
  const right: Point[] = [];
  for (let step = 0; step <= steps; step++) {
    const t = (stop * step) / steps;
    const [x, y] = at(t);
    const [ox, oy] = normal(t);
    left.push([x + (ox * width) / 2, y + (oy * width) / 2]);
    right.push([x - (ox * width) / 2, y - (oy * width) / 2]);
  }
  return { left, right: right.reverse() };
}

function closed(points: Point[]): Path2D {
  const path = new Path2D();
  path.moveTo(...points[0]);
  for (const point of points.slice(1)) path.lineTo(...point);
  path.closePath();
  return path;
}

function shaft(at: Along, normal: Along, width: number, stop: number): Path2D {
  const { left, right } = edges(at, normal, width, stop);
  return closed([...left, ...right]);
}

function pointed(at: Along, normal: Along, width: number, length: number, tip: Point): Path2D {
  const head = Math.min(Math.max(width * 1.1, 9), length * 0.45);
  const stop = 1 - head / length;
  const { left, right } = edges(at, normal, width, stop);
  const [x, y] = at(stop);
  const [ox, oy] = normal(stop);
  const wing = width / 2 + Math.max(4, width * 0.28);
  return closed([...left, [x + ox * wing, y + oy * wing], tip, [x - ox * wing, y - oy * wing], ...right]);
}

/** Two strokes that point on: the band has come to the edge of its area, and nobody says where to. */
function openHead(at: Along, normal: Along, width: number): Path2D {
  const [x, y] = at(1);
  const [ox, oy] = normal(1);
  // A normal turned back is the way itself.
  const [fx, fy] = [oy, -ox];
  const wing = width / 2 + 6;
  const reach = Math.max(7, width * 0.4);
  const path = new Path2D();
  path.moveTo(x + ox * wing, y + oy * wing);
  path.lineTo(x + fx * reach, y + fy * reach);
  path.lineTo(x - ox * wing, y - oy * wing);
  return path;
}

/** How strongly a published band is filled: what counts movements is lighter than what counts people. */
export function strengthOf(counts: boolean): number {
  return counts ? 0.4 : 0.82;
}

export function paintBand(ctx: CanvasRenderingContext2D, band: Band, palette: Palette): void {
  const { arrow, outline, core, head } = band;
  const fill = (path: Path2D, colour: string, strength: number) => {
    ctx.fillStyle = colour;
    ctx.globalAlpha = strength;
    ctx.fill(path);
    ctx.globalAlpha = 1;
  };
  ctx.save();
  ctx.lineWidth = 1.2;
  if (arrow.reconstructed) {
    fill(outline, palette.paper, 0.85);
    fill(outline, palette.accent, 0.25);
    ctx.setLineDash([5, 2]);
    ctx.strokeStyle = palette.accent;
  } else {
    if (arrow.low < arrow.high) fill(outline, palette.paper, 0.45);
    fill(core, palette.accent, strengthOf(arrow.counts));
    ctx.strokeStyle = arrow.low < arrow.high || arrow.counts ? palette.accent : palette.halo;
  }
  ctx.stroke(outline);
  if (head) {
    ctx.lineJoin = ctx.lineCap = "round";
    for (const [width, colour] of [[5, palette.halo], [2.6, palette.accent]] as [number, string][]) {
      ctx.lineWidth = width;
      ctx.strokeStyle = colour;
      ctx.stroke(head);
    }
  }
  ctx.restore();
}
