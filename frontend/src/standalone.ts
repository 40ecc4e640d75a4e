/**
 * A page in one file: puts the payloads that stand in the page into the store of `index.ts`, and does
 * in the browser what Streamlit does in the app: what the address asks for, light and dark. The screen
 * takes the place of what stands there to be read without it.
 * Python writes the page (`nuzuh/web/onefile/`); all of it can be read without this script.
 */

import { payloadsOf } from "./address";
import type { CompareMessage } from "./compare";
import type { Settled, ViewMessage } from "./contract";
import type { Component, Store } from "./index";

const store = (globalThis as Record<string, unknown>).__nuzuhTimeMap as Store;
const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T | null;
const told: ViewMessage | CompareMessage = JSON.parse(find("onefile-view")!.textContent!);
const dark = matchMedia("(prefers-color-scheme: dark)");
const themeNow = (): "light" | "dark" => (dark.matches ? "dark" : "light");

const parentElement = find("onefile-map")!;
const component: Component = {
  data: { ...(told as ViewMessage), theme: themeNow() },
  parentElement,
  setStateValue: follow,
  setTriggerValue() {},
};

/** Show with another theme, or another view. */
function show(change: Partial<ViewMessage>): void {
  component.data = { ...component.data, ...change };
  store.wake!();
}

const screen = () => store.places.get(parentElement)?.map;

/** The link to the live view leads to what is on the screen; what it needs of other payloads is shown. */
function follow(_name = "", value: unknown = null): void {
  if (value) turn(value as Settled);
  const live = document.querySelector<HTMLAnchorElement>("a[data-live]");
  const link = screen()?.link();
  if (live && link) live.href = link;
}

/** Show the payloads that a view needs, where the page carries them. */
function turn(settled: Settled): void {
  const { others, rebuilt, signature } = component.data;
  const { told: _told, ...view } = settled;
  const needed = others.find((one) => payloadsOf(one.view, rebuilt) === payloadsOf(view, rebuilt));
  if (!needed || needed.signature === signature) return;
  const { words, ensemble } = needed;
  show({ signature: needed.signature, words, ensemble, view });
}

function start(): void {
  store.alone = true;
  store.carried.push(Uint8Array.from(atob(find("onefile-data")!.textContent!), (letter) => letter.charCodeAt(0)));
  if ("signatures" in told) {
    const data: CompareMessage = { ...told, theme: themeNow() };
    store.comparisons = new Map([[parentElement, { component: { data, parentElement, setStateValue() {} }, map: null, awaited: null }]]);
  } else {
    addEventListener("hashchange", () => screen()?.visit(location.hash.slice(1)));
    dark.addEventListener("change", () => show({ theme: themeNow() }));
    store.places.set(parentElement, { component, map: null, awaited: null });
  }
  show({});
  document.documentElement.classList.add("moves");
}

// An old browser cannot unpack the payload: it keeps the page as it was written.
if ("DecompressionStream" in globalThis) start();
else find("onefile-old")!.hidden = false;
