/** The legend: classes, and the marks that occur on the map of the day; the same on the page and in a saved picture. */

import type { Arrow } from "./arrows";
import { strengthOf, widthOf } from "./bands";
import { written, type Cells, type Mark } from "./cells";
import type { Layer, Palette } from "./contract";
import { element } from "./element";
import { INK, STEP, tile, type Kind } from "./patterns";
import type { Box } from "./labels";
import { landSigns, paintLandSample, type LandSign } from "./landpaint";
import { radiusOf, type Shown } from "./picture";
import { periodOf, spanOf, timesSigns } from "./times";

/** People that the legend's sample of an arrow stands for. */
const SAMPLE = 200_000;
/** People of the legend's circles. */
const CIRCLES = [500_000, 100_000];
/** The lesser of them fits a row of a saved picture. */
export const CIRCLE = CIRCLES[1];

/** Side of a swatch, in CSS pixels; stage.css has the same. */
const SWATCH = 15;

/** A row of the legend: what is drawn, and what it means. */
export interface Sign {
  text: string;
  look:
    | { kind: "ground"; colour: string; hatch: Kind | null; ink: string }
    | { kind: "land"; sign: LandSign }
    | { kind: "joint" }
    | { kind: "circles" }
    | { kind: "arrow"; reconstructed: boolean; counts: boolean }
    | { kind: "open" };
}

/** Part of a class's colour that is left where something else stands over it. */
const FAINT = 0.55;

/** The colours of the classes of a layer; paler where another one stands over them. */
export function coloursOf(layer: Layer, ground: Layer): string[] {
  return layer === ground ? ground.colours : ground.colours.map(paler);
}

/** A colour on white paper, in both themes: what stands over it is the same in both, too. */
function paler(colour: string): string {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `rgb(${parts.map((part) => Math.round(255 - FAINT * (255 - part))).join(",")})`;
}

/** How each mark looks: its ground where it has one of its own, its hatching, its ink. */
export function looksOf(palette: Palette): Record<Exclude<Mark, ""> | "wide", [string | null, Kind, string]> {
  return {
    missing: [palette.unknown, "rising", palette.quiet],
    too_old: [palette.unknown, "rising", palette.quiet],
    last_known: [null, "falling", "rgba(29,27,24,0.55)"],
    wide: [null, "dots", "rgba(29,27,24,0.6)"],
  };
}

export function signsOf(cells: Cells, shown: Shown, arrows: Arrow[]): Sign[] {
  const below = cells.ground(shown.layer);
  const [meta, ground] = [cells.header.layers[shown.layer], cells.header.layers[below]];
  const palette = cells.header.palettes[shown.theme];
  const period = cells.land && periodOf(shown);
  if (period) return timesSigns(cells, period, palette);
  const groups = cells.groups(below, shown.day);
  const colours = coloursOf(meta, ground);
  const occur = new Set<string>();
  for (const areas of groups) {
    occur.add(cells.mark(below, areas[0], shown.day));
    if (cells.isWide(below, areas[0], shown.day)) occur.add("wide");
    if (areas.length > 1) occur.add("joint");
  }
  const looks: Record<string, [string | null, Kind, string]> = looksOf(palette);
  const middle = colours[Math.floor(colours.length / 2)];
  const patch = (text: string, colour: string, hatch: Kind | null = null, ink = ""): Sign =>
    ({ text, look: { kind: "ground", colour, hatch, ink } });
  const signs = colours.map((colour, index) => patch(ground.labels[index], colour));
  for (const [mark, text] of Object.entries(ground.marks)) {
    if (!occur.has(mark)) continue;
    const look = looks[mark];
    signs.push(look ? patch(text, look[0] ?? middle, look[1], look[0] ? look[2] : INK) : { text, look: { kind: "joint" } });
  }
  if (cells.land && meta.orders) {
    for (const [sign, asOf] of landSigns(cells.land, shown.day)) {
      const zone = cells.say(`timemap.land.${sign}`);
      const text = asOf === null ? zone : cells.say("timemap.land.last", { zone, date: cells.day(asOf, "short") });
      signs.push({ text, look: { kind: "land", sign } });
    }
  }
  if (cells.header.orders.some((order) => order.start <= shown.day && order.end >= shown.day)) {
    signs.push(patch(cells.say("timemap.orders"), palette.paper, "falling", palette.accent));
  }
  if (meta.circles) signs.push({ text: cells.say("timemap.circles"), look: { kind: "circles" } });
  if (shown.since === null) return signs;
  const n = written(SAMPLE);
  for (const [key, reconstructed, counts] of [
    ["timemap.counted", false, false], ["timemap.counts", false, true], ["timemap.hollow", true, false],
  ] as [string, boolean, boolean][]) {
    if (!arrows.some((arrow) => arrow.reconstructed === reconstructed && arrow.counts === counts)) continue;
    signs.push({ text: cells.say(key, { n }), look: { kind: "arrow", reconstructed, counts } });
  }
  if (arrows.some((arrow) => !arrow.destinations.length)) {
    signs.push({ text: cells.say("timemap.open_end"), look: { kind: "open" } });
  }
  return signs;
}

/** Draw an arrow's sample, or an open end, into a box of a legend. */
export function paintSample(
  ctx: CanvasRenderingContext2D, look: Sign["look"], x: number, y: number, width: number, palette: Palette, narrow: boolean,
): void {
  ctx.fillStyle = ctx.strokeStyle = palette.accent;
  if (look.kind === "open") {
    ctx.lineWidth = 2.2;
    ctx.lineJoin = ctx.lineCap = "round";
    ctx.beginPath();
    ctx.moveTo(x + width / 2 - 3, y - 6);
    ctx.lineTo(x + width / 2 + 3, y);
    ctx.lineTo(x + width / 2 - 3, y + 6);
    ctx.stroke();
  } else if (look.kind === "arrow") {
    const height = widthOf(SAMPLE, narrow);
    ctx.lineWidth = 1.2;
    ctx.setLineDash(look.reconstructed ? [4, 2] : []);
    ctx.globalAlpha = look.reconstructed ? 0.25 : strengthOf(look.counts);
    ctx.fillRect(x, y - height / 2, width, height);
    ctx.globalAlpha = 1;
    if (look.reconstructed || look.counts) ctx.strokeRect(x, y - height / 2, width, height);
    ctx.setLineDash([]);
  }
}

/** Width of the opener, at most, in CSS pixels; stage.css has the same. */
const OPENER = 195;

/** What the map shows, in which unit, of which day or period. */
function named(cells: Cells, shown: Shown): { title: string; unit: string; day: string } {
  const { title } = cells.header.layers[shown.layer];
  const { unit } = cells.header.layers[cells.ground(shown.layer)];
  const period = cells.land && periodOf(shown);
  if (!period) return { title, unit, day: cells.day(shown.day) };
  const day = cells.say("ordered.span", spanOf(cells, period));
  return { title: cells.say("ordered.scale.title"), unit: cells.say("ordered.scale"), day };
}

/** What the map shows, and of which day or period. */
export function titleOf(cells: Cells, shown: Shown): string {
  const { title, day } = named(cells, shown);
  return `${title} · ${day}`;
}

/** The legend on the page. */
export class Legend {
  readonly element = element("div", "tm-legend");
  /** What the map shows, of which day: whoever takes a picture of the screen has both on it. */
  private readonly title = element("b", "tm-title");
  /** The same on a phone, where the rows are a sheet that opens over the map. */
  private readonly opener = element("button", "tm-opener", "", {
    type: "button", "aria-expanded": "false", "aria-controls": "tm-rows",
  });
  private readonly layer = element("span");
  /** On a line of its own, so that no day needs more lines than another. */
  private readonly day = element("span", "tm-of-day");
  private readonly rows = element("div", "tm-rows", "", { id: "tm-rows" });
  private key = "";

  constructor(private readonly cells: Cells) {
    this.opener.addEventListener("click", () => {
      const open = this.element.classList.toggle("tm-unfolded");
      this.opener.setAttribute("aria-expanded", String(open));
    });
    this.opener.append(this.layer, " ", this.day);
    this.element.append(this.title, this.rows, this.opener);
  }

  /** What it covers of a narrow map while it is closed. */
  get covered(): Box[] {
    const { offsetLeft, offsetTop, offsetHeight } = this.element;
    return this.opener.offsetHeight ? [{ x0: 0, y0: 0, x1: offsetLeft + OPENER, y1: offsetTop + Math.max(offsetHeight, 44) + 2 }] : [];
  }

  show(shown: Shown, arrows: Arrow[], narrow: boolean): void {
    const { cells } = this;
    const { title, unit, day } = named(cells, shown);
    for (const [place, text] of [[this.title, titleOf(cells, shown)], [this.layer, title], [this.day, day]] as const) {
      if (place.textContent !== text) place.textContent = text;
    }
    const signs = signsOf(cells, shown, arrows);
    const without = shown.since !== null && !shown.times && !arrows.length;
    const key = JSON.stringify([signs, title, shown.theme, narrow, without]);
    if (key === this.key) return;
    this.key = key;
    const palette = cells.header.palettes[shown.theme];
    const items: HTMLElement[] = [element("span", "tm-unit", unit)];
    for (const { text, look } of signs) {
      const item = element("span", "tm-class");
      item.append(swatch(look, palette, narrow), element("bdi", "", text));
      items.push(item);
    }
    if (without) items.push(element("span", "tm-quiet", cells.say("timemap.no_arrows")));
    this.rows.replaceChildren(...items);
  }
}

export function swatch(look: Sign["look"], palette: Palette, narrow: boolean): Element {
  if (look.kind === "circles") return circles(narrow);
  if (look.kind === "arrow" || look.kind === "open") {
    const canvas = element("canvas", "tm-sample");
    [canvas.width, canvas.height] = [50, 40];
    const ctx = canvas.getContext("2d")!;
    ctx.scale(2, 2);
    paintSample(ctx, look, 1, 10, 23, palette, narrow);
    return canvas;
  }
  if (look.kind === "land") {
    const canvas = element("canvas", "tm-land");
    canvas.width = canvas.height = 2 * SWATCH;
    const ctx = canvas.getContext("2d")!;
    ctx.scale(2, 2);
    paintLandSample(ctx, look.sign, 0, 0, SWATCH, 2);
    return canvas;
  }
  const box = element("i");
  if (look.kind === "joint") {
    box.style.background = `repeating-linear-gradient(90deg,${palette.border} 0 2px,transparent 2px 6px)`;
  } else {
    const hatch = look.hatch ? `url(${tile(look.hatch, look.ink, STEP[look.hatch], 1).toDataURL()}), ` : "";
    box.style.background = hatch + look.colour;
  }
  return box;
}

function circles(narrow: boolean): SVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const size = 2 * radiusOf(CIRCLES[0], narrow) + 3;
  const drawing = document.createElementNS(namespace, "svg");
  drawing.setAttribute("width", String(size));
  drawing.setAttribute("height", String(size));
  drawing.setAttribute("aria-hidden", "true");
  for (const people of CIRCLES) {
    const circle = document.createElementNS(namespace, "circle");
    const radius = radiusOf(people, narrow);
    circle.setAttribute("cx", String(size / 2));
    circle.setAttribute("cy", String(size - radius - 1.5));
    circle.setAttribute("r", String(radius));
    circle.setAttribute("fill", "none");
    circle.setAttribute("stroke", "currentColor");
    drawing.append(circle);
  }
  return drawing;
}
