/** The map itself: canvas, gestures, the card of an area, zoom. */

import { AreaList } from "./arealist";
import type { Cells } from "./cells";
import type { Place } from "./contract";
import { element } from "./element";
import { listenForGestures, type Gestures } from "./gestures";
import type { Ground } from "./ground";
import type { Box } from "./labels";
import { Picture, type Shown } from "./picture";
import { card } from "./reading";
import { Search } from "./search";
import type { Zoom } from "./frame";

export interface StageCalls {
  /** Something else is to be drawn: hover, zoom, a font. */
  changed(): void;
  /** The reader has chosen an area, or let go of it (-1). */
  select(area: number): void;
  /** The reader has moved the map. */
  zoomed(): void;
  /** The reader presses a block, or none (-1); null where areas are pressed. */
  block: ((block: number) => void) | null;
  /** A place that was looked for is in the middle; null for no place. */
  found(place: Place | null): void;
  /** The reader asks for an area's page; null where there is none. */
  open: ((area: number) => void) | null;
}

const ratioNow = () => Math.min(window.devicePixelRatio || 1, 3);
/** How long after the last movement of the map the reader counts as settled. */
const ZOOM_PAUSE = 400;
/** Between the search and the lower edge, in CSS pixels, with some room; stage.css has the same. */
const SEARCH = 14;
/** How near the map comes to a place that is looked for. */
const NEAR = 6;

export class Stage {
  readonly element = element("div", "tm-stage");
  /** Seen only: the list of areas over it says the same in words. */
  private readonly canvas = element("canvas", "tm-canvas", "", { "aria-hidden": "true" });
  readonly picture: Picture;
  private readonly card = element("div", "tm-card", "", { "data-testid": "area-card", role: "group", tabindex: "-1" });
  private readonly areas: AreaList;
  private readonly search: HTMLElement;
  /** What had the focus when a card was opened by key; it gets it back. */
  private opener: HTMLElement | null = null;
  private readonly gestures: Gestures;
  private readonly listening = new AbortController();
  private pinned = false;
  private lost = false;
  private pause = 0;
  zoom: Zoom = { k: 1, x: 0, y: 0 };

  constructor(
    private readonly cells: Cells,
    ground: Ground,
    private readonly shown: Shown,
    family: string,
    private readonly calls: StageCalls,
    bare: boolean,
  ) {
    this.picture = new Picture(this.canvas.getContext("2d")!, cells, ground, family);
    this.areas = new AreaList(cells, {
      look: (area) => this.hover(area, null),
      choose: (area) => {
        this.choose(area, null);
        if (this.pinned) this.focusCard(this.areas.element);
      },
    });
    this.search = new Search(cells, (place) => this.find(place)).element;
    const view = element("div", "tm-view");
    const searched = !bare && cells.header.places.length > 0;
    view.append(this.canvas, this.areas.element, this.zoomButtons(), ...(searched ? [this.search] : []), this.card);
    this.element.append(view);
    this.gestures = listenForGestures(this.canvas, this.zoom, (zoom) => {
      this.zoom = zoom;
      this.element.classList.toggle("tm-near", zoom.k > 1);
      clearTimeout(this.pause);
      this.pause = window.setTimeout(() => calls.zoomed(), ZOOM_PAUSE);
      calls.changed();
    });
    this.hideCard();
    this.listen();
  }

  /**
   * Give the canvas another size in CSS pixels, `kept` of them at the left below the legend, or the part that
   * is `covered` by it; tells whether it was another one.
   */
  resize(width: number, height: number, kept: number, covered: Box[]): boolean {
    const boxes = [...covered, ...this.searchBox(height)];
    const ratio = ratioNow();
    const before = this.picture.size;
    const same = width === before.width && height === before.height && ratio === before.ratio && kept === before.kept;
    if (same && JSON.stringify(boxes) === JSON.stringify(before.covered)) return false;
    this.canvas.style.height = `${height}px`;
    this.element.style.setProperty("--tm-high", String(height));
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.picture.resize(width, height, ratio, kept, boxes);
    this.gestures.resize(width, height);
    return true;
  }

  /** Where the search stands at the lower edge; on a phone it stands in the corner of the legend. */
  private searchBox(height: number): Box[] {
    const { offsetLeft, offsetWidth, offsetHeight } = this.search;
    if (!offsetHeight || getComputedStyle(this.search).bottom === "auto") return [];
    return [{ x0: offsetLeft, y0: height - offsetHeight - SEARCH, x1: offsetLeft + offsetWidth, y1: height }];
  }

  /** Draw what is shown; `label` names it for assistive tools. */
  draw(label: string): void {
    if (!this.lost) this.picture.draw(this.shown, this.zoom);
    this.areas.show(this.shown, label);
    if (this.shown.hover >= 0 || this.pinned) this.fillCard();
  }

  /** How near the map is and what lies in its middle, as an address says it; null for the whole. */
  zoomText(): string | null {
    return this.picture.zoomText(this.zoom);
  }

  /** Move the map to where an address says; to the whole for null, or what is no zoom. */
  setZoom(text: string | null): void {
    const [k, latitude, longitude] = (text ?? "").split("/").map(Number);
    const zoom = k > 1 ? this.picture.zoomTo(k, [longitude, latitude]) : null;
    if (zoom) this.gestures.go(zoom);
    else this.gestures.reset();
    clearTimeout(this.pause);
  }

  /** Let the card of the chosen area stand, or take it away. */
  pin(area: number, point: [number, number] | null = null): void {
    this.pinned = area >= 0;
    if (this.pinned) {
      this.shown.hover = area;
      this.placeCard(point);
    } else {
      this.hideCard();
    }
  }

  /** Let go of the chosen area; tells whether there was one. */
  release(): boolean {
    if (!this.pinned) return false;
    this.choose(-1, null);
    return true;
  }

  /** Put the focus on the card that a key has opened, until it is closed. */
  focusCard(opener: HTMLElement): void {
    this.opener = opener;
    this.card.focus({ preventScroll: true });
  }

  /** Bring a place into the middle, marked with its name; null takes the mark away. */
  private find(place: Place | null): void {
    this.shown.found = place;
    const zoom = place && this.picture.zoomTo(Math.max(this.zoom.k, NEAR), place.at);
    if (zoom) this.gestures.go(zoom);
    this.calls.found(place);
    this.calls.changed();
  }

  hover(area: number, point: [number, number] | null): void {
    this.canvas.title = (point && this.picture.arrowAt(...point)?.sentence) || "";
    if (area === this.shown.hover) return;
    this.shown.hover = area;
    this.canvas.style.cursor = area >= 0 ? "pointer" : "";
    if (area >= 0) this.placeCard(point);
    else if (!this.pinned) this.hideCard();
    this.calls.changed();
  }

  /** The pointer is over a block, which is named; over none for null. */
  private overBlock(point: [number, number] | null): void {
    const block = point ? this.picture.hitBlock(...point, this.zoom) : -1;
    const { outlined } = this.shown;
    if (block === (outlined?.hover ?? -1)) return;
    this.shown.outlined = { looked: [], order: [], ...outlined, hover: block };
    this.calls.changed();
    this.canvas.style.cursor = block >= 0 ? "pointer" : "";
    const title = block >= 0 ? this.cells.say("ordered.block", { n: this.cells.land!.data.blocks[block].number }) : "";
    if (this.canvas.title !== title) this.canvas.title = title;
  }

  destroy(): void {
    clearTimeout(this.pause);
    this.listening.abort();
    document.fonts.removeEventListener("loadingdone", this.anew);
    this.gestures.destroy();
    this.canvas.width = this.canvas.height = 0;
  }

  /** Unlike a page, a canvas does not draw its words again by itself once their font is there. */
  private readonly anew = (): void => {
    this.picture.forget();
    this.calls.changed();
  };

  private choose(area: number, point: [number, number] | null): void {
    const chosen = area === this.shown.selected ? -1 : area;
    if (chosen === this.shown.selected) return;
    this.pin(chosen, point);
    this.calls.select(chosen);
  }

  private listen(): void {
    const { canvas } = this;
    const { signal } = this.listening;
    const at = (event: MouseEvent): [number, number] => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      const point = at(event);
      if (this.calls.block) return this.overBlock(point);
      this.hover(this.picture.hit(...point, this.zoom), point);
    }, { signal });
    canvas.addEventListener("pointerleave", () => (this.calls.block ? this.overBlock(null) : this.hover(-1, null)), { signal });
    canvas.addEventListener("click", (event) => {
      const point = at(event);
      if (this.calls.block) return this.calls.block(this.picture.hitBlock(...point, this.zoom));
      this.choose(this.picture.hit(...point, this.zoom), point);
    }, { signal });
    canvas.addEventListener("contextlost", (event) => {
      event.preventDefault();
      this.lost = true;
    }, { signal });
    canvas.addEventListener("contextrestored", () => {
      this.lost = false;
      this.anew();
    }, { signal });
    this.areas.element.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const pans: Record<string, [number, number]> = {
        ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60],
      };
      if (event.key === "+" || event.key === "=") this.gestures.by(1.5);
      else if (event.key === "-") this.gestures.by(1 / 1.5);
      else if (event.key === "0") this.gestures.reset();
      else if (event.shiftKey && pans[event.key]) this.gestures.pan(...pans[event.key]);
      else if (!this.areas.key(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    }, { signal });
    document.fonts.addEventListener("loadingdone", this.anew);
  }

  private fillCard(): void {
    const area = this.pinned ? this.shown.selected : this.shown.hover;
    if (area < 0) return;
    const close = element("button", "tm-close", "×", { type: "button", "aria-label": this.cells.say("timemap.close") });
    close.addEventListener("click", () => this.choose(-1, null));
    const open = this.pinned ? this.calls.open : null;
    const focused = this.card.contains((this.card.getRootNode() as ShadowRoot).activeElement);
    this.card.replaceChildren(...(this.pinned ? [close] : []), ...card(this.cells, this.shown, area, open));
    this.card.setAttribute("aria-label", this.cells.together(this.groupOf(area)));
    this.card.hidden = false;
    // What had the focus was written anew.
    if (focused) this.card.focus({ preventScroll: true });
  }

  private groupOf(area: number): string[] {
    const { areas } = this.cells.header;
    const group = this.cells.groups(this.shown.layer, this.shown.day).find((one) => one.includes(area)) ?? [area];
    return group.map((one) => areas[one].id);
  }

  /** The card stands on the side that the pointer is not on. */
  private placeCard(point: [number, number] | null): void {
    const x = point ? point[0] : 0;
    this.card.classList.toggle("tm-card-left", x > this.picture.size.width / 2);
    this.card.classList.toggle("tm-card-pinned", this.pinned);
    this.fillCard();
  }

  private hideCard(): void {
    this.pinned = false;
    this.card.hidden = true;
    this.opener?.focus({ preventScroll: true });
    this.opener = null;
  }

  private zoomButtons(): HTMLElement {
    const group = element("div", "tm-zoom");
    for (const [sign, key, act] of [
      ["+", "timemap.zoom.in", () => this.gestures.by(1.6)],
      ["−", "timemap.zoom.out", () => this.gestures.by(1 / 1.6)],
      ["⤢", "timemap.zoom.all", () => this.gestures.reset()],
    ] as [string, string, () => void][]) {
      const button = element("button", "", sign, { type: "button", "aria-label": this.cells.say(key), title: this.cells.say(key) });
      button.addEventListener("click", act);
      group.append(button);
    }
    return group;
  }
}
