/** The view that a link asks for on a static site, as `nuzuh/scene/parse_view.py` reads it in the app. */

import type { ViewParts } from "./contract";
import { mended, understood, understoodDay, type Given } from "./received";

/** What a link may name, as Python knows it. */
export interface Known {
  first: string;
  last: string;
  phases: { id: string; start: string; end: string; preset: string }[];
  layers: string[];
  langs: string[];
  areas: string[];
  /** The views that have a name: no others are computed beforehand. */
  views: string[];
  blocks: string[];
  orders: string[];
  places: string[];
  /** How near the map comes, as a multiple of the whole Strip. */
  deepest: number;
  /** Latitudes and longitudes that the middle of the map may have. */
  region: [[number, number], [number, number]];
  /** What a link without a day opens. */
  opening: ViewParts;
  /** What each step of the story shows that is told here; none on other pages. */
  steps: ViewParts[];
  /** The sentence of each notice. */
  notices: Record<string, string>;
}

const SHOWS = ["published", "reconstructed"];
const NOTHING = { since: null, area: null, zoom: null, block: null, order: null, place: null, later: null, story: null, step: null };

/** The view that a link names, and what to say of parts of it that cannot be shown. */
export function asked(given: Given, unknown: boolean, known: Known, lang: string): { view: ViewParts; notices: string[] } {
  const told: string[] = [];
  const say = (name: string) => told.push(name);
  const date = dayOf(given, known, say);
  const step = stepOf(given, known, say);
  let view: ViewParts = { ...known.opening, ...(step ?? {}), lang };
  if (date !== null) {
    const { story, step: number } = view;
    view = { ...NOTHING, layer: "people", show: "published", view: "all", date, lang, story, step: number };
  }
  const choices: [keyof ViewParts, string[]][] = [
    ["layer", known.layers], ["lang", known.langs], ["show", SHOWS], ["area", known.areas],
    ["block", known.blocks], ["order", known.orders], ["place", known.places],
  ];
  for (const [part, values] of choices) {
    const text = given.get(part);
    if (text === undefined || (!values.length && part !== "layer")) continue;
    const value = understood(text, values);
    if (value === null) say(`bad_${part}`);
    else if (part !== "lang") view = { ...view, [part]: value };
  }
  const whose = given.get("view");
  if (whose !== undefined) {
    const named = understood(whose, known.views);
    if (named === null) say("bad_view");
    else view.view = named;
  }
  const since = given.get("since");
  if (since !== undefined) {
    const day = understoodDay(since);
    if (day !== null && day >= known.first && day <= view.date) view.since = day;
    else say("bad_since");
  }
  const later = given.get("later") === undefined ? "yes" : understood(given.get("later")!, ["yes", "no"]);
  if (later === null) say("bad_later");
  if (later === "no") {
    if (understood(given.get("show") ?? "", SHOWS) === "reconstructed") say("later_published");
    view = { ...view, later, show: "published" };
  }
  const zoom = given.get("zoom");
  if (zoom !== undefined) {
    const read = zoomOf(mended(zoom), known);
    if (read === null) say("bad_zoom");
    else view.zoom = read || null;
  }
  if (unknown) say("unknown_key");
  return { view, notices: told.flatMap((name) => known.notices[name] ?? []) };
}

/** The phase that a day lies in, as an index. */
export function phaseAt(date: string, { phases }: Pick<Known, "phases">): number {
  const at = phases.findIndex(({ end }) => date <= end);
  return at < 0 ? phases.length - 1 : at;
}

/** The day that a link names; null for none, or for one that cannot be shown. A date wins over a phase. */
function dayOf(given: Given, known: Known, say: (name: string) => void): string | null {
  let day: string | null = null;
  const phase = given.get("phase");
  if (phase !== undefined) {
    const id = understood(phase, known.phases.map((one) => one.id));
    if (id === null) say("bad_phase");
    else day = known.phases.find((one) => one.id === id)!.preset;
  }
  const date = given.get("date");
  if (date !== undefined) {
    const named = understoodDay(date);
    if (named !== null && named >= known.first && named <= known.last) day = named;
    else say(named === null ? "bad_date" : "date_outside");
  }
  return day;
}

/** What the step of the story shows that a link names; the first one's for none. */
function stepOf(given: Given, { steps }: Known, say: (name: string) => void): ViewParts | null {
  const step = given.get("step");
  if (!steps.length) return null;
  const number = step === undefined ? "1" : understood(step, steps.map((_, at) => String(at + 1)));
  if (number === null) say("bad_step");
  return steps[Number(number ?? 1) - 1];
}

/** A zoom as links write it, empty for the whole; null where it is none, or lies off the Strip. */
function zoomOf(text: string, { deepest, region: [[south, north], [west, east]] }: Known): string | null {
  const written = /^(\d{1,2}(?:\.\d{1,6})?)\/(\d{1,2}(?:\.\d{1,8})?)\/(\d{1,3}(?:\.\d{1,8})?)$/.exec(text);
  if (!written) return null;
  const [factor, latitude, longitude] = written.slice(1).map(Number);
  if (!(factor >= 1 && factor <= deepest && south <= latitude && latitude <= north && west <= longitude && longitude <= east)) return null;
  const near = Number(factor.toFixed(2));
  return near === 1 ? "" : [near, Number(latitude.toFixed(4)), Number(longitude.toFixed(4))].join("/");
}
