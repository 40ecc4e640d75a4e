/** The address of a comparison: what one asks for, and how one is written. */

import { queryOf } from "./address";
import { asked, type Known } from "./asked";
import type { ViewParts } from "./contract";
import { understood, understoodDay, type Given } from "./received";
import type { Base } from "./comparing";
import { sidesOf, type Pairing, type Sides } from "./sides";

/** A comparison, and what is on the screen of it. */
export interface Asked {
  pairing: Pairing;
  zoom: string | null;
  area: string | null;
}

/** The comparison that a link asks for, the usual one for a link to a view alone; and what to say of the rest of it. */
export function askedOf(
  given: Given, unknown: boolean, known: Known, lang: string, sides: Sides,
): Asked & { notices: string[] } {
  const { view, notices } = asked(given, unknown, known, lang);
  const { date, layer, show, zoom, area } = view;
  const look = { date, layer, show, view: view.view, later: view.later ?? "" };
  const other = { compare: "", compareView: "", compareShow: "" };
  const read = <Part extends keyof typeof other>(name: string, part: Part, value: (text: string) => string | null) => {
    const text = given.get(name);
    if (text === undefined) return;
    const meant = value(text);
    if (meant === null) notices.push(known.notices[`bad_${name.replace("-", "_")}`]);
    else other[part] = meant;
  };
  read("compare", "compare", (text) => {
    const day = understoodDay(text);
    return day !== null && day >= known.first && day <= known.last ? day : null;
  });
  read("compare-view", "compareView", (text) => understood(text, known.views));
  read("compare-show", "compareShow", (text) => understood(text, ["published", "reconstructed"]));
  const compares = Object.values(other).some(Boolean);
  return { pairing: compares ? { ...look, ...other } : sides.compared(look), zoom, area, notices };
}

/** The query of a comparison, each part of it in the order in which Python writes them. */
export function queryOfPairing({ pairing, zoom, area }: Asked, base: Base, sides: Sides, day: number): URLSearchParams {
  const { date, layer, show, view, later, compare, compareView, compareShow } = pairing;
  const none = { since: null, block: null, order: null, place: null, story: null, step: null };
  const parts: ViewParts = { ...none, date, layer, show, view, lang: base.lang, later: later || null, area, zoom };
  const query = queryOf(parts, sides.phaseOf(day).id, base.version);
  for (const [name, value] of [["compare", compare], ["compare-view", compareView], ["compare-show", compareShow]]) {
    if (value) query.set(name, value);
  }
  return query;
}

/** The payloads that a comparison is drawn from: kinds of cubes, and of ensembles of people. */
export function neededFor(pairing: Pairing, base: Base, sides: Sides): { cubes: [string, string]; people: string[] } {
  const counts = base.layers.some(({ id, counts: people }) => id === pairing.layer && people);
  const looks = sidesOf(pairing);
  const cubes = looks.map((look) => (sides.isRebuilt(look) ? look.view : look.later ? BY_THEN : PUBLISHED));
  return {
    cubes: cubes as [string, string],
    people: counts ? looks.filter((look) => sides.isRebuilt(look)).map(({ view }) => view) : [],
  };
}

/** Kinds of cubes as published, with and without what came out later; others bear the name of their view. */
export const PUBLISHED = "published";
export const BY_THEN = "by-then";
