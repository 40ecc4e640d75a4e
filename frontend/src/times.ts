/** How often land was ordered in a period: a scale of its own, darker where more, drawn block by block. */

import type { Blocks } from "./blocks";
import type { Cells } from "./cells";
import type { Palette } from "./contract";
import type { Land, Times } from "./land";
import type { Sign } from "./legend";
import { INK, Patterns } from "./patterns";
import type { Shown } from "./picture";
import type { Scene } from "./surroundings";

/** The class of a count; -1 for none. */
function classOf({ data: { scale } }: Land, count: number): number {
  return scale.filter(({ least }) => count >= least).length - 1;
}

/** Whether a map shows how often land was ordered, and from when. */
export function periodOf({ times, since, day }: Shown): [number, number] | null {
  return times && since !== null ? [since, day] : null;
}

/** Both days of a period in words. */
export function spanOf(cells: Cells, [from, to]: [number, number]): { from: string; to: string } {
  return { from: cells.day(from, "short"), to: cells.day(to, "short") };
}

export class TimesPaint {
  private readonly patterns: Patterns;
  private key = "";
  private fills: [string, Path2D][] = [];
  /** What may have been ordered more often than its colour says: land without one, and with one. */
  private maybe = { unordered: new Path2D(), ordered: new Path2D() };

  constructor(private readonly ctx: CanvasRenderingContext2D, private readonly land: Land, private readonly blocks: Blocks) {
    this.patterns = new Patterns(ctx);
  }

  forget(): void {
    this.patterns.forget();
  }

  /** Draw how often each block was ordered from one day to another. */
  paint([from, to]: [number, number], { frame, palette, ground }: Scene): void {
    const key = `${from} ${to}`;
    if (key !== this.key) {
      this.key = key;
      this.gather(this.land.timesOrdered(from, to));
    }
    const { ctx } = this;
    const unit = frame.units(ctx);
    ctx.fillStyle = palette.land;
    for (const path of ground.paths) ctx.fill(path, "evenodd");
    for (const [colour, path] of this.fills) {
      ctx.fillStyle = ctx.strokeStyle = colour;
      ctx.fill(path);
      // Neighbours of one class have no seam between them.
      ctx.lineWidth = 0.6 * unit;
      ctx.stroke(path);
    }
    this.patterns.fill([this.maybe.unordered], "dots", palette.ink, unit, frame.ratio);
    this.patterns.fill([this.maybe.ordered], "dots", INK, unit, frame.ratio);
  }

  private gather({ least, most }: Times): void {
    const outline = (marked: (count: number, block: number) => boolean) =>
      this.blocks.outline(Uint8Array.from(least, (count, block) => Number(marked(count, block))));
    const shade = (count: number) => classOf(this.land, count);
    this.fills = this.land.data.scale.map(({ colour }, index) => [colour, outline((count) => shade(count) === index)]);
    const more = (count: number, block: number) => shade(most[block]) > shade(count);
    this.maybe = {
      unordered: outline((count, block) => !count && more(count, block)),
      ordered: outline((count, block) => count > 0 && more(count, block)),
    };
  }
}

/** The rows of the legend for a period. */
export function timesSigns(cells: Cells, [from, to]: [number, number], palette: Palette): Sign[] {
  const land = cells.land!;
  const { least, most } = land.timesOrdered(from, to);
  const ground = (text: string, colour: string, hatch: "dots" | null = null): Sign =>
    ({ text, look: { kind: "ground", colour, hatch, ink: palette.ink } });
  const signs = land.data.scale.map(({ text, colour }) => ground(text, colour));
  signs.unshift(ground(cells.say("ordered.scale.none"), palette.land));
  if (most.some((count, block) => classOf(land, count) > classOf(land, least[block]))) {
    signs.push(ground(cells.say("ordered.scale.maybe"), palette.land, "dots"));
  }
  return signs;
}
