/** Which arrows stand for a period, from what, in which words: as `nuzuh/scene/arrows.py` decides for every output. */

import type { Cells } from "./cells";
import type { Movement, SettledArrow } from "./contract";

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
  /** Empty while the number is not known that it can bear. */
  number: string;
  /** What stands below the number: where to, where the arrow does not show it, and who said it. */
  beside: string[];
  /** Everything that is known of it, for hover and for assistive tools. */
  sentence: string;
}

/** The arrows of a period, the largest first; a reconstruction's are Python's once they have come. */
export function arrowsOf(cells: Cells, since: number, day: number, settled: SettledArrow[] | null): Arrow[] {
  if (!cells.header.reconstructed) return publishedArrows(cells, since, day);
  if (!settled) return movingArrows(cells, since, day);
  return settled.map((arrow) => ({
    ...arrow,
    from: cells.middle(arrow.origins),
    to: cells.middle(arrow.destinations),
    reconstructed: true,
    counts: false,
    beside: [],
  }));
}

/** Those that are drawn, the largest first; those of equal size keep their order. */
function drawn(cells: Cells, arrows: Arrow[]): Arrow[] {
  const { most, least } = cells.header.arrows;
  const ordered = [...arrows].sort((a, b) => b.high - a.high);
  return ordered.filter((arrow) => arrow.high >= least * ordered[0].high).slice(0, most);
}

/** Widths from running totals while time moves: what the numbers can bear is not known yet. */
function movingArrows(cells: Cells, since: number, day: number): Arrow[] {
  if (cells.silent(day)) return [];
  const { header, payload } = cells;
  const ways = new Map<string, { origins: string[]; destinations: string[]; people: number }>();
  header.flows.forEach((flow, index) => {
    const row = index * header.days;
    const before = since > 0 ? payload.flowTotals[row + since - 1] : 0;
    const [origins, destinations] = [cells.joined(flow.from, day), cells.joined(flow.to, day)];
    if (origins.includes(flow.to)) return;
    const key = `${origins} > ${destinations}`;
    const way = ways.get(key) ?? { origins, destinations, people: 0 };
    way.people += payload.flowTotals[row + day] - before;
    ways.set(key, way);
  });
  const arrows = [...ways.values()].flatMap(({ origins, destinations, people }): Arrow[] => {
    const told = bearable(people);
    if (told <= 0) return [];
    const way = cells.say("arrow.way", { origin: cells.together(origins), destination: cells.together(destinations) });
    return [{
      origins, destinations, from: cells.middle(origins), to: cells.middle(destinations), low: told, high: told,
      reconstructed: true, counts: false, number: "", beside: [], sentence: `${way} (${cells.say("recon.mark")})`,
    }];
  });
  return drawn(cells, arrows);
}

/** People rounded to what a number without a range can bear. */
function bearable(people: number): number {
  if (people <= 0) return 0;
  const step = 10 ** Math.max(3, Math.floor(Math.log10(people)) - 1);
  return Math.round(people / step) * step;
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
    sentence: `${way}: ${told.join("; ")}`,
  };
}
