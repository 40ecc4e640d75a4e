/**
 * The bundle's entry. Streamlit components share it through one store: one carries this code, others
 * carry payloads, and one holds the place on the page and the small message.
 * Code and payloads are sent once; Streamlit drops what it has already sent.
 */

import { askedBy } from "./address";
import { TAKINGS, type Header, type Settled, type Taking, type ViewMessage, type ViewParts } from "./contract";
import bareCss from "./bare.css";
import { Comparison, type CompareMessage } from "./compare";
import compareCss from "./compare.css";
import controlsCss from "./controls.css";
import { dayIndex } from "./days";
import css from "./timemap.css";
import ordersCss from "./orders.css";
import railCss from "./rail.css";
import rivalsCss from "./rivals.css";
import stageCss from "./stage.css";
import storyCss from "./story.css";
import { Screen, type Outside } from "./screen";
import { WordsByDay } from "./spoken";
import { unpack, unpackEnsemble, unpackOrders, unpackWords } from "./unpack";
import type { Memory } from "./whereabouts";

/** What a Streamlit v2 component is called with. */
export interface Component {
  data: ViewMessage;
  parentElement: HTMLElement | ShadowRoot;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
  /** A map has been drawn in its place. */
  drawn?(): void;
}

interface TakenWords {
  byDay: WordsByDay;
  known: Set<string>;
}

interface Place {
  component: Component;
  map: Screen | null;
  /** The cube that is being unpacked for it. */
  awaited: string | null;
  /** Words that have been taken in, or are being unpacked. */
  words?: TakenWords;
  /** The ensemble that its map has, or that is being unpacked for it. */
  ensemble?: string;
}

/** Where a comparison stands: several maps of one day each; Python writes its address. */
export interface ComparePlace {
  component: Pick<Component, "parentElement" | "setStateValue"> & { data: CompareMessage };
  map: Comparison | null;
  awaited: string | null;
}

export interface Store {
  places: Map<Node, Place>;
  comparisons?: Map<Node, ComparePlace>;
  payloads: Map<string, Uint8Array>;
  /** What carriers have brought and nobody has taken apart yet. */
  carried: Uint8Array[];
  memory?: Memory;
  /** Called on another page: what the reader looked at on this one, where Python has heard less than that. */
  leave?: (heard: number) => Settled | null;
  wake?: () => void;
  /** A page in one file has no address of the app to write. */
  alone?: boolean;
  /** What can be made for the reader without Python; everything where Python is there. */
  makes?: readonly Taking[];
  /** Whether areas have pages of their own; they have where nobody says otherwise. */
  areas?: boolean;
}

const NAME = "__nuzuhTimeMap";
/** Payloads kept for going back and forth between kinds of view: some cubes with the words of their phases. */
const KEPT = 64;

const store: Store = ((globalThis as Record<string, unknown>)[NAME] ??= {
  places: new Map(),
  payloads: new Map(),
  carried: [],
}) as Store;
store.memory ??= { told: 0, last: null, read: "" };

function outsideOf(place: Place): Outside {
  return {
    settled: (told: Settled) => place.component.setStateValue("settled", told),
    open: (area: string) => place.component.setTriggerValue("opened", area),
    take: (what: Taking) => place.component.setTriggerValue("take", what),
    address: !store.alone,
    areas: !store.alone && store.areas !== false,
    makes: store.makes ?? TAKINGS,
  };
}

/** What a screen is made of: it is made anew with another. */
const signed = ({ signature, orders }: ViewMessage) => signature + orders;

function show(node: Node, place: Place): void {
  const { component } = place;
  const view = component.data;
  const root = component.parentElement.querySelector<HTMLElement>(".tm");
  if (!root) return;
  dress(component.parentElement);
  if (view.refusal !== null) {
    place.map?.destroy();
    place.map = null;
    root.textContent = view.refusal;
    root.dataset.testid = "time-map";
    return;
  }
  if (place.map?.signature === signed(view) && place.map.root === root) {
    takeWords(place);
    takeEnsemble(place);
    place.map.update(view, outsideOf(place));
    return;
  }
  const bytes = store.payloads.get(view.signature);
  const orders = view.orders ? store.payloads.get(view.orders) : null;
  if (!bytes || orders === undefined || place.awaited === signed(view)) return;
  place.awaited = signed(view);
  Promise.all([unpack(bytes), orders && unpackOrders(orders)]).then(
    async ([payload, orderWords]) => {
      const words = await openingWords(view, firstView(view, payload.header, place.map).date, payload.header);
      // The reader may have gone elsewhere meanwhile.
      if (store.places.get(node) !== place || signed(place.component.data) !== signed(view)) return;
      const before = place.map;
      const first = firstView(place.component.data, payload.header, before);
      const held = focusedIn(root);
      before?.destroy();
      place.words = words;
      place.map = new Screen(
        root, signed(view), payload, place.words.byDay, orderWords, place.component.data, first, store.memory!, outsideOf(place),
      );
      takeWords(place);
      place.ensemble = "";
      takeEnsemble(place);
      // The hand goes on where it was: on the slider, on a choice.
      if (held) root.querySelector<HTMLElement>(held)?.focus({ preventScroll: true });
      place.component.drawn?.();
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

/**
 * Where a new screen begins: where the one before it was, if there was one on this page; else where
 * Python says, which reads the address of a visit, and of a way back or forward from another page.
 * A page in one file has no Python to read its address.
 */
function firstView(message: ViewMessage, header: Header, before: Screen | null): ViewParts {
  const { show, view, lang, later } = message.view;
  const kind = { show, view, lang, later };
  // What is on the screen may be further than what was told: it may play.
  if (before) return { ...before.view(), ...kind };
  const asked = store.alone ? askedBy(location.hash.slice(1), header, message.layers) : {};
  return { ...message.view, ...asked, ...kind };
}

/** How what has the focus is found again on a new screen; null where none of its parts has it. */
function focusedIn(root: HTMLElement): string | null {
  const focused = (root.getRootNode() as ShadowRoot | Document).activeElement;
  if (!(focused instanceof HTMLElement) || !root.contains(focused)) return null;
  const { testid } = focused.dataset;
  if (testid) return `[data-testid="${CSS.escape(testid)}"]`;
  if (!(focused instanceof HTMLInputElement)) return null;
  return `input[name="${CSS.escape(focused.name)}"][value="${CSS.escape(focused.value)}"]`;
}

/**
 * The words of the phase in which a day lies, where they have come before the map is drawn: what could be
 * read in its place until now does not go for a moment in which nothing is said.
 */
async function openingWords(message: ViewMessage, date: string, { first, phases }: Header): Promise<TakenWords> {
  const words = { byDay: new WordsByDay(), known: new Set<string>() };
  const day = dayIndex(first, date);
  const signature = message.words[phases.findIndex(({ end }) => day <= end)];
  const bytes = signature && store.payloads.get(signature);
  if (bytes) {
    words.byDay.add(await unpackWords(bytes));
    words.known.add(signature);
  }
  return words;
}

/** Take in the words that have come since, those of the opening day first. */
function takeWords(place: Place): void {
  const { words } = place;
  if (!words) return;
  for (const signature of place.component.data.words) {
    const bytes = store.payloads.get(signature);
    if (!bytes || words.known.has(signature)) continue;
    words.known.add(signature);
    void unpackWords(bytes).then((told) => {
      words.byDay.add(told);
      if (place.words === words) place.map?.refresh();
    });
  }
}

/** Take in the ensemble of the movements once it has come: it is sent where a period is looked at. */
function takeEnsemble(place: Place): void {
  const { map, component: { data: { ensemble } } } = place;
  const bytes = store.payloads.get(ensemble);
  if (!map || !bytes || place.ensemble === ensemble) return;
  place.ensemble = ensemble;
  void unpackEnsemble(bytes).then((told) => {
    if (place.map === map && place.ensemble === ensemble) map.takeEnsemble(told);
  });
}

/** Put the style sheet into the component's own root, once. */
function dress(parent: HTMLElement | ShadowRoot): void {
  if (parent.querySelector("style[data-tm]")) return;
  const style = document.createElement("style");
  style.dataset.tm = "";
  style.textContent = css + controlsCss + railCss + stageCss + rivalsCss + ordersCss + storyCss + bareCss + compareCss;
  parent.prepend(style);
}

/** Keep each payload of a bundle under its signature, which stands before it with its length (`bundled` in Python). */
function keep(bundle: Uint8Array): void {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  for (let at = 0; at < bundle.length;) {
    const signature = new TextDecoder().decode(bundle.subarray(at, at + 16));
    const end = at + 20 + view.getUint32(at + 16, true);
    // What has come last is kept longest.
    store.payloads.delete(signature);
    store.payloads.set(signature, bundle.slice(at + 20, end));
    at = end;
  }
}

store.wake = () => {
  store.carried.splice(0).forEach(keep);
  for (const [node, place] of store.places) {
    if (node.isConnected) {
      show(node, place);
    } else {
      place.map?.destroy();
      store.places.delete(node);
    }
  }
  for (const [node, place] of store.comparisons ?? []) {
    if (node.isConnected) compare(node, place);
    else {
      place.map?.destroy();
      store.comparisons!.delete(node);
    }
  }
  const stale = [...store.payloads.keys()].slice(0, -KEPT);
  const needed = new Set([...store.places.values()].flatMap(({ component: { data } }) => [data.signature, data.ensemble, data.orders, ...data.words]));
  for (const { component } of store.comparisons?.values() ?? []) component.data.signatures.forEach((one) => needed.add(one));
  for (const signature of stale) if (!needed.has(signature)) store.payloads.delete(signature);
};

store.leave = (heard) => {
  for (const { map } of store.places.values()) map?.leave();
  const { last } = store.memory!;
  store.memory!.last = null;
  return last && last.told > heard ? last : null;
};

function compare(node: Node, place: ComparePlace): void {
  const { data: message, parentElement } = place.component;
  const root = parentElement.querySelector<HTMLElement>(".tm");
  const signature = message.signatures.join();
  if (!root) return;
  dress(parentElement);
  if (place.map?.signature === signature && place.map.root === root) return place.map.update(message);
  const packed = message.signatures.map((one) => store.payloads.get(one));
  if (packed.includes(undefined) || place.awaited === signature) return;
  place.awaited = signature;
  void Promise.all(packed.map((bytes) => unpack(bytes!))).then((payloads) => {
    if (store.comparisons!.get(node) !== place || place.component.data.signatures.join() !== signature) return;
    place.map?.destroy();
    place.map = new Comparison(root, signature, payloads, place.component.data, (at) => place.component.setStateValue("looked", at));
  }).catch((error: unknown) => {
    root.textContent = String(error);
  }).finally(() => {
    place.awaited = null;
  });
}

/** Called for the carrier of the code: everything that waited for it can be drawn. */
export default function carry(): void {
  store.wake!();
}
