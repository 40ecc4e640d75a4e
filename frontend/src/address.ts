/** The address of what is on the screen: this component alone writes it while the map is there. */

import type { Header, ViewParts } from "./contract";

const PARTS = ["date", "layer", "phase", "lang", "show", "view", "data", "since", "area", "later", "zoom"] as const;
const OURS = ["date", "layer", "show", "view", "lang", "later", "since", "area", "zoom"] as const;

/** The query of a view, each part of it in the order in which Python writes them. */
export function queryOf(view: ViewParts, phase: string, data: string): URLSearchParams {
  const parts: Record<string, string | null> = { ...view, phase, data };
  const query = new URLSearchParams();
  for (const name of PARTS) if (parts[name]) query.set(name, parts[name]!);
  return query;
}

/** The parts of a view that a query names and that can be shown here; what makes no sense in it is let be. */
export function askedBy(search: string, header: Header, last: string): Partial<ViewParts> {
  const query = new URLSearchParams(search);
  const asked: Partial<ViewParts> = {};
  const day = (text: string | null) =>
    text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && text >= header.first && text <= last;
  if (!day(query.get("date"))) return asked;
  for (const name of OURS) asked[name] = query.get(name) as never;
  for (const name of ["layer", "show", "view", "lang"] as const) if (!asked[name]) delete asked[name];
  if (asked.since != null && (!day(asked.since) || asked.since > asked.date!)) asked.since = null;
  return asked;
}

/** Put a query into the address bar; what others keep there (`embed`) stays. */
export function writeAddress(query: URLSearchParams, how: "replace" | "push"): void {
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
