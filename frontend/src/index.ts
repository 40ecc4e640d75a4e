/**
 * The bundle's entry. Three Streamlit components share it through one store: one carries this code,
 * one carries the payload, and the third holds the place on the page and the small view message.
 * Code and payload are sent once; Streamlit drops what it has already sent.
 */

import type { Settled, ViewMessage } from "./contract";
import css from "./timemap.css";
import railCss from "./rail.css";
import { TimeMap, type Memory } from "./timemap";
import { unpack } from "./unpack";

/** What a Streamlit v2 component is called with. */
export interface Component {
  data: ViewMessage;
  parentElement: HTMLElement | ShadowRoot;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}

interface Place {
  component: Component;
  map: TimeMap | null;
  /** The payload that is being unpacked for it. */
  awaited: string | null;
}

export interface Store {
  places: Map<Node, Place>;
  payloads: Map<string, Uint8Array>;
  memory?: Memory;
  wake?: () => void;
}

const NAME = "__nuzuhTimeMap";
/** Payloads kept for going back and forth between kinds of picture. */
const KEPT = 4;

const store: Store = ((globalThis as Record<string, unknown>)[NAME] ??= {
  places: new Map(),
  payloads: new Map(),
}) as Store;
store.memory ??= { zoom: { k: 1, x: 0, y: 0 }, told: 0 };

function show(node: Node, place: Place): void {
  const { component } = place;
  const view = component.data;
  const root = component.parentElement.querySelector<HTMLElement>(".tm");
  if (!root) return;
  dress(component.parentElement);
  const outside = {
    settled: (told: Settled) => place.component.setStateValue("settled", told),
    open: (area: string) => place.component.setTriggerValue("opened", area),
  };
  if (view.refusal !== null) {
    place.map?.destroy();
    place.map = null;
    root.textContent = view.refusal;
    root.dataset.testid = "time-map";
    return;
  }
  if (place.map?.signature === view.signature && place.map.root === root) {
    place.map.update(view, outside);
    return;
  }
  const bytes = store.payloads.get(view.signature);
  if (!bytes || place.awaited === view.signature) return;
  place.awaited = view.signature;
  unpack(bytes).then(
    (payload) => {
      // The reader may have gone elsewhere meanwhile.
      if (store.places.get(node) !== place || place.component.data.signature !== view.signature) return;
      const before = place.map;
      place.map = null;
      before?.leave(place.component.data);
      const memory = store.memory!;
      let latest = place.component.data;
      if (before && memory.last && latest.heard < memory.told) latest = { ...latest, ...memory.last };
      else memory.told = latest.heard;
      place.map = new TimeMap(root, view.signature, payload, latest, memory, outside);
    },
    (error: unknown) => {
      place.map?.destroy();
      place.map = null;
      root.textContent = String(error);
    },
  ).finally(() => {
    place.awaited = null;
  });
}

/** Put the style sheet into the component's own root, once. */
function dress(parent: HTMLElement | ShadowRoot): void {
  if (parent.querySelector("style[data-tm]")) return;
  const style = document.createElement("style");
  style.dataset.tm = "";
  style.textContent = css + railCss;
  parent.prepend(style);
}

store.wake = () => {
  for (const [node, place] of store.places) {
    if (node.isConnected) {
      show(node, place);
    } else {
      place.map?.destroy();
      store.places.delete(node);
    }
  }
  const stale = [...store.payloads.keys()].slice(0, -KEPT);
  const needed = new Set([...store.places.values()].map((place) => place.component.data.signature));
  for (const signature of stale) if (!needed.has(signature)) store.payloads.delete(signature);
};

/** Called for the carrier of the code: everything that waited for it can be drawn. */
export default function carry(): void {
  store.wake!();
}
