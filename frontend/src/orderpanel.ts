/** The orders beside their map: those of the day or of a period, by area, and the history of what is pointed at. */

import type { Cells } from "./cells";
import type { Place, ViewMessage, ViewParts } from "./contract";
import { element } from "./element";
import { LandHistory } from "./landhistory";
import type { Listed, Ordered, Piece } from "./ordered";
import { OrderRows, type OrderRowCalls } from "./orderrow";
import type { Now, Part } from "./part";
import type { Shown } from "./picture";
import { arrange } from "./rivalgroup";
import { periodOf } from "./times";

export interface OrderCalls {
  /** The reader wants what came out later with the rest, or left out; null where nobody can bring it. */
  want: ((parts: Partial<ViewParts>) => void) | null;
  /** The reader asks for the orders of an area; -1 for the whole. */
  select(area: number): void;
  /** Another block, place or order is open: the map is drawn anew, and the address follows. */
  changed(): void;
  /** Which block holds a point in degrees; -1 for none. */
  blockAt(at: [number, number]): number;
}

/** On a screen where the list lies above what follows it, so many orders stand there at first. */
const FIRST = 12;
const NARROW = matchMedia("(max-width: 900px)");

/** Groups that stand by themselves: what is in force besides the orders. */
const BESIDE = ["map", "zone"] as const;

export class OrderPanel implements Part {
  readonly element = element("section", "tm-orders", "", {
    "data-testid": "orders", tabindex: "0", role: "region", "aria-labelledby": "tm-orders-title",
  });
  private readonly title = element("h2", "", "", { id: "tm-orders-title" });
  private readonly which = element("select", "", "", { "data-testid": "order-area" });
  private readonly leaveOut = element("input", "", "", { type: "checkbox" });
  private readonly share = element("p", "tm-order-share", "", { "data-testid": "order-share" });
  private readonly nothing = element("p", "tm-quiet");
  private readonly list = element("ol", "tm-order-list", "", { "data-testid": "order-list" });
  private readonly more = element("button", "tm-order-more", "", { type: "button", "data-testid": "order-more" });
  /** Whether all orders stand there on a small screen, too. */
  private all = false;
  private readonly groups: Record<(typeof BESIDE)[number], { box: HTMLDetailsElement; count: HTMLElement; list: HTMLElement }>;
  private readonly history: LandHistory;
  private readonly rows: OrderRows;
  /** The block, or the place, whose history is open. */
  private piece: Piece | null = null;
  private opened = "";
  /** What a link has opened comes into sight. */
  private sought = false;
  private key = "";

  constructor(
    private readonly cells: Cells, private readonly ordered: Ordered, private readonly shown: Shown,
    private readonly message: () => ViewMessage, private readonly calls: OrderCalls,
  ) {
    const numbers = new Map(ordered.land.data.blocks.map(({ number }, block) => [number, block]));
    const rows: OrderRowCalls = {
      open: (id) => {
        this.opened = id === this.opened ? "" : id;
        this.calls.changed();
      },
      block: (number) => this.look(numbers.get(number)!, true),
      known: (number) => [number, number.split(".")[0]].find((one) => numbers.has(one)) ?? "",
    };
    this.rows = new OrderRows(cells, rows, "h3");
    this.history = new LandHistory(cells, ordered, rows, () => this.close());
    const areas = cells.header.areas.map(({ name }, index): [string, string] => [String(index), name]);
    for (const [value, text] of [["-1", cells.say("ordered.everywhere")], ...areas]) this.which.add(new Option(text, value));
    this.which.setAttribute("aria-label", cells.say("ordered.which"));
    this.which.addEventListener("change", () => calls.select(Number(this.which.value)));
    const label = element("label", "tm-leave-out");
    label.append(this.leaveOut, ` ${cells.say("panel.leave_out")}`);
    label.hidden = calls.want === null;
    this.leaveOut.addEventListener("change", () => calls.want?.({ later: this.leaveOut.checked ? "no" : null }));
    const lead = element("div", "tm-orders-lead");
    lead.append(this.which, label);
    this.groups = { map: group(cells.say("ordered.maps")), zone: group(cells.say("ordered.zones")) };
    this.element.append(
      this.title, lead, this.history.element, this.share, this.nothing, this.list, this.more,
      ...BESIDE.map((kind) => this.groups[kind].box),
    );
    this.more.addEventListener("click", () => {
      this.all = true;
      const next = this.list.children.length;
      this.again();
      (this.list.children[next]?.querySelector("button") as HTMLElement | null)?.focus({ preventScroll: true });
    });
    NARROW.addEventListener("change", () => this.again());
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.piece) return;
      event.stopPropagation();
      this.close();
    });
  }

  show({ shown }: Now): void {
    const { cells, ordered } = this;
    const message = this.message();
    this.element.hidden = message.bare;
    if (message.bare) return;
    const { day, selected } = shown;
    const period = periodOf(shown);
    const later = message.view.later === "no";
    const key = [day, period?.join(), selected, this.opened, later].join();
    if (key !== this.key) {
      this.key = key;
      this.leaveOut.checked = later;
      this.which.value = String(selected);
      const listed = (period ? ordered.issued(...period) : ordered.inForce(day)).filter((one) => ordered.touches(one, selected));
      this.draw(listed, day, period !== null);
      const share = period ? "" : ordered.share(selected, day);
      if (this.share.textContent !== share) this.share.textContent = share;
      this.element.dataset.date = cells.iso(day);
    }
    this.history.show(this.piece, shown, this.opened);
  }

  /** Draw the list of the same day anew. */
  private again(): void {
    this.key = "";
    this.calls.changed();
  }

  private draw(listed: Listed[], day: number, times: boolean): void {
    const { cells } = this;
    const orders = listed.filter(({ kind }) => kind === "order");
    const title = `${cells.say(times ? "ordered.title.times" : "ordered.title")}: ${orders.length}`;
    if (this.title.textContent !== title) this.title.textContent = title;
    this.nothing.textContent = orders.length ? "" : cells.say(times ? "ordered.none.times" : "ordered.none");
    this.nothing.hidden = orders.length > 0;
    const focus = this.focus();
    const short = NARROW.matches && !this.all && orders.length > FIRST;
    const stood = short ? orders.filter(({ card }, index) => index < FIRST || card.id === this.opened) : orders;
    arrange(this.list, this.rows.of(stood.map(({ card }) => card), day, this.opened));
    this.more.hidden = !short;
    this.more.textContent = cells.say("ordered.all", { n: orders.length });
    for (const kind of BESIDE) {
      const { box, count, list } = this.groups[kind];
      const some = listed.filter((one) => one.kind === kind);
      box.hidden = !some.length;
      count.textContent = String(some.length);
      if (some.some(({ card }) => card.id === this.opened)) box.open = true;
      arrange(list, this.rows.of(some.map(({ card }) => card), day, this.opened));
    }
    if (this.sought) this.seek();
    // What the reader stood on was moved, or is gone.
    if (focus && focus !== this.focus()) (focus.isConnected ? focus : this.element).focus({ preventScroll: true });
  }

  private seek(): void {
    const row = [...this.element.querySelectorAll<HTMLElement>("[data-order]")].find(({ dataset }) => dataset.order === this.opened);
    if (!row?.offsetParent) return;
    this.sought = false;
    this.element.scrollTop = row.offsetTop - this.title.offsetHeight;
  }

  private focus(): HTMLElement | null {
    const found = (this.element.getRootNode() as Document | ShadowRoot).activeElement;
    return found && this.element.contains(found) ? (found as HTMLElement) : null;
  }

  /** The parts of a link that are open here. */
  parts(): Pick<ViewParts, "block" | "order" | "place"> {
    const block = this.piece?.block ? this.ordered.land.data.blocks[this.piece.blocks[0]].number : null;
    return { block, order: this.opened || null, place: this.piece?.key || null };
  }

  /** Open what a link names. */
  go({ block, order, place }: Partial<ViewParts>): void {
    const found = block ? this.ordered.land.data.blocks.findIndex(({ number }) => number === block) : -1;
    const named = place && found < 0 ? this.ordered.words.placeKeys.indexOf(place) : -1;
    // What was looked for is marked on the map as long as it is open.
    if (this.piece?.key && this.piece.key !== place) this.shown.found = null;
    this.piece = found < 0 ? this.placeOf(named) : this.blockOf(found);
    if (this.piece?.key) this.shown.found = this.cells.header.places[named];
    this.opened = order && this.ordered.card(order) ? order : "";
    this.sought = this.opened !== "";
  }

  /** Open the history of a block; of none for -1. */
  look(block: number, focus = false): void {
    this.piece = block < 0 ? null : this.blockOf(block);
    this.calls.changed();
    if (this.piece && focus) this.history.focus();
    else if (this.piece) this.history.element.scrollIntoView({ block: "nearest" });
  }

  /** Open the history of a place that was looked for. */
  find(place: Place | null): void {
    if (place?.block !== undefined) this.piece = this.blockOf(place.block);
    else this.piece = this.placeOf(place ? this.cells.header.places.indexOf(place) : -1);
    this.calls.changed();
  }

  /** Close the history; tells whether one was open. */
  close(): boolean {
    if (!this.piece) return false;
    const inside = this.focus() !== null;
    this.piece = null;
    this.calls.changed();
    if (inside) this.element.focus({ preventScroll: true });
    return true;
  }

  /** A place by the blocks that it covers, or at which it lies; null where it lies in none. */
  private placeOf(index: number): Piece | null {
    const { places, placeKeys } = this.ordered.words;
    if (index < 0) return null;
    const { name, at } = this.cells.header.places[index];
    const blocks = places[index].length ? places[index] : [this.calls.blockAt(at)].filter((block) => block >= 0);
    return blocks.length ? { title: name, blocks, block: false, key: placeKeys[index] } : null;
  }

  private blockOf(block: number): Piece {
    const { number } = this.ordered.land.data.blocks[block];
    return { title: this.cells.say("ordered.block", { n: number }), blocks: [block], block: true, key: "" };
  }

  /** On the map stand out the blocks whose history is open, and those of the open order while it is listed. */
  outline(): void {
    const { land } = this.ordered;
    const { day } = this.shown;
    const period = periodOf(this.shown);
    const runs = !this.opened ? [] : period || this.piece ? land.data.runs : land.on(day);
    const of = runs.filter((run) => {
      const { id, kind } = land.order(run);
      return id === this.opened && (!period || this.piece !== null || kind === "order");
    });
    this.shown.outlined = {
      hover: this.shown.outlined?.hover,
      looked: this.piece?.blocks ?? [],
      order: [...new Set(of.flatMap(({ sure, possible }) => [...sure, ...possible]))],
    };
  }
}

function group(title: string) {
  const box = element("details", "tm-order-group");
  const summary = element("summary");
  const count = element("span", "tm-quiet");
  const list = element("ol", "tm-order-list");
  summary.append(title, " ", count);
  box.append(summary, list);
  return { box, count, list };
}
