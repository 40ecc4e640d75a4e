/** Which land is under orders on a day, and which orders were over a block: from the runs, without a canvas. */

import type { LandData, LandOrder, LandRun } from "./contract";

/** An order over one block, from its first day there to its last. */
export interface Over {
  /** Index of the order. */
  order: number;
  start: number;
  end: number;
  /** It surely covers the block on some of these days; else it may. */
  sure: boolean;
}

/** How many orders covered each block, at least and at most. */
export interface Times {
  least: Uint16Array;
  most: Uint16Array;
}

/** An order that took effect on a day, and the runs of the report that tells it best. */
export interface Issued {
  start: number;
  runs: LandRun[];
}

export class Land {
  /** The days on which something comes into force or ends, in order. */
  private readonly turns: number[];
  /** The counts that were asked for last: picture, legend and list ask for the same. */
  private counted: { key: string; times: Times } | null = null;
  private readonly spells = new Map<number, Spell>();
  /** 1 for each block whose shape is exact. */
  readonly given: Uint8Array;

  constructor(readonly data: LandData) {
    this.given = Uint8Array.from(data.blocks, ({ given }) => Number(given));
    this.turns = [...new Set(data.runs.flatMap(({ start, end }) => [start, end + 1]))].sort((a, b) => a - b);
  }

  order(run: LandRun): LandOrder {
    return this.data.orders[run.order];
  }

  /** Days of one spell have the same number: nothing comes into force or ends between them. */
  spell(day: number): number {
    let [low, high] = [0, this.turns.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.turns[middle] <= day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What is in force on a day: orders, maps of them, and zones. */
  on(day: number): LandRun[] {
    return this.of(day).runs;
  }

  /** 1 for each block that orders surely cover on a day; zones are no orders. */
  sure(day: number): Uint8Array {
    return this.of(day).sure;
  }

  /** 1 for each block that orders may cover on a day, and do not surely. */
  possible(day: number): Uint8Array {
    return this.of(day).possible;
  }

  /** The zones of a day. */
  zones(day: number): LandRun[] {
    return this.on(day).filter((run) => this.order(run).kind === "zone");
  }

  /** What was ever over a block, the earliest first: each report of an order once. */
  ordersOver(block: number): Over[] {
    const found = new Map<number, Over>();
    for (const { order, start, end, sure, possible } of this.data.runs) {
      const surely = sure.includes(block);
      if (!surely && !possible.includes(block)) continue;
      const known = found.get(order);
      if (!known) found.set(order, { order, start, end, sure: surely });
      else {
        known.start = Math.min(known.start, start);
        known.end = Math.max(known.end, end);
        known.sure ||= surely;
      }
    }
    return [...found.values()].sort((a, b) => a.start - b.start || a.order - b.order);
  }

  /** On how many of some days any of some blocks was under orders: surely, and at most. */
  daysUnder(blocks: number[], from: number, to: number): { least: number; most: number } {
    const least = new Set<number>();
    const most = new Set<number>();
    for (const run of this.data.runs) {
      if (this.order(run).kind === "zone") continue;
      const surely = blocks.some((block) => run.sure.includes(block));
      if (!surely && !blocks.some((block) => run.possible.includes(block))) continue;
      for (let day = Math.max(run.start, from); day <= Math.min(run.end, to); day++) {
        most.add(day);
        if (surely) least.add(day);
      }
    }
    return { least: least.size, most: most.size };
  }

  /** The orders that took effect from one day to another, each once, in what holds of it: maps and zones are no orders. */
  issued(from: number, to: number): Issued[] {
    const reports = new Map<string, LandRun[]>();
    for (const run of this.data.runs) {
      const { order, kind } = this.order(run);
      if (kind === "order" && run.start <= to) reports.set(order, [...(reports.get(order) ?? []), run]);
    }
    return [...reports.values()].map((runs) => {
      const start = Math.min(...runs.map((run) => this.order(run).start ?? run.start));
      // Of several reports of an order that which tells it best holds in the end.
      const best = runs.reduce((last, run) => (run.start >= last.start ? run : last)).order;
      return { start, runs: runs.filter(({ order }) => order === best) };
    }).filter(({ start }) => from <= start && start <= to);
  }

  /** How many orders that took effect from one day to another covered each block. */
  timesOrdered(from: number, to: number): Times {
    const key = `${from} ${to}`;
    if (this.counted?.key !== key) this.counted = { key, times: this.timesIn(from, to) };
    return this.counted.times;
  }

  private timesIn(from: number, to: number): Times {
    const issued = this.issued(from, to);
    const { length } = this.data.blocks;
    return {
      least: counted(issued.map(({ runs }) => runs.flatMap((run) => run.sure)), length),
      most: counted(issued.map(({ runs }) => runs.flatMap((run) => [...run.sure, ...run.possible])), length),
    };
  }

  private of(day: number): Spell {
    const spell = this.spell(day);
    let found = this.spells.get(spell);
    if (!found) {
      const runs = this.data.runs.filter(({ start, end }) => start <= day && day <= end);
      const orders = runs.filter((run) => this.order(run).kind !== "zone");
      const sure = this.marked(orders.flatMap((run) => run.sure));
      const possible = this.marked(orders.flatMap((run) => run.possible).filter((block) => !sure[block]));
      found = { runs, sure, possible };
      this.spells.set(spell, found);
    }
    return found;
  }

  private marked(blocks: number[]): Uint8Array {
    const marks = new Uint8Array(this.data.blocks.length);
    for (const block of blocks) marks[block] = 1;
    return marks;
  }
}

interface Spell {
  runs: LandRun[];
  sure: Uint8Array;
  possible: Uint8Array;
}

function counted(orders: number[][], blocks: number): Uint16Array {
  const counts = new Uint16Array(blocks);
  for (const covered of orders) for (const block of new Set(covered)) counts[block] += 1;
  return counts;
}
