/** Draws the map of one day on a canvas: grounds, areas, marks, arrows, words. */

import { arrowsOf, bandOf, paintArrow, RIVALS, widthOf, type Arrow, type Band } from "./arrows";
import { middleOf, paintNames, Room } from "./callouts";
import type { Cells, Told } from "./cells";
import { FLAG, type Palette } from "./contract";
import { Frame, type Zoom } from "./frame";
import type { Ground } from "./ground";
import { heightOf, overlaps, Type, writeLines, type Box, type Line } from "./labels";
import { Patterns, type Kind } from "./patterns";
import { FEW, paintBorders, paintFurniture, paintGround, paintWays, type Scene } from "./surroundings";

/** What is shown: set by the reader, by Python, or by the picture's frame. */
export interface Shown {
  layer: number;
  day: number;
  since: number | null;
  hover: number;
  selected: number;
  theme: "light" | "dark";
  ranges: Record<string, string>;
}

/** Radius in pixels of a million people, on a wide map and on a narrow one. */
const MILLION_RADIUS = { wide: 30, narrow: 20 };

export function radiusOf(people: number, narrow: boolean): number {
  return MILLION_RADIUS[narrow ? "narrow" : "wide"] * Math.sqrt(Math.max(people, 0) / 1e6);
}

export class Picture {
  private frame: Frame | null = null;
  private under: HTMLCanvasElement | null = null;
  private over: HTMLCanvasElement | null = null;
  private caches = "";
  private bands: { band: Band; arrow: Arrow }[] = [];
  private readonly type: Type;
  private readonly patterns: Patterns;
  private readonly room = new Room();

  constructor(
    private readonly ctx: CanvasRenderingContext2D,
    readonly cells: Cells,
    readonly ground: Ground,
    private readonly family: string,
  ) {
    this.type = new Type(ctx, family);
    this.patterns = new Patterns(ctx);
  }

  get size(): { width: number; height: number; ratio: number; narrow: boolean } {
    return this.frame ?? { width: 0, height: 0, ratio: 1, narrow: false };
  }

  resize(width: number, height: number, ratio: number): void {
    this.frame = Frame.fit(this.ground.bounds, width, height, ratio);
    this.caches = "";
  }

  /** Draw everything anew, after the browser had to drop what was drawn, or got a font. */
  forget(): void {
    this.caches = "";
    this.type.forget();
    this.patterns.forget();
  }

  /** Which area lies under a point of the canvas; -1 for none. */
  hit(x: number, y: number, zoom: Zoom): number {
    return this.frame ? this.ground.hit(...this.frame.at(zoom).back(x, y)) : -1;
  }

  /** The movement under a point of the canvas. */
  arrowAt(x: number, y: number): Arrow | null {
    this.ctx.setTransform(1, 0, 0, 1, 0, 0);
    return this.bands.find(({ band }) => this.ctx.isPointInPath(band.path, x, y))?.arrow ?? null;
  }

  /** The arrows that were drawn last. */
  arrows(): Arrow[] {
    return this.bands.map(({ arrow }) => arrow);
  }

  draw(shown: Shown, zoom: Zoom): void {
    if (!this.frame) return;
    const { ctx, cells, ground, family } = this;
    const frame = this.frame.at(zoom);
    const scene: Scene = { cells, ground, frame, family, palette: cells.header.palettes[shown.theme] };
    const groups = cells.groups(shown.layer, shown.day);
    this.refresh(shown, scene, groups);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.under!, 0, 0);
    this.areas(shown, scene);
    this.orders(shown, scene);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.over!, 0, 0);
    this.outline(shown, scene);
    frame.pixels(ctx);
    const few = cells.header.areas.length <= FEW;
    const told = few ? groups.map((areas) => cells.told(shown.layer, areas, shown.day)) : [];
    if (few && cells.header.layers[shown.layer].circles) this.circles(told, scene);
    this.movements(shown, scene);
    paintNames(ctx, this.type, this.room, scene, told);
    paintFurniture(ctx, scene);
  }

  /** Draw again what does not change from day to day, when something else has. */
  private refresh(shown: Shown, scene: Scene, groups: number[][]): void {
    const joined = groups.filter((group) => group.length > 1);
    const key = [scene.frame.key, shown.theme, JSON.stringify(joined)].join();
    if (key === this.caches) return;
    this.caches = key;
    const { width, height, ratio } = scene.frame;
    const sheet = (old: HTMLCanvasElement | null) => {
      const canvas = old ?? document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
      return canvas;
    };
    this.under = sheet(this.under);
    this.over = sheet(this.over);
    const over = this.over.getContext("2d")!;
    paintGround(this.under.getContext("2d")!, scene);
    paintBorders(over, scene, joined);
    paintWays(over, scene);
  }

  private areas(shown: Shown, { frame, palette }: Scene): void {
    const { ctx, cells, ground } = this;
    const unit = frame.units(ctx);
    const meta = cells.header.layers[shown.layer];
    const unknown: number[] = [];
    const old: number[] = [];
    const wide: number[] = [];
    for (let area = 0; area < ground.paths.length; area++) {
      const value = cells.value(shown.layer, area, shown.day);
      if (Number.isNaN(value)) {
        unknown.push(area);
        ctx.fillStyle = palette.unknown;
      } else {
        const note = cells.noteIndex(shown.layer, area, shown.day);
        const below = note >= 0 && meta.notes[note].below;
        ctx.fillStyle = meta.colours[cells.classOf(shown.layer, value, below)];
        const flags = cells.flags(shown.layer, area, shown.day);
        if (flags & FLAG.old) old.push(area);
        if (flags & FLAG.wide) wide.push(area);
      }
      ctx.fill(ground.paths[area], "evenodd");
    }
    const fill = (areas: number[], kind: Kind, colour: string) =>
      this.patterns.fill(areas.map((area) => ground.paths[area]), kind, colour, unit, frame.ratio);
    fill(unknown, "rising", palette.quiet);
    fill(old, "falling", "rgba(29,27,24,0.55)");
    fill(wide, "dots", "rgba(29,27,24,0.6)");
  }

  private orders(shown: Shown, { frame, palette }: Scene): void {
    const { ctx, ground, cells } = this;
    if (!ground.orders.length) return;
    const unit = frame.units(ctx);
    cells.header.orders.forEach((order, index) => {
      if (order.start > shown.day || order.end < shown.day) return;
      this.patterns.fill([ground.orders[index]], "falling", palette.accent, unit, frame.ratio);
      ctx.strokeStyle = palette.accent;
      ctx.lineWidth = 1.6 * unit;
      ctx.stroke(ground.orders[index]);
    });
  }

  private outline(shown: Shown, { frame, palette }: Scene): void {
    const unit = frame.units(this.ctx);
    for (const [area, width, colour] of [
      [shown.hover, 2.4, palette.ink],
      [shown.selected, 3.2, palette.accent],
    ] as [number, number, string][]) {
      const path = this.ground.paths[area];
      if (!path) continue;
      this.ctx.lineWidth = width * unit;
      this.ctx.lineJoin = "round";
      this.ctx.strokeStyle = colour;
      this.ctx.stroke(path);
    }
  }

  /** Circles whose area is the number; the thin rings around it are the ends of its range. */
  private circles(told: Told[], scene: Scene): void {
    const { ctx } = this;
    for (const { areas, value, low, high } of told) {
      if (Number.isNaN(value)) continue;
      const [x, y] = middleOf(scene, areas);
      const ring = (people: number) => {
        ctx.beginPath();
        ctx.arc(x, y, radiusOf(people, scene.frame.narrow), 0, 2 * Math.PI);
      };
      if (value > 0) {
        ring(value);
        ctx.globalAlpha = 0.3;
        ctx.fillStyle = scene.palette.paper;
        ctx.fill();
        ctx.globalAlpha = 1;
        ctx.lineWidth = 1.4;
        ctx.strokeStyle = CIRCLE;
        ctx.stroke();
      }
      ctx.lineWidth = 0.9;
      ctx.strokeStyle = CIRCLE;
      ctx.setLineDash([2, 2.5]);
      for (const end of [low, high]) {
        if (Number.isNaN(end) || end <= 0 || end === value) continue;
        ring(end);
        ctx.stroke();
      }
      ctx.setLineDash([]);
    }
  }

  private movements(shown: Shown, { frame, palette }: Scene): void {
    this.bands = [];
    if (shown.since === null) return;
    const arrows = arrowsOf(
      this.cells, shown.since, shown.day, shown.ranges, frame.narrow ? RIVALS - 1 : RIVALS,
    );
    const ways = new Map<string, { aside: number; count: number }>();
    this.bands = arrows.map((arrow) => {
      const width = widthOf(arrow.value, frame.narrow);
      const way = ways.get(arrow.way) ?? { aside: 0, count: 0 };
      const aside = way.count ? way.aside + width / 2 : 0;
      ways.set(arrow.way, { aside: aside + width / 2 + 9, count: way.count + 1 });
      const [a, b] = [arrow.from, arrow.to].map((at) => frame.place(this.ground.project(at)));
      return { arrow, band: bandOf(a, b, width, aside, 0.28 + 0.2 * (way.count % 4)) };
    });
    for (const { band, arrow } of this.bands) paintArrow(this.ctx, band, arrow, palette);
    this.arrowLabels(frame.narrow, palette);
  }

  /** Numbers of the movements, and of published ones who said them; the larger first. */
  private arrowLabels(narrow: boolean, palette: Palette): void {
    const taken: Box[] = [];
    const size = narrow ? 10.5 : 12.5;
    for (const { band, arrow } of this.bands) {
      const lines: Line[] = [{ text: arrow.number, size, bold: true, quiet: false }];
      if (arrow.publisher && !narrow) lines.push({ text: arrow.publisher, size: size - 1.5, bold: false, quiet: false });
      const half = Math.max(...lines.map((line) => this.type.width(line.text, line.size, line.bold))) / 2;
      const height = heightOf(lines);
      const [x, y] = band.label;
      const box = { x0: x - half, y0: y - height / 2, x1: x + half, y1: y + height / 2 };
      if (taken.some((other) => overlaps(other, box))) continue;
      taken.push(box);
      writeLines(this.type, lines, x, y - height / 2, "middle", palette);
    }
  }
}

/** Circles lie on the classes' own colours, which are the same in both themes. */
const CIRCLE = "#1d1b18";
