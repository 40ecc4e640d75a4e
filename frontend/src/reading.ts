/** What is read beside the picture: the card of an area, the table, the arrows. Always the same numbers. */

import type { Arrow } from "./arrows";
import type { Cells } from "./cells";
import { element, link } from "./element";
import type { Shown } from "./picture";

/** Figures of this many days up to the day shown stand on the card. */
const WEEK = 7;
const MOST_EVIDENCE = 6;
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
  /** Which of the numbers the map has no room for. */
  private readonly unwritten = element("span", "tm-quiet", "", { "data-testid": "unwritten" });
  private head = "";
  private rows: { line: HTMLTableRowElement; cells: string[]; areas: number[] }[] = [];
  private pending: Shown | null = null;
  private left: string[] = [];

  constructor(private readonly cells: Cells, private readonly calls: TableCalls, folded = false) {
    this.table = element("table", "tm-table", "", { "data-testid": "layer-table" });
    this.body = element("tbody");
    const holder = element("div", "tm-scroll", "", { tabindex: "0" });
    holder.append(this.table);
    if (folded || cells.header.areas.length > LONG) {
      this.fold = element("details");
      this.fold.append(element("summary", "", cells.say("table.title")), holder);
      this.fold.addEventListener("toggle", () => this.pending && this.show(this.pending, this.left));
      this.element = this.fold;
    } else {
      this.fold = null;
      this.element = holder;
    }
  }

  /** Show what the map shows; `unwritten` are the areas whose labels found no room on it. */
  show(shown: Shown, unwritten: string[]): void {
    const { cells } = this;
    const without = unwritten.length ? cells.say("timemap.no_room", { names: unwritten.join(cells.say("list.sep")) }) : "";
    if (this.unwritten.textContent !== without) this.unwritten.textContent = without;
    this.pending = shown;
    this.left = unwritten;
    if (this.fold && !this.fold.open) return;
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
    caption.append(" ", this.unwritten);
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
  if (told.wide) parts.push(element("div", "tm-quiet", header.layers[shown.layer].marks.wide));
  const others = element("dl");
  header.layers.forEach((meta, index) => {
    if (index === shown.layer) return;
    const own = cells.groups(index, shown.day).find((areas) => areas.includes(area)) ?? [area];
    const other = cells.told(index, own, shown.day);
    const likely = meta.ranged && !other.note && !Number.isNaN(other.value) ? cells.range(meta, other.low, other.high) : "";
    const range = likely && `, ${likely}`;
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
    .filter((piece) => header.later || piece.came <= day)
    .sort((a, b) => b.day - a.day || a.areas.length - b.areas.length);
  const parts: HTMLElement[] = [element("div", "tm-card-title", cells.say("timemap.week"))];
  if (!week.length) return [...parts, element("div", "tm-quiet", cells.say("timemap.week.none"))];
  const list = element("ul");
  for (const piece of week.slice(0, MOST_EVIDENCE)) {
    const item = element("li");
    const who = element("bdi", "", piece.publisher);
    const comma = cells.say("list.comma");
    const when = cells.day(piece.day, "short") + (piece.came > day ? comma + cells.say("map.later") : "");
    item.append(element("b", "", piece.number), ` ${piece.kind}, ${piece.where} (`, who, `${comma}${when})`);
    list.append(item);
  }
  parts.push(list);
  if (week.length > MOST_EVIDENCE) {
    const more = week.length - MOST_EVIDENCE;
    parts.push(element("div", "tm-quiet", cells.say("timemap.week.more", { n: more })));
  }
  return parts;
}

/** The arrows on the map in words, below it. */
export class ArrowList {
  readonly element = element("ol", "tm-arrows", "", { "data-testid": "arrows" });
  private key = "";

  show(arrows: Arrow[]): void {
    const key = arrows.map((arrow) => arrow.sentence + arrow.number).join("\n");
    if (key === this.key) return;
    this.key = key;
    this.element.replaceChildren(...arrows.map((arrow) => element("li", "", arrow.sentence, {
      "data-way": [...arrow.origins, ">", ...arrow.destinations].join(" "),
      "data-low": String(arrow.low),
      "data-high": String(arrow.high),
      "data-number": arrow.number,
    })));
  }
}
