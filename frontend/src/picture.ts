/** Draws the map of one day on a canvas: grounds, areas, marks, arrows, words. */

import { arrowsOf, type Arrow } from "./arrows";
import { bandOf, paintBand, widthOf, type Band } from "./bands";
import { middleOf, paintNames, Room, type Callout, type Unwritten } from "./callouts";
import type { Cells, Told } from "./cells";
import type { Place } from "./contract";
import { Frame, type Zoom } from "./frame";
import type { Ground } from "./ground";
import { Type, type Box } from "./labels";
import { LandPaint, paintOutlines } from "./landpaint";
import { coloursOf, looksOf } from "./legend";
import { INK, Patterns } from "./patterns";
import { periodOf, TimesPaint } from "./times";
import { FEW, paintBorders, paintFurniture, paintGround, paintWays, takenOf, type Scene } from "./surroundings";

/** What is shown: set by the reader, by Python, or by the picture's frame. */
export interface Shown {
  layer: number;
  day: number;
  since: number | null;
  hover: number;
  /** Areas that a figure beside the map speaks of which the reader points at. */
  pointed: number[];
  selected: number;
  theme: "light" | "dark";
  /** A place that was looked for, marked on the map. */
  found: Place | null;
  /** A period is one in which land was ordered, so many times, and no movements. */
  times: boolean;
  /** Blocks of the land under orders that stand out: under the pointer, looked at, and of an order that is open. */
  outlined?: { hover?: number; looked: number[]; order: number[] };
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
  private bands: Band[] = [];
  private readonly type: Type;
  private readonly patterns: Patterns;
  private readonly room = new Room();
  private land: LandPaint | null = null;
  private times: TimesPaint | null = null;
  /** Areas for whose labels there was no room when it was last drawn. */
  unwritten: Unwritten["areas"] = [];
  /** Whether arrows have numbers that the list below has, too. */
  numbered = false;

  constructor(
    private readonly ctx: CanvasRenderingContext2D,
    readonly cells: Cells,
    readonly ground: Ground,
    private readonly family: string,
  ) {
    this.type = new Type(ctx, family);
    this.patterns = new Patterns(ctx);
  }

  get size(): { width: number; height: number; ratio: number; narrow: boolean; kept: number; covered: Box[] } {
    return this.frame ?? { width: 0, height: 0, ratio: 1, narrow: false, kept: 0, covered: [] };
  }

  /** Draw at another size; `kept` pixels at the left are covered by a legend, and some boxes by other parts of the page. */
  resize(width: number, height: number, ratio: number, kept = 0, covered: Box[] = []): void {
    const { areas } = this.cells.header;
    const beside = areas.length <= FEW && areas.some(({ side }) => side !== "inside");
    this.frame = Frame.fit(this.ground.bounds, width, height, ratio, kept, covered, beside);
    this.caches = "";
  }

  /** Draw everything anew, after the browser had to drop what was drawn, or got a font. */
  forget(): void {
    this.caches = "";
    this.type.forget();
    this.room.forget();
    this.patterns.forget();
    this.land?.forget();
    this.times?.forget();
  }

  /** Which area lies under a point of the canvas; -1 for none. */
  hit(x: number, y: number, zoom: Zoom): number {
    return this.frame ? this.ground.hit(...this.frame.at(zoom).back(x, y)) : -1;
  }

  /** Which block of the land under orders lies under a point of the canvas; -1 for none. */
  hitBlock(x: number, y: number, zoom: Zoom): number {
    return this.frame ? this.ground.hitBlock(...this.frame.at(zoom).back(x, y)) : -1;
  }

  /** Which block holds a point in degrees; -1 for none. */
  blockAt(at: [number, number]): number {
    return this.ground.hitBlock(...this.ground.project(at));
  }

  /** What lies in the middle of the canvas, in degrees; null without a size. */
  middle(zoom: Zoom): [number, number] | null {
    if (!this.frame) return null;
    const { width, height } = this.frame;
    return this.ground.projection.invert!(this.frame.at(zoom).back(width / 2, height / 2));
  }

  /** How near the map is and what lies in its middle, as an address says it; null for the whole. */
  zoomText(zoom: Zoom): string | null {
    const middle = this.middle(zoom);
    if (!middle || zoom.k <= 1.005) return null;
    const [longitude, latitude] = middle;
    return [Number(zoom.k.toFixed(2)), Number(latitude.toFixed(4)), Number(longitude.toFixed(4))].join("/");
  }

  /** The zoom by which a point in degrees comes to lie in the middle; null without a size. */
  zoomTo(k: number, at: [number, number]): Zoom | null {
    const point = this.ground.project(at);
    if (!this.frame || !point) return null;
    const [x, y] = this.frame.place(point);
    return { k, x: this.frame.width / 2 - k * x, y: this.frame.height / 2 - k * y };
  }

  /** The movement under a point of the canvas. */
  arrowAt(x: number, y: number): Arrow | null {
    this.ctx.setTransform(1, 0, 0, 1, 0, 0);
    return this.bands.find(({ outline }) => this.ctx.isPointInPath(outline, x, y))?.arrow ?? null;
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
    this.refresh(shown, scene, cells.groups(cells.ground(shown.layer), shown.day));
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.under!, 0, 0);
    const period = cells.land && periodOf(shown);
    if (period) {
      (this.times ??= new TimesPaint(ctx, cells.land!, ground.blocks())).paint(period, scene);
      paintOutlines(ctx, ground.blocks(), shown.outlined, scene);
    } else {
      this.areas(shown, scene);
      this.orders(shown, scene);
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.over!, 0, 0);
    this.outline(shown, scene);
    frame.pixels(ctx);
    const few = cells.header.areas.length <= FEW;
    const told = few && !period ? groups.map((areas) => cells.told(shown.layer, areas, shown.day)) : [];
    if (few && cells.header.layers[shown.layer].circles) this.circles(told, scene);
    this.movements(shown, scene);
    const named = this.namedBands(scene);
    const left = paintNames(ctx, this.type, this.room, scene, told, named.map((band) => this.arrowName(band, scene)), takenOf(scene, this.type));
    this.unwritten = left.areas;
    const badged = frame.narrow ? this.bands : left.callouts.map((index) => named[index]);
    this.numbered = badged.length > 0;
    this.arrowBadges(scene, badged);
    if (shown.found) this.pointer(shown.found, scene);
    paintFurniture(ctx, scene);
  }

  /** Draw again what does not change from day to day, when something else has. */
  private refresh(shown: Shown, scene: Scene, groups: number[][]): void {
    const joined = groups.filter((group) => group.length > 1);
    // Numbers of arrows stand where names of ways and crossings would.
    const quiet = shown.since !== null;
    const key = [scene.frame.key, shown.theme, JSON.stringify(joined), quiet].join();
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
    paintWays(over, scene, quiet);
  }

  private areas(shown: Shown, { frame, palette }: Scene): void {
    const { ctx, cells, ground } = this;
    const unit = frame.units(ctx);
    const below = cells.ground(shown.layer);
    const colours = coloursOf(cells.header.layers[shown.layer], cells.header.layers[below]);
    const marked = new Map<string, number[]>();
    const mark = (name: string, area: number) => marked.set(name, [...(marked.get(name) ?? []), area]);
    for (let area = 0; area < ground.paths.length; area++) {
      const shade = cells.shade(below, area, shown.day);
      ctx.fillStyle = shade < 0 ? palette.unknown : colours[shade];
      ctx.fill(ground.paths[area], "evenodd");
      const name = cells.mark(below, area, shown.day);
      if (name) mark(name, area);
      if (cells.isWide(below, area, shown.day)) mark("wide", area);
    }
    for (const [name, [, kind, ink]] of Object.entries(looksOf(palette))) {
      const paths = (marked.get(name) ?? []).map((area) => ground.paths[area]);
      this.patterns.fill(paths, kind, ink, unit, frame.ratio);
    }
  }

  private landPaint(): LandPaint {
    return (this.land ??= new LandPaint(this.cells.land!, this.ground.blocks()));
  }

  private orders(shown: Shown, scene: Scene): void {
    const { ctx, ground, cells } = this;
    if (cells.land && cells.header.layers[shown.layer].orders) {
      this.landPaint().paint(ctx, shown, scene);
    }
    const { frame, palette } = scene;
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
      ...shown.pointed.map((area) => [area, 2.4, palette.accent]),
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
        ctx.strokeStyle = INK;
        ctx.stroke();
      }
      ctx.lineWidth = 0.9;
      ctx.strokeStyle = INK;
      ctx.setLineDash([2, 2.5]);
      for (const end of [low, high]) {
        if (Number.isNaN(end) || end <= 0 || end === value) continue;
        ring(end);
        ctx.stroke();
      }
      ctx.setLineDash([]);
    }
  }

  private movements(shown: Shown, { frame, palette, cells }: Scene): void {
    this.bands = [];
    if (shown.since === null || shown.times) return;
    const asides = new Map<string, number>();
    this.bands = arrowsOf(cells, shown.since, shown.day).map((arrow) => {
      const width = widthOf(arrow.high, frame.narrow);
      const [a, b] = [arrow.from, arrow.to].map((at) => frame.place(this.ground.project(at)));
      const way = [a, b].join();
      const before = asides.get(way);
      const aside = before === undefined ? 0 : before + width / 2;
      asides.set(way, aside + width / 2 + 9);
      return bandOf(arrow, a, b, frame.narrow, aside);
    });
    for (const band of this.bands) paintBand(this.ctx, band, palette);
  }

  /** The numbers of the movements stand beside the whole, so that they cover no area. */
  private namedBands({ frame }: Scene): Band[] {
    if (frame.narrow) return [];
    return this.bands.filter(({ arrow, place: [x, y] }) =>
      arrow.number && x >= 0 && x <= frame.width && y >= 0 && y <= frame.height);
  }

  private arrowName({ arrow, place }: Band, { palette }: Scene): Callout {
    return {
      at: place,
      colour: palette.accent,
      lines: [
        { text: arrow.number, size: 12.5, bold: true, quiet: false },
        ...arrow.beside.map((text) => ({ text, size: 11.5, bold: false, quiet: true })),
      ],
    };
  }

  /** The mark of a place that was looked for, with its name above. */
  private pointer({ at, name }: Place, { frame, palette }: Scene): void {
    const { ctx } = this;
    const [x, y] = frame.place(this.ground.project(at));
    ctx.strokeStyle = palette.accent;
    ctx.lineWidth = 2.4;
    ctx.beginPath();
    ctx.arc(x, y, 7, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.fillStyle = palette.accent;
    ctx.beginPath();
    ctx.arc(x, y, 2, 0, 2 * Math.PI);
    ctx.fill();
    this.type.write(name, x, y - 18, 13.5, palette.ink, palette, { bold: true });
  }

  /** Where there is no room for them: an arrow has a number that its list below has, too. */
  private arrowBadges({ palette }: Scene, bands: Band[]): void {
    const { ctx } = this;
    for (const band of bands) {
      const [x, y] = band.place;
      ctx.beginPath();
      ctx.arc(x, y, 8, 0, 2 * Math.PI);
      ctx.fillStyle = palette.paper;
      ctx.fill();
      ctx.lineWidth = 1.4;
      ctx.strokeStyle = palette.accent;
      ctx.stroke();
      this.type.write(String(this.bands.indexOf(band) + 1), x, y + 0.5, 11, palette.ink, palette, { bold: true });
    }
  }
}
