/**
 * The static site: does in the browser what Streamlit does in the app. Every page leads to the language and
 * the version that its link names; where there is a map, payloads are fetched as a view needs them.
 * Python writes the pages (`nuzuh/web/site/`); all of them can be read without this script.
 */

import { Alone, find, neededBy, store, toldIn } from "./alone";
import { asked, phaseAt, type Known } from "./asked";
import { Chunks } from "./chunks";
import type { OtherPayloads, Settled, Taking, ViewMessage, ViewParts } from "./contract";
import { received, type Given } from "./received";
import { fillAddress, offerCopies } from "./sitecopy";
import { dress, foldMenu, forgetLate, frame, isFramed, leads, placeOf, tellLate, tellOfLink } from "./siteframe";

/** What Python tells a page with a map (`nuzuh/export/site/moving.py`). */
interface ToldMap {
  /** Path of the map's own script in the site. */
  code: string;
  message: ViewMessage;
  known: Known;
  /** Of which day that is which can be read without the map. */
  stands: string;
}

/** Parts of a view on which depends what is read of it without the map. */
const READ = ["date", "layer", "show", "view", "later", "since", "area", "block", "order", "place", "step"] as const;
/** What a site can make of a view, or lead to, without Python. Days of a former version are not compared. */
const MAKES: readonly Taking[] = frame.folder ? ["data"] : ["compare", "data"];
/** Milliseconds after which a map that has not come is said not to have come. */
const PATIENCE = 15_000;

const root = document.documentElement;
const { given, unknown } = received(location.search);

/** What a view has to be drawn with. */
function firstOf(payloads: OtherPayloads, view: ViewParts, known: Known): string[] {
  const { signature, orders, words } = payloads;
  return [signature, orders, ...words.filter((_, at) => at === phaseAt(view.date, known)), ...laterOf(payloads, view)];
}

/** Reconstructed movements are as large as the rest: they are fetched where a period is looked at. */
function laterOf({ ensemble }: OtherPayloads, { since }: Pick<ViewParts, "since">): string[] {
  return since === null ? [] : [ensemble];
}

function startMap({ code, message, known, stands }: ToldMap, given: Given): void {
  const site = new URL(frame.up || "./", location.href.replace(/[?#].*$/, "")).href;
  const chunks = new Chunks(new URL(`${frame.folder}assets/`, site).href);
  const script = new URL(code, site).href;
  const { view, notices } = asked(given, unknown, known, frame.lang);
  // On the page of the orders the layer is theirs.
  if (message.orders) view.layer = message.view.layer;
  // What stands in the page is of one view: another one is waited for.
  const other = READ.some((part) => (view[part] ?? null) !== (message.view[part] ?? null));
  const late: [string, string] = [`${message.late[0]} ${stands}`, message.late[1]];
  /** The kind of view that was asked for last. */
  let wanted = neededBy(message, view)!;
  const { view: _kind, ...payloads } = wanted;
  store.makes = MAKES;
  // A former version has no pages of areas.
  store.areas = frame.folder === "";
  const alone = new Alone(find("site-map")!, {
    ...message, ...payloads, view, notices, bare: isFramed(), address: location.href.replace(/[?#].*$/, ""), home: placeOf(""),
  }, { setStateValue: follow, setTriggerValue: act, drawn });

  /** The reader has settled on a view: what it needs is fetched, and other ways keep it. */
  function follow(_name: string, value: unknown): void {
    const { told: _told, ...settled } = value as Settled;
    dress();
    const needed = neededBy(message, settled);
    if (!needed) return;
    wanted = needed;
    if (needed.signature !== alone.message.signature) void turn(needed, settled);
    else void bring(laterOf(needed, settled));
  }

  async function turn(needed: OtherPayloads, view: ViewParts): Promise<void> {
    try {
      await chunks.get(firstOf(needed, view, known));
    } catch {
      if (wanted === needed) alone.screen?.failed(() => void turn(needed, view));
      return;
    }
    // The reader may have asked for something else meanwhile.
    if (wanted === needed) alone.turn(needed, view);
  }

  /** Fetch what the map shows once it has come. */
  async function bring(signatures: string[]): Promise<void> {
    try {
      await chunks.get(signatures);
    } catch {
      alone.screen?.failed(() => void bring(signatures));
      return;
    }
    alone.show({});
  }

  function drawn(): void {
    forgetLate();
    root.classList.remove("comes");
    root.classList.add("moves");
    dress();
    void bring(alone.message.words);
  }

  function act(name: string, value: unknown): void {
    const query = new URLSearchParams(location.search);
    if (name === "opened") {
      if (value === "stories") return location.assign(placeOf("stories/"));
      for (const part of ["story", "step"]) query.delete(part);
      if (value !== "map") query.set("area", String(value));
      location.assign(`${placeOf(value === "map" ? "" : "areas/")}?${query}`);
    } else if (value === "compare") {
      location.assign(`${placeOf("compare/")}?${query}`);
    } else if (value === "data") {
      location.assign(placeOf("data/", frame.lang, ""));
    }
  }

  async function begin(): Promise<void> {
    root.classList.toggle("comes", other);
    const patience = setTimeout(() => tellLate(late, () => location.reload()), PATIENCE);
    try {
      const map: Promise<unknown> = import(script);
      await Promise.all([chunks.get(firstOf(wanted, view, known)), map]);
      alone.show({});
    } catch {
      root.classList.remove("comes");
      // A browser does not ask again for a script that it could not fetch.
      tellLate(late, () => (store.wake ? void begin() : location.reload()));
    } finally {
      clearTimeout(patience);
    }
  }
  void begin();
}

function start(): void {
  root.classList.toggle("framed", isFramed());
  tellOfLink(given);
  dress();
  foldMenu();
  fillAddress(new URL(frame.up || "./", location.href.replace(/[?#].*$/, "")).href);
  offerCopies();
  const told = toldIn<ToldMap>("site-told");
  if (!told || !find("site-map")) return;
  // An old browser cannot unpack the payloads: it keeps the page as it was written.
  if ("DecompressionStream" in globalThis) startMap(told, given);
  else find("site-old")!.hidden = false;
}

if (!leads(given)) start();
