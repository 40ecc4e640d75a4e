/**
 * Where labels stand beside the whole, each with a line to what it is about: none covers another, an
 * area or the furniture, and no line crosses what it is not about. Where there is no room for all of
 * them they say less, then in smaller type, then from the other side; what even then finds no room
 * is left out.
 */

import type { Frame } from "./frame";
import { heightOf, overlaps, stack, type Box, type Line, type Type } from "./labels";
import type { Reach } from "./reach";

export type Point = [number, number];
export type Beside = "left" | "right";

export interface Label {
  /** What it says: the first at best, each of the others in less room. */
  versions: Line[][];
  /** The areas that it is about; none for a movement. */
  areas: number[];
  /** The point that it is about, at whose height it would stand, in CSS pixels. */
  at: Point;
  side: Beside;
  colour: string;
  /** The least is the first to be left out. */
  weight: number;
}

export interface Placed {
  label: Label;
  lines: Line[];
  side: Beside;
  /** Where the lines begin, on the side of what they are about. */
  edge: number;
  top: number;
  /** The line from the label to what it is about. */
  from: Point;
  tip: Point;
}

export interface Setting {
  type: Type;
  frame: Frame;
  reach: Reach;
  /** What stands on the map already. */
  taken: Box[];
}

/** Labels that change sides at the same time. */
const MOST_MOVED = 2;
/** The least room that words are set in. */
const LEAST = 44;
/** Between a label's line and words of another. */
const APART = 3;
/** How far a line reaches into its area. */
const INTO = 6;

/** Place labels; tells which and which not. */
export function placeLabels(labels: Label[], setting: Setting): { placed: Placed[]; left: Label[] } {
  const kept = [...labels];
  const left: Label[] = [];
  while (kept.length) {
    const placed = placedAll(kept, setting);
    if (placed) return { placed, left };
    const least = kept.reduce((one, other) => (other.weight < one.weight ? other : one));
    kept.splice(kept.indexOf(least), 1);
    left.push(least);
  }
  return { placed: [], left };
}

function placedAll(labels: Label[], setting: Setting): Placed[] | null {
  const versions = Math.max(...labels.map((label) => label.versions.length));
  const columns = new Map<string, Placed[] | null>();
  const column = (side: Beside, version: number, moved: Set<Label>) => {
    const there = labels.filter((label) => (label.side === side) !== moved.has(label));
    const key = `${side} ${version} ${there.map((label) => labels.indexOf(label))}`;
    let known = columns.get(key);
    if (known === undefined) columns.set(key, (known = columnOf(side, there, version, setting)));
    return known;
  };
  for (const moved of movedOf(labels)) {
    const [left, right] = (["left", "right"] as const).map((side) => {
      for (let version = 0; version < versions; version++) {
        const found = column(side, version, moved);
        if (found) return found;
      }
      return null;
    });
    if (left && right) return [...left, ...right];
  }
  return null;
}

/** Which labels stand on the other side than the one they want: none, then one, then two. */
function movedOf(labels: Label[]): Set<Label>[] {
  const sets: Set<Label>[] = [new Set()];
  const movable = labels.filter((label) => label.areas.length);
  for (let from = 0, many = 1; many <= MOST_MOVED; many++) {
    const upto = sets.length;
    for (; from < upto; from++) {
      const last = Math.max(-1, ...[...sets[from]].map((label) => movable.indexOf(label)));
      for (const label of movable.slice(last + 1)) sets.push(new Set([...sets[from], label]));
    }
  }
  return sets;
}

/** The labels of one side below each other; null where one of them finds no room. */
function columnOf(side: Beside, labels: Label[], version: number, setting: Setting): Placed[] | null {
  const { type, frame, reach, taken } = setting;
  const all = reach.areas;
  const gap = frame.narrow ? 8 : 16;
  const edgeAt = (top: number, foot: number) => {
    const span = reach.over(all, top, foot);
    if (!span) return frame.width / 2;
    return side === "left" ? span[0] - gap : span[1] + gap;
  };
  const roomAt = (edge: number) => (side === "left" ? edge - frame.kept : frame.width - edge) - 4;
  const boxOf = (lines: Line[], edge: number, top: number): Box => {
    const wide = Math.max(...lines.map((line) => type.width(line.text, line.size, line.bold)));
    const [x0, x1] = side === "left" ? [edge - wide, edge] : [edge, edge + wide];
    return { x0, x1, y0: top, y1: top + heightOf(lines) };
  };
  const levels = labels.map(({ areas, at }) => (areas.length ? reach.outermost(areas, side, at[1]) : at[1]));
  if (!levels.every((level) => level !== null)) return null;
  const wanted = labels.map(({ versions }) => versions[Math.min(version, versions.length - 1)]);
  let blocks = wanted;
  let edges = labels.map(() => 0);
  let tops = levels.map((level, i) => topOf(wanted[i], level));
  // Wrapping needs the room beside the areas, and the room the wrapped height.
  for (let pass = 0; pass < 4; pass++) {
    edges = tops.map((top, i) => edgeAt(top, top + heightOf(blocks[i])));
    blocks = wanted.map((lines, i) => lines.flatMap((line) => type.wrap(line, Math.max(roomAt(edges[i]), LEAST))));
    const bounds = blocks.map((lines, i) => boundsOf(boxOf(lines, edges[i], tops[i]), taken, frame.height));
    tops = stack(levels.map((level, i) => topOf(blocks[i], level)), blocks.map(heightOf), bounds);
  }
  const boxes = blocks.map((lines, i) => boxOf(lines, edgeAt(tops[i], tops[i] + heightOf(lines)), tops[i]));
  const placed = labels.map((label, i): Placed => {
    const edge = side === "left" ? boxes[i].x1 : boxes[i].x0;
    return { label, lines: blocks[i], side, edge, top: tops[i], ...leaderOf(label, levels[i], side, boxes[i], reach) };
  });
  const fits = boxes.every((box, i) =>
    box.x0 >= (side === "left" ? frame.kept + 2 : 0) && box.x1 <= frame.width - 2 && box.y0 >= 1 && box.y1 <= frame.height - 1
    && !blocks[i].some((line) => line.cut)
    && ![...taken, ...boxes.slice(0, i)].some((other) => overlaps(box, other))
    && isClear(placed[i], boxes, i, reach));
  return fits ? placed : null;
}

/** Where a label begins: its name and number lie around the line to its area. */
function topOf(lines: Line[], y: number): number {
  return y - 0.64 * lines.slice(0, 3).reduce((sum, line) => sum + line.size, 0) - 3;
}

/** Between which heights a box has to stay to be clear of what stands above and below it. */
function boundsOf(box: Box, taken: Box[], height: number): [number, number] {
  let [ceiling, floor] = [2, height - 4];
  for (const other of taken) {
    if (other.x0 >= box.x1 || other.x1 <= box.x0) continue;
    if (other.y0 + other.y1 < height) ceiling = Math.max(ceiling, other.y1);
    else floor = Math.min(floor, other.y0);
  }
  return [ceiling, floor];
}

/** The line from a label to its areas, at the height where it meets them first; a movement's ends at its own point. */
function leaderOf({ areas, at }: Label, level: number, side: Beside, box: Box, reach: Reach): { from: Point; tip: Point } {
  const y = Math.min(Math.max(level, box.y0 + 9), Math.max(box.y1 - 7, box.y0 + 9));
  const from: Point = [side === "left" ? box.x1 + 5 : box.x0 - 5, y];
  if (!areas.length) return { from, tip: at };
  const [least, most] = reach.over(areas, level, level)!;
  const into = Math.min(INTO, (most - least) / 2);
  return { from, tip: [side === "left" ? least + into : most - into, level] };
}

/** Whether a label's line crosses no other label, and no area that it is not about. */
function isClear({ label, from, tip }: Placed, boxes: Box[], own: number, reach: Reach): boolean {
  const others = reach.areas.filter((area) => !label.areas.includes(area));
  const steps = Math.max(2, Math.ceil(Math.hypot(tip[0] - from[0], tip[1] - from[1]) / 3));
  for (let step = 0; step <= steps; step++) {
    const [x, y] = [0, 1].map((axis) => from[axis] + ((tip[axis] - from[axis]) * step) / steps);
    const covered = boxes.some((box, i) =>
      i !== own && x > box.x0 - APART && x < box.x1 + APART && y > box.y0 - APART && y < box.y1 + APART);
    if (covered) return false;
    // A movement lies on areas itself.
    if (!label.areas.length) continue;
    if (others.some((area) => reach.holds(area, x, y))) return false;
  }
  return true;
}
