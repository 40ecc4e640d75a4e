/** Which arrows stand for a period, from what, in which words: as `nuzuh/scene/arrows.py` decides for every output. */

import { written, type Cells } from "./cells";
import type { Movement } from "./contract";
import { bearable, saysMore, toldRange } from "./precision";

export interface Arrow {
  /** Codes of the areas; no destinations for an open arrow. */
  origins: string[];
  destinations: string[];
  from: [number, number];
  to: [number, number];
  /** Its lowest and its highest figure; the same for a single one and for a reconstruction. */
  low: number;
  high: number;
  reconstructed: boolean;
  /** Movements are counted rather than people. */
  counts: boolean;
  /** Empty while its range is not known, and so not what the number can bear. */
  number: string;
  /** What stands below the number: where to, where the arrow does not show it, and who said it. */
  beside: string[];
  /** Everything that is known of it, for hover and for assistive tools. */
  sentence: string;
}

/** The arrows of a period, the largest first. */
export function arrowsOf(cells: Cells, since: number, day: number): Arrow[] {
  return (cells.header.reconstructed ? reconstructedArrows : publishedArrows)(cells, since, day);
}

/** Those that are drawn, the largest first; those of equal size keep their order. */
function drawn<Sized extends { high: number }>(cells: Cells, all: Sized[]): Sized[] {
  const { most, least } = cells.header.arrows;
  const ordered = [...all].sort((a, b) => b.high - a.high);
  return ordered.filter(({ high }) => high >= least * ordered[0].high).slice(0, most);
}

/** The largest movements between the areas that the balance tells apart: `nuzuh/scene/flows.py` in the browser. */
function reconstructedArrows(cells: Cells, since: number, day: number): Arrow[] {
  if (cells.silent(day)) return [];
  const moving = cells.silent(since) ? null : cells.moving;
  const flows = flowsOn(cells, since, day).map((flow): Ranged => {
    const range = moving?.range(flow.ways, since, day, flow.people) ?? [NaN, NaN];
    return { ...flow, range, high: bearable(flow.people, ...range) };
  });
  return drawn(cells, flows.filter(({ high }) => high > 0)).map((flow) => reconstructedArrow(cells, flow));
}

function reconstructedArrow(cells: Cells, { origins, destinations, range, high }: Ranged): Arrow {
  const way = cells.say("arrow.way", { origin: cells.together(origins), destination: cells.together(destinations) });
  const mark = cells.say("recon.mark");
  // Before the ensemble has come it is not known what the number can bear.
  const number = cells.moving ? cells.say("recon.about", { n: written(high) }) : "";
  const line = [number, mark, likely(cells, ...range)].filter(Boolean).join(cells.say("list.comma"));
  return {
    origins, destinations, from: cells.middle(origins), to: cells.middle(destinations),
    low: high, high, reconstructed: true, counts: false, number, beside: [],
    sentence: number ? `${way}: ${line}` : `${way} (${mark})`,
  };
}

interface Flow {
  origins: string[];
  destinations: string[];
  /** Indices of `Header.flows`. */
  ways: number[];
  people: number;
}

interface Ranged extends Flow {
  range: [number, number];
  /** The number as its range can bear it. */
  high: number;
}

/** All movements, the largest first; those of equal size in the order of the areas. */
function flowsOn(cells: Cells, since: number, day: number): Flow[] {
  const marks = cells.marks(day);
  const place = new Map(marks.flatMap((codes, index) => codes.map((code) => [code, index])));
  const between = new Map<number, number[]>();
  cells.header.flows.forEach(({ from, to }, way) => {
    const [origin, destination] = [place.get(from)!, place.get(to)!];
    if (origin === destination) return;
    const key = origin * marks.length + destination;
    between.set(key, [...(between.get(key) ?? []), way]);
  });
  const ordered = [...between].sort(([a], [b]) => a - b);
  return ordered.map(([key, ways]) => ({
    origins: marks[Math.floor(key / marks.length)],
    destinations: marks[key % marks.length],
    ways,
    people: (cells.moving ?? cells).people(ways, since, day),
  })).sort((a, b) => b.people - a.people);
}

function likely(cells: Cells, low: number, high: number): string {
  if (Number.isNaN(low) || Number.isNaN(high)) return cells.say("recon.norange");
  if (!saysMore(low, high)) return "";
  const [from, to] = toldRange(low, high).map(written);
  return cells.say("recon.likely", { low: from, high: to });
}

/** Rival figures of published movements whose own period lies within the reader's, an arrow a question. */
function publishedArrows(cells: Cells, since: number, day: number): Arrow[] {
  const { movements, arrows: rule } = cells.header;
  const parties = new Map<string, Movement[]>();
  for (const one of movements) {
    if (one.start < since || one.end > day || one.known > day) continue;
    const key = JSON.stringify([one.question, one.party]);
    parties.set(key, [...(parties.get(key) ?? []), one]);
  }
  const rivals = new Map<string, Movement[]>();
  for (const ofParty of parties.values()) {
    const one = chosen(ofParty, rule.fresh);
    const key = JSON.stringify([one.question, one.destinations.length === 0]);
    rivals.set(key, [...(rivals.get(key) ?? []), one]);
  }
  const arrows = [...rivals.values()].map((claims) => {
    const newest = Math.max(...claims.map((claim) => claim.end));
    const fresh = claims.filter((claim) => newest - claim.end <= rule.fresh);
    return publishedArrow(cells, fresh.sort((a, b) => a.value - b.value || compared(a.id, b.id)), day);
  });
  arrows.sort((a, b) => inOrder(a.origins, b.origins) || inOrder(a.destinations, b.destinations));
  return drawn(cells, arrows);
}

/** The figure of one side on one question that its arrow stands for. */
function chosen(claims: Movement[], fresh: number): Movement {
  const first = (among: Movement[]) => among.reduce((known, one) => (outranks(one, known) ? one : known));
  const longest = first(claims);
  if (longest.destinations.length) return longest;
  const named = claims.filter(
    (one) => one.destinations.length && one.value >= longest.value && longest.end - one.end <= fresh,
  );
  return named.length ? first(named) : longest;
}

/** The figure of the longer period counts, then the later, the larger, the one with the larger id. */
function outranks(one: Movement, other: Movement): boolean {
  const rank =
    one.end - one.start - (other.end - other.start) || one.end - other.end ||
    one.value - other.value || compared(one.id, other.id);
  return rank > 0;
}

const compared = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function inOrder(a: string[], b: string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compared(a[i], b[i]);
    if (order) return order;
  }
  return a.length - b.length;
}

function publishedArrow(cells: Cells, claims: Movement[], day: number): Arrow {
  const [lowest, highest] = [claims[0], claims[claims.length - 1]];
  const [comma, apart] = [cells.say("list.comma"), cells.say("list.sep")];
  const who = (one: Movement) => one.publisher + comma + cells.day(one.end, "short");
  const rivals = lowest.value < highest.value;
  const open = highest.destinations.length === 0;
  const way = cells.say("arrow.way", { origin: highest.from, destination: highest.to });
  const told = claims.map((one) => {
    const later = one.cameOut !== null && one.cameOut > day ? comma + cells.say("map.later") : "";
    return `${one.number}${comma}${one.way} (${one.kind}${apart}${one.who}${later})`;
  });
  return {
    origins: highest.origins,
    destinations: highest.destinations,
    from: cells.middle(highest.origins),
    to: highest.tip ?? cells.middle(highest.destinations),
    low: lowest.value,
    high: highest.value,
    reconstructed: false,
    counts: highest.counts,
    number: rivals
      ? cells.say("arrow.rivals", {
          low: lowest.number, low_who: who(lowest), high: highest.number, high_who: who(highest),
        })
      : highest.number,
    beside: [...(open ? [highest.to] : []), ...(rivals ? [] : [highest.publisher])],
    sentence: `${way}: ${told.join(apart)}`,
  };
}
