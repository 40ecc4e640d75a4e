/** The time map on a page without Streamlit: one place, light and dark, other payloads for other views. */

import { payloadsOf } from "./address";
import type { OtherPayloads, ViewMessage, ViewParts } from "./contract";
import type { Component, Store } from "./index";
import type { Screen } from "./screen";

/** What is shared with the map's own script, whichever of the two comes first. */
export const store = ((globalThis as Record<string, unknown>).__nuzuhTimeMap ??= {
  places: new Map(), payloads: new Map(), carried: [],
}) as Store;
const dark = matchMedia("(prefers-color-scheme: dark)");

export function find<T extends HTMLElement>(id: string): T | null {
  return document.getElementById(id) as T | null;
}

/** What Python has written into the page as data; null for nothing. */
export function toldIn<T>(id: string): T | null {
  const text = find(id)?.textContent;
  return text ? JSON.parse(text) : null;
}

export const themeNow = (): "light" | "dark" => (dark.matches ? "dark" : "light");

/** The payloads of a view among those that the page has or can fetch. */
export function neededBy(
  { others, rebuilt }: ViewMessage, view: Parameters<typeof payloadsOf>[0],
): OtherPayloads | undefined {
  return others.find((one) => payloadsOf(one.view, rebuilt) === payloadsOf(view, rebuilt));
}

export class Alone {
  readonly component: Component;

  /** `heard`: what to do with what the map tells, as Streamlit would. */
  constructor(
    readonly place: HTMLElement, message: ViewMessage, heard: Pick<Component, "setStateValue" | "setTriggerValue" | "drawn">,
  ) {
    this.component = { data: { ...message, theme: themeNow() }, parentElement: place, ...heard };
    dark.addEventListener("change", () => this.show({ theme: themeNow() }));
    store.places.set(place, { component: this.component, map: null, awaited: null });
  }

  get message(): ViewMessage {
    return this.component.data;
  }

  /** The map, once it has been drawn. */
  get screen(): Screen | null {
    return store.places.get(this.place)?.map ?? null;
  }

  /** Show with another theme, or another view. */
  show(change: Partial<ViewMessage>): void {
    this.component.data = { ...this.component.data, ...change };
    // Whoever comes before the map's own script is shown once that is there.
    store.wake?.();
  }

  /** Show a view with its payloads. */
  turn({ view: _kind, ...payloads }: OtherPayloads, view: ViewParts): void {
    this.show({ ...payloads, view });
  }
}
