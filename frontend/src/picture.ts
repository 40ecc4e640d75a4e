/** Draws the map of one day on a canvas: grounds, areas, marks, arrows, words. */

import { arrowsOf, bandOf, paintArrow, type Arrow, type Band } from "./arrows";
import type { Cells, Told } from "./cells";
import { FLAG, type Palette } from "./contract";
import type { Ground } from "./ground";
import { heightOf, overlaps, stack, Type, writeLines, type Box, type Line, type Side } from "./labels";

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

/** Scale and shift of the reader's zoom, in CSS pixels. */
export interface Zoom {
  k: number;
  x: number;
  y: number;
}

/** More areas than this are named where there is room, not each beside the whole. */
const FEW = 12;
/** From this zoom on, labels stand in their areas. */
const CLOSE = 1.35;
/** Radius in pixels of a million people. */
const MILLION_RADIUS = 30;

export function radiusOf(people: number): number {
  return MILLION_RADIUS * Math.sqrt(Math.max(people, 0) / 1e6);
}

export class Picture {
  width = 0;
  height = 0;
  ratio = 1;
  private scale = 1;
  private shift: [number, number] = [0, 0];
  private under: HTMLCanvasElement | null = null;
  private over: HTMLCanvasElement | null = null;
  private caches = "";
  private patterns = new Map<string, CanvasPattern>();
  private bands: { band: Band; arrow: Arrow }[] = [];
  private readonly type: Type;

  constructor(
    private readonly ctx: CanvasRenderingContext2D,
    readonly cells: Cells,
    readonly ground: Ground,
    family: string,
  ) {
    this.type = new Type(ctx, family);
  }

  get narrow(): boolean {
    return this.width < 560;
  }

  /** Make room: the whole of the areas fits with a margin, at zoom 1. */
  resize(width: number, height: number, ratio: number): void {
    [this.width, this.height, this.ratio] = [width, height, ratio];
    const [x0, y0, x1, y1] = this.ground.bounds;
    const [w, h] = [x1 - x0 || 1, y1 - y0 || 1];
    // On a narrow screen labels need the sides more than the map needs the room above.
    const margin = this.narrow ? 34 : 22;
    this.scale = Math.min((width - 2 * margin) / w, (height - 2 * margin) / h);
    const aside = this.narrow ? 14 : 18;
    this.shift = [
      width / 2 + aside - (this.scale * (x0 + x1)) / 2,
      height / 2 - (this.scale * (y0 + y1)) / 2,
    ];
    this.caches = "";
  }

  /** Draw everything anew, after the browser had to drop what was drawn. */
  forget(): void {
    this.caches = "";
    this.patterns.clear();
  }

  /** From reference units to CSS pixels. */
  place([x, y]: [number, number], zoom: Zoom): [number, number] {
    return [
      zoom.x + zoom.k * (this.shift[0] + this.scale * x),
      zoom.y + zoom.k * (this.shift[1] + this.scale * y),
    ];
  }

  /** Which area lies under a point of the canvas; -1 for none. */
  hit(x: number, y: number, zoom: Zoom): number {
    const k = zoom.k * this.scale;
    return this.ground.hit(
      (x - zoom.x - zoom.k * this.shift[0]) / k,
      (y - zoom.y - zoom.k * this.shift[1]) / k,
    );
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

  palette(shown: Shown): Palette {
    return this.cells.header.palettes[shown.theme];
  }

  draw(shown: Shown, zoom: Zoom): void {
    if (this.width < 2 || this.height < 2) return;
    const { ctx, cells } = this;
    const palette = this.palette(shown);
    const groups = cells.groups(shown.layer, shown.day);
    this.refresh(shown, zoom, groups, palette);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.under!, 0, 0);
    this.areas(shown, zoom, palette);
    this.orders(shown, zoom, palette);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.over!, 0, 0);
    this.outline(shown, zoom, palette);
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    const told = groups.map((areas) => cells.told(shown.layer, areas, shown.day));
    if (cells.header.layers[shown.layer].circles) this.circles(told, zoom, palette);
    this.movements(shown, zoom, palette);
    if (cells.header.areas.length <= FEW) this.names(told, zoom, palette);
    this.furniture(zoom, palette);
  }

  /** Draw again what does not change from day to day, when something else has. */
  private refresh(shown: Shown, zoom: Zoom, groups: number[][], palette: Palette): void {
    const joined = groups.filter((group) => group.length > 1);
    const key = [
      this.width, this.height, this.ratio, zoom.k, zoom.x, zoom.y, shown.theme, JSON.stringify(joined),
    ].join();
    if (key === this.caches) return;
    this.caches = key;
    const sheet = (old: HTMLCanvasElement | null) => {
      const canvas = old ?? document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(this.width * this.ratio));
      canvas.height = Math.max(1, Math.round(this.height * this.ratio));
      return canvas;
    };
    this.under = sheet(this.under);
    this.over = sheet(this.over);
    const under = this.under.getContext("2d")!;
    const over = this.over.getContext("2d")!;
    under.fillStyle = palette.sea;
    under.fillRect(0, 0, this.under.width, this.under.height);
    this.surroundings(under, zoom, palette);
    this.borders(over, zoom, palette, joined);
    this.ways(over, zoom, palette);
  }

  /** Scale of a context so that paths in reference units fall into place; returns units per pixel. */
  private into(ctx: CanvasRenderingContext2D, zoom: Zoom): number {
    const k = zoom.k * this.scale;
    const [x, y] = this.place([0, 0], zoom);
    ctx.setTransform(this.ratio * k, 0, 0, this.ratio * k, this.ratio * x, this.ratio * y);
    return 1 / k;
  }

  private surroundings(ctx: CanvasRenderingContext2D, zoom: Zoom, palette: Palette): void {
    const { header } = this.cells;
    const unit = this.into(ctx, zoom);
    header.context.forEach((item, index) => {
      if (item.kind !== "neighbour") return;
      const path = this.ground.context[index];
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
    if (this.narrow || zoom.k > CLOSE || !header.context.length) return;
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    const type = new Type(ctx, this.type.family);
    header.context.forEach((item, index) => {
      if (item.kind !== "neighbour") return;
      const at = this.ground.contextPoint[index];
      // A name stands in the open part of its land, clear of the areas' labels.
      const east = at !== null && this.place(at, zoom)[0] > this.width * 0.5;
      const [x, y] = east ? [this.width - 65, this.height * 0.5] : [this.width * 0.17, this.height - 32];
      type.write(item.name, x, y, 14, palette.quiet, palette);
    });
    const sea = this.cells.say("map.sea");
    type.write(sea, this.width * 0.17, this.height * 0.23, 15, palette.water, palette, { italic: true });
  }

  private areas(shown: Shown, zoom: Zoom, palette: Palette): void {
    const { ctx, cells, ground } = this;
    const unit = this.into(ctx, zoom);
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
    this.fillPattern(unknown, "rising", palette.quiet, unit);
    this.fillPattern(old, "falling", "rgba(29,27,24,0.55)", unit);
    this.fillPattern(wide, "dots", "rgba(29,27,24,0.6)", unit);
  }

  /** Fill areas with a pattern whose marks keep their size on the screen at any zoom. */
  private fillPattern(areas: number[], kind: string, colour: string, unit: number): void {
    if (!areas.length) return;
    const pattern = this.pattern(kind, colour);
    pattern.setTransform(new DOMMatrix().scale(unit / this.ratio));
    this.ctx.fillStyle = pattern;
    for (const area of areas) this.ctx.fill(this.ground.paths[area], "evenodd");
  }

  private pattern(kind: string, colour: string): CanvasPattern {
    const key = `${kind}|${colour}|${this.ratio}`;
    let pattern = this.patterns.get(key);
    if (!pattern) {
      const step = Math.round({ rising: 6, falling: 12, dots: 9 }[kind]! * this.ratio);
      const tile = document.createElement("canvas");
      tile.width = tile.height = step;
      const ctx = tile.getContext("2d")!;
      paintTile(ctx, kind, colour, step, this.ratio);
      pattern = this.ctx.createPattern(tile, "repeat")!;
      this.patterns.set(key, pattern);
    }
    return pattern;
  }

  private orders(shown: Shown, zoom: Zoom, palette: Palette): void {
    const { ctx, ground, cells } = this;
    if (!ground.orders.length) return;
    const unit = this.into(ctx, zoom);
    cells.header.orders.forEach((order, index) => {
      if (order.start > shown.day || order.end < shown.day) return;
      const pattern = this.pattern("falling", palette.accent);
      pattern.setTransform(new DOMMatrix().scale(unit / this.ratio));
      ctx.fillStyle = pattern;
      ctx.fill(ground.orders[index], "evenodd");
      ctx.strokeStyle = palette.accent;
      ctx.lineWidth = 1.6 * unit;
      ctx.stroke(ground.orders[index]);
    });
  }

  /** Borders: dotted between areas that one figure is for, broken where all is reconstructed. */
  private borders(ctx: CanvasRenderingContext2D, zoom: Zoom, palette: Palette, joined: number[][]): void {
    const unit = this.into(ctx, zoom);
    const group = new Map<number, number>();
    joined.forEach((areas, index) => areas.forEach((area) => group.set(area, index)));
    const broken = this.cells.header.reconstructed ? [7 * unit, 3 * unit] : [];
    ctx.strokeStyle = palette.border;
    ctx.lineJoin = "round";
    const many = this.ground.paths.length > FEW;
    for (const [key, path] of this.ground.shared) {
      const [i, j] = key.split(",").map(Number);
      const together = group.has(i) && group.get(i) === group.get(j);
      ctx.lineWidth = (together ? 0.7 : many ? 0.4 : 1) * unit;
      ctx.setLineDash(together ? [2 * unit, 4 * unit] : many ? [] : broken);
      ctx.stroke(path);
    }
    ctx.lineWidth = (many ? 0.8 : 1.7) * unit;
    ctx.setLineDash(broken);
    ctx.stroke(this.ground.outer);
    ctx.setLineDash([]);
  }

  /** Roads, Wadi Gaza, crossings and the names of places. */
  private ways(ctx: CanvasRenderingContext2D, zoom: Zoom, palette: Palette): void {
    const { header } = this.cells;
    const unit = this.into(ctx, zoom);
    header.context.forEach((item, index) => {
      const path = this.ground.context[index];
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
      }
    });
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    const type = new Type(ctx, this.type.family);
    const taken: Box[] = [];
    header.context.forEach((item, index) => {
      const at = this.ground.contextPoint[index];
      if (!at || (item.kind !== "crossing" && item.kind !== "wadi")) return;
      const [x, y] = this.place(at, zoom);
      if (item.kind === "crossing") {
        ctx.fillStyle = palette.paper;
        ctx.strokeStyle = palette.ink;
        ctx.lineWidth = 1.1;
        ctx.fillRect(x - 2.5, y - 2.5, 5, 5);
        ctx.strokeRect(x - 2.5, y - 2.5, 5, 5);
        taken.push({ x0: x - 4, y0: y - 4, x1: x + 4, y1: y + 4 });
      }
      if (this.narrow) return;
      if (item.kind === "wadi") {
        type.write(item.name, x + 26 * zoom.k, y, 11.5, palette.water, palette, { side: "right", italic: true });
      } else {
        const south = y > this.height * 0.8 && zoom.k <= CLOSE;
        const bottom = y > this.height * 0.92 && zoom.k <= CLOSE;
        const [dx, dy, side]: [number, number, Side] = bottom ? [0, 14, "middle"] : south ? [-24, 0, "left"] : [7, 0, "right"];
        type.write(item.name, x + dx, y + dy, 11, palette.quiet, palette, { side });
      }
    });
    if (zoom.k > CLOSE || header.areas.length > FEW) this.places(ctx, type, zoom, palette, taken);
  }

  /** Names of places, the more important first; one that would cover another waits for a closer look. */
  private places(ctx: CanvasRenderingContext2D, type: Type, zoom: Zoom, palette: Palette, taken: Box[]): void {
    const deepest = zoom.k > 6 ? 4 : zoom.k > 3 ? 3 : zoom.k > 1.8 ? 2 : 1;
    const room: Box = { x0: 0, y0: 0, x1: this.width, y1: this.height };
    const places = this.cells.header.places
      .filter((place) => place.rank <= deepest)
      .sort((a, b) => a.rank - b.rank);
    for (const place of places) {
      const [x, y] = this.place(this.ground.project(place.at), zoom);
      const size = place.rank === 1 ? 12.5 : 11;
      const width = type.width(place.name, size);
      const box = { x0: x - 3, y0: y - size * 0.7, x1: x + 8 + width, y1: y + size * 0.7 };
      if (!overlaps(box, room) || taken.some((other) => overlaps(other, box))) continue;
      taken.push(box);
      ctx.fillStyle = palette.ink;
      ctx.beginPath();
      ctx.arc(x, y, 1.8, 0, 2 * Math.PI);
      ctx.fill();
      type.write(place.name, x + 5, y, size, palette.ink, palette, { side: "right" });
    }
  }

  private outline(shown: Shown, zoom: Zoom, palette: Palette): void {
    const unit = this.into(this.ctx, zoom);
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

  /** The middle of the areas that one figure is for. */
  private middle(areas: number[], zoom: Zoom): [number, number] {
    const points = areas.map((area) => this.ground.project(this.cells.header.areas[area].at));
    const mean = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
    return this.place(mean as [number, number], zoom);
  }

  /** Circles whose area is the number; the thin rings around it are the ends of its range. */
  private circles(told: Told[], zoom: Zoom, palette: Palette): void {
    const { ctx } = this;
    for (const { areas, value, low, high } of told) {
      if (Number.isNaN(value)) continue;
      const [x, y] = this.middle(areas, zoom);
      const ring = (people: number) => {
        ctx.beginPath();
        ctx.arc(x, y, radiusOf(people), 0, 2 * Math.PI);
      };
      if (value > 0) {
        ring(value);
        ctx.globalAlpha = 0.3;
        ctx.fillStyle = palette.paper;
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

  private movements(shown: Shown, zoom: Zoom, palette: Palette): void {
    this.bands = [];
    if (shown.since === null) return;
    const arrows = arrowsOf(this.cells, shown.since, shown.day, shown.ranges);
    const ways = new Map<string, number>();
    this.bands = arrows.map((arrow) => {
      const way = [arrow.from, arrow.to].join("|");
      const before = ways.get(way) ?? 0;
      ways.set(way, before + 1);
      const [a, b] = [arrow.from, arrow.to].map((at) => this.place(this.ground.project(at), zoom));
      return { arrow, band: bandOf(a, b, arrow.value, 0.22 + 0.3 * before) };
    });
    for (const { band, arrow } of [...this.bands]) paintArrow(this.ctx, band, arrow, palette);
    const taken: Box[] = [];
    for (const { band, arrow } of this.bands) {
      const size = 12;
      const half = this.type.width(arrow.number, size, true) / 2;
      const [x, y] = band.middle;
      const box = { x0: x - half, y0: y - size * 0.7, x1: x + half, y1: y + size * 0.7 };
      if (taken.some((other) => overlaps(other, box))) continue;
      taken.push(box);
      this.type.write(arrow.number, x, y, size, palette.ink, palette, { bold: true });
    }
  }

  private linesOf(told: Told): Line[] {
    const { narrow } = this;
    const few = narrow ? told.lines.slice(0, 3) : told.lines;
    return [
      { text: told.name, size: narrow ? 13 : 15, bold: true, quiet: false },
      { text: told.number, size: narrow ? 14 : 19, bold: true, quiet: false },
      ...few.map((text) => ({ text, size: narrow ? 10.5 : 12.5, bold: false, quiet: true })),
    ];
  }

  private names(told: Told[], zoom: Zoom, palette: Palette): void {
    this.ctx.direction = this.cells.header.rtl ? "rtl" : "ltr";
    if (zoom.k > CLOSE) this.namesInside(told, zoom, palette);
    else this.namesBeside(told, zoom, palette);
    this.ctx.direction = "ltr";
  }

  /** Labels in their areas, the largest first; one that would cover another is left out. */
  private namesInside(told: Told[], zoom: Zoom, palette: Palette): void {
    const taken: Box[] = [];
    const largest = [...told].sort((a, b) => this.sizeOf(b.areas) - this.sizeOf(a.areas));
    for (const one of largest) {
      const [x, y] = this.middle(one.areas, zoom);
      const lines = this.linesOf({ ...one, lines: one.lines.slice(0, 2) })
        .flatMap((line) => this.type.wrap(line, Math.max(120, this.width * 0.35)));
      const half = Math.max(...lines.map((line) => this.type.width(line.text, line.size, line.bold))) / 2;
      const height = heightOf(lines);
      const box = { x0: x - half, y0: y - height / 2, x1: x + half, y1: y + height / 2 };
      if (taken.some((other) => overlaps(other, box))) continue;
      taken.push(box);
      writeLines(this.type, lines, x, y - height / 2, "middle", palette);
    }
  }

  private sizeOf(areas: number[]): number {
    return areas.reduce((sum, area) => sum + this.ground.sizes[area], 0);
  }

  /** Labels beside the whole, each with a thin line to its area. */
  private namesBeside(told: Told[], zoom: Zoom, palette: Palette): void {
    const { header } = this.cells;
    const gap = this.narrow ? 8 : 16;
    for (const side of ["left", "right"] as const) {
      const column = told.filter(({ areas }) => sideOf(header.areas[areas[0]].side) === side);
      const rows = column.map(({ areas }) => {
        const { at, labelAt } = header.areas[areas[0]];
        return this.place(this.ground.project([at[0], labelAt]), zoom)[1];
      });
      let blocks = column.map((one) => this.linesOf(one));
      let tops = rows.map((y, i) => topOf(blocks[i], y));
      const edges = rows.map(() => 0);
      // Wrapping needs the room beside the areas, and the room the wrapped height.
      for (let pass = 0; pass < 2; pass++) {
        blocks = column.map((one, i) => {
          const foot = tops[i] + heightOf(blocks[i]);
          edges[i] = this.freeEdge(side, tops[i], foot, gap, zoom);
          const room = Math.max(side === "left" ? edges[i] - 4 : this.width - edges[i] - 4, 60);
          return this.linesOf(one).flatMap((line) => this.type.wrap(line, room));
        });
        tops = stack(rows.map((y, i) => topOf(blocks[i], y)), blocks.map(heightOf), this.height - 4);
      }
      column.forEach((one, i) => {
        const edge = edges[i];
        const tip = this.tipOf(one.areas, rows[i], side, zoom);
        const { ctx } = this;
        ctx.strokeStyle = palette.ink;
        ctx.fillStyle = palette.ink;
        ctx.lineWidth = 0.9;
        ctx.beginPath();
        ctx.moveTo(side === "left" ? edge + 5 : edge - 5, rows[i]);
        ctx.lineTo(tip, rows[i]);
        ctx.stroke();
        ctx.beginPath();
        ctx.arc(tip, rows[i], 2.2, 0, 2 * Math.PI);
        ctx.fill();
        writeLines(this.type, blocks[i], edge, tops[i], side, palette);
      });
    }
  }

  /** Where a label's line ends: a little inside its areas, at the label's height. */
  private tipOf(areas: number[], y: number, side: "left" | "right", zoom: Zoom): number {
    const [middle] = this.middle(areas, zoom);
    let tip = middle;
    for (let step = 0; step < 40; step++) {
      const x = side === "left" ? middle - (40 - step) * 6 : middle + (40 - step) * 6;
      if (areas.includes(this.hit(x, y, zoom))) {
        tip = x;
        break;
      }
    }
    return side === "left" ? tip + 5 : tip - 5;
  }

  /** Where a label of a given height may begin so that it stays clear of the areas. */
  private freeEdge(side: "left" | "right", top: number, foot: number, gap: number, zoom: Zoom): number {
    const segments = this.ground.outerSegments;
    let [least, most] = [Infinity, -Infinity];
    for (let i = 0; i < segments.length; i += 4) {
      const [ax, ay] = this.place([segments[i], segments[i + 1]], zoom);
      const [bx, by] = this.place([segments[i + 2], segments[i + 3]], zoom);
      if (Math.max(ay, by) < top || Math.min(ay, by) > foot) continue;
      least = Math.min(least, ax, bx);
      most = Math.max(most, ax, bx);
    }
    if (least > most) return this.width / 2;
    return side === "left" ? least - gap : most + gap;
  }

  /** The scale bar, and the arrow to the north. */
  private furniture(zoom: Zoom, palette: Palette): void {
    const { ctx, width, height } = this;
    const perKm = this.ground.perKm * this.scale * zoom.k;
    const km = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]
      .reduce((best, one) => (one * perKm <= Math.min(120, width / 4) ? one : best));
    const length = km * perKm;
    const [x, y] = [width - length - 24, height - 20];
    ctx.strokeStyle = palette.ink;
    ctx.lineWidth = 1.4;
    ctx.beginPath();
    ctx.moveTo(x, y - 5);
    ctx.lineTo(x, y);
    ctx.lineTo(x + length, y);
    ctx.lineTo(x + length, y - 5);
    ctx.stroke();
    this.type.write(this.cells.say("map.km", { km }), x + length / 2, y - 14, 12, palette.ink, palette);
    const [nx, ny] = [width - 24, 46];
    ctx.fillStyle = palette.ink;
    ctx.beginPath();
    ctx.moveTo(nx, ny - 7);
    ctx.lineTo(nx - 5.25, ny + 7);
    ctx.lineTo(nx, ny + 2.8);
    ctx.lineTo(nx + 5.25, ny + 7);
    ctx.closePath();
    ctx.fill();
    this.type.write("N", nx, ny - 18, 12, palette.ink, palette, { bold: true });
  }
}

/** Circles lie on the classes' own colours, which are the same in both themes. */
const CIRCLE = "#1d1b18";

/** Paint one tile of a pattern: slanted lines, or dots. */
export function paintTile(
  ctx: CanvasRenderingContext2D, kind: string, colour: string, step: number, ratio: number,
): void {
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = 0.9 * ratio;
  ctx.beginPath();
  if (kind === "dots") {
    ctx.arc(step / 2, step / 2, 1.3 * ratio, 0, 2 * Math.PI);
    ctx.fill();
    return;
  }
  for (const shift of [-step, 0, step]) {
    const [from, to] = kind === "rising" ? [step, 0] : [0, step];
    ctx.moveTo(shift - 0.5 * step, from + (kind === "rising" ? 0.5 : -0.5) * step);
    ctx.lineTo(shift + 1.5 * step, to + (kind === "rising" ? -0.5 : 0.5) * step);
  }
  ctx.stroke();
}

function sideOf(side: string): "left" | "right" {
  return side === "right" ? "right" : "left";
}

/** Where a label begins: its name and number lie around the line to its area. */
function topOf(lines: Line[], y: number): number {
  return y - 0.64 * lines.slice(0, 3).reduce((sum, line) => sum + line.size, 0) - 3;
}
