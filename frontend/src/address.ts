/** The address of what is on the screen: this component alone writes it while the map is there. */

import type { Header, ViewParts } from "./contract";
import { isoDay } from "./days";

const PARTS = ["date", "layer", "phase", "lang", "show", "view", "data", "since", "area", "later", "zoom", "block", "order", "place", "story", "step"] as const;
const OURS = ["date", "layer", "show", "view", "lang", "later", "since", "area", "zoom", "block", "order", "place", "story", "step"] as const;

/** In the place of the address before it, as another place in the history, or not at all. */
export type How = "replace" | "push" | "none";

/** The query of a view, each part of it in the order in which Python writes them. */
export function queryOf(view: ViewParts, phase: string, data: string): URLSearchParams {
  const parts: Record<string, string | null> = { ...view, phase, data };
  const query = new URLSearchParams();
  for (const name of PARTS) if (parts[name]) query.set(name, parts[name]!);
  return query;
}

/** What the payloads of a view depend on, as Python decides it (`_what_is_sent`). */
export function payloadsOf(
  { lang, layer, show, view, later }: Pick<ViewParts, "lang" | "layer" | "show" | "view" | "later">, rebuilt: string[],
): string {
  const is = show === "reconstructed" && !later && rebuilt.includes(layer);
  return [lang, is ? `reconstructed ${view}` : "published", later ?? ""].join();
}

/** The parts of a view that a query names and that can be shown here; what makes no sense in it is let be. */
export function askedBy(search: string, header: Header, layers: [string, string][]): Partial<ViewParts> {
  const query = new URLSearchParams(search);
  const asked: Partial<ViewParts> = {};
  const day = (text: string | null) =>
    text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && text >= header.first && text <= isoDay(header.first, header.days - 1)
    && !Number.isNaN(Date.parse(text));
  if (!day(query.get("date"))) return asked;
  for (const name of OURS) asked[name] = query.get(name) as never;
  if (!layers.some(([id]) => id === asked.layer)) delete asked.layer;
  if (!["published", "reconstructed"].includes(asked.show ?? "")) delete asked.show;
  for (const name of ["view", "lang"] as const) if (!asked[name]) delete asked[name];
  if (asked.since != null && (!day(asked.since) || asked.since > asked.date!)) asked.since = null;
  return asked;
}

/**
 * Put a query into the address bar; what others keep there (`embed`) stays.
 * The address of another page, to which the reader has just gone, is left alone.
 */
export function writeAddress(query: URLSearchParams, how: Exclude<How, "none">, path: string): void {
  if (location.pathname !== path) return;
  const whole = new URLSearchParams(query);
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name.startsWith("embed")) whole.append(name, value);
  }
  const search = `?${whole}`;
  if (search === location.search) return;
  const url = location.pathname + search + location.hash;
  if (how === "push") history.pushState(history.state, "", url);
  else history.replaceState(history.state, "", url);
}
