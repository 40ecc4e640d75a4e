/** What is said of the orders of a day, of a period, of a block: from the words and the land, without a screen. */

import { fill, written, type Cells } from "./cells";
import type { LandRun, OrderCard, OrderWords, Payload } from "./contract";
import type { Land, Over } from "./land";
import type { Spoken } from "./spoken";

/** An order as it stands in a list. */
export interface Listed {
  card: OrderCard;
  kind: "order" | "map" | "zone";
  /** First day in force, and blocks that it may cover, on the day or in the period. */
  start: number;
  blocks: number[];
}

/** Land whose history is told: a block, or the blocks of a place. */
export interface Piece {
  title: string;
  blocks: number[];
  /** It is a numbered block itself. */
  block: boolean;
  /** How an address names it, where it is a place; empty for a block. */
  key: string;
}

/** The history of a piece of land up to a day. */
export interface History {
  over: (Over & { card: OrderCard })[];
  days: { least: number; most: number };
  /** Its blocks under orders on the day, surely and at most. */
  under: { least: number; most: number };
  /** Last day up to that one on which an order held; -1 for none. */
  last: number;
}

/** Put the words of the orders beside those of the map, and the blocks among the places that can be looked for. */
export function withOrders({ header, blockShapes }: Payload, { words }: OrderWords): void {
  Object.assign(header.words, words);
  header.land?.blocks.forEach(({ number, area }, block) => {
    header.places.push({
      name: fill(words["ordered.block"], { n: number }), at: middleOf(blockShapes[block]), rank: UNDRAWN, area, lang: "",
      others: [number], block,
    });
  });
}

/** The middle of the corners of a shape, in degrees. */
function middleOf(shape: GeoJSON.Geometry): [number, number] {
  const corners = shape.type === "MultiPolygon" ? shape.coordinates[0][0].slice(1) : [];
  const mean = (axis: 0 | 1) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length;
  return [mean(0), mean(1)];
}

/** Rank of a place that is found and never drawn by itself, as in `nuzuh/scene/time_map.py`. */
const UNDRAWN = 9;

export class Ordered {
  readonly land: Land;
  private readonly cards: Map<string, OrderCard>;

  constructor(private readonly cells: Cells, readonly words: OrderWords) {
    this.land = cells.land!;
    this.cards = new Map(words.cards.map((card) => [card.id, card]));
  }

  card(id: string): OrderCard | null {
    return this.cards.get(id) ?? null;
  }

  /** What is in force on a day, the newest first: orders, maps and zones. */
  inForce(day: number): Listed[] {
    return this.listed(this.land.on(day));
  }

  /** The orders that took effect from one day to another, each once, the newest first. */
  issued(from: number, to: number): Listed[] {
    return this.listed(this.land.issued(from, to).map(({ start, runs: [first] }) => ({ ...first, start })));
  }

  private listed(runs: LandRun[]): Listed[] {
    return runs.flatMap((run): Listed[] => {
      const { id, kind } = this.land.order(run);
      const card = this.card(id);
      return card ? [{ card, kind, start: run.start, blocks: [...run.sure, ...run.possible] }] : [];
    }).sort((a, b) => b.card.issued - a.card.issued || b.start - a.start || (a.card.id < b.card.id ? 1 : -1));
  }

  /** Whether an order names an area, or may cover land in it; all of them for no area. */
  touches({ card, blocks }: Listed, area: number): boolean {
    if (area < 0) return true;
    return card.pcodes.includes(this.cells.header.areas[area].id)
      || blocks.some((block) => this.land.data.blocks[block].area === area);
  }

  /** The share of an area under orders in words; empty where no order is known there, and of the whole. */
  share(area: number, day: number): string {
    return area < 0 ? "" : this.words.shares[this.words.shareOn[area * this.cells.header.days + day]];
  }

  /** The history of land up to a day. */
  history(blocks: number[], day: number): History {
    const { land } = this;
    const over = new Map<string, Over>();
    for (const one of blocks.flatMap((block) => land.ordersOver(block))) {
      const { id } = land.data.orders[one.order];
      const known = over.get(id);
      over.set(id, known
        ? { ...known, start: Math.min(known.start, one.start), end: Math.max(known.end, one.end), sure: known.sure && one.sure }
        : one);
    }
    const told = [...over.values()].flatMap((one) => {
      const card = this.card(land.data.orders[one.order].id);
      return card && one.start <= day ? [{ ...one, card }] : [];
    }).sort((a, b) => b.start - a.start || b.order - a.order);
    const held = told.filter(({ order }) => land.data.orders[order].kind !== "zone");
    const [sure, possible] = [land.sure(day), land.possible(day)];
    const least = blocks.filter((block) => sure[block]).length;
    return {
      over: told,
      days: land.daysUnder(blocks, 0, day),
      under: { least, most: least + blocks.filter((block) => possible[block]).length },
      last: Math.max(-1, ...held.map(({ end }) => Math.min(end, day))),
    };
  }

  /** A number from one to another, once where they are the same. */
  range(least: number, most: number): string {
    return least === most
      ? written(least)
      : this.cells.say("ordered.range", { low: written(least), high: written(most) });
  }

  /** What is said above the map: of a day, or of the period before it. */
  spoken(day: number, since: number | null): Spoken {
    const { cells, words } = this;
    const none = { cards: [], panel: [], lead: [], fit: [], notices: [] };
    if (since === null) {
      const told = [words.answers[words.answerOn[day]], words.people[words.peopleOn[day]]].filter(Boolean);
      return { ...none, headline: fill(told.join(" "), { date: cells.day(day) }) };
    }
    const { least, most } = this.land.timesOrdered(since, day);
    const some = (counts: Uint16Array) => counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    return {
      ...none,
      headline: cells.say("ordered.answer.times", {
        from: cells.day(since), to: cells.day(day), n: this.issued(since, day).length,
        blocks: this.range(some(least), some(most)), all: least.length,
      }),
    };
  }
}
