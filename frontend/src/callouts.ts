/** The words of the areas: beside the whole with a line to each, or inside at a closer look. */

import type { Told } from "./cells";
import { heightOf, overlaps, Type, writeLines, type Box, type Line } from "./labels";
import type { Frame } from "./frame";
import { placeLabels, type Label, type Placed, type Point } from "./placing";
import { Reach } from "./reach";
import type { Scene } from "./surroundings";

/** Words that stand beside the whole with a line to a point of the map. */
export interface Callout {
  lines: Line[];
  /** The point that the words are about, in CSS pixels. */
  at: Point;
  colour: string;
}

/** What is found once for a frame, and where words stand as long as they are the same: that takes longer than writing. */
export class Room {
  private frame = "";
  private reach: Reach | null = null;
  private key = "";
  private found: { placed: Placed[]; left: Label[] } = { placed: [], left: [] };

  /** A font has come: what was measured without it no longer holds. */
  forget(): void {
    this.frame = this.key = "";
  }

  reachOf({ ground, frame }: Scene): Reach {
    if (frame.key !== this.frame || !this.reach) {
      this.reach = new Reach(ground, frame);
      this.frame = frame.key;
      this.key = "";
    }
    return this.reach;
  }

  of(labels: Label[], taken: Box[], type: Type, frame: Frame): { placed: Placed[]; left: Label[] } {
    const key = JSON.stringify([labels, taken]);
    if (key !== this.key) {
      this.found = placeLabels(labels, { type, frame, reach: this.reach!, taken });
      this.key = key;
    }
    return this.found;
  }
}

/** The middle of the areas that one figure is for, in CSS pixels. */
export function middleOf(scene: Scene, areas: number[]): Point {
  const { cells, ground, frame } = scene;
  const points = areas.map((area) => ground.project(cells.header.areas[area].at));
  const mean = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  return frame.place(mean as Point);
}

/** What found no room: areas with their numbers, and which of the other callouts. */
export interface Unwritten {
  areas: { name: string; number: string }[];
  callouts: number[];
}

/** Write all names and numbers; tells what found no room. */
export function paintNames(
  ctx: CanvasRenderingContext2D, type: Type, room: Room, scene: Scene, told: Told[], more: Callout[], taken: Box[],
): Unwritten {
  ctx.direction = scene.cells.header.rtl ? "rtl" : "ltr";
  const { areas } = scene.cells.header;
  const inside = (one: Told) => scene.frame.close || areas[one.areas[0]].side === "inside";
  namesInside(type, scene, told.filter(inside));
  const left = namesBeside(ctx, type, room, scene, told.filter((one) => !inside(one)), more, taken);
  ctx.direction = "ltr";
  return left;
}

/** Sizes of type for name, number, a number that speaks less for the day, and notes. */
interface Sizes {
  name: number;
  number: number;
  less: number;
  notes: number;
}

const WIDE: Sizes = { name: 15, number: 19, less: 15, notes: 12.5 };
const NARROW: Sizes = { name: 13, number: 14, less: 12, notes: 10.5 };
const SMALL: Sizes = { name: 11, number: 12, less: 10.5, notes: 10.5 };

function linesOf(told: Told, sizes: Sizes, notes: number): Line[] {
  const less = told.mark === "last_known";
  const none = told.mark === "too_old" || told.mark === "missing";
  const size = less ? sizes.less : none ? sizes.notes : sizes.number;
  return [
    { text: told.name, size: sizes.name, bold: true, quiet: false },
    { text: told.number, size, bold: !less && !none, quiet: less || none },
    ...told.lines.slice(0, notes).map((text) => ({ text, size: sizes.notes, bold: false, quiet: true })),
  ];
}

/** What a label says at best and in less room: number, who says it, its age, and the rivals; then fewer of them. */
function versionsOf(told: Told, narrow: boolean): Line[][] {
  const sizes = narrow ? NARROW : WIDE;
  const many = narrow ? 3 : told.lines.length;
  return [
    linesOf(told, sizes, many), linesOf(told, sizes, 2), linesOf(told, sizes, 1), linesOf(told, sizes, 0),
    ...(narrow ? [] : [linesOf(told, NARROW, 0)]), linesOf(told, SMALL, 0),
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
    const room = Math.max(120, frame.width * 0.35);
    const lines = linesOf(one, frame.narrow ? NARROW : WIDE, 2).flatMap((line) => type.wrap(line, room));
    const half = Math.max(...lines.map((line) => type.width(line.text, line.size, line.bold))) / 2;
    const height = heightOf(lines);
    const y = Math.min(Math.max(middle, height / 2 + 4), frame.height - height / 2 - 4);
    const box = { x0: x - half, y0: y - height / 2, x1: x + half, y1: y + height / 2 };
    if (taken.some((other) => overlaps(other, box))) continue;
    taken.push(box);
    writeLines(type, lines, x, y - height / 2, "middle", palette);
  }
}

/** Labels beside the whole, each with a thin line to its area or to its arrow; tells what found no room. */
function namesBeside(
  ctx: CanvasRenderingContext2D, type: Type, room: Room, scene: Scene, told: Told[], more: Callout[], taken: Box[],
): Unwritten {
  if (!told.length && !more.length) return { areas: [], callouts: [] };
  const { cells, ground, frame, palette } = scene;
  const reach = room.reachOf(scene);
  const labels = told.flatMap((one): Label[] => {
    const { at, labelAt, side } = cells.header.areas[one.areas[0]];
    // Of what the reader has moved out of sight nothing is said.
    if (!reach.rows(one.areas)) return [];
    return [{
      versions: versionsOf(one, frame.narrow), areas: one.areas, side: side === "left" ? "left" : "right", colour: palette.ink,
      at: [middleOf(scene, one.areas)[0], frame.place(ground.project([at[0], labelAt]))[1]],
      weight: Number.isNaN(one.value) ? -1 : one.value,
    }];
  });
  const others = more.map(({ lines, at, colour }, index): Label => ({
    versions: [lines, lines.slice(0, 1)], areas: [], at, side: "right", colour, weight: -2 - index,
  }));
  const { placed, left } = room.of([...labels, ...others], taken, type, frame);
  for (const { label, lines, side, edge, top, from, tip } of placed) {
    ctx.strokeStyle = ctx.fillStyle = label.colour;
    ctx.lineWidth = 0.9;
    ctx.beginPath();
    ctx.moveTo(...from);
    ctx.lineTo(...tip);
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(...tip, 2.2, 0, 2 * Math.PI);
    ctx.fill();
    writeLines(type, lines, edge, top, side, palette);
  }
  return {
    areas: left.filter(({ areas }) => areas.length)
      .map(({ versions: [[name, number]] }) => ({ name: name.text, number: number.text })),
    callouts: left.filter(({ areas }) => !areas.length).map(({ weight }) => -2 - weight),
  };
}
