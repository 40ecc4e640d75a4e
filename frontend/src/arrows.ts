/** Movement arrows: as wide as the people are many; hollow and broken when reconstructed. */

import type { Cells } from "./cells";
import { written } from "./cells";
import type { CountedFlow, Palette } from "./contract";

export interface Arrow {
  from: [number, number];
  to: [number, number];
  value: number;
  reconstructed: boolean;
  number: string;
  /** Rivals are told apart by who said it; empty for a reconstruction. */
  publisher: string;
  /** Arrows of one way run side by side. */
  way: string;
  /** Everything that is known of it, for hover and for assistive tools. */
  sentence: string;
}

/** Pixels across of a million people, on a wide map. */
const MILLION = 48;

/** How wide a number of people is drawn. */
export function widthOf(people: number, narrow = false): number {
  return Math.max(3, ((narrow ? 0.5 : 1) * MILLION * people) / 1e6);
}

/** Arrows drawn at most: the table of evidence holds the rest. */
const MOST = 8;
/** Rival figures drawn for the same way, each of another publisher; fewer where there is little room. */
export const RIVALS = 3;

/** The arrows of a period, the largest first. */
export function arrowsOf(
  cells: Cells, since: number, day: number, ranges: Record<string, string>, most = RIVALS,
): Arrow[] {
  const { header, payload } = cells;
  const arrows: Arrow[] = [];
  const names = new Map(header.areas.map((area) => [area.id, area.name]));
  header.flows.forEach((flow, index) => {
    const row = index * header.days;
    const before = since > 0 ? payload.flowTotals[row + since - 1] : 0;
    const people = payload.flowTotals[row + day] - before;
    // Two digits at most: without a range a reconstruction bears no more.
    const told = people < 1000 ? 0 : Number(people.toPrecision(2));
    if (told < 1000) return;
    const number = cells.say("recon.about", { n: written(told) });
    const known = ranges[`${flow.from}>${flow.to}`] ?? number;
    arrows.push({
      from: flow.fromAt, to: flow.toAt, value: told, reconstructed: true, number,
      publisher: "", way: `${flow.from}>${flow.to}`,
      sentence: `${names.get(flow.from)} → ${names.get(flow.to)}: ${known} (${cells.say("recon.mark")})`,
    });
  });
  for (const flow of rivals(header.counted, since, day, most)) {
    arrows.push({
      from: flow.fromAt, to: flow.toAt, value: flow.value, reconstructed: false, number: flow.number,
      publisher: flow.publisher, way: flow.way,
      sentence: `${flow.from} → ${flow.to}: ${flow.number} (${flow.kind}; ${flow.who})`,
    });
  }
  arrows.sort((a, b) => b.value - a.value);
  const least = arrows.length ? arrows[0].value / 50 : 0;
  return arrows.filter((arrow) => arrow.value >= least).slice(0, MOST);
}

/**
 * Published figures whose own period lies within the reader's: of each series the one that covers
 * most of it, of each way the newest few, each of another publisher. They are rivals, never parts.
 */
function rivals(counted: CountedFlow[], since: number, day: number, most: number): CountedFlow[] {
  const widest = new Map<string, CountedFlow>();
  for (const flow of counted) {
    if (flow.start < since || flow.end > day) continue;
    const known = widest.get(flow.series);
    const longer = known ? flow.end - flow.start - (known.end - known.start) : 1;
    if (longer > 0 || (longer === 0 && flow.end > known!.end)) widest.set(flow.series, flow);
  }
  const ways = new Map<string, CountedFlow[]>();
  for (const flow of [...widest.values()].sort((a, b) => b.end - a.end || b.value - a.value)) {
    const known = ways.get(flow.way) ?? [];
    ways.set(flow.way, known);
    const isNew = !known.some((other) => other.publisher === flow.publisher);
    if (known.length < most && isNew) known.push(flow);
  }
  return [...ways.values()].flat();
}

export interface Band {
  path: Path2D;
  /** Where its number stands. */
  label: [number, number];
}

/**
 * The outline of an arrow bent to the left of its way, so that the way back runs beside it.
 *
 * @param aside how far it is moved to the left, so that rivals run side by side.
 * @param along where on its way the number stands, from 0 to 1.
 */
export function bandOf(
  from: [number, number], to: [number, number], width: number, aside: number, along: number,
): Band {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const [nx, ny] = [dy / length, -dx / length];
  const moved = ([x, y]: [number, number], by: number): [number, number] => [x + nx * by, y + ny * by];
  // Rivals begin apart and end close together: they speak of the same way.
  const [a, b] = [moved(from, aside), moved(to, aside * 0.3)];
  const lift = length * 0.18 + aside * 0.5;
  const control: [number, number] = [(a[0] + b[0]) / 2 + nx * lift, (a[1] + b[1]) / 2 + ny * lift];
  const head = Math.min(Math.max(width * 1.1, 9), length * 0.45);
  const stop = 1 - head / length;
  const at = (t: number): [number, number] => [
    (1 - t) ** 2 * a[0] + 2 * t * (1 - t) * control[0] + t * t * b[0],
    (1 - t) ** 2 * a[1] + 2 * t * (1 - t) * control[1] + t * t * b[1],
  ];
  const normal = (t: number): [number, number] => {
    const x = 2 * (1 - t) * (control[0] - a[0]) + 2 * t * (b[0] - control[0]);
    const y = 2 * (1 - t) * (control[1] - a[1]) + 2 * t * (b[1] - control[1]);
    const size = Math.hypot(x, y) || 1;
    return [-y / size, x / size];
  };
  const steps = 16;
  const left: [number, number][] = [];
  const right: [number, number][] = [];
  for (let step = 0; step <= steps; step++) {
    const t = (stop * step) / steps;
    const [x, y] = at(t);
    const [ox, oy] = normal(t);
    left.push([x + (ox * width) / 2, y + (oy * width) / 2]);
    right.push([x - (ox * width) / 2, y - (oy * width) / 2]);
  }
  const [hx, hy] = at(stop);
  const [ox, oy] = normal(stop);
  const wing = width / 2 + Math.max(4, width * 0.28);
  const path = new Path2D();
  path.moveTo(...left[0]);
  for (const point of left.slice(1)) path.lineTo(...point);
  path.lineTo(hx + ox * wing, hy + oy * wing);
  path.lineTo(...b);
  path.lineTo(hx - ox * wing, hy - oy * wing);
  for (const point of right.reverse()) path.lineTo(...point);
  path.closePath();
  return { path, label: at(along) };
}

export function paintArrow(ctx: CanvasRenderingContext2D, band: Band, arrow: Arrow, palette: Palette): void {
  ctx.save();
  if (arrow.reconstructed) {
    ctx.fillStyle = palette.paper;
    ctx.globalAlpha = 0.85;
    ctx.fill(band.path);
    ctx.fillStyle = palette.accent;
    ctx.globalAlpha = 0.25;
    ctx.fill(band.path);
    ctx.globalAlpha = 1;
    ctx.setLineDash([5, 2]);
  } else {
    ctx.fillStyle = palette.accent;
    ctx.globalAlpha = 0.82;
    ctx.fill(band.path);
    ctx.globalAlpha = 1;
  }
  ctx.lineWidth = 1.2;
  ctx.strokeStyle = arrow.reconstructed ? palette.accent : palette.halo;
  ctx.stroke(band.path);
  ctx.restore();
}
