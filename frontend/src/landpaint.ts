/** Draws the land under orders over the colours of the areas: what is sure, what is possible, and zones by their edge. */

import type { Blocks } from "./blocks";
import type { LandOrder } from "./contract";
import type { Land } from "./land";
import { INK, ORDERED, Patterns, STEP, tile } from "./patterns";
import type { Shown } from "./picture";
import type { Scene } from "./surroundings";

/** A line: its colour over a casing that sets it off from any ground, its width and its dashes in CSS pixels. */
interface Line {
  colour: string;
  casing: string;
  width: number;
  dash: number[];
}

export type Zone = Exclude<LandOrder["zone"], "">;

const LIGHT = "rgba(255,255,255,0.85)";
const WIDTH = 1.9;

/** The edge of land that is surely under orders: broken where its blocks are approximate. */
const EDGES: Record<"given" | "approximate", Line> = {
  given: { colour: ORDERED, casing: LIGHT, width: WIDTH, dash: [] },
  approximate: { colour: ORDERED, casing: LIGHT, width: WIDTH, dash: [5, 3] },
};

/** Zones are told apart by colour, and by dashes without it. */
const ZONES: Record<Zone, Line> = {
  humanitarian: { colour: "#1a7f37", casing: LIGHT, width: 2.2, dash: [12, 4] },
  no_go: { colour: INK, casing: LIGHT, width: 2.2, dash: [2, 3] },
  yellow_line: { colour: "#ffd400", casing: INK, width: 2.2, dash: [] },
  orange_line: { colour: "#ff8c1a", casing: INK, width: 2.2, dash: [8, 3, 2, 3] },
};

/** The casing reaches so far beyond its line, in CSS pixels. */
const CASING = 1;

export class LandPaint {
  /** What was drawn last, and for which days, size and zoom. */
  private readonly sheet = document.createElement("canvas");
  /** One edge after the other is drawn apart: what lies within it is cut out of it. */
  private readonly apart = document.createElement("canvas");
  private readonly patterns = new Patterns(this.sheet.getContext("2d")!);
  private key = "";

  constructor(private readonly land: Land, private readonly blocks: Blocks) {}

  /** Draw anew next time: the browser had to drop what was drawn. */
  forget(): void {
    this.key = "";
    this.patterns.forget();
  }

  /** Draw the land of a day, and the outlines of blocks that stand out. */
  paint(ctx: CanvasRenderingContext2D, { day, outlined }: Shown, scene: Scene): void {
    const { looked = [], order = [], hover = -1 } = outlined ?? {};
    const { frame, palette } = scene;
    const key = [this.land.spell(day), looked.join("+"), order.join("+"), palette.paper, frame.key].join();
    if (key !== this.key) {
      this.key = key;
      this.clear(scene);
      this.draw(day, scene);
      this.stand(looked, order, scene);
    }
    this.show(ctx, hover, scene);
  }

  /** Draw the outlines of blocks that stand out, and nothing else. */
  paintOutlines(ctx: CanvasRenderingContext2D, { outlined }: Shown, scene: Scene): void {
    const { looked = [], order = [], hover = -1 } = outlined ?? {};
    const key = ["outlines", looked.join("+"), order.join("+"), scene.palette.paper, scene.frame.key].join();
    if (key !== this.key) {
      this.key = key;
      this.clear(scene);
      this.stand(looked, order, scene);
    }
    this.show(ctx, hover, scene);
  }

  private stand(looked: number[], order: number[], { frame, palette }: Scene): void {
    const unit = frame.units(this.sheet.getContext("2d")!);
    this.edge([[order, { colour: palette.accent, casing: palette.halo, width: 2.6, dash: [] }]], order, unit);
    this.edge([[looked, { colour: palette.ink, casing: palette.halo, width: 2.6, dash: [] }]], looked, unit);
  }

  private show(ctx: CanvasRenderingContext2D, hover: number, { frame, palette }: Scene): void {
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.sheet, 0, 0);
    if (hover < 0) return;
    const unit = frame.units(ctx);
    stroke(ctx, this.blocks.outline([hover]), { colour: palette.ink, casing: palette.halo, width: 2, dash: [] }, unit, 1);
  }

  private clear({ frame: { width, height, ratio } }: Scene): void {
    for (const canvas of [this.sheet, this.apart]) {
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
    }
  }

  private draw(day: number, { frame }: Scene): void {
    const { ratio } = frame;
    const ctx = this.sheet.getContext("2d")!;
    const unit = frame.units(ctx);
    const [sure, possible] = [marked(this.land.sure(day)), marked(this.land.possible(day))];
    this.patterns.fill([this.blocks.outline(possible)], "possible", ORDERED, unit, ratio);
    this.patterns.fill([this.blocks.outline(sure)], "ordered", ORDERED, unit, ratio);
    const { blocks } = this.land.data;
    const cells = sure.filter((block) => !blocks[block].given);
    const given = sure.filter((block) => blocks[block].given);
    this.edge([[given, EDGES.given], [cells, EDGES.approximate]], sure, unit);
    for (const run of this.land.zones(day)) {
      const zone = this.land.order(run).zone as Zone;
      const within = [...run.sure, ...run.possible];
      this.edge([[within, ZONES[zone]]], within, unit);
    }
  }

  /** The outer edge of blocks together: each is stroked, and then all of them are cut out. */
  private edge(strokes: [number[], Line][], whole: number[], unit: number): void {
    if (!whole.length) return;
    const ctx = this.apart.getContext("2d")!;
    const over = this.sheet.getContext("2d")!;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, this.apart.width, this.apart.height);
    ctx.setTransform(over.getTransform());
    for (const [blocks, line] of strokes) stroke(ctx, this.blocks.outline(blocks), line, unit, 2);
    ctx.globalCompositeOperation = "destination-out";
    ctx.fill(this.blocks.outline(whole));
    ctx.globalCompositeOperation = "source-over";
    over.save();
    over.setTransform(1, 0, 0, 1, 0, 0);
    over.drawImage(this.apart, 0, 0);
    over.restore();
  }
}

/** Stroke a path with a line, so many times as wide: of what is cut in two one half is seen. */
function stroke(ctx: CanvasRenderingContext2D, path: Path2D, line: Line, unit: number, times: number): void {
  ctx.lineCap = "butt";
  ctx.lineJoin = "round";
  ctx.strokeStyle = line.casing;
  ctx.lineWidth = times * (line.width + CASING) * unit;
  ctx.stroke(path);
  ctx.strokeStyle = line.colour;
  ctx.lineWidth = times * line.width * unit;
  ctx.setLineDash(line.dash.map((length) => length * unit));
  ctx.stroke(path);
  ctx.setLineDash([]);
}

function marked(blocks: Uint8Array): number[] {
  const found: number[] = [];
  blocks.forEach((one, block) => one && found.push(block));
  return found;
}

/** What a row of the legend is of. */
export type LandSign = "sure" | "given" | "possible" | Zone;

/** What occurs of a day, in the order of a legend; with the day of its course where a line moved since. */
export function landSigns(land: Land, day: number): [LandSign, number | null][] {
  const { blocks } = land.data;
  const sure = marked(land.sure(day));
  const rows: [LandSign, number | null][] = [];
  if (sure.some((block) => !blocks[block].given)) rows.push(["sure", null]);
  if (sure.some((block) => blocks[block].given)) rows.push(["given", null]);
  if (land.possible(day).includes(1)) rows.push(["possible", null]);
  for (const zone of Object.keys(ZONES) as Zone[]) {
    const runs = land.zones(day).filter((run) => land.order(run).zone === zone && run.sure.length + run.possible.length);
    const moved = runs.map((run) => land.order(run).asOf).filter((asOf) => asOf !== null);
    if (runs.length) rows.push([zone, moved.length ? Math.max(...moved) : null]);
  }
  return rows;
}

/** A sample for a legend, in a box of so many CSS pixels each way. */
export function paintLandSample(
  ctx: CanvasRenderingContext2D, sign: LandSign, x: number, y: number, size: number, ratio: number,
): void {
  if (sign === "possible" || sign === "sure" || sign === "given") {
    const kind = sign === "possible" ? "possible" : "ordered";
    const pattern = ctx.createPattern(tile(kind, ORDERED, STEP[kind], ratio), "repeat")!;
    pattern.setTransform(new DOMMatrix().translate(x, y).scale(1 / ratio));
    ctx.fillStyle = pattern;
    ctx.fillRect(x, y, size, size);
    if (sign === "possible") return;
  }
  const line = sign === "sure" ? EDGES.approximate : sign === "given" ? EDGES.given : ZONES[sign as Zone];
  const small = { ...line, dash: line.dash.map((length) => length / 2) };
  const path = new Path2D();
  path.rect(x + 1.5, y + 1.5, size - 3, size - 3);
  stroke(ctx, path, small, 1, 1);
}
