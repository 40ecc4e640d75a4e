/** The words of the areas: beside the whole with a line to each, or inside at a closer look. */

import type { Told } from "./cells";
import { heightOf, overlaps, stack, Type, writeLines, type Box, type Line } from "./labels";
import type { Frame } from "./frame";
import type { Scene } from "./surroundings";

/**
 * Where outlines leave room, found once for a frame: words change from day to day, outlines do not,
 * and finding out takes longer than writing.
 */
export class Room {
  private frame = "";
  private readonly known = new Map<string, number>();

  of(frame: Frame, place: string, find: () => number): number {
    if (frame.key !== this.frame) this.known.clear();
    this.frame = frame.key;
    const known = this.known.get(place) ?? find();
    this.known.set(place, known);
    return known;
  }
}

/** The middle of the areas that one figure is for, in CSS pixels. */
export function middleOf(scene: Scene, areas: number[]): [number, number] {
  const { cells, ground, frame } = scene;
  const points = areas.map((area) => ground.project(cells.header.areas[area].at));
  const mean = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  return frame.place(mean as [number, number]);
}

export function paintNames(
  ctx: CanvasRenderingContext2D, type: Type, room: Room, scene: Scene, told: Told[],
): void {
  ctx.direction = scene.cells.header.rtl ? "rtl" : "ltr";
  const { areas } = scene.cells.header;
  const inside = (one: Told) => scene.frame.close || areas[one.areas[0]].side === "inside";
  namesInside(type, scene, told.filter(inside));
  namesBeside(ctx, type, room, scene, told.filter((one) => !inside(one)));
  ctx.direction = "ltr";
}

function linesOf(told: Told, narrow: boolean): Line[] {
  const few = narrow ? told.lines.slice(0, 3) : told.lines;
  return [
    { text: told.name, size: narrow ? 13 : 15, bold: true, quiet: false },
    { text: told.number, size: narrow ? 14 : 19, bold: true, quiet: false },
    ...few.map((text) => ({ text, size: narrow ? 10.5 : 12.5, bold: false, quiet: true })),
  ];
}

/** How far beyond the edge the middle of an area may lie and still be named. */
const OFF = 80;

/** Labels in their areas, the largest first; one that would cover another is left out. */
function namesInside(type: Type, scene: Scene, told: Told[]): void {
  const { frame, ground, palette } = scene;
  const taken: Box[] = [];
  const size = (one: Told) => one.areas.reduce((sum, area) => sum + ground.sizes[area], 0);
  for (const one of [...told].sort((a, b) => size(b) - size(a))) {
    const [x, middle] = middleOf(scene, one.areas);
    if (x < 0 || x > frame.width || middle < -OFF || middle > frame.height + OFF) continue;
    const short = { ...one, lines: one.lines.slice(0, 2) };
    const room = Math.max(120, frame.width * 0.35);
    const lines = linesOf(short, frame.narrow).flatMap((line) => type.wrap(line, room));
    const half = Math.max(...lines.map((line) => type.width(line.text, line.size, line.bold))) / 2;
    const height = heightOf(lines);
    const y = Math.min(Math.max(middle, height / 2 + 4), frame.height - height / 2 - 4);
    const box = { x0: x - half, y0: y - height / 2, x1: x + half, y1: y + height / 2 };
    if (taken.some((other) => overlaps(other, box))) continue;
    taken.push(box);
    writeLines(type, lines, x, y - height / 2, "middle", palette);
  }
}

/** Labels beside the whole, each with a thin line to its area. */
function namesBeside(
  ctx: CanvasRenderingContext2D, type: Type, room: Room, scene: Scene, told: Told[],
): void {
  const { cells, ground, frame, palette } = scene;
  const { areas } = cells.header;
  const gap = frame.narrow ? 8 : 16;
  for (const side of ["left", "right"] as const) {
    const column = told.filter((one) => areas[one.areas[0]].side === side);
    const rows = column.map((one) => {
      const { at, labelAt } = areas[one.areas[0]];
      return frame.place(ground.project([at[0], labelAt]))[1];
    });
    let blocks = column.map((one) => linesOf(one, frame.narrow));
    let tops = rows.map((y, i) => topOf(blocks[i], y));
    const edges = rows.map(() => 0);
    // Wrapping needs the room beside the areas, and the room the wrapped height.
    for (let pass = 0; pass < 2; pass++) {
      blocks = column.map((one, i) => {
        const [top, foot] = [tops[i], tops[i] + heightOf(blocks[i])];
        const free = room.of(frame, `${side} ${top} ${foot}`, () => freeEdge(scene, side, top, foot, gap));
        const wide = Math.max((side === "left" ? free : frame.width - free) - 4, 60);
        // Without room beside the areas a label stands on them rather than beyond the canvas.
        edges[i] = side === "left" ? Math.max(free, wide + 4) : Math.min(free, frame.width - wide - 4);
        return linesOf(one, frame.narrow).flatMap((line) => type.wrap(line, wide));
      });
      tops = stack(rows.map((y, i) => topOf(blocks[i], y)), blocks.map(heightOf), frame.height - 4);
    }
    column.forEach((one, i) => {
      const tip = room.of(frame, `${side} ${one.areas}`, () => tipOf(scene, one.areas, rows[i], side));
      ctx.strokeStyle = ctx.fillStyle = palette.ink;
      ctx.lineWidth = 0.9;
      ctx.beginPath();
      ctx.moveTo(side === "left" ? edges[i] + 5 : edges[i] - 5, rows[i]);
      ctx.lineTo(tip, rows[i]);
      ctx.stroke();
      ctx.beginPath();
      ctx.arc(tip, rows[i], 2.2, 0, 2 * Math.PI);
      ctx.fill();
      writeLines(type, blocks[i], edges[i], tops[i], side, palette);
    });
  }
}

/** Where a label begins: its name and number lie around the line to its area. */
function topOf(lines: Line[], y: number): number {
  return y - 0.64 * lines.slice(0, 3).reduce((sum, line) => sum + line.size, 0) - 3;
}

/** Where a label's line ends: a little inside its areas, at the label's height. */
function tipOf(scene: Scene, areas: number[], y: number, side: "left" | "right"): number {
  const { ground, frame } = scene;
  const [middle] = middleOf(scene, areas);
  const way = side === "left" ? -1 : 1;
  for (let step = 40; step > 0; step--) {
    const x = middle + way * step * 6;
    if (areas.includes(ground.hit(...frame.back(x, y)))) return x - way * 5;
  }
  return middle - way * 5;
}

/** Where a label of a given height may begin so that it stays clear of the areas. */
function freeEdge(scene: Scene, side: "left" | "right", top: number, foot: number, gap: number): number {
  const { ground, frame } = scene;
  const segments = ground.outerSegments;
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < segments.length; i += 4) {
    const [ax, ay] = frame.place([segments[i], segments[i + 1]]);
    const [bx, by] = frame.place([segments[i + 2], segments[i + 3]]);
    if (Math.max(ay, by) < top || Math.min(ay, by) > foot) continue;
    least = Math.min(least, ax, bx);
    most = Math.max(most, ax, bx);
  }
  if (least > most) return frame.width / 2;
  return side === "left" ? least - gap : most + gap;
}
