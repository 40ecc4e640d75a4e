/**
 * The page of comparisons of the static site: what is compared, both sides with their fields, the maps, the table.
 * What the app computes of any two sides is computed here; payloads are fetched as a comparison needs them.
 * Python writes the page (`nuzuh/export/site/compare.py`); the usual comparison can be read without this script.
 */

import { writeAddress, type How } from "./address";
import { find, store, themeNow, toldIn } from "./alone";
import type { Known } from "./asked";
import { Cells } from "./cells";
import { Chunks } from "./chunks";
import { Comparison, type Looked } from "./compare";
import compareCss from "./compare.css";
import { mapsOf } from "./comparedmaps";
import { CompareFields } from "./comparefields";
import { askedOf, neededFor, queryOfPairing, type Asked } from "./comparelink";
import { comparison, type Compared } from "./comparison";
import { copyButton, notesOf, tableOf } from "./comparewords";
import { Texts, unpackBase, unpackPublished, type Base, type Comparing } from "./comparing";
import controlsCss from "./controls.css";
import { element } from "./element";
import type { Side } from "./pairs";
import { PeoplePresent, unpackPeople } from "./people";
import { received } from "./received";
import { Sides, sidesOf, type Pairing } from "./sides";
import pageCss from "./sitecompare.css";
import { dress, forgetLate, frame, leads, tellLate } from "./siteframe";
import stageCss from "./stage.css";
import css from "./timemap.css";
import { unpack } from "./unpack";

/** What Python tells the page: names of payloads, by what they are for. */
interface Told {
  base: string;
  /** What published sides say, with and without what came out later. */
  sides: Record<"" | "no", string>;
  /** Kind by kind, see `neededFor`. */
  cubes: Record<string, string>;
  people: Record<string, string>;
  known: Known;
  /** What to say where something does not come, and what to offer. */
  late: [string, string];
}

class ComparePage {
  private readonly unpacked = new Map<string, Promise<unknown>>();
  private readonly texts: Texts;
  private readonly sides: Sides;
  private readonly fields: CompareFields;
  private readonly answer = element("p", "nz-answer", "", { "data-testid": "answer", role: "status" });
  private readonly notices = element("div");
  private readonly maps = element("div", "tm");
  private readonly words = element("div", "sc-words");
  private asked!: Asked;
  private shown: Comparison | null = null;

  constructor(private readonly root: HTMLElement, private readonly told: Told, private readonly chunks: Chunks, private readonly base: Base) {
    this.texts = new Texts(base);
    this.sides = new Sides(base, this.texts);
    this.fields = new CompareFields(base, this.texts, this.sides, (pairing) => void this.want(pairing));
    root.replaceChildren(this.answer, this.notices, this.fields.element, this.maps, this.words);
    addEventListener("popstate", () => void this.visit("none"));
  }

  /** Show what the address asks for. */
  async visit(how: How): Promise<void> {
    const { given, unknown } = received(location.search);
    const { notices, ...asked } = askedOf(given, unknown, this.told.known, frame.lang, this.sides);
    this.notices.replaceChildren(...notices.map((text) => element("p", "nz-note", text, { role: "status" })));
    await this.show(asked, how);
  }

  private async want(pairing: Pairing): Promise<void> {
    this.notices.replaceChildren();
    await this.show({ ...this.asked, pairing }, "push");
  }

  private async show(asked: Asked, how: How): Promise<void> {
    this.asked = asked;
    const { pairing } = asked;
    this.fields.show(pairing);
    if (how !== "none") this.write(how);
    const refused = this.sides.refused(pairing);
    if (refused) return this.refuse(this.texts.say(`refused.${refused}`));
    this.root.setAttribute("aria-busy", "true");
    try {
      const [sides, given] = await this.gathered(pairing);
      // The reader may have asked for something else meanwhile.
      if (this.asked.pairing !== pairing) return;
      forgetLate();
      const silent = sides.find(({ rebuilt, cells, day }) => rebuilt && cells.silent(day));
      if (silent) return this.refuse(this.texts.say("refused.nothing", { day: this.texts.day(silent.day) }));
      this.draw(comparison(sides, given, this.texts), given);
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      if (this.asked.pairing === pairing) tellLate(this.told.late, () => void this.show(this.asked, "none"));
    } finally {
      if (this.asked.pairing === pairing) this.root.removeAttribute("aria-busy");
    }
  }

  /** Both sides of a comparison, and all that it is made of. */
  private async gathered(pairing: Pairing): Promise<[[Side, Side], Comparing]> {
    const { told, sides: rules, base, texts } = this;
    const needed = neededFor(pairing, base, rules);
    const cubes = needed.cubes.map((kind) => told.cubes[kind]);
    const published = told.sides[pairing.later ? "no" : ""];
    await this.chunks.get([published, ...cubes, ...needed.people.map((view) => told.people[view])]).catch((error: unknown) => {
      throw new Missing(String(error));
    });
    const looks = sidesOf(pairing);
    const sides = await Promise.all(looks.map(async (look, at): Promise<Side> => {
      const rebuilt = rules.isRebuilt(look);
      const cells = await this.once(cubes[at], async (bytes) => new Cells(await unpack(bytes)));
      const people = rebuilt && needed.people.length
        ? await this.once(told.people[look.view], async (bytes) => new PeoplePresent(await unpackPeople(bytes))) : null;
      const [title, day] = [rules.title(look, looks[1 - at]), texts.index(look.date)];
      return { look, title, day, rebuilt, cells, layer: cells.layerIndex(look.layer), people };
    }));
    return [sides as [Side, Side], { ...base, ...await this.once(published, unpackPublished) }];
  }

  /** What a payload holds, unpacked once. */
  private once<What>(signature: string, unpacks: (bytes: Uint8Array) => Promise<What>): Promise<What> {
    const known = this.unpacked.get(signature) ?? unpacks(store.payloads.get(signature)!);
    this.unpacked.set(signature, known);
    return known as Promise<What>;
  }

  private draw(told: Compared, given: Comparing): void {
    const { zoom, area } = this.asked;
    const payloads = mapsOf(told, given);
    this.answer.textContent = told.answer;
    this.answer.hidden = !told.answer;
    this.answer.removeAttribute("data-refused");
    this.shown?.destroy();
    this.maps.hidden = false;
    const ofArea = (id: string) => told.rows.find((row) => row.id === id)!.difference;
    this.shown = new Comparison(this.maps, "", payloads, {
      signatures: [], titles: told.columns.slice(1) as [string, string, string], placed: told.placed,
      difference: given.areas.map(([id]) => ofArea(id)), zoom, area, theme: themeNow(),
    }, (at) => this.looked(at));
    this.words.replaceChildren(...tableOf(told, this.texts), copyButton(this.texts), ...notesOf(told, this.texts));
  }

  /** Say why two sides cannot be compared, in the place of the comparison. */
  private refuse(text: string): void {
    this.answer.hidden = false;
    this.answer.dataset.refused = "";
    this.answer.textContent = text;
    this.shown?.destroy();
    this.shown = null;
    this.maps.hidden = true;
    this.words.replaceChildren();
    this.root.removeAttribute("aria-busy");
  }

  private looked({ zoom, area }: Looked): void {
    this.asked = { ...this.asked, zoom, area };
    this.write("replace");
  }

  private write(how: Exclude<How, "none">): void {
    const day = this.texts.index(this.asked.pairing.date);
    writeAddress(queryOfPairing(this.asked, this.base, this.sides, day), how, location.pathname);
    dress();
  }
}

/** A payload that could not be fetched. */
class Missing extends Error {}

async function begin(root: HTMLElement, told: Told): Promise<void> {
  const html = document.documentElement;
  const site = new URL(frame.up || "./", location.href.replace(/[?#].*$/, ""));
  const chunks = new Chunks(new URL(`${frame.folder}assets/`, site).href);
  // What stands in the page is the usual comparison: another one is waited for.
  html.classList.toggle("comes", location.search.length > 1);
  try {
    await chunks.get([told.base]);
  } catch {
    html.classList.remove("comes");
    return tellLate(told.late, () => void begin(root, told));
  }
  const style = element("style", "", css + controlsCss + stageCss + compareCss + pageCss);
  document.head.append(style);
  const page = new ComparePage(root, told, chunks, await unpackBase(store.payloads.get(told.base)!));
  await page.visit("replace");
  html.classList.remove("comes");
  html.classList.add("moves");
}

const told = toldIn<Told>("site-told");
const root = find("site-compare");
if (told && root && !leads(received(location.search).given)) {
  // An old browser cannot unpack the payloads: it keeps the page as it was written.
  if ("DecompressionStream" in globalThis) void begin(root, told);
  else find("site-old")!.hidden = false;
}
