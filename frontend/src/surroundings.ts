/** What does not change from day to day: sea, neighbours, borders, roads, crossings, places, furniture. */

import type { Cells } from "./cells";
import type { Palette } from "./contract";
import type { Frame } from "./frame";
import type { Ground } from "./ground";
import { overlaps, Type, type Box, type Side } from "./labels";

/** More areas than this are named where there is room, not each beside the whole. */
export const FEW = 12;

export interface Scene {
  cells: Cells;
  ground: Ground;
  frame: Frame;
  palette: Palette;
  family: string;
}

/** Size of the sea's name, and where it stands. */
const SEA = 15;
const seaAt = ({ kept, width, height }: Frame) => (kept ? [kept + 16, 20] : [width * 0.17, height * 0.1]);

/** Below the areas: the sea and the neighbours, with their names. */
export function paintGround(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { cells, ground, frame, palette, family } = scene;
  const { width, height } = frame;
  frame.pixels(ctx);
  ctx.fillStyle = palette.sea;
  ctx.fillRect(0, 0, width, height);
  const { context } = cells.header;
  const unit = frame.units(ctx);
  context.forEach((item, index) => {
    if (item.kind !== "neighbour") return;
    const path = ground.context[index];
    ctx.fillStyle = palette.land;
    ctx.fill(path);
    ctx.strokeStyle = palette.quiet;
    ctx.globalAlpha = 0.55;
    ctx.lineWidth = 0.8 * unit;
    ctx.setLineDash([5 * unit, 4 * unit]);
    ctx.stroke(path);
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  });
  if (frame.small || frame.close || !context.length) return;
  frame.pixels(ctx);
  const type = new Type(ctx, family);
  context.forEach((item, index) => {
    if (item.kind !== "neighbour") return;
    const at = ground.contextPoint[index];
    // A name stands in the open part of its land, clear of the areas' labels.
    const east = at !== null && frame.place(at)[0] > width * 0.5;
    const [x, y] = east ? [width - 65, height * 0.5] : [Math.max(width * 0.17, frame.kept + 40), height - 32];
    type.write(item.name, x, y, 14, palette.quiet, palette);
  });
  const [seaX, seaY] = seaAt(frame);
  type.write(cells.say("map.sea"), seaX, seaY, SEA, palette.water, palette, { slanted: true, side: frame.kept ? "right" : "middle" });
}

/** Above the areas: borders, dotted between areas that one figure is for, broken where all is reconstructed. */
export function paintBorders(ctx: CanvasRenderingContext2D, scene: Scene, joined: number[][]): void {
  const { cells, ground, frame, palette } = scene;
  const unit = frame.units(ctx);
  const group = new Map<number, number>();
  joined.forEach((areas, index) => areas.forEach((area) => group.set(area, index)));
  const broken = cells.header.reconstructed ? [7 * unit, 3 * unit] : [];
  const many = ground.paths.length > FEW;
  ctx.strokeStyle = palette.border;
  ctx.lineJoin = "round";
  for (const [key, path] of ground.shared) {
    const [i, j] = key.split(",").map(Number);
    const together = group.has(i) && group.get(i) === group.get(j);
    ctx.lineWidth = (together ? 0.7 : many ? 0.4 : 1) * unit;
    ctx.setLineDash(together ? [2 * unit, 4 * unit] : many ? [] : broken);
    ctx.stroke(path);
  }
  ctx.lineWidth = (many ? 0.8 : 1.7) * unit;
  ctx.setLineDash(broken);
  ctx.stroke(ground.outer);
  ctx.setLineDash([]);
}

/** Above the areas: roads, Wadi Gaza, crossings, and names of places at a closer look; `quiet` without names. */
export function paintWays(ctx: CanvasRenderingContext2D, scene: Scene, quiet: boolean): void {
  const { cells, ground, frame, palette, family } = scene;
  const { context } = cells.header;
  const unit = frame.units(ctx);
  context.forEach((item, index) => {
    const path = ground.context[index];
    if (item.kind === "road") {
      ctx.strokeStyle = palette.paper;
      ctx.globalAlpha = 0.55;
      ctx.lineWidth = 2.6 * unit;
      ctx.stroke(path);
      ctx.globalAlpha = 1;
      ctx.strokeStyle = palette.road;
      ctx.lineWidth = 1.1 * unit;
      ctx.stroke(path);
    } else if (item.kind === "wadi") {
      ctx.strokeStyle = palette.water;
      ctx.lineWidth = 2.2 * unit;
      ctx.setLineDash([6 * unit, 3 * unit]);
      ctx.stroke(path);
      ctx.setLineDash([]);
    } else if (item.kind === "own") {
      ctx.strokeStyle = palette.accent;
      ctx.lineWidth = 1.6 * unit;
      ctx.stroke(path);
    }
  });
  frame.pixels(ctx);
  const type = new Type(ctx, family);
  const taken: Box[] = [];
  context.forEach((item, index) => {
    const at = ground.contextPoint[index];
    if (!at) return;
    const [x, y] = frame.place(at);
    if (item.kind === "crossing") taken.push(paintCrossing(ctx, type, scene, quiet ? "" : item.name, x, y));
    if (item.kind === "own") {
      type.write(item.name, x, y, 11.5, palette.accent, palette, { bold: true });
    }
    if (item.kind === "wadi" && !frame.small && !quiet) {
      const beside = x + 26 * frame.zoom.k;
      type.write(item.name, beside, y, 11.5, palette.water, palette, { side: "right", slanted: true });
    }
  });
  if (frame.close || cells.header.areas.length > FEW) paintPlaces(ctx, type, scene, taken);
}

/** A crossing's sign, and its name outside the areas: at the southern tip that is below or left. */
function paintCrossing(
  ctx: CanvasRenderingContext2D, type: Type, scene: Scene, name: string, x: number, y: number,
): Box {
  const { frame, palette } = scene;
  ctx.fillStyle = palette.paper;
  ctx.strokeStyle = palette.ink;
  ctx.lineWidth = 1.1;
  ctx.fillRect(x - 2.5, y - 2.5, 5, 5);
  ctx.strokeRect(x - 2.5, y - 2.5, 5, 5);
  if (!frame.small) {
    const south = y > frame.height * 0.8 && !frame.close;
    const tip = y > frame.height * 0.92 && !frame.close;
    const [dx, dy, side]: [number, number, Side] = tip ? [0, 14, "middle"] : south ? [-24, 0, "left"] : [7, 0, "right"];
    type.write(name, x + dx, y + dy, 11, palette.quiet, palette, { side });
  }
  return { x0: x - 4, y0: y - 4, x1: x + 4, y1: y + 4 };
}

/** Room around the point of an area that its own label takes, in CSS pixels each way. */
const LABEL_ROOM = [105, 48];

/** Names of places, the more important first; one that would cover another waits for a closer look. */
function paintPlaces(ctx: CanvasRenderingContext2D, type: Type, scene: Scene, taken: Box[]): void {
  const { cells, ground, frame, palette } = scene;
  const { k } = frame.zoom;
  const deepest = k > 6 ? 4 : k > 3 ? 3 : k > 1.8 ? 2 : 1;
  const room: Box = { x0: 0, y0: 0, x1: frame.width, y1: frame.height };
  for (const area of cells.header.areas.length > FEW ? [] : cells.header.areas) {
    const [x, y] = frame.place(ground.project(area.at));
    const [dx, dy] = LABEL_ROOM;
    taken.push({ x0: x - dx, y0: y - dy, x1: x + dx, y1: y + dy });
  }
  const places = cells.header.places.filter((place) => place.rank <= deepest).sort((a, b) => a.rank - b.rank);
  for (const place of places) {
    const [x, y] = frame.place(ground.project(place.at));
    const size = place.rank === 1 ? 12.5 : 11;
    const box = { x0: x - 3, y0: y - size * 0.7, x1: x + 8 + type.width(place.name, size), y1: y + size * 0.7 };
    if (!overlaps(box, room) || taken.some((other) => overlaps(other, box))) continue;
    taken.push(box);
    ctx.fillStyle = palette.ink;
    ctx.beginPath();
    ctx.arc(x, y, 1.8, 0, 2 * Math.PI);
    ctx.fill();
    type.write(place.name, x + 5, y, size, palette.ink, palette, { side: "right" });
  }
}

/** Lengths in kilometres that a scale bar may have. */
const BARS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];

/** Where the scale bar and the arrow to the north stand. */
function furnitureAt({ ground, frame }: Scene): { km: number; length: number; bar: [number, number]; north: [number, number] } {
  const { width, height } = frame;
  const perKm = ground.perKm * frame.scale * frame.zoom.k;
  const km = BARS.reduce((best, one) => (one * perKm <= Math.min(120, width / 4) ? one : best));
  const length = km * perKm;
  return {
    km, length, bar: [width - length - 24, height - 20],
    // On a narrow map names reach into the upper corner.
    north: frame.narrow ? [20, height - 22] : [width - 24, 46],
  };
}

/** What no label may cover: scale bar, arrow to the north, the sea's name, and what of the page lies over the map. */
export function takenOf(scene: Scene, type: Type): Box[] {
  const { cells, frame } = scene;
  const { width, height, covered, kept } = frame;
  const [seaX, seaY] = seaAt(frame);
  const long = type.width(cells.say("map.sea"), SEA) + 8;
  const named = !frame.small && !frame.close && cells.header.context.length > 0;
  const begin = kept ? seaX : seaX - long / 2;
  const { length, bar: [x], north: [nx, ny] } = furnitureAt(scene);
  return [
    { x0: Math.min(x, x + length / 2 - 24) - 6, y0: height - 44, x1: width, y1: height },
    { x0: nx - 14, y0: ny - 28, x1: nx + 14, y1: ny + 12 },
    ...(named ? [{ x0: begin, y0: seaY - SEA, x1: begin + long, y1: seaY + SEA }] : []),
    ...covered,
  ];
}

/** The scale bar, and the arrow to the north. */
export function paintFurniture(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { cells, frame, palette, family } = scene;
  frame.pixels(ctx);
  const type = new Type(ctx, family);
  const { km, length, bar: [x, y], north: [nx, ny] } = furnitureAt(scene);
  ctx.strokeStyle = palette.ink;
  ctx.lineJoin = "miter";
  ctx.lineWidth = 1.4;
  ctx.beginPath();
  ctx.moveTo(x, y - 5);
  ctx.lineTo(x, y);
  ctx.lineTo(x + length, y);
  ctx.lineTo(x + length, y - 5);
  ctx.stroke();
  type.write(cells.say("map.km", { km }), x + length / 2, y - 14, 12, palette.ink, palette);
  ctx.fillStyle = palette.ink;
  ctx.beginPath();
  ctx.moveTo(nx, ny - 7);
  ctx.lineTo(nx - 5.25, ny + 7);
  ctx.lineTo(nx, ny + 2.8);
  ctx.lineTo(nx + 5.25, ny + 7);
  ctx.closePath();
  ctx.fill();
  type.write(cells.say("print.north"), nx, ny - 18, 12, palette.ink, palette, { bold: true });
}
