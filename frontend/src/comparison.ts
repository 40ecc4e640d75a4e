/** Two sides beside each other, and what lies between them: the rules of `nuzuh/scene/comparison.py`. */

import type { Comparing, Texts } from "./comparing";
import { Pair, type Difference, type Row, type Side } from "./pairs";

/** What a comparison says. */
export interface Compared {
  sides: [Side, Side];
  rows: Row[];
  difference: Difference | null;
  /** Titles of the table: area, each side, and the difference or why there is none. */
  columns: string[];
  /** Where the sides stand furthest apart; empty where nothing compares. */
  answer: string;
  /** What the figures of each side come to. */
  placed: [string, string];
  /** How numbers are to be read, of both. */
  reading: string;
  method: string;
  footnotes: string[];
  sources: string[];
}

const unique = (texts: string[]) => [...new Set(texts.filter(Boolean))];

export function comparison(sides: [Side, Side], given: Comparing, texts: Texts): Compared {
  const pair = new Pair(sides, given, texts);
  const rows = pair.rows();
  const difference = pair.difference(rows);
  const sources = sides.flatMap((side, at) => (side.rebuilt
    ? given.sources[side.look.view]
    : [...pair.cited(at), ...groundCited(side, given), ...rows.flatMap(({ cited }) => cited)]));
  const methods = sides.map(({ rebuilt, look }) => (rebuilt ? given.methodsRebuilt[look.view] : given.methods[look.layer]));
  return {
    sides, rows, difference,
    columns: [
      texts.say("table.area"), sides[0].title, sides[1].title, difference ? difference.title : texts.say("compare.why"),
    ],
    answer: answerOf(sides, difference, rows, texts),
    placed: sides.map(({ cells, layer, day }) => cells.placed(layer, day)) as [string, string],
    reading: unique(sides.map(({ cells, layer }) => cells.header.layers[layer].legend)).join(" "),
    method: unique([...methods, difference?.how ?? ""]).join(" "),
    footnotes: footnotes(sources, texts),
    sources: unique(sources),
  };
}

/** How the figures are cited over whose colours the layer of a side stands. */
function groundCited({ day, cells, layer }: Side, given: Comparing): string[] {
  const over = cells.header.layers[layer].over;
  if (!over) return [];
  const ground = given.layers.findIndex(({ id }) => id === over);
  return given.areas.map((_, area) => given.told[given.on[(ground * given.areas.length + area) * given.days + day]].cited);
}

/** What the marks mean that sources bear, as `nuzuh/scene/footnotes.py` says it. */
function footnotes(read: string[], texts: Texts): string[] {
  const whole = read.join(" ");
  return [["*", "note.assumed"], ["†", "note.later"]].filter(([mark]) => whole.includes(mark)).map(([, key]) => texts.say(key));
}

function answerOf([first, second]: [Side, Side], difference: Difference | null, rows: Row[], texts: Texts): string {
  const named = (name: string, told: string) => texts.say("answer.named", { name, told });
  const say = (what: string, when: string, told: string[]) =>
    texts.say("answer.compared", { what, when, told: texts.joined(told, "list.sep") });
  if (difference) {
    const told = rows.filter(({ gap }) => gap);
    const parts = told.filter(({ one, id }) => !one && id !== STRIP);
    const chosen = [parts, told.filter(({ id }) => id !== STRIP), told].find(({ length }) => length)!;
    const most = [...chosen].sort((one, other) => height(other) - height(one)).slice(0, 2);
    const [start, end] = [texts.day(first.day), texts.day(second.day)];
    const when = first.day === second.day ? start : texts.say("relief.days", { start, end });
    return say(difference.title, when, most.map((row) => named(row.name, row.difference)));
  }
  const both = rows.filter(({ amounts }) => amounts.every((amount) => amount));
  if (!both.length) return "";
  const row = both.reduce((most, one) => (distance(one) > distance(most) ? one : most));
  const { layer } = first.look;
  const title = `layer.${layer}.${first.rebuilt ? "reconstructed" : "title"}`;
  const what = texts.say(first.rebuilt === second.rebuilt ? title : `layer.${layer}`);
  return say(what, row.name, [named(first.title, row.sides[0]), named(second.title, row.sides[1])]);
}

/** The region in which what changes within it does not show. */
const STRIP = "strip";

/** How large a difference is; one that is known by its ends alone comes last. */
function height({ gap }: Row): number {
  return gap && gap.number !== null ? Math.abs(gap.number) : -1;
}

function distance({ amounts }: Row): number {
  const [one, other] = amounts.map((amount) => amount?.number ?? amount?.low ?? amount?.high ?? 0);
  return Math.abs(other - one);
}
