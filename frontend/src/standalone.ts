/**
 * A page in one file: puts the payloads that stand in the page into the store of `index.ts`, and does
 * in the browser what Streamlit does in the app: what the address asks for, light and dark. The screen
 * takes the place of what stands there to be read without it.
 * Python writes the page (`nuzuh/web/onefile/`); all of it can be read without this script.
 */

import { Alone, find, neededBy, store, themeNow, toldIn } from "./alone";
import type { CompareMessage } from "./compare";
import type { Settled, ViewMessage } from "./contract";

const told = toldIn<ViewMessage | CompareMessage>("onefile-view")!;
const parentElement = find("onefile-map")!;

function startComparison(message: CompareMessage): void {
  const data: CompareMessage = { ...message, theme: themeNow() };
  store.comparisons = new Map([[parentElement, { component: { data, parentElement, setStateValue() {} }, map: null, awaited: null }]]);
  store.wake!();
}

function startMap(message: ViewMessage): void {
  const alone = new Alone(parentElement, message, { setStateValue: follow, setTriggerValue() {} });
  addEventListener("hashchange", () => alone.screen?.visit(location.hash.slice(1)));
  alone.show({});

  /** The link to the live view leads to what is on the screen; what it needs of other payloads is shown. */
  function follow(_name: string, value: unknown): void {
    const { told: _told, ...view } = value as Settled;
    const needed = neededBy(alone.message, view);
    if (needed && needed.signature !== alone.message.signature) alone.turn(needed, view);
    const live = document.querySelector<HTMLAnchorElement>("a[data-live]");
    const link = alone.screen?.link();
    if (live && link) live.href = link;
  }
}

function start(): void {
  store.alone = true;
  store.makes = [];
  store.carried.push(Uint8Array.from(atob(find("onefile-data")!.textContent!), (letter) => letter.charCodeAt(0)));
  if ("signatures" in told) startComparison(told);
  else startMap(told);
  document.documentElement.classList.add("moves");
}

// An old browser cannot unpack the payload: it keeps the page as it was written.
if ("DecompressionStream" in globalThis) start();
else find("onefile-old")!.hidden = false;
