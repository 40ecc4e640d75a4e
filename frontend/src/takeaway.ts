/** A quick picture: the map as it stands with title, legend, sources and disclaimer, at three times the size. */

import type { Arrow } from "./arrows";
import { written, type Cells } from "./cells";
import type { Zoom } from "./frame";
import type { Ground } from "./ground";
import { Type } from "./labels";
import { CIRCLE, paintSample, signsOf, titleOf, type Sign } from "./legend";
import { paintLandSample } from "./landpaint";
import { STEP, tile } from "./patterns";
import { Picture, radiusOf, type Shown } from "./picture";

const TIMES = 3;
const MARGIN = 24;

export interface Wanted {
  cells: Cells;
  ground: Ground;
  shown: Shown;
  zoom: Zoom;
  width: number;
  height: number;
  family: string;
  /** Link to what is drawn; empty for none. */
  link: string;
}

/** Draw the sheet; its height grows with the lines below the map. */
export function sheetOf(wanted: Wanted): HTMLCanvasElement {
  const { cells, ground, shown, zoom, width, height, family } = wanted;
  const palette = cells.header.palettes[shown.theme];
  const meta = cells.header.layers[shown.layer];
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d")!;
  const type = new Type(ctx, family);
  const full = width + 2 * MARGIN;
  const map = document.createElement("canvas");
  map.width = width * TIMES;
  map.height = height * TIMES;
  const picture = new Picture(map.getContext("2d")!, cells, ground, family);
  picture.resize(width, height, TIMES);
  picture.draw({ ...shown, hover: -1, pointed: [], selected: -1 }, zoom);
  const arrows = picture.arrows();
  const placed = cells.placed(shown.layer, shown.day);
  const unwritten = picture.unwritten.map(({ name, number }) => `${name}: ${number}`).join("; ");
  const texts = [unwritten, ...sourcesOf(cells, shown, arrows, picture.numbered), meta.method, ...cells.header.credits, wanted.link].filter(Boolean);
  const lines = [
    ...(placed ? type.wrap({ text: placed, size: 12, bold: false, quiet: false }, width) : []),
    ...texts.flatMap((text) => type.wrap({ text, size: 11, bold: false, quiet: true }, width)),
  ];
  const legend = legendRows(type, cells, shown, arrows, width, picture.size.narrow);
  const title = type.wrap({ text: titleOf(cells, shown), size: 20, bold: true, quiet: false }, width);
  const head = MARGIN + title.length * 26;
  const foot = head + 8 + height + 14;
  const below = foot + legend.length * 22 + 8;
  canvas.width = full * TIMES;
  canvas.height = (below + lines.length * 15 + MARGIN) * TIMES;
  ctx.setTransform(TIMES, 0, 0, TIMES, 0, 0);
  ctx.fillStyle = palette.paper;
  ctx.fillRect(0, 0, full, canvas.height);
  const rtl = cells.header.rtl;
  const start = rtl ? full - MARGIN : MARGIN;
  ctx.direction = rtl ? "rtl" : "ltr";
  const write = (text: string, y: number, size: number, bold: boolean, colour: string) => {
    ctx.font = type.font(size, bold);
    ctx.textAlign = rtl ? "right" : "left";
    ctx.textBaseline = "middle";
    ctx.fillStyle = colour;
    ctx.fillText(text, start, y);
  };
  title.forEach((line, i) => write(line.text, MARGIN + 10 + 26 * i, 20, true, palette.ink));
  ctx.drawImage(map, MARGIN, head + 8, width, height);
  legend.forEach((row, i) => {
    let x = 0;
    for (const item of row) {
      const left = rtl ? full - MARGIN - x - 14 : MARGIN + x;
      item.paint(ctx, left, foot + 22 * i);
      ctx.font = type.font(12);
      ctx.textAlign = rtl ? "right" : "left";
      ctx.fillStyle = palette.ink;
      ctx.fillText(item.text, rtl ? left - 5 : left + 19, foot + 22 * i + 7);
      x += item.width;
    }
  });
  lines.forEach((line, i) =>
    write(line.text, below + 8 + 15 * i, line.size, false, line.quiet ? palette.quiet : palette.ink));
  return canvas;
}

/** Who said the figures on the map, each once. */
export function sourcesOf(cells: Cells, shown: Shown, arrows: Arrow[], numbered: boolean): string[] {
  const layers = [...new Set([shown.layer, cells.ground(shown.layer)])];
  const told = layers.flatMap((layer) =>
    cells.groups(layer, shown.day).map((areas) => cells.told(layer, areas, shown.day)));
  const named = [...new Set(told.map((one) => one.note?.credit).filter(Boolean))];
  const lines = named.length ? [`${cells.say("timemap.sources")}: ${named.join(cells.say("list.sep"))}`] : [];
  return [...lines, ...arrows.map(({ sentence }, index) => (numbered ? `${index + 1}. ${sentence}` : sentence))];
}

interface Item {
  text: string;
  width: number;
  paint(ctx: CanvasRenderingContext2D, x: number, y: number): void;
}

function legendRows(
  type: Type, cells: Cells, shown: Shown, arrows: Arrow[], room: number, narrow: boolean,
): Item[][] {
  const items = signsOf(cells, shown, arrows).map((sign): Item => {
    const text = sign.look.kind === "circles" ? cells.say("timemap.circle", { n: written(CIRCLE) }) : sign.text;
    const paint: Item["paint"] = (ctx, x, y) => paintSign(ctx, sign, cells, shown, x, y, narrow);
    return { text: type.fit(text, 12, false, room - 34), width: type.width(text, 12) + 34, paint };
  });
  const rows: Item[][] = [[]];
  let used = 0;
  for (const one of items) {
    if (used && used + one.width > room) {
      rows.push([]);
      used = 0;
    }
    rows[rows.length - 1].push(one);
    used += one.width;
  }
  return rows;
}

function paintSign(
  ctx: CanvasRenderingContext2D, { look }: Sign, cells: Cells, shown: Shown, x: number, y: number, narrow: boolean,
): void {
  const palette = cells.header.palettes[shown.theme];
  if (look.kind === "ground") {
    ctx.fillStyle = look.colour;
    ctx.fillRect(x, y, 14, 14);
    if (look.hatch) {
      const pattern = ctx.createPattern(tile(look.hatch, look.ink, STEP[look.hatch], TIMES), "repeat")!;
      pattern.setTransform(new DOMMatrix().translate(x, y).scale(1 / TIMES));
      ctx.fillStyle = pattern;
      ctx.fillRect(x, y, 14, 14);
    }
    ctx.strokeStyle = palette.border;
    ctx.lineWidth = 0.5;
    ctx.strokeRect(x, y, 14, 14);
  } else if (look.kind === "land") {
    paintLandSample(ctx, look.sign, x, y, 14, TIMES);
  } else if (look.kind === "circles") {
    ctx.strokeStyle = palette.ink;
    ctx.lineWidth = 1.2;
    ctx.beginPath();
    ctx.arc(x + 7, y + 7, radiusOf(CIRCLE, narrow), 0, 2 * Math.PI);
    ctx.stroke();
  } else if (look.kind === "joint") {
    ctx.strokeStyle = palette.border;
    ctx.lineWidth = 1;
    ctx.setLineDash([2, 4]);
    ctx.beginPath();
    ctx.moveTo(x, y + 7);
    ctx.lineTo(x + 14, y + 7);
    ctx.stroke();
    ctx.setLineDash([]);
  } else {
    paintSample(ctx, look, x, y + 7, 14, palette, narrow);
  }
}

export function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"));
}

export async function saveImage(wanted: Wanted, name: string): Promise<void> {
  const address = URL.createObjectURL(await blobOf(sheetOf(wanted)));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export async function copyImage(wanted: Wanted): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ "image/png": blobOf(sheetOf(wanted)) })]);
}
