/** Figures as marks on one axis: what kind of mark says how much a figure bears. */

import { written, type Cells } from "./cells";
import type { Card } from "./contract";

const SVG = "http://www.w3.org/2000/svg";
/** Length of the arrow at an open end, as a part of the axis. */
const REACH = 0.06;
/** Height of a row's part of the axis, in pixels. */
const HEIGHT = 12;
/** Tops of axes, as first digits: each can be halved without ado. */
const TOPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** From where to where an axis reaches. */
export interface Axis {
  from: number;
  to: number;
}

type Numbers = Pick<Card, "value" | "low" | "high">;

/** A part of a figure's mark; all numbers are in the figure's own unit. */
export type Sign =
  | { kind: "value"; at: number }
  | { kind: "range"; at: number; to: number }
  /** Open towards more (`from`), or towards less (`upto`). */
  | { kind: "from" | "upto"; at: number };

/** What marks a figure: a number that is not known has no mark. */
export function signsOf({ value, low, high }: Numbers): Sign[] {
  const signs: Sign[] = [];
  if (low !== null && high !== null) signs.push({ kind: "range", at: low, to: high });
  if (value !== null) signs.push({ kind: "value", at: value });
  else if (high === null && low !== null) signs.push({ kind: "from", at: low });
  else if (low === null && high !== null) signs.push({ kind: "upto", at: high });
  return signs;
}

/** A round number that is not smaller than a positive one. */
function rounded(size: number): number {
  const ten = 10 ** Math.floor(Math.log10(size));
  return ten * TOPS.find((top) => top * ten >= size * (1 - 1e-9))!;
}

/** The axis of figures: it begins at zero unless one lies below, and has room for every mark. */
export function axisOf(unit: string, cards: Numbers[]): Axis {
  let [least, most] = [0, 0];
  for (const { value, low, high } of cards) {
    for (const number of [value, low, high]) {
      if (number === null) continue;
      least = Math.min(least, number);
      most = Math.max(most, number);
    }
    // The arrow of an open end lies on the axis, too.
    if (value === null && high === null && low !== null) most = Math.max(most, low / (1 - REACH));
  }
  if (unit === "percent" && least === 0 && most <= 100 / (1 - REACH)) return { from: 0, to: 100 };
  return { from: least < 0 ? -rounded(-least) : 0, to: most > 0 ? rounded(most) : least < 0 ? 0 : 1 };
}

/** Where a number lies on an axis, from 0 to 1. */
function placeOf(number: number, { from, to }: Axis): number {
  return Math.min(Math.max((number - from) / (to - from), 0), 1);
}

const percent = (place: number) => `${(100 * place).toFixed(3)}%`;

const DOTS: Record<string, string> = {
  un: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z",
  israel: "M-4.2-4.2H4.2V4.2H-4.2Z",
  palestine: "M0-5.2 5.2 4.2H-5.2Z",
  other: "M0-5.6 5.6 0 0 5.6-5.6 0Z",
  movements: "M-1.8-5.4H1.8V-1.8H5.4V1.8H1.8V5.4H-1.8V1.8H-5.4V-1.8H-1.8Z",
};

function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Record<string, string | number>): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/** A dot in the shape of a side, or of counted movements; hollow for a doubtful figure. */
function dot(shape: string, weak: boolean): SVGPathElement {
  return svg("path", { d: DOTS[shape] ?? DOTS.other, class: weak ? "tm-dot tm-hollow" : "tm-dot" });
}

/** A point of the axis around which something is drawn. */
function around(place: number, ...drawn: SVGElement[]): SVGSVGElement {
  const point = svg("svg", { x: percent(place), y: HEIGHT / 2, overflow: "visible" });
  point.append(...drawn);
  return point;
}

function line(from: number, to: number): SVGLineElement {
  return svg("line", { x1: percent(from), x2: percent(to), y1: HEIGHT / 2, y2: HEIGHT / 2 });
}

function drawn(sign: Sign, axis: Axis, shape: string, weak: boolean): SVGGElement {
  const group = svg("g", { class: `tm-sign tm-sign-${sign.kind}${weak ? " tm-doubtful" : ""}`, "data-sign": sign.kind });
  const at = placeOf(sign.at, axis);
  if (sign.kind === "value") {
    group.append(around(at, dot(shape, weak)));
  } else if (sign.kind === "range") {
    const to = placeOf(sign.to, axis);
    const cap = () => svg("path", { d: "M0-4.5V4.5" });
    group.append(line(at, to), around(at, cap()), around(to, cap()));
  } else {
    const way = sign.kind === "from" ? 1 : -1;
    const tip = Math.min(Math.max(at + way * REACH, 0), 1);
    group.append(
      line(at, tip),
      around(at, svg("path", { d: "M0-4.5V4.5" })),
      around(tip, svg("path", { d: `M${-5 * way}-4 0 0 ${-5 * way} 4`, class: "tm-head" })),
    );
  }
  return group;
}

/** A picture of one mark, for a key. */
export function sample(kind: Sign["kind"] | "before", shape: string, weak = false): SVGSVGElement {
  const picture = svg("svg", { class: "tm-sample-sign", width: 20, height: HEIGHT, "aria-hidden": "true" });
  const axis = { from: 0, to: 1 };
  if (kind === "before") picture.append(small(0.5, shape));
  else if (kind === "value") picture.append(drawn({ kind, at: 0.5 }, axis, shape, weak));
  else if (kind === "range") picture.append(drawn({ kind, at: 0.1, to: 0.9 }, axis, shape, weak));
  else {
    // The arrow is a small part of a whole axis.
    const middle = svg("svg", { x: 4, width: 200, height: HEIGHT, overflow: "visible" });
    middle.append(drawn({ kind, at: kind === "upto" ? REACH : 0 }, axis, shape, weak));
    picture.append(middle);
  }
  return picture;
}

/** What somebody said before: a small hollow mark. */
function small(place: number, shape: string): SVGGElement {
  const group = svg("g", { class: "tm-sign tm-sign-before", "data-sign": "before" });
  const mark = dot(shape, true);
  mark.setAttribute("transform", "scale(0.6)");
  group.append(around(place, mark));
  return group;
}

/** The bullet of a side, as it stands before a publisher's name. */
export function bullet(side: string): SVGSVGElement {
  const made = svg("svg", { class: "tm-bullet", viewBox: "-6 -6 12 12", width: 10, height: 10, "aria-hidden": "true" });
  made.append(dot(side, false));
  return made;
}

/** A row's part of the axis of its group. Numbers rise from left to right in every language. */
export class Plot {
  readonly element = svg("svg", { class: "tm-plot", height: HEIGHT, "aria-hidden": "true" });
  private key: unknown[] = [];

  /** Show a figure, and what its publisher said before; nothing happens when nothing has changed. */
  show(card: Card, before: Card[], axis: Axis, unit: string): void {
    const key = [axis.from, axis.to, unit, card, ...before];
    if (key.length === this.key.length && key.every((part, index) => part === this.key[index])) return;
    this.key = key;
    const shape = unit === "movements" ? unit : card.side;
    this.element.replaceChildren(
      ...before.flatMap((one) => signsOf(one).map((sign) => small(placeOf("to" in sign ? (sign.at + sign.to) / 2 : sign.at, axis), shape))),
      ...signsOf(card).map((sign) => drawn(sign, axis, shape, card.weak)),
    );
  }
}

/** The numbers along an axis: its ends and what lies between them, the last one with the unit. */
export function ticksOf({ from, to }: Axis, unit: string, cells: Cells): { place: number; text: string }[] {
  const numbers = from < 0 && to > 0 ? [from, 0, to] : [from, (from + to) / 2, to];
  return numbers.map((number, index) => {
    const digits = Number.isInteger(number) ? written(Math.abs(number)) : String(Number(Math.abs(number).toPrecision(3)));
    const sign = number < 0 ? "−" : "";
    const last = index === numbers.length - 1 && unit !== "percent";
    const named = last ? ` ${cells.header.words[`unit.${unit}`] ?? unit}` : "";
    return { place: placeOf(number, { from, to }), text: `${sign}${digits}${unit === "percent" ? "%" : named}` };
  });
}
