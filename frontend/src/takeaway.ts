/** A quick picture: the map as it stands with title, legend, sources and disclaimer, at three times the size. */

import { widthOf, type Arrow } from "./arrows";
import { written, type Cells, type Told } from "./cells";
import { Type } from "./labels";
import type { Zoom } from "./frame";
import { tile, type Kind } from "./patterns";
import { Picture, radiusOf, type Shown } from "./picture";
import { SAMPLE } from "./reading";
import type { Ground } from "./ground";

const TIMES = 3;
const MARGIN = 24;
/** People of the legend's circle: the largest that fits a row. */
const CIRCLE = 100_000;

export interface Wanted {
  cells: Cells;
  ground: Ground;
  shown: Shown;
  zoom: Zoom;
  width: number;
  height: number;
  family: string;
  /** Link to the view, as it stands in the address bar. */
  link: string;
}

/** Draw the sheet; its height grows with the lines below the map. */
export function sheetOf(wanted: Wanted): HTMLCanvasElement {
  const { cells, ground, shown, zoom, width, height, family } = wanted;
  const palette = cells.header.palettes[shown.theme];
  const meta = cells.header.layers[shown.layer];
  const told = cells.groups(shown.layer, shown.day).map((areas) => cells.told(shown.layer, areas, shown.day));
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d")!;
  const type = new Type(ctx, family);
  const full = width + 2 * MARGIN;
  const map = document.createElement("canvas");
  map.width = width * TIMES;
  map.height = height * TIMES;
  const picture = new Picture(map.getContext("2d")!, cells, ground, family);
  picture.resize(width, height, TIMES);
  picture.draw({ ...shown, hover: -1, selected: -1 }, zoom);
  const arrows = picture.arrows();
  const lines = [...sources(cells, told, arrows), ...cells.header.credits, wanted.link].flatMap((text) =>
    type.wrap({ text, size: 11, bold: false, quiet: true }, width));
  const legend = legendRows(type, cells, shown, told, arrows, width, picture.size.narrow);
  const title = type.wrap({ text: `${meta.title} · ${cells.day(shown.day)}`, size: 20, bold: true, quiet: false }, width);
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
  lines.forEach((line, i) => write(line.text, below + 8 + 15 * i, 11, false, palette.quiet));
  return canvas;
}

/** Who said the figures on the map, each once. */
function sources(cells: Cells, told: Told[], arrows: Arrow[]): string[] {
  const named = [...new Set(told.map((one) => one.note?.credit).filter(Boolean))];
  const lines = named.length ? [`${cells.say("timemap.sources")}: ${named.join("; ")}`] : [];
  return [...lines, ...arrows.map((arrow) => arrow.sentence)];
}

interface Item {
  text: string;
  width: number;
  paint(ctx: CanvasRenderingContext2D, x: number, y: number): void;
}

function legendRows(
  type: Type, cells: Cells, shown: Shown, told: Told[], arrows: Arrow[], room: number, narrow: boolean,
): Item[][] {
  const meta = cells.header.layers[shown.layer];
  const palette = cells.header.palettes[shown.theme];
  const item = (text: string, ground: string, kind: Kind | null = null, colour = ""): Item => ({
    text,
    width: type.width(text, 12) + 34,
    paint(ctx, x, y) {
      ctx.fillStyle = ground;
      ctx.fillRect(x, y, 14, 14);
      if (kind) {
        ctx.drawImage(tile(kind, colour, 14, TIMES), x, y, 14, 14);
      }
      ctx.strokeStyle = palette.border;
      ctx.lineWidth = 0.5;
      ctx.strokeRect(x, y, 14, 14);
    },
  });
  const sign = (text: string, paint: Item["paint"]): Item => ({ text, paint, width: type.width(text, 12) + 34 });
  const middle = meta.colours[Math.floor(meta.colours.length / 2)];
  const items = [
    ...meta.colours.map((colour, i) => item(meta.labels[i], colour)),
    item(meta.missing, palette.unknown, "rising", palette.quiet),
    ...(told.some((one) => one.old) ? [item(cells.say("timemap.old"), middle, "falling", "#1d1b18")] : []),
    ...(told.some((one) => one.wide) ? [item(cells.say("timemap.wide"), middle, "dots", "#1d1b18")] : []),
  ];
  if (meta.circles) {
    items.push(sign(cells.say("timemap.circle", { n: written(CIRCLE) }), (ctx, x, y) => {
      ctx.strokeStyle = palette.ink;
      ctx.lineWidth = 1.2;
      ctx.beginPath();
      ctx.arc(x + 7, y + 7, radiusOf(CIRCLE, narrow), 0, 2 * Math.PI);
      ctx.stroke();
    }));
  }
  for (const reconstructed of [false, true]) {
    if (!arrows.some((arrow) => arrow.reconstructed === reconstructed)) continue;
    const text = cells.say(reconstructed ? "timemap.hollow" : "timemap.counted", { n: written(SAMPLE) });
    items.push(sign(text, (ctx, x, y) => {
      const height = widthOf(SAMPLE, narrow);
      ctx.fillStyle = palette.accent;
      ctx.strokeStyle = palette.accent;
      ctx.setLineDash(reconstructed ? [4, 2] : []);
      if (reconstructed) ctx.strokeRect(x, y + 7 - height / 2, 14, height);
      else ctx.fillRect(x, y + 7 - height / 2, 14, height);
      ctx.setLineDash([]);
    }));
  }
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
