/** The frame of the drawing: how reference units, the reader's zoom and pixels belong together. */

import type { Box } from "./labels";

/** Scale and shift of the reader's zoom, in CSS pixels. */
export interface Zoom {
  k: number;
  x: number;
  y: number;
}

/** From this zoom on, labels stand in their areas. */
const CLOSE = 1.35;
const NARROW = 560;
const LOW = 330;
/** CSS pixels that labels beside the whole need of the width. */
const BESIDE = 150;

export class Frame {
  constructor(
    readonly width: number,
    readonly height: number,
    readonly ratio: number,
    readonly scale: number,
    readonly shift: [number, number],
    readonly zoom: Zoom,
    /** CSS pixels at the left that a legend covers: no label stands there. */
    readonly kept = 0,
    /** What else of the page lies over the map, in CSS pixels: no label stands there either. */
    readonly covered: Box[] = [],
  ) {}

  /** The whole of some bounds with a margin, at zoom 1; with room for labels where they stand `beside` it. */
  static fit(
    bounds: [number, number, number, number], width: number, height: number, ratio: number, kept = 0, covered: Box[] = [],
    beside = false,
  ): Frame {
    const [x0, y0, x1, y1] = bounds;
    const [w, h] = [x1 - x0 || 1, y1 - y0 || 1];
    const narrow = width < NARROW;
    // On a narrow screen labels need the sides more than the map needs the room above.
    const margin = Math.min(narrow ? 34 : 22, width / 4, height / 4);
    const room = beside && !narrow ? Math.max(width - 2 * margin - kept - BESIDE, width / 4) : width - 2 * margin;
    const scale = Math.min(room / w, (height - 2 * margin) / h);
    // The areas give way to a legend by as much as the labels beside them can spare.
    const aside = (narrow ? 14 : 18) + kept * 0.42;
    // What lies over the upper corner of a narrow map lies over sea.
    const down = narrow && covered.length ? 8 : 0;
    const shift: [number, number] = [
      width / 2 + aside - (scale * (x0 + x1)) / 2,
      height / 2 + down - (scale * (y0 + y1)) / 2,
    ];
    return new Frame(width, height, ratio, scale, shift, { k: 1, x: 0, y: 0 }, kept, covered);
  }

  at(zoom: Zoom): Frame {
    return new Frame(this.width, this.height, this.ratio, this.scale, this.shift, zoom, this.kept, this.covered);
  }

  get narrow(): boolean {
    return this.width < NARROW;
  }

  /** Whether there is no room for names of what lies around the areas. */
  get small(): boolean {
    return this.narrow || this.height < LOW;
  }

  get close(): boolean {
    return this.zoom.k > CLOSE;
  }

  get key(): string {
    const { width, height, ratio, zoom, kept, covered } = this;
    return [kept, JSON.stringify(covered), width, height, ratio, zoom.k, zoom.x, zoom.y].join();
  }

  /** From reference units to CSS pixels. */
  place([x, y]: [number, number]): [number, number] {
    const { zoom, shift, scale } = this;
    return [zoom.x + zoom.k * (shift[0] + scale * x), zoom.y + zoom.k * (shift[1] + scale * y)];
  }

  /** From CSS pixels to reference units. */
  back(x: number, y: number): [number, number] {
    const { zoom, shift, scale } = this;
    const k = zoom.k * scale;
    return [(x - zoom.x - zoom.k * shift[0]) / k, (y - zoom.y - zoom.k * shift[1]) / k];
  }

  /** Let a context draw in CSS pixels. */
  pixels(ctx: CanvasRenderingContext2D): void {
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
  }

  /** Let a context draw in reference units; returns how many of them make a CSS pixel. */
  units(ctx: CanvasRenderingContext2D): number {
    const k = this.zoom.k * this.scale;
    const [x, y] = this.place([0, 0]);
    ctx.setTransform(this.ratio * k, 0, 0, this.ratio * k, this.ratio * x, this.ratio * y);
    return 1 / k;
  }
}
