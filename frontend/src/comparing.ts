/** What comparisons are made of beside maps and ensembles (`nuzuh/web/timemap/comparing.py`), and how its texts are filled. */

import { fill, written } from "./cells";
import { dayIndex, isoDay, writtenDay } from "./days";
import { bearable, saysMore, stepOf, toldRange } from "./precision";
import { open } from "./unpack";

/** What was published of an area, or of several together, as `nuzuh/scene/published_sides.py` has it. */
export interface PublishedSide {
  pcodes: string[];
  /** Its cell of the table. */
  cell: string;
  value: number | null;
  low: number | null;
  high: number | null;
  isTold: boolean;
  /** Too old to be told of the day. */
  tooOld: boolean;
  /** Day that it describes; null for none. */
  asOf: number | null;
  /** Who said it about when, where rivals stand beside it; else empty. */
  who: string;
  /** Who published it and whose it is, of which day, for which area as published; null for no figure. */
  figure: [string, string, string] | null;
  cited: string;
}

/** What published sides say on every day. */
export interface Published {
  told: PublishedSide[];
  /** How the numbers of each layer came about. */
  methods: Record<string, string>;
  /** For each layer each area, then for each region of people, day by day: which of what is told. */
  on: Uint16Array;
}

/** What every comparison in a language is made of. */
export interface Base {
  lang: string;
  rtl: boolean;
  words: Record<string, string>;
  months: { long: string[]; short: string[] };
  /** First day, ISO, and how many. */
  first: string;
  days: number;
  /** Version of the data. */
  version: string;
  phases: { id: string; start: number; end: number; preset: number }[];
  /** Code and name. */
  areas: [string, string][];
  /** Id, and codes of the areas that it holds. */
  regions: [string, string[]][];
  layers: { id: string; rebuilt: boolean; counts: boolean }[];
  views: [string, string][];
  /** How the numbers of each view's reconstruction came about, and the publishers behind it. */
  methodsRebuilt: Record<string, string>;
  sources: Record<string, string[]>;
  /** How many days older than the day a published figure may be to have a distance. */
  recent: number;
  /** The classes of differences, and the words for what is drawn beside their colours. */
  scale: { edges: number[]; colours: string[]; labels: string[] };
  marks: Record<string, string>;
}

export type Comparing = Base & Published;

/** Unpack what comparisons are made of; throws when the bytes are not that. */
export async function unpackBase(bytes: Uint8Array): Promise<Base> {
  return (await open<Base>(bytes)).header;
}

/** Unpack what published sides say; throws when the bytes are not that. */
export async function unpackPublished(bytes: Uint8Array): Promise<Published> {
  const { header, arrays } = await open<Omit<Published, "on">>(bytes);
  return { ...header, on: Uint16Array.from(arrays.on) };
}

/** Texts, days and numbers as `Translator` and `nuzuh/scene/labels.py` write them. */
export class Texts {
  constructor(private readonly given: Pick<Base, "words" | "months" | "first" | "rtl">) {}

  say(key: string, parts: Record<string, string | number> = {}): string {
    return fill(this.given.words[key] ?? key, parts);
  }

  joined(texts: string[], by = "list.comma"): string {
    return texts.filter(Boolean).join(this.say(by));
  }

  day(index: number): string {
    return writtenDay(this.given.first, index, this.given.months.long);
  }

  iso(index: number): string {
    return isoDay(this.given.first, index);
  }

  index(iso: string): number {
    return dayIndex(this.given.first, iso);
  }

  /** A text that does not disturb the order of the words around it. */
  isolated(text: string): string {
    return this.given.rtl ? `\u2068${text}\u2069` : text;
  }

  /** A reconstructed number of people, never finer than its range can bear. */
  people(number: number, low: number | null, high: number | null): string {
    const ends = [low ?? NaN, high ?? NaN] as const;
    const told = bearable(number, ...ends);
    return told <= 0
      ? this.say("recon.under", { n: written(stepOf(number, ...ends)) })
      : this.say("recon.about", { n: written(told) });
  }

  /** The likely range of a reconstructed number of people, or that there is none; empty where it says no more. */
  likely(low: number | null, high: number | null): string {
    if (low === null || high === null) return this.say("recon.norange");
    if (!saysMore(low, high)) return "";
    const [from, to] = toldRange(low, high).map(written);
    return this.say("recon.likely", { low: from, high: to });
  }
}
