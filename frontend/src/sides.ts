/** The two sides of a comparison: which they are, what they are called, what is refused (`nuzuh/scene/sides.py`). */

import type { Base, Texts } from "./comparing";

/** A side: what is looked at on a day. */
export interface Look {
  date: string;
  layer: string;
  /** `published` or `reconstructed`. */
  show: string;
  /** Whose figures. */
  view: string;
  /** `no` where figures that came out later are left out; else empty. */
  later: string;
}

/** A comparison, as an address says it: its own side, and in what the other one differs; empty for in nothing. */
export interface Pairing extends Look {
  compare: string;
  compareView: string;
  compareShow: string;
}

export const WAYS = ["days", "whose", "kinds"] as const;
export type Way = (typeof WAYS)[number];

/** Why sides cannot stand beside each other: the key of the sentence. */
export type Refusal = "only_published" | "knows_later" | "same_sides" | "published_whose";

const ownOf = ({ date, layer, show, view, later }: Pairing): Look => ({ date, layer, show, view, later });

/** The first side and the second one: the other one, and the pairing's own. */
export function sidesOf(pairing: Pairing): [Look, Look] {
  const own = ownOf(pairing);
  const { compare, compareView, compareShow } = pairing;
  return [{ ...own, date: compare || own.date, view: compareView || own.view, show: compareShow || own.show }, own];
}

/** One side with another one as its first. */
export function beside(own: Look, other: Look): Pairing {
  const differs = (name: keyof Look) => (other[name] === own[name] ? "" : other[name]);
  return { ...own, compare: differs("date"), compareView: differs("view"), compareShow: differs("show") };
}

export function swapped(pairing: Pairing): Pairing {
  const [first, second] = sidesOf(pairing);
  return beside(first, second);
}

/** In which of the ways two sides differ; empty for none or for several. */
export function wayOf(pairing: Pairing): Way | "" {
  const [first, second] = sidesOf(pairing);
  const found = WAYS.filter((way) => ({
    days: first.date !== second.date, kinds: first.show !== second.show, whose: first.view !== second.view,
  })[way]);
  return found.length === 1 ? found[0] : "";
}

export class Sides {
  constructor(private readonly given: Base, private readonly texts: Texts) {}

  canRebuild(layer: string): boolean {
    return this.given.layers.some(({ id, rebuilt }) => id === layer && rebuilt);
  }

  isRebuilt({ layer, show, later }: Look): boolean {
    return show === "reconstructed" && !later && this.canRebuild(layer);
  }

  /** The comparison that is offered first of a side, in a way; by itself in the one that suits it. */
  compared(look: Look, asked: Way | "" = ""): Pairing {
    const can = this.canRebuild(look.layer);
    const way = asked || (this.isRebuilt(look) || !can || look.later ? "days" : "kinds");
    const rebuilt = { ...look, show: "reconstructed", later: "" };
    if (way === "kinds" && can) return beside(rebuilt, { ...rebuilt, show: "published" });
    if (way === "whose" && can) {
      const own = rebuilt.view === "all" ? { ...rebuilt, view: "israel" } : rebuilt;
      return beside(own, { ...own, view: own.view === "un" ? "israel" : "un" });
    }
    const own = this.isRebuilt(look) ? look : { ...look, show: "published" };
    return beside(own, { ...own, date: this.earlier(own.date) });
  }

  /** The first day of a day's phase; on that day itself of the one before. */
  private earlier(iso: string): string {
    const { texts } = this;
    const day = texts.index(iso);
    const start = Math.max(this.phaseOf(day).start, 0);
    if (start < day) return texts.iso(start);
    if (day > 0) return texts.iso(Math.max(this.phaseOf(day - 1).start, 0));
    return texts.iso(Math.min(this.phaseOf(day).end + 1, this.given.days - 1));
  }

  phaseOf(day: number): Base["phases"][number] {
    const { phases } = this.given;
    return phases.find(({ end }) => day <= end) ?? phases[phases.length - 1];
  }

  /** Why two sides cannot stand beside each other; null where they can. */
  refused(pairing: Pairing): Refusal | null {
    const [first, second] = sidesOf(pairing);
    if (first.show !== second.show && !this.canRebuild(pairing.layer)) return "only_published";
    if (first.show !== second.show && pairing.later) return "knows_later";
    if (first.date === second.date && first.show === second.show && first.view === second.view) return "same_sides";
    const rebuilt = this.isRebuilt(first) || this.isRebuilt(second);
    return !rebuilt && first.date === second.date ? "published_whose" : null;
  }

  /** What tells a side from the other one: its day, its kind, whose figures. */
  title(side: Look, other: Look): string {
    const { texts } = this;
    const [rebuilt, otherRebuilt] = [this.isRebuilt(side), this.isRebuilt(other)];
    const parts = side.date === other.date ? [] : [texts.day(texts.index(side.date))];
    if (rebuilt !== otherRebuilt) parts.push(texts.say(rebuilt ? "show.reconstructed" : "show.published"));
    // Beside a published side all publishers go without saying.
    const named = otherRebuilt ? side.view !== other.view : side.view !== "all";
    if (rebuilt && named) parts.push(this.nameOf(side.view));
    return texts.joined(parts);
  }

  nameOf(view: string): string {
    return this.given.views.find(([id]) => id === view)?.[1] ?? view;
  }
}
