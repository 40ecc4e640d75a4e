/** Words on the map: measured once, placed so that none covers another. */

import type { Palette } from "./contract";

export type Side = "left" | "middle" | "right";

export interface Line {
  text: string;
  size: number;
  bold: boolean;
  quiet: boolean;
  /** It did not fit its room. */
  cut?: boolean;
}

export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

const LEADING = 1.28;

export function overlaps(a: Box, b: Box): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

/** How far the names of waters lean, as a share of their height: about 11 degrees. */
const SLANT = 0.2;

/** Sets type on a canvas: fonts, widths, wrapping, halos. */
export class Type {
  private readonly widths = new Map<string, number>();

  constructor(private readonly ctx: CanvasRenderingContext2D, public family: string) {}

  /** Measure anew, after a font has arrived. */
  forget(): void {
    this.widths.clear();
  }

  font(size: number, bold = false): string {
    return `${bold ? 700 : 400} ${size}px ${this.family}`;
  }

  width(text: string, size: number, bold = false): number {
    const key = `${bold ? "b" : ""}${size}|${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      if (this.widths.size > 5000) this.widths.clear();
      this.ctx.font = this.font(size, bold);
      width = this.ctx.measureText(text).width;
      this.widths.set(key, width);
    }
    return width;
  }

  /** Break a line at spaces so that no part is wider than the room; a single long word is cut short. */
  wrap(line: Line, room: number): Line[] {
    const parts: Line[] = [];
    let current = "";
    let open = false;
    const push = (text: string) => {
      // A foreign name that is broken keeps its isolates (FSI, PDI) on both lines.
      let part = (open ? "\u2068" : "") + text;
      open = part.split("\u2068").length > part.split("\u2069").length;
      if (open) part += "\u2069";
      const fitted = this.fit(part, line.size, line.bold, room);
      parts.push({ ...line, text: fitted, cut: fitted !== part });
    };
    for (const word of line.text.split(" ")) {
      const longer = current ? `${current} ${word}` : word;
      if (current && this.width(longer, line.size, line.bold) > room) {
        push(current);
        current = word;
      } else {
        current = longer;
      }
    }
    if (current) push(current);
    return parts;
  }

  /** A text that fits a room: shortened with an ellipsis where it does not. */
  fit(text: string, size: number, bold: boolean, room: number): string {
    if (this.width(text, size, bold) <= room) return text;
    let [low, high] = [0, text.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.width(`${text.slice(0, middle)}…`, size, bold) <= room) low = middle;
      else high = middle - 1;
    }
    return `${text.slice(0, low)}…`;
  }

  write(
    text: string, x: number, y: number, size: number, colour: string, palette: Palette,
    { side = "middle", bold = false, slanted = false }: { side?: Side; bold?: boolean; slanted?: boolean } = {},
  ): void {
    const { ctx } = this;
    ctx.save();
    ctx.translate(x, y);
    // The upright letters, slanted: an italic font for a name or two would be one more to wait for.
    if (slanted) ctx.transform(1, 0, -SLANT, 1, 0, 0);
    ctx.font = this.font(size, bold);
    ctx.textAlign = side === "middle" ? "center" : side === "left" ? "right" : "left";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = size / 5;
    ctx.globalAlpha = 0.8;
    ctx.strokeStyle = palette.halo;
    ctx.strokeText(text, 0, 0);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colour;
    ctx.fillText(text, 0, 0);
    ctx.restore();
  }
}

export function heightOf(lines: Line[]): number {
  return lines.reduce((sum, line) => sum + LEADING * line.size, 0);
}

/** Write lines below each other, the first one's top at y. */
export function writeLines(
  type: Type, lines: Line[], x: number, y: number, side: Side, palette: Palette,
): void {
  let top = y;
  for (const { text, size, bold, quiet } of lines) {
    type.write(text, x, top + (LEADING / 2) * size, size, quiet ? palette.quiet : palette.ink, palette, { side, bold });
    top += LEADING * size;
  }
}

/** Push boxes of one side down, and back up from below, until none covers another; each stays between its bounds if it can. */
export function stack(tops: number[], heights: number[], bounds: [number, number][]): number[] {
  const order = tops.map((_, i) => i).sort((a, b) => tops[a] - tops[b]);
  const placed = [...tops];
  let free = -Infinity;
  for (const i of order) {
    placed[i] = Math.max(placed[i], free, bounds[i][0]);
    free = placed[i] + heights[i] + 3;
  }
  let limit = Infinity;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i], Math.min(limit, bounds[i][1]) - heights[i]);
    limit = placed[i] - 3;
  }
  return placed;
}
