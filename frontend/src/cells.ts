/** What a layer says of an area on a day, in the reader's words: one source for picture, card and table. */

import { FLAG, type Cell, type Header, type Layer, type Note, type Payload } from "./contract";
import { dayIndex, isoDay, writtenDay } from "./days";
import { Land } from "./land";
import type { Moving } from "./moving";
import { valueOf } from "./unpack";

/** What is drawn over an area beside its colour, or in the place of one. */
export type Mark = "missing" | "too_old" | "last_known" | "";

/** One area, or several that one figure is for. */
export interface Told {
  areas: number[];
  /** Number that colours it; NaN where nothing is known. */
  value: number;
  low: number;
  high: number;
  note: Note | null;
  mark: Mark;
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

/** From so many days on an age is told in months, as in `Translator.age`. */
const AGE_IN_MONTHS = 90;

/** Fill the placeholders of a text. */
export function fill(text: string, parts: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, key) => String(parts[key] ?? ""));
}

export class Cells {
  readonly header: Header;
  /** Reconstructed movements with their ranges, once their ensemble has come. */
  moving: Moving | null = null;
  /** The land under orders; null where it is not known. */
  readonly land: Land | null;
  private readonly plurals: Intl.PluralRules;
  /** Picture, table and legend ask for the same groups at every step. */
  private latest: { key: string; groups: number[][] } = { key: "", groups: [] };

  constructor(readonly payload: Payload) {
    this.header = payload.header;
    this.land = this.header.land ? new Land(this.header.land) : null;
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
    if (days >= AGE_IN_MONTHS) {
      const months = Math.floor((days * 96 + 1461) / 2922);
      return this.say(`age.month.${this.plurals.select(months)}`, { months: written(months) });
    }
    return this.say(`age.${this.plurals.select(days)}`, { days: written(days) });
  }

  private at(layer: number, area: number, day: number): number {
    return (layer * this.header.areas.length + area) * this.header.days + day;
  }

  /** The layer whose colours are drawn: of one that stands over another, that one. */
  ground(layer: number): number {
    const { layers } = this.header;
    return layers[layer].over ? this.layerIndex(layers[layer].over) : layer;
  }

  /** Index of the note behind a cell, or -1: areas with the same one are one figure. */
  noteIndex(layer: number, area: number, day: number): number {
    return this.payload.note[this.at(layer, area, day)] - 1;
  }

  /** The class that colours an area; -1 for none. */
  shade(layer: number, area: number, day: number): number {
    const at = this.at(layer, area, day);
    const meta = this.header.layers[layer];
    const note = this.payload.note[at];
    if (note) return meta.notes[note - 1].shade ?? -1;
    const value = valueOf(this.payload.value[at]);
    if (Number.isNaN(value)) return -1;
    const above = meta.edges.findIndex((edge) => value < edge);
    return above < 0 ? meta.edges.length : above;
  }

  /** What is drawn over an area's colour, or in its place. */
  mark(layer: number, area: number, day: number): Mark {
    const at = this.at(layer, area, day);
    const flags = this.payload.flags[at];
    if (flags & FLAG.tooOld) return "too_old";
    const known = this.header.layers[layer].over ? this.noteIndex(layer, area, day) : this.shade(layer, area, day);
    if (known < 0) return "missing";
    return flags & FLAG.lastKnown ? "last_known" : "";
  }

  isWide(layer: number, area: number, day: number): boolean {
    return (this.payload.flags[this.at(layer, area, day)] & FLAG.wide) > 0;
  }

  /** What the figures of a day come to; empty where the layer says nothing of it. */
  placed(layer: number, day: number): string {
    const index = this.header.layers[layer].placed ? (this.payload.placed[day] ?? 0) : 0;
    return index ? this.header.placed[index - 1] : "";
  }

  /** Whether nothing at all is known of a day on the first layer. */
  silent(day: number): boolean {
    return this.header.areas.every((_, area) => this.shade(0, area, day) < 0);
  }

  /** Index of the joint that an area belongs to on a day; -1 for none. */
  joint(area: number, day: number): number {
    return this.header.joints.findIndex((joint) =>
      joint.start <= day && day <= joint.end && joint.areas.includes(area));
  }

  /** Codes of the areas that are told apart on a day; those that are joined are one. */
  marks(day: number): string[][] {
    const { areas, joints } = this.header;
    return areas.flatMap(({ id }, area) => {
      const joint = joints[this.joint(area, day)];
      if (!joint) return [[id]];
      return Math.min(...joint.areas) === area ? [joint.areas.map((other) => areas[other].id)] : [];
    });
  }

  /** People who went some ways (indices of `Header.flows`) from one day to another, to a person or two. */
  people(ways: number[], since: number, day: number): number {
    const { flowTotals } = this.payload;
    return ways.reduce((sum, way) => {
      const row = way * this.header.days;
      return sum + flowTotals[row + day] - (since > 0 ? flowTotals[row + since - 1] : 0);
    }, 0);
  }

  /** The point that stands for areas: the middle of theirs, in degrees. */
  middle(codes: string[]): [number, number] {
    const points = codes.map((code) => this.header.areas.find((area) => area.id === code)!.at);
    const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
    return [mean(0), mean(1)];
  }

  /** The name of areas together. */
  together(codes: string[]): string {
    return codes.map((code) => this.header.areas.find((area) => area.id === code)!.name).join(this.say("map.join"));
  }

  /** Groups of areas that one figure is for, in the order of their first area; not to be changed. */
  groups(layer: number, day: number): number[][] {
    const key = `${layer} ${day}`;
    if (this.latest.key !== key) this.latest = { key, groups: this.grouped(layer, day) };
    return this.latest.groups;
  }

  private grouped(layer: number, day: number): number[][] {
    const groups = new Map<string, number[]>();
    for (let area = 0; area < this.header.areas.length; area++) {
      const note = this.noteIndex(layer, area, day);
      const shared = note >= 0 && this.header.layers[layer].notes[note].joint;
      const joint = note < 0 ? this.joint(area, day) : -1;
      const key = shared ? `note ${note}` : joint >= 0 ? `joint ${joint}` : `area ${area}`;
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
    const value = note ? (note.value ?? NaN) : valueOf(payload.value[at]);
    const [low, high] = [valueOf(payload.low[at]), valueOf(payload.high[at])];
    return {
      areas,
      value,
      low: note ? (note.low ?? NaN) : low,
      high: note ? (note.high ?? NaN) : high,
      note,
      mark: this.mark(layer, area, day),
      wide: this.isWide(layer, area, day),
      name: areas.map((one) => header.areas[one].name).join(this.say("map.join")),
      number: note ? note.number : Number.isNaN(value) ? meta.marks.missing : this.about(meta, value),
      lines: note ? this.noteLines(note, day) : this.plainLines(meta, value, low, high),
    };
  }

  private noteLines(note: Note, day: number): string[] {
    return note.lines.map((line) => this.aged(line, note, day));
  }

  /** A text of a note with its age on a day. */
  private aged(text: string, note: Note, day: number): string {
    return note.asOf === null ? text : text.replace("{age}", () => this.age(day - note.asOf!));
  }

  private plainLines(layer: Layer, value: number, low: number, high: number): string[] {
    if (Number.isNaN(value)) return [];
    const range = this.range(layer, low, high);
    return [...(this.header.reconstructed ? [this.say("recon.mark")] : []), ...(range ? [range] : [])];
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

  /** The likely range of a number; empty where there is none, or where its ends are told as the same. */
  range(layer: Layer, low: number, high: number): string {
    if (Number.isNaN(low) || Number.isNaN(high)) {
      return this.header.reconstructed ? this.say("recon.norange") : "";
    }
    const [from, to] = [low, high].map((end) => (layer.signed ? this.signed(end) : written(end)));
    return from === to ? "" : this.say("recon.likely", { low: from, high: to });
  }

  /** An area's row of the table: area, number, and the rest as the columns name it. */
  row(layer: number, told: Told, day: number): Cell[] {
    const meta = this.header.layers[layer];
    const { note } = told;
    if (note) {
      return [told.name, ...note.cells.map((cell) => (typeof cell === "string" ? this.aged(cell, note, day) : cell))];
    }
    const cells: Cell[] = [told.name, told.number];
    const known = !Number.isNaN(told.value);
    if (meta.ranged) cells.push(known ? this.range(meta, told.low, told.high) : "");
    const joint = this.joint(told.areas[0], day);
    return [...cells, ...(meta.plain[joint < 0 ? told.areas[0] : this.header.areas.length + joint] ?? [])];
  }
}
