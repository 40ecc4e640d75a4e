/** Both sides of a comparison, held against each other area by area: the rules of `nuzuh/scene/pairs.py`. */

import type { Cells } from "./cells";
import type { Comparing, PublishedSide, Texts } from "./comparing";
import {
  amountPublished, asTold, between, gapMark, gapTexts, isTold, rounded, toldTogether, type Amount, type Gap, type GapMark,
} from "./difference";
import type { PeoplePresent } from "./people";
import type { Look } from "./sides";

/** One side, with what its map and its ensemble say. */
export interface Side {
  look: Look;
  title: string;
  day: number;
  rebuilt: boolean;
  cells: Cells;
  /** Index of its layer in these. */
  layer: number;
  /** The people of its reconstruction; null as published, and of a layer that does not count people. */
  people: PeoplePresent | null;
}

/** What a side says of some areas. */
interface Mark {
  areas: number[];
  cell: string;
  amount: Amount | null;
  cited: string;
  published: PublishedSide | null;
}

/** A row of the table: an area, or a region, on both sides. */
export interface Row {
  id: string;
  name: string;
  sides: [string, string];
  /** The second less the first with its range, or why none is told. */
  difference: string;
  amounts: [Amount | null, Amount | null];
  gap: Gap | null;
  cited: string[];
  /** Whether it is of one area, and not of a region. */
  one: boolean;
}

export interface Difference {
  kind: Kind;
  title: string;
  unit: string;
  how: string;
  marks: GapMark[];
}

type Kind = "" | "change" | "sides" | "distance";

const DIFFER = ["publisher", "day", "area"];

export class Pair {
  private readonly marks: [Mark[], Mark[]];
  private readonly regions: { id: string; areas: number[]; at: number }[];
  private readonly counts: boolean;
  private readonly kind: Kind;

  constructor(private readonly sides: [Side, Side], private readonly given: Comparing, private readonly texts: Texts) {
    const { areas, regions, layers } = given;
    this.counts = layers.some(({ id, counts }) => id === sides[0].look.layer && counts);
    this.regions = regions.map(([id, held], region) => ({
      id, areas: held.map((code) => areas.findIndex(([one]) => one === code)), at: layers.length * areas.length + region,
    }));
    this.marks = [this.marksOf(sides[0]), this.marksOf(sides[1])];
    this.kind = this.kindOf();
  }

  /** A row for each area; of people one for each region, too. */
  rows(): Row[] {
    const rows = this.given.areas.map(([id, name], area) => this.rowOfArea(id, name, area));
    return this.counts ? [...rows, ...this.regions.map((_, region) => this.rowOfRegion(region))] : rows;
  }

  /** The differences as a map; null where none of the rows tells one. */
  difference(rows: Row[]): Difference | null {
    const { texts, kind } = this;
    if (!rows.some(({ gap }) => gap)) return null;
    const [first, second] = this.sides.map(({ title }) => title);
    return {
      kind,
      title: kind === "change" ? texts.say("print.change") : texts.say("compare.minus", { first, second }),
      unit: texts.say("compare.unit"),
      how: texts.say(`compare.how.${kind}${this.unranged()}`),
      marks: this.together().map((areas) => gapMark(areas, ...this.gap(areas, false), this.given.scale.edges, texts)),
    };
  }

  /** Of a change whose range cannot be taken from the members of an ensemble, a key's end. */
  private unranged(): string {
    return this.kind === "change" && !this.sides[0].people!.isRanged ? ".unranged" : "";
  }

  /** How what the map of a side shows is cited, from north to south. */
  cited(at: number): string[] {
    return this.marks[at].map(({ cited }) => cited);
  }

  private kindOf(): Kind {
    const [first, second] = this.sides;
    if (!this.counts) return "";
    if (first.rebuilt && second.rebuilt) return first.look.view === second.look.view ? "change" : "sides";
    return (first.rebuilt || second.rebuilt) && first.day === second.day ? "distance" : "";
  }

  private together(): number[][] {
    return toldTogether(this.given.areas.length, ...this.marks.map((marks) => marks.map(({ areas }) => areas)));
  }

  private marksOf(side: Side): Mark[] {
    return side.rebuilt ? this.marksRebuilt(side) : this.marksPublished(side);
  }

  private marksPublished({ look, day }: Side): Mark[] {
    const { areas, layers } = this.given;
    const layer = layers.findIndex(({ id }) => id === look.layer);
    return areas.flatMap(([code], area) => {
      const one = this.toldOn(layer * areas.length + area, day);
      return one.pcodes[0] === code ? [this.markOf(one)] : [];
    });
  }

  private toldOn(row: number, day: number): PublishedSide {
    return this.given.told[this.given.on[row * this.given.days + day]];
  }

  private markOf(one: PublishedSide): Mark {
    const { value: number, low, high, isTold: told, tooOld, cell, cited } = one;
    const areas = one.pcodes.map((code) => this.given.areas.findIndex(([id]) => id === code));
    return { areas, cell, cited, published: one, amount: told && !tooOld ? { number, low, high } : null };
  }

  private marksRebuilt({ cells, layer, day }: Side): Mark[] {
    const known = (end: number) => (Number.isNaN(end) ? null : end);
    return cells.groups(layer, day).map((areas) => {
      const { name, number, value, low, high, lines } = cells.told(layer, areas, day);
      const range = lines.filter((line) => line !== this.texts.say("recon.mark")).slice(0, 1);
      const cell = [number, ...(areas.length > 1 ? [name] : []), ...range].join(this.texts.say("list.comma"));
      const amount = Number.isNaN(value) ? null : { number: value, low: known(low), high: known(high) };
      return { areas, cell, cited: "", published: null, amount };
    });
  }

  private rowOfArea(id: string, name: string, area: number): Row {
    const marks = this.marks.map((all) => all.find(({ areas }) => areas.includes(area))!);
    const areas = this.together().find((group) => group.includes(area))!;
    return this.row(id, name, areas, marks.map(({ cell, amount }) => [cell, amount]), marks.map(({ cited }) => cited), true);
  }

  private rowOfRegion(region: number): Row {
    const { id, areas, at } = this.regions[region];
    const published = this.sides.map((side) => (side.rebuilt ? null : this.markOf(this.toldOn(at, side.day))));
    const said = this.sides.map((side, which): [string, Amount | null] => {
      const mark = published[which];
      return mark ? [mark.cell, mark.amount] : this.regionRebuilt(side, areas);
    });
    const cited = published.map((mark) => mark?.cited ?? "");
    return this.row(id, this.texts.say(`region.${id}`), areas, said, cited, false);
  }

  private regionRebuilt(side: Side, areas: number[]): [string, Amount | null] {
    const { texts } = this;
    if (!this.tells(side, areas)) return [texts.say("compare.none"), null];
    const amount = side.people!.amount(side.day, areas);
    const { number, low, high } = amount;
    return [texts.joined([texts.people(number!, low, high), texts.likely(low, high)]), asTold(amount)];
  }

  private row(id: string, name: string, areas: number[], said: [string, Amount | null][], cited: string[], one: boolean): Row {
    const { texts, given } = this;
    const [gap, note] = this.gap(areas, !one);
    let difference = note;
    if (gap && isTold(gap)) {
      const [number, likely] = gapTexts(gap, texts);
      const together = one && areas.length > 1 ? areas.map((area) => given.areas[area][1]).join(texts.say("map.join")) : "";
      difference = texts.joined([number, together, likely, note]);
    }
    const [[first, firstAmount], [second, secondAmount]] = said;
    return {
      id, name, difference, one,
      sides: [first, second],
      amounts: [firstAmount, secondAmount],
      gap: gap && rounded(gap),
      cited: cited.filter(Boolean),
    };
  }

  /** The difference of some areas with what else to know of it; or none, and why. */
  private gap(areas: number[], whole: boolean): [Gap | null, string] {
    const { texts, kind } = this;
    const [first, second] = this.sides;
    if (!kind) return [null, this.whyNone(areas, whole)];
    if (!this.sides.every((side) => !side.rebuilt || this.tells(side, areas))) {
      return [null, texts.say("compare.why.together")];
    }
    if (kind === "change") return [second.people!.change(first.day, second.day, areas), ""];
    const amounts = [this.amount(0, areas), this.amount(1, areas)];
    const why = amounts.find((amount) => typeof amount === "string");
    if (why) return [null, texts.say(why as string)];
    const [one, other] = amounts as Amount[];
    let gap = between(one, other);
    // A single end has no range that would say how finely it may be told.
    if (gap.low === null || gap.high === null) gap = between(asTold(one), asTold(other));
    return isTold(gap) ? [gap, this.fromOne(areas)] : [null, texts.say("recon.norange")];
  }

  /** Whether a reconstruction tells some areas apart from the others. */
  private tells({ cells, day }: Side, areas: number[]): boolean {
    const codes = areas.map((area) => this.given.areas[area][0]);
    return cells.marks(day).every((mark) => {
      const inside = mark.filter((code) => codes.includes(code)).length;
      return inside === 0 || inside === mark.length;
    });
  }

  /** People of some areas on a side, or the key of why they cannot be taken from others. */
  private amount(at: number, areas: number[]): Amount | string {
    const side = this.sides[at];
    if (side.rebuilt) return side.people!.amount(side.day, areas);
    const told = this.publishedOf(at, areas);
    if (!told?.isTold) return "compare.why.missing";
    // What people did since an older figure would pass for a distance.
    const ofDay = told.asOf !== null && side.day - told.asOf <= this.given.recent;
    return ofDay ? amountPublished(told.value, told.low, told.high) : "compare.why.old";
  }

  /** What a published side has for some areas as a whole. */
  private publishedOf(at: number, areas: number[]): PublishedSide | null {
    const same = (other: number[]) => other.length === areas.length && other.every((area) => areas.includes(area));
    const region = this.regions.find((one) => same(one.areas));
    if (region) return this.toldOn(region.at, this.sides[at].day);
    return this.marks[at].find((mark) => same(mark.areas))?.published ?? null;
  }

  /** That a published side has rival figures, of which a distance is told of one alone. */
  private fromOne(areas: number[]): string {
    const sides = [0, 1].filter((at) => !this.sides[at].rebuilt).map((at) => this.publishedOf(at, areas));
    const who = sides.find((side) => side?.who)?.who;
    return who ? this.texts.say("compare.from_one", { who }) : "";
  }

  /** Why figures are not subtracted: in what they differ, or that they only stand there. */
  private whyNone(areas: number[], whole: boolean): string {
    const { texts } = this;
    const [first, second] = this.sides;
    if (!this.counts) return texts.say("compare.why.layer");
    if (first.rebuilt !== second.rebuilt) return texts.say("compare.why.days");
    const [one, other] = [this.figures(0, areas, whole), this.figures(1, areas, whole)];
    if (!one.length || !other.length) return texts.say("compare.why.missing");
    if (same(one.map(String), other.map(String))) return texts.say("compare.why.same");
    const differ = DIFFER.filter((_, part) => !same(one.map((told) => told[part]), other.map((told) => told[part])));
    if (!differ.length) return texts.say("compare.why.published");
    return texts.say("compare.why.differ", { what: texts.joined(differ.map((what) => texts.say(`compare.differ.${what}`))) });
  }

  /** Publisher, day and area of the figures that a side has for some areas. */
  private figures(at: number, areas: number[], whole: boolean): string[][] {
    const marks = this.marks[at].filter((mark) => mark.areas.some((area) => areas.includes(area)));
    const told = whole ? [this.publishedOf(at, areas)] : marks.map(({ published }) => published);
    return told.flatMap((one) => (one?.figure ? [one.figure] : []));
  }
}

/** Whether lists hold the same, in whatever order and however often. */
function same(one: string[], other: string[]): boolean {
  const [these, those] = [new Set(one), new Set(other)];
  return these.size === those.size && [...these].every((item) => those.has(item));
}
