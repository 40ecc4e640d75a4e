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

/** Words that stand beside the whole with a line to a point of the map. */
export interface Callout {
  lines: Line[];
  /** The point that the words are about, in CSS pixels. */
  at: Point;
  colour: string;
}

type Point = [number, number];

export function paintNames(
  ctx: CanvasRenderingContext2D, type: Type, room: Room, scene: Scene, told: Told[], more: Callout[],
): void {
  ctx.direction = scene.cells.header.rtl ? "rtl" : "ltr";
  const { areas } = scene.cells.header;
  const inside = (one: Told) => scene.frame.close || areas[one.areas[0]].side === "inside";
  namesInside(type, scene, told.filter(inside));
  namesBeside(ctx, type, room, scene, told.filter((one) => !inside(one)), more);
  ctx.direction = "ltr";
}

function linesOf(told: Told, narrow: boolean): Line[] {
  // On a narrow map a number, who says it, its age, and the first rival.
  const few = narrow ? told.lines.slice(0, 3) : told.lines;
  const small = narrow ? 10.5 : 12.5;
  const number: Record<string, Omit<Line, "text">> = {
    last_known: { size: narrow ? 12 : 15, bold: false, quiet: true },
    too_old: { size: small, bold: false, quiet: true },
    missing: { size: small, bold: false, quiet: true },
  };
  return [
    { text: told.name, size: narrow ? 13 : 15, bold: true, quiet: false },
    { text: told.number, ...(number[told.mark] ?? { size: narrow ? 14 : 19, bold: true, quiet: false }) },
    ...few.map((text) => ({ text, size: small, bold: false, quiet: true })),
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

/** Below this many pixels a label on a narrow map goes to the other side, if that has more room. */
const TIGHT = 110;

/** Room that the scale bar takes in its corner, in CSS pixels. */
const BAR = [160, 44];

/** Labels beside the whole, each with a thin line to its area or to its arrow. */
function namesBeside(
  ctx: CanvasRenderingContext2D, type: Type, room: Room, scene: Scene, told: Told[], more: Callout[],
): void {
  const { cells, ground, frame, palette } = scene;
  const gap = frame.narrow ? 8 : 16;
  const free = (side: "left" | "right", top: number, foot: number) =>
    room.of(frame, `${side} ${top} ${foot}`, () => freeEdge(scene, side, top, foot, gap));
  const roomOn = (side: "left" | "right", top: number, foot: number) =>
    (side === "left" ? free(side, top, foot) - frame.kept : frame.width - free(side, top, foot)) - 4;
  const columns: Record<"left" | "right", Callout[]> = { left: [], right: [...more] };
  for (const one of told) {
    const { at, labelAt, side } = cells.header.areas[one.areas[0]];
    const y = frame.place(ground.project([at[0], labelAt]))[1];
    const [wished, other] = side === "left" ? (["left", "right"] as const) : (["right", "left"] as const);
    const tight = frame.narrow && roomOn(wished, y - 20, y + 40) < Math.min(TIGHT, roomOn(other, y - 20, y + 40));
    const chosen = tight ? other : wished;
    const x = room.of(frame, `${chosen} ${one.areas}`, () => tipOf(scene, one.areas, y, chosen));
    columns[chosen].push({ lines: linesOf(one, frame.narrow), at: [x, y], colour: palette.ink });
  }
  for (const side of ["left", "right"] as const) {
    const column = columns[side];
    let blocks = column.map(({ lines }) => lines);
    let tops = column.map(({ at }, i) => topOf(blocks[i], at[1]));
    const edges = column.map(() => 0);
    // Wrapping needs the room beside the areas, and the room the wrapped height.
    for (let pass = 0; pass < 3; pass++) {
      blocks = column.map(({ lines }, i) => {
        const [top, foot] = [tops[i], tops[i] + heightOf(blocks[i])];
        const wide = Math.max(roomOn(side, top, foot), 60);
        // Without room beside the areas a label stands on them rather than beyond the canvas.
        edges[i] = side === "left"
          ? Math.max(free(side, top, foot), frame.kept + wide + 4)
          : Math.min(free(side, top, foot), frame.width - wide - 4);
        return lines.flatMap((line) => type.wrap(line, wide));
      });
      // The scale bar stands in the lower right corner.
      const ends = blocks.map((lines, i) => edges[i] + Math.max(...lines.map((one) => type.width(one.text, one.size, one.bold))));
      const barred = side === "right" && ends.some((end) => end > frame.width - BAR[0]);
      const floor = frame.height - (barred ? BAR[1] : 4);
      tops = stack(column.map(({ at }, i) => topOf(blocks[i], at[1])), blocks.map(heightOf), floor);
    }
    column.forEach(({ at: [x, y], colour }, i) => {
      ctx.strokeStyle = ctx.fillStyle = colour;
      ctx.lineWidth = 0.9;
      ctx.beginPath();
      const height = heightOf(blocks[i]);
      const from = Math.min(Math.max(y, tops[i] + 9), tops[i] + height - 7);
      ctx.moveTo(side === "left" ? edges[i] + 5 : edges[i] - 5, from);
      ctx.lineTo(x, y);
      ctx.stroke();
      ctx.beginPath();
      ctx.arc(x, y, 2.2, 0, 2 * Math.PI);
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
