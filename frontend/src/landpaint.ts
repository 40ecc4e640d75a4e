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
/** Zones of which only the edge within the land is drawn: the line itself. */
const LINES: Zone[] = ["yellow_line", "orange_line"];

/** The casing reaches so far beyond its line, in CSS pixels. */
const CASING = 1;

export class LandPaint {
  /** What was drawn last, and for which days, size and zoom. */
  private readonly sheet = document.createElement("canvas");
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
    const key = [this.land.spell(day), scene.frame.key].join();
    if (key !== this.key) {
      this.key = key;
      this.draw(day, scene);
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.sheet, 0, 0);
    paintOutlines(ctx, this.blocks, outlined, scene);
  }

  private draw(day: number, scene: Scene): void {
    const { width, height, ratio } = scene.frame;
    const { sheet, blocks, land, patterns } = this;
    sheet.width = Math.max(1, Math.round(width * ratio));
    sheet.height = Math.max(1, Math.round(height * ratio));
    const ctx = sheet.getContext("2d")!;
    const unit = scene.frame.units(ctx);
    const [sure, possible] = [land.sure(day), land.possible(day)];
    patterns.fill([blocks.outline(possible)], "possible", ORDERED, unit, ratio);
    patterns.fill([blocks.outline(sure)], "ordered", ORDERED, unit, ratio);
    this.edge(sure, EDGES.approximate, scene, land.given.map((one) => 1 - one));
    this.edge(sure, EDGES.given, scene, land.given);
    for (const run of land.zones(day)) {
      const zone = land.order(run).zone as Zone;
      const within = blocks.marks([...run.sure, ...run.possible]);
      stroke(ctx, blocks.outline(within, within, LINES.includes(zone)), ZONES[zone], unit);
    }
  }

  /** The edge of marked blocks together; with `edge`, of those at it that are marked there too. */
  private edge(marks: Uint8Array, line: Line, { frame }: Scene, edge?: Uint8Array): void {
    const ctx = this.sheet.getContext("2d")!;
    stroke(ctx, this.blocks.outline(marks, edge), line, frame.units(ctx));
  }
}

/** Draw the outlines of blocks that stand out. */
export function paintOutlines(
  ctx: CanvasRenderingContext2D, blocks: Blocks, outlined: Shown["outlined"], { frame, palette }: Scene,
): void {
  const { looked = [], order = [], hover = -1 } = outlined ?? {};
  const unit = frame.units(ctx);
  for (const [some, colour, width] of [
    [order, palette.accent, 2.6], [looked, palette.ink, 2.6], [hover < 0 ? [] : [hover], palette.ink, 2],
  ] as const) {
    if (some.length) stroke(ctx, blocks.outline(blocks.marks(some)), { colour, casing: palette.halo, width, dash: [] }, unit);
  }
}

/** Stroke a path with a line; its widths are of the screen, `unit` reference units of which make a CSS pixel. */
function stroke(ctx: CanvasRenderingContext2D, path: Path2D, line: Line, unit: number): void {
  ctx.lineCap = "butt";
  ctx.lineJoin = "round";
  ctx.strokeStyle = line.casing;
  ctx.lineWidth = (line.width + 2 * CASING) * unit;
  ctx.stroke(path);
  ctx.strokeStyle = line.colour;
  ctx.lineWidth = line.width * unit;
  ctx.setLineDash(line.dash.map((length) => length * unit));
  ctx.stroke(path);
  ctx.setLineDash([]);
}

/** What a row of the legend is of. */
export type LandSign = "sure" | "given" | "possible" | Zone;

/** What occurs of a day, in the order of a legend; with the day of its course where a line moved since. */
export function landSigns(land: Land, day: number): [LandSign, number | null][] {
  const sure = land.sure(day);
  const rows: [LandSign, number | null][] = [];
  if (sure.some((one, block) => one && !land.given[block])) rows.push(["sure", null]);
  if (sure.some((one, block) => one && land.given[block])) rows.push(["given", null]);
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
  if (LINES.includes(sign as Zone)) {
    path.moveTo(x, y + size / 2);
    path.lineTo(x + size, y + size / 2);
  } else {
    path.rect(x + 1.5, y + 1.5, size - 3, size - 3);
  }
  stroke(ctx, path, small, 1);
}
