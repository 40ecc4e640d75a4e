/**
 * A page in one file: puts the payload that stands in the page into the store of `index.ts`, and does
 * in the browser what Streamlit does in the app: layers, what the address asks for, light and dark.
 * Python writes the page (`nuzuh/web/onefile/`); all of it can be read without this script.
 */

import type { Settled, ViewMessage } from "./contract";
import type { Component, Store } from "./index";

/** What the page tells its script. */
interface Told {
  view: ViewMessage;
  first: string;
  last: string;
  layers: string[];
}

const store = (globalThis as Record<string, unknown>).__nuzuhTimeMap as Store;
const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T | null;
const told: Told = JSON.parse(find("onefile-view")!.textContent!);
const chosen = told.view.date;
const dark = matchMedia("(prefers-color-scheme: dark)");
const radios = [...document.querySelectorAll<HTMLInputElement>("input[name=layer]")];
const themeNow = () => (dark.matches ? "dark" : "light");

const component: Component = {
  data: { ...told.view, theme: themeNow() },
  parentElement: find("onefile-map")!,
  setStateValue(_, value) {
    const { date, since, area, told: heard } = value as Settled;
    show({ date, since, area, heard }, false);
  },
  setTriggerValue() {},
};

/** Show another view; the map knows already what it has told itself. */
function show(change: Partial<ViewMessage>, draw = true): void {
  component.data = { ...component.data, ...change };
  const { date, layer } = component.data;
  for (const radio of radios) radio.checked = radio.value === layer;
  find("onefile-elsewhere")!.hidden = date === chosen;
  // Arrows with numbers are known for the period that the page was saved with, and for no other.
  const { view } = told;
  component.data.arrows = date === view.date && component.data.since === view.since ? view.arrows : null;
  if (draw) store.wake!();
}

/** What the fragment of the address asks for; what makes no sense in it is let be. */
function asked(): Partial<ViewMessage> {
  const parts = new URLSearchParams(location.hash.slice(1));
  const [date, layer] = [parts.get("date") ?? "", parts.get("layer") ?? ""];
  return {
    ...(isDay(date) ? { date, since: null } : {}),
    ...(told.layers.includes(layer) ? { layer } : {}),
  };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && text >= told.first && text <= told.last;
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function start(): void {
  for (const radio of radios) radio.addEventListener("change", () => show({ layer: radio.value }));
  find("onefile-back")!.addEventListener("click", () => show({ date: chosen, since: told.view.since }));
  addEventListener("hashchange", () => show(asked()));
  dark.addEventListener("change", () => show({ theme: themeNow() }));
  // Ink on paper, whatever the screen looks like.
  addEventListener("beforeprint", () => show({ theme: "light" }));
  addEventListener("afterprint", () => show({ theme: themeNow() }));
  store.payloads.set(told.view.signature, bytesOf(find("onefile-data")!.textContent!));
  store.places.set(component.parentElement, { component, map: null, awaited: null });
  show(asked());
  document.documentElement.classList.add("moves");
}

// An old browser cannot unpack the payload: it keeps the page as it was written.
if ("DecompressionStream" in globalThis) start();
else find("onefile-old")!.hidden = false;
