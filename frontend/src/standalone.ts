/**
 * A page in one file: puts the payloads that stand in the page into the store of `index.ts`, and does
 * in the browser what Streamlit does in the app: what the address asks for, light and dark.
 * Python writes the page (`nuzuh/web/onefile/`); all of it can be read without this script.
 */

import type { ViewMessage, ViewParts } from "./contract";
import type { Component, Store } from "./index";

const store = (globalThis as Record<string, unknown>).__nuzuhTimeMap as Store;
const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T | null;
const told: ViewMessage = JSON.parse(find("onefile-view")!.textContent!);
const dark = matchMedia("(prefers-color-scheme: dark)");
const themeNow = () => (dark.matches ? "dark" : "light");

const component: Component = {
  data: { ...told, theme: themeNow() },
  parentElement: find("onefile-map")!,
  setStateValue() {},
  setTriggerValue() {},
};

/** Show with another theme, or another view. */
function show(change: Partial<ViewMessage>): void {
  component.data = { ...component.data, ...change };
  store.wake!();
}

/** What the fragment of the address asks for; what makes no sense in it is let be. */
function asked(): Partial<ViewParts> {
  const parts = new URLSearchParams(location.hash.slice(1));
  const [date, layer] = [parts.get("date") ?? "", parts.get("layer") ?? ""];
  return {
    ...(/^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date)) ? { date, since: null } : {}),
    ...(told.layers.some(([id]) => id === layer) ? { layer } : {}),
  };
}

/** Each payload stands behind its signature and its length, as its carrier sends them. */
function carry(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const end = at + 20 + view.getUint32(at + 16, true);
    store.payloads.set(new TextDecoder().decode(bytes.subarray(at, at + 16)), bytes.slice(at + 20, end));
    at = end;
  }
}

function start(): void {
  addEventListener("hashchange", () => store.places.get(component.parentElement)?.map?.go(asked(), "none"));
  dark.addEventListener("change", () => show({ theme: themeNow() }));
  // Ink on paper, whatever the screen looks like.
  addEventListener("beforeprint", () => show({ theme: "light" }));
  addEventListener("afterprint", () => show({ theme: themeNow() }));
  store.alone = true;
  carry(Uint8Array.from(atob(find("onefile-data")!.textContent!), (letter) => letter.charCodeAt(0)));
  store.places.set(component.parentElement, { component, map: null, awaited: null });
  show({ view: { ...told.view, ...asked() } });
  document.documentElement.classList.add("moves");
}

// An old browser cannot unpack the payload: it keeps the page as it was written.
if ("DecompressionStream" in globalThis) start();
else find("onefile-old")!.hidden = false;
