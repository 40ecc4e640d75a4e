/** What is read beside the picture: the card of an area, the table, the legend. Always the same numbers. */

import { widthOf, type Arrow } from "./arrows";
import { written, type Cells } from "./cells";
import { FLAG } from "./contract";
import { element, link } from "./element";
import { STEP, tile, type Kind } from "./patterns";
import { radiusOf, type Shown } from "./picture";

/** Figures of this many days up to the day shown stand on the card. */
const WEEK = 7;
const MOST_EVIDENCE = 6;
/** People that the legend's sample of an arrow stands for. */
export const SAMPLE = 200_000;
/** A longer table is folded, so that a step need not write hundreds of rows. */
const LONG = 40;

export interface TableCalls {
  hover(area: number): void;
  select(area: number): void;
}

export class Table {
  readonly element: HTMLElement;
  private readonly fold: HTMLDetailsElement | null;
  private readonly body: HTMLElement;
  private readonly table: HTMLTableElement;
  private head = "";
  private rows: { line: HTMLTableRowElement; cells: string[]; areas: number[] }[] = [];
  private pending: Shown | null = null;

  constructor(private readonly cells: Cells, private readonly calls: TableCalls, folded = false) {
    this.table = element("table", "tm-table", "", { "data-testid": "layer-table" });
    this.body = element("tbody");
    const holder = element("div", "tm-scroll", "", { tabindex: "0" });
    holder.append(this.table);
    if (folded || cells.header.areas.length > LONG) {
      this.fold = element("details");
      this.fold.append(element("summary", "", cells.say("table.title")), holder);
      this.fold.addEventListener("toggle", () => this.pending && this.show(this.pending));
      this.element = this.fold;
    } else {
      this.fold = null;
      this.element = holder;
    }
  }

  show(shown: Shown): void {
    this.pending = shown;
    if (this.fold && !this.fold.open) return;
    const { cells } = this;
    const meta = cells.header.layers[shown.layer];
    if (this.head !== meta.id) this.header(meta.columns);
    this.head = meta.id;
    const groups = cells.groups(shown.layer, shown.day);
    while (this.rows.length > groups.length) this.rows.pop()!.line.remove();
    groups.forEach((areas, index) => {
      const told = cells.told(shown.layer, areas, shown.day);
      const wanted = cells.row(shown.layer, told, shown.day);
      const row = this.rows[index] ?? this.addRow(index);
      row.areas = areas;
      row.line.classList.toggle("tm-selected", areas.includes(shown.selected));
      wanted.forEach((cell, column) => {
        const text = typeof cell === "string" ? cell : JSON.stringify(cell);
        if (row.cells[column] === text) return;
        row.cells[column] = text;
        const place = row.line.children[column] ?? row.line.appendChild(element("td"));
        if (column === 0) place.firstChild!.textContent = told.name;
        else if (typeof cell === "string") place.textContent = cell;
        else place.replaceChildren(...cell.map(({ text: of, url }) => {
          const line = element("div");
          line.append(link(of, url));
          return line;
        }));
      });
      while (row.line.children.length > wanted.length) {
        row.line.lastChild!.remove();
        row.cells.length = wanted.length;
      }
    });
  }

  private header(columns: string[]): void {
    const caption = element("caption", "", this.cells.say("table.title"));
    const head = element("thead");
    const line = element("tr");
    line.append(...columns.map((title) => element("th", "", title, { scope: "col" })));
    head.append(line);
    this.body.replaceChildren();
    this.rows = [];
    this.table.replaceChildren(caption, head, this.body);
  }

  private addRow(index: number) {
    const line = element("tr");
    const name = element("th", "", "", { scope: "row" });
    const button = element("button", "tm-name", " ", { type: "button" });
    name.append(button);
    line.append(name);
    const row = { line, cells: [] as string[], areas: [] as number[] };
    this.rows[index] = row;
    this.body.append(line);
    button.addEventListener("focus", () => this.calls.hover(row.areas[0]));
    button.addEventListener("blur", () => this.calls.hover(-1));
    button.addEventListener("click", () => this.calls.select(row.areas[0]));
    line.addEventListener("pointerenter", () => this.calls.hover(row.areas[0]));
    line.addEventListener("pointerleave", () => this.calls.hover(-1));
    return row;
  }
}

/** The card of an area: its numbers on every layer, and what was published about it that week. */
export function card(
  cells: Cells, shown: Shown, area: number, open: ((area: number) => void) | null,
): HTMLElement[] {
  const { header } = cells;
  const group = cells.groups(shown.layer, shown.day).find((areas) => areas.includes(area)) ?? [area];
  const told = cells.told(shown.layer, group, shown.day);
  const parts: HTMLElement[] = [
    element("b", "tm-card-name", told.name),
    element("div", "tm-card-number", told.number),
    ...told.lines.map((line) => element("div", "tm-quiet", line)),
  ];
  if (told.wide) parts.push(element("div", "tm-quiet", cells.say("timemap.wide")));
  const others = element("dl");
  header.layers.forEach((meta, index) => {
    if (index === shown.layer) return;
    const own = cells.groups(index, shown.day).find((areas) => areas.includes(area)) ?? [area];
    const other = cells.told(index, own, shown.day);
    const range = meta.ranged && !other.note && !Number.isNaN(other.value) ? `, ${cells.range(meta, other.low, other.high)}` : "";
    others.append(element("dt", "", meta.name), element("dd", "", other.number + range));
  });
  parts.push(others);
  parts.push(...evidence(cells, shown.day, area));
  if (open) {
    const button = element("button", "tm-open", cells.say("timemap.open", { name: header.areas[area].name }), {
      type: "button", "data-testid": "open-area",
    });
    button.addEventListener("click", () => open(area));
    parts.push(button);
  }
  return parts;
}

function evidence(cells: Cells, day: number, area: number): HTMLElement[] {
  const { header } = cells;
  if (!header.evidence.length) return [];
  const week = header.evidence
    .filter((piece) => piece.day > day - WEEK && piece.day <= day && piece.areas.includes(area))
    .sort((a, b) => b.day - a.day || a.areas.length - b.areas.length);
  const parts: HTMLElement[] = [element("div", "tm-card-title", cells.say("timemap.week"))];
  if (!week.length) return [...parts, element("div", "tm-quiet", cells.say("timemap.week.none"))];
  const list = element("ul");
  for (const piece of week.slice(0, MOST_EVIDENCE)) {
    const item = element("li");
    const who = element("bdi", "", piece.publisher);
    item.append(element("b", "", piece.number), ` ${piece.kind}, ${piece.where} (`, who, `, ${cells.day(piece.day, "short")})`);
    list.append(item);
  }
  parts.push(list);
  if (week.length > MOST_EVIDENCE) {
    const more = week.length - MOST_EVIDENCE;
    parts.push(element("div", "tm-quiet", cells.say("timemap.week.more", { n: more })));
  }
  return parts;
}

/** The legend: classes, and the marks that occur on the map of the day. */
export class Legend {
  readonly element = element("div", "tm-legend");
  private key = "";

  constructor(private readonly cells: Cells) {}

  show(shown: Shown, arrows: Arrow[], narrow: boolean): void {
    const { cells } = this;
    const meta = cells.header.layers[shown.layer];
    const palette = cells.header.palettes[shown.theme];
    const groups = cells.groups(shown.layer, shown.day);
    const flagged = (flag: number) =>
      groups.some(([area]) => (cells.flags(shown.layer, area, shown.day) & flag) > 0);
    const marks = {
      old: flagged(FLAG.old),
      wide: flagged(FLAG.wide),
      joined: groups.some((areas) => areas.length > 1),
      counted: arrows.some((arrow) => !arrow.reconstructed),
      hollow: arrows.some((arrow) => arrow.reconstructed),
      orders: cells.header.orders.some((order) => order.start <= shown.day && order.end >= shown.day),
    };
    const key = JSON.stringify([meta.id, shown.theme, shown.since !== null, marks, narrow]);
    if (key === this.key) return;
    this.key = key;
    const swatch = (look: Record<string, string>, text: string) => {
      const item = element("span", "tm-class");
      const sample = element("i");
      Object.assign(sample.style, look);
      item.append(sample, element("bdi", "", text));
      return item;
    };
    const hatched = (kind: Kind, colour: string, ground: string) =>
      ({ background: `${tileUrl(kind, colour)}, ${ground}` });
    const items: HTMLElement[] = [element("b", "", meta.unit)];
    meta.colours.forEach((colour, index) => items.push(swatch({ background: colour }, meta.labels[index])));
    items.push(swatch(hatched("rising", palette.quiet, palette.unknown), meta.missing));
    const middle = meta.colours[Math.floor(meta.colours.length / 2)];
    if (marks.old) items.push(swatch(hatched("falling", "#1d1b18", middle), cells.say("timemap.old")));
    if (marks.wide) items.push(swatch(hatched("dots", "#1d1b18", middle), cells.say("timemap.wide")));
    if (marks.joined) {
      const dotted = `repeating-linear-gradient(90deg,${palette.border} 0 2px,transparent 2px 6px)`;
      items.push(swatch({ background: dotted }, cells.say("timemap.joined")));
    }
    if (marks.orders) items.push(swatch(hatched("falling", palette.accent, palette.paper), cells.say("timemap.orders")));
    if (meta.circles) items.push(this.circles(narrow));
    if (shown.since !== null) {
      const sample = { height: `${widthOf(SAMPLE, narrow)}px`, width: "1.6rem" };
      const n = written(SAMPLE);
      if (marks.counted) items.push(swatch({ ...sample, background: palette.accent }, cells.say("timemap.counted", { n })));
      if (marks.hollow) {
        const look = { ...sample, background: palette.paper, border: `1.5px dashed ${palette.accent}` };
        items.push(swatch(look, cells.say("timemap.hollow", { n })));
      }
      if (!arrows.length) items.push(element("span", "tm-quiet", cells.say("timemap.no_arrows")));
    }
    items.push(element("span", "tm-quiet", meta.legend));
    this.element.replaceChildren(...items);
  }

  private circles(narrow: boolean): HTMLElement {
    const item = element("span", "tm-class");
    const namespace = "http://www.w3.org/2000/svg";
    const size = 2 * radiusOf(500_000, narrow) + 3;
    const drawing = document.createElementNS(namespace, "svg");
    drawing.setAttribute("width", String(size));
    drawing.setAttribute("height", String(size));
    drawing.setAttribute("aria-hidden", "true");
    for (const people of [500_000, 100_000]) {
      const circle = document.createElementNS(namespace, "circle");
      const radius = radiusOf(people, narrow);
      circle.setAttribute("cx", String(size / 2));
      circle.setAttribute("cy", String(size - radius - 1.5));
      circle.setAttribute("r", String(radius));
      circle.setAttribute("fill", "none");
      circle.setAttribute("stroke", "currentColor");
      drawing.append(circle);
    }
    item.append(drawing, element("bdi", "", this.cells.say("timemap.circles")));
    return item;
  }
}

function tileUrl(kind: Kind, colour: string): string {
  return `url(${tile(kind, colour, STEP[kind], 1).toDataURL()})`;
}
