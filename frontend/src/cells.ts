/** What a layer says of an area on a day, in the reader's words: one source for picture, card and table. */

import { FLAG, type Cell, type Header, type Layer, type Note, type Payload } from "./contract";
import { dayIndex, isoDay, writtenDay } from "./days";
import { valueOf } from "./unpack";

/** One area, or several that one figure is for. */
export interface Told {
  areas: number[];
  /** Number that colours it; NaN where nothing is known. */
  value: number;
  low: number;
  high: number;
  note: Note | null;
  old: boolean;
  wide: boolean;
  name: string;
  number: string;
  /** Lines below the number: who said it, how old it is, or the likely range. */
  lines: string[];
}

const whole = new Intl.NumberFormat("en-US", {
  maximumFractionDigits: 0, roundingMode: "halfEven",
} as Intl.NumberFormatOptions);

/** A number with separators, in Latin digits. */
export function written(value: number): string {
  return whole.format(value);
}

/** Fill the placeholders of a text. */
export function fill(text: string, parts: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, key) => String(parts[key] ?? ""));
}

export class Cells {
  readonly header: Header;
  private readonly plurals: Intl.PluralRules;
  /** Picture, table and legend ask for the same groups at every step. */
  private latest: { key: string; groups: number[][] } = { key: "", groups: [] };

  constructor(readonly payload: Payload) {
    this.header = payload.header;
    this.plurals = new Intl.PluralRules(this.header.lang);
  }

  say(key: string, parts: Record<string, string | number> = {}): string {
    return fill(this.header.words[key] ?? key, parts);
  }

  day(index: number, month: "long" | "short" = "long"): string {
    return writtenDay(this.header.first, index, this.header.months[month]);
  }

  iso(index: number): string {
    return isoDay(this.header.first, index);
  }

  index(iso: string): number {
    return dayIndex(this.header.first, iso);
  }

  layerIndex(id: string): number {
    return Math.max(0, this.header.layers.findIndex((layer) => layer.id === id));
  }

  age(days: number): string {
    if (days === 0) return this.say("age.today");
    return this.say(`age.${this.plurals.select(days)}`, { days: written(days) });
  }

  private at(layer: number, area: number, day: number): number {
    return (layer * this.header.areas.length + area) * this.header.days + day;
  }

  /** Index of the note behind a cell, or -1: areas with the same one are one figure. */
  noteIndex(layer: number, area: number, day: number): number {
    return this.payload.note[this.at(layer, area, day)] - 1;
  }

  /** The number that colours an area, without the words around it. */
  value(layer: number, area: number, day: number): number {
    const at = this.at(layer, area, day);
    const note = this.payload.note[at];
    if (note) return this.header.layers[layer].notes[note - 1].value ?? NaN;
    return valueOf(this.payload.value[at]);
  }

  flags(layer: number, area: number, day: number): number {
    return this.payload.flags[this.at(layer, area, day)];
  }

  /** Groups of areas that one figure is for, in the order of their first area; not to be changed. */
  groups(layer: number, day: number): number[][] {
    const key = `${layer} ${day}`;
    if (this.latest.key !== key) this.latest = { key, groups: this.grouped(layer, day) };
    return this.latest.groups;
  }

  private grouped(layer: number, day: number): number[][] {
    const groups = new Map<number, number[]>();
    for (let area = 0; area < this.header.areas.length; area++) {
      const note = this.noteIndex(layer, area, day);
      const shared = note >= 0 && this.header.layers[layer].notes[note].asOf !== null;
      const key = shared ? note : -1 - area;
      const group = groups.get(key);
      if (group) group.push(area);
      else groups.set(key, [area]);
    }
    return [...groups.values()];
  }

  told(layer: number, areas: number[], day: number): Told {
    const { header, payload } = this;
    const area = areas[0];
    const at = this.at(layer, area, day);
    const meta = header.layers[layer];
    const noted = payload.note[at];
    const note = noted ? meta.notes[noted - 1] : null;
    const flags = payload.flags[at];
    const value = note ? (note.value ?? NaN) : valueOf(payload.value[at]);
    const [low, high] = [valueOf(payload.low[at]), valueOf(payload.high[at])];
    return {
      areas,
      value,
      low: note ? (note.low ?? NaN) : low,
      high: note ? (note.high ?? NaN) : high,
      note,
      old: (flags & FLAG.old) > 0,
      wide: (flags & FLAG.wide) > 0,
      name: areas.map((one) => header.areas[one].name).join(this.say("map.join")),
      number: note ? note.number : Number.isNaN(value) ? meta.missing : this.about(meta, value),
      lines: note ? this.noteLines(note, day) : this.plainLines(meta, value, low, high),
    };
  }

  private noteLines(note: Note, day: number): string[] {
    if (note.asOf === null) return note.lines;
    return [...note.lines, this.age(day - note.asOf) + note.suffix];
  }

  private plainLines(layer: Layer, value: number, low: number, high: number): string[] {
    if (Number.isNaN(value)) return [];
    const range = this.range(layer, low, high);
    return this.header.reconstructed ? [this.say("recon.mark"), range] : range ? [range] : [];
  }

  private signed(value: number): string {
    const number = written(Math.abs(value));
    // What is told as zero has no sign.
    return (number === "0" ? "" : value > 0 ? "+" : "−") + number + "%";
  }

  /** A number that no note has worded. */
  about(layer: Layer, value: number): string {
    const n = layer.signed ? this.signed(value) : written(value);
    return this.header.reconstructed ? this.say("recon.about", { n }) : n;
  }

  range(layer: Layer, low: number, high: number): string {
    if (Number.isNaN(low) || Number.isNaN(high)) {
      return this.header.reconstructed ? this.say("recon.norange") : "";
    }
    const [from, to] = [low, high].map((end) => (layer.signed ? this.signed(end) : written(end)));
    return this.say("recon.likely", { low: from, high: to });
  }

  /** An area's row of the table: area, number, and the rest as the columns name it. */
  row(layer: number, told: Told, day: number): Cell[] {
    const meta = this.header.layers[layer];
    const cells: Cell[] = [told.name, told.number];
    if (told.note) {
      const age = told.note.asOf === null ? "" : this.age(day - told.note.asOf);
      return [...cells, ...told.note.cells.map((cell) => (cell === "{age}" ? age : cell))];
    }
    const known = !Number.isNaN(told.value);
    if (meta.ranged) cells.push(known ? this.range(meta, told.low, told.high) : "");
    return [...cells, ...(meta.plain[told.areas[0]] ?? [])];
  }

  /** The class of a value: index of its colour. */
  classOf(layer: number, value: number, below: boolean): number {
    const { edges } = this.header.layers[layer];
    let index = 0;
    while (index < edges.length && (below ? edges[index] < value : edges[index] <= value)) index++;
    return index;
  }
}
