/** The time map: picture, rail, card, legend and table around one state. */

import { Cells, fill } from "./cells";
import type { Payload, Settled, ViewMessage } from "./contract";
import { element } from "./element";
import { listenForGestures, type Gestures } from "./gestures";
import { prepare, type Ground } from "./ground";
import type { Zoom } from "./frame";
import { Picture, type Shown } from "./picture";
import { createRail, type Rail } from "./rail";
import { Legend } from "./legend";
import { linkTo } from "./link";
import { markOtherDays, moveLinks, unmarkDays } from "./outside";
import { ArrowList, card, Table } from "./reading";
import type { Wanted } from "./takeaway";
import { Tools } from "./tools";

export interface Outside {
  settled(told: Settled): void;
  open(area: string): void;
}

/** What outlives a mounted map: page changes and new payloads must not lose the reader's place. */
export interface Memory {
  zoom: Zoom;
  /** Number of the last thing told, and what it was: Python may not have heard it yet. */
  told: number;
  last?: Settled;
}

/** Below this width a map is drawn higher than wide. */
const NARROW = 560;
/** In a frame: room for what the page has around the map, and the least height of a wide map. */
const BARE_MARGIN = 165;
const BARE_LEAST = 360;

const ratioNow = () => Math.min(window.devicePixelRatio || 1, 3);

export class TimeMap {
  private readonly cells: Cells;
  private readonly ground: Ground;
  private readonly canvas = element("canvas", "tm-canvas", "", { tabindex: "0", role: "img" });
  private readonly stage = element("div", "tm-stage");
  private readonly title = element("div", "tm-title");
  private readonly card = element("div", "tm-card", "", { "data-testid": "area-card" });
  private readonly said = element("div", "tm-said", "", { role: "status", "aria-live": "polite" });
  private readonly picture: Picture;
  private readonly gestures: Gestures;
  private readonly rail: Rail;
  private readonly table: Table;
  private readonly legend: Legend;
  private readonly watcher: ResizeObserver;
  private readonly arrows = new ArrowList();
  private readonly placed = element("p", "tm-placed", "", { "data-testid": "placed" });
  private readonly tools: Tools;
  private readonly bare: boolean;
  /** What Python has said last. */
  private view: ViewMessage;
  private shown: Shown;
  private pinned = false;
  private frame = 0;
  private lost = false;
  /** What was last told or heard. */
  private where = "";

  constructor(
    readonly root: HTMLElement,
    readonly signature: string,
    payload: Payload,
    view: ViewMessage,
    private readonly memory: Memory,
    private outside: Outside,
  ) {
    this.cells = new Cells(payload);
    this.ground = prepare(payload);
    const { header } = payload;
    const day = this.clamp(view.date);
    this.shown = {
      layer: this.cells.layerIndex(view.layer),
      day,
      since: view.since === null ? null : this.clamp(view.since),
      hover: -1,
      selected: this.areaIndex(view.area),
      theme: view.theme,
      arrows: null,
    };
    this.view = view;
    const family = getComputedStyle(root).fontFamily || "sans-serif";
    this.picture = new Picture(this.canvas.getContext("2d")!, this.cells, this.ground, family);
    this.bare = view.bare;
    this.tools = new Tools(this.cells, {
      wanted: () => this.wanted(),
      name: () => `${fill(this.view.stem, { date: this.cells.iso(this.shown.day) })}.png`,
    });
    this.table = new Table(this.cells, {
      hover: (area) => this.hover(area, null),
      select: (area) => this.select(area, null),
    }, this.bare);
    this.legend = new Legend(this.cells);
    this.rail = createRail(header, { day, since: this.shown.since }, {
      move: ({ day: at, since }) => {
        this.shown.day = at;
        this.shown.since = since;
        this.draw();
      },
      settle: () => this.tell(),
    });
    root.dir = header.rtl ? "rtl" : "ltr";
    root.dataset.testid = "time-map";
    const head = element("div", "tm-head");
    head.append(this.title, ...(view.bare ? [] : [this.tools.element]));
    this.stage.append(this.canvas, this.zoomButtons(), this.card);
    // What changes its height from day to day stands below the rail, which stays under the finger.
    root.replaceChildren(
      head, this.stage, this.placed, this.rail.element, this.legend.element, this.arrows.element, this.table.element, this.said,
    );
    this.gestures = listenForGestures(this.canvas, memory.zoom, (zoom) => {
      this.memory.zoom = zoom;
      this.soon();
    });
    this.where = [day, this.shown.since, this.shown.selected].join();
    this.hideCard();
    this.listen();
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(this.stage);
    this.resize();
  }

  /** Take what Python says, unless it answers something older than the reader's last move. */
  update(view: ViewMessage, outside: Outside): void {
    this.outside = outside;
    const wasLayer = this.shown.layer;
    this.shown.layer = this.cells.layerIndex(view.layer);
    this.shown.theme = view.theme;
    this.view = view;
    if (wasLayer !== this.shown.layer) this.hideCard();
    if (this.isNews(view)) {
      const day = this.clamp(view.date);
      const since = view.since === null ? null : this.clamp(view.since);
      this.shown.day = day;
      this.shown.since = since;
      this.rail.set({ day, since });
      this.shown.selected = this.areaIndex(view.area);
      this.where = this.key(view);
    }
    this.draw();
  }

  /** Python's arrows are those of one period; the reader may be further on. */
  private settledArrows(): ViewMessage["arrows"] {
    const { view, shown } = this;
    const since = view.since === null ? null : this.clamp(view.since);
    return this.clamp(view.date) === shown.day && since === shown.since ? view.arrows : null;
  }

  /** The address of what is on the screen; empty where the page has none. */
  private address(): string {
    const { header } = this.cells;
    const { day, since, selected, layer } = this.shown;
    const phase = header.phases.find((one) => day <= one.end) ?? header.phases.at(-1);
    return linkTo(this.view.link, {
      date: this.cells.iso(day),
      layer: header.layers[layer].id,
      // A phase in an address follows its date.
      ...(phase && this.view.link.includes("phase=") ? { phase: phase.id } : {}),
      since: since === null ? null : this.cells.iso(since),
      area: header.areas[selected]?.id ?? null,
    });
  }

  /** What Python says, compared with what was last told or heard: an echo never moves the reader. */
  private isNews(view: ViewMessage): boolean {
    return view.heard >= this.memory.told && this.key(view) !== this.where;
  }

  private key(view: ViewMessage): string {
    const since = view.since === null ? null : this.clamp(view.since);
    return [this.clamp(view.date), since, this.areaIndex(view.area)].join();
  }

  /** Make room for another payload: where the reader is, perhaps still playing, is told first. */
  leave(view: ViewMessage): void {
    if (!this.isNews(view)) this.tell();
    this.destroy();
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    document.fonts.removeEventListener("loadingdone", this.anew);
    this.root.removeEventListener("transitionend", this.follow);
    this.watcher.disconnect();
    this.rail.destroy();
    this.gestures.destroy();
    this.canvas.width = this.canvas.height = 0;
    this.root.replaceChildren();
    unmarkDays();
    delete this.root.dataset.date;
  }

  private clamp(iso: string): number {
    const index = this.cells.index(iso);
    return Math.min(Math.max(Number.isNaN(index) ? 0 : index, 0), this.cells.header.days - 1);
  }

  private areaIndex(id: string | null): number {
    return id === null ? -1 : this.cells.header.areas.findIndex((area) => area.id === id);
  }

  private tell(): void {
    const { header } = this.cells;
    const { day, since, selected } = this.shown;
    const where = [day, since, selected].join();
    // Letting go of the slider where it was taken is not news.
    if (where === this.where) return;
    this.where = where;
    this.memory.told += 1;
    this.say();
    this.memory.last = {
      date: this.cells.iso(day),
      since: since === null ? null : this.cells.iso(since),
      area: header.areas[selected]?.id ?? null,
      told: this.memory.told,
    };
    this.outside.settled(this.memory.last);
  }

  /** One sentence for assistive tools, once the reader has settled. */
  private say(): void {
    const { layer, day } = this.shown;
    const meta = this.cells.header.layers[layer];
    const told = this.cells.groups(layer, day).slice(0, 12).map((areas) => this.cells.told(layer, areas, day));
    this.said.textContent =
      `${meta.title}, ${this.cells.day(day)}. ` + told.map((one) => `${one.name}: ${one.number}`).join("; ");
  }

  /** Unlike a page, a canvas does not draw its words again by itself once their font is there. */
  private readonly anew = (): void => {
    this.picture.forget();
    this.draw();
  };

  /** The page has changed its theme without a run that would tell. */
  private readonly follow = (event: TransitionEvent): void => {
    if (event.target !== this.root || event.propertyName !== "outline-color") return;
    const parts = getComputedStyle(this.root).outlineColor.match(/[\d.]+/g)?.slice(0, 3).map(Number) ?? [];
    this.shown.theme = parts.reduce((sum, part) => sum + part, 0) < 3 * 128 ? "dark" : "light";
    this.draw();
  };

  private soon(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private draw(): void {
    const { shown, cells } = this;
    const meta = cells.header.layers[shown.layer];
    shown.arrows = this.settledArrows();
    if (!this.lost) this.picture.draw(shown, this.memory.zoom);
    const date = cells.day(shown.day);
    const title = `${meta.title} · ${date}`;
    if (this.title.textContent !== title) {
      this.title.textContent = title;
      this.canvas.setAttribute("aria-label", cells.say("map.aria", { date, title: meta.title }));
    }
    this.table.show(shown);
    const arrows = this.picture.arrows();
    this.legend.show(shown, arrows, this.picture.size.narrow);
    this.arrows.show(arrows, this.picture.size.narrow);
    const placed = cells.placed(shown.layer, shown.day);
    if (this.placed.textContent !== placed) this.placed.textContent = placed;
    this.placed.classList.toggle("tm-none", !meta.placed);
    this.tellThePage();
    if (shown.hover >= 0 || this.pinned) this.fillCard();
    this.root.dataset.layer = meta.id;
    this.root.dataset.date = cells.iso(shown.day);
  }

  /** What stands on the page around the map goes with it, or says that it does not. */
  private tellThePage(): void {
    const { cells } = this;
    const link = this.address();
    this.tools.show(link);
    moveLinks(link);
    markOtherDays(cells.iso(this.shown.day), (iso) => cells.say("timemap.elsewhere", { date: cells.day(cells.index(iso)) }));
  }

  private resize(): void {
    const width = this.stage.clientWidth;
    if (width < 2) return;
    const wanted = width < NARROW ? width * 1.28 : Math.min(width * 0.727, 760);
    const height = Math.round(this.bare ? this.withinFrame(wanted) : wanted);
    const ratio = ratioNow();
    const before = this.picture.size;
    if (width === before.width && height === before.height && ratio === before.ratio) return;
    this.canvas.style.height = `${height}px`;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.picture.resize(width, height, ratio);
    this.gestures.resize(width, height);
    this.draw();
  }

  /** The height that leaves room for what stands around the map, so that a frame need not scroll. */
  private withinFrame(wanted: number): number {
    const around = this.root.offsetHeight - this.canvas.offsetHeight + BARE_MARGIN;
    const least = Math.max(BARE_LEAST, this.stage.clientWidth < NARROW ? wanted * 0.9 : 0);
    return Math.min(wanted, Math.max(least, window.innerHeight - around));
  }

  private listen(): void {
    const { canvas } = this;
    const at = (event: MouseEvent): [number, number] => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      const point = at(event);
      this.hover(this.picture.hit(...point, this.memory.zoom), point);
    });
    canvas.addEventListener("pointerleave", () => this.hover(-1, null));
    canvas.addEventListener("click", (event) => {
      const point = at(event);
      this.select(this.picture.hit(...point, this.memory.zoom), point);
    });
    canvas.addEventListener("contextlost", (event) => {
      event.preventDefault();
      this.lost = true;
    });
    canvas.addEventListener("contextrestored", () => {
      this.lost = false;
      this.anew();
    });
    document.fonts.addEventListener("loadingdone", this.anew);
    this.root.addEventListener("transitionend", this.follow);
    canvas.addEventListener("keydown", (event) => {
      const pans: Record<string, [number, number]> = {
        ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60],
      };
      if (event.key === "+" || event.key === "=") this.gestures.by(1.5);
      else if (event.key === "-") this.gestures.by(1 / 1.5);
      else if (event.key === "0") this.gestures.reset();
      else if (event.key === "Escape") this.select(-1, null);
      else if (pans[event.key] && this.memory.zoom.k > 1) this.gestures.pan(...pans[event.key]);
      else return;
      event.preventDefault();
    });
  }

  private hover(area: number, point: [number, number] | null): void {
    const arrow = area < 0 && point ? this.picture.arrowAt(...point) : null;
    const over = point ? (this.picture.arrowAt(...point) ?? arrow) : null;
    if (over) {
      this.canvas.title = over.sentence;
    } else if (this.canvas.title) {
      this.canvas.title = "";
    }
    if (area === this.shown.hover) return;
    this.shown.hover = area;
    this.canvas.style.cursor = area >= 0 ? "pointer" : "";
    if (area >= 0) this.placeCard(point);
    else if (!this.pinned) this.hideCard();
    this.soon();
  }

  /** Choose an area, or let go of it; its card stays and Python hears of it. */
  private select(area: number, point: [number, number] | null): void {
    const chosen = area === this.shown.selected ? -1 : area;
    if (chosen === this.shown.selected) return;
    this.shown.selected = chosen;
    this.pinned = chosen >= 0;
    if (this.pinned) {
      this.shown.hover = chosen;
      this.placeCard(point);
    } else {
      this.hideCard();
    }
    this.draw();
    this.tell();
  }

  private fillCard(): void {
    const area = this.pinned ? this.shown.selected : this.shown.hover;
    if (area < 0) return;
    const open = this.pinned && !this.bare
      ? (which: number) => this.outside.open(this.cells.header.areas[which].id)
      : null;
    const close = element("button", "tm-close", "×", { type: "button", "aria-label": this.cells.say("timemap.close") });
    close.addEventListener("click", () => this.select(-1, null));
    this.card.replaceChildren(...(this.pinned ? [close] : []), ...card(this.cells, this.shown, area, open));
    this.card.hidden = false;
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
  }

  private zoomButtons(): HTMLElement {
    const group = element("div", "tm-zoom");
    const { cells } = this;
    for (const [sign, key, act] of [
      ["+", "timemap.zoom.in", () => this.gestures.by(1.6)],
      ["−", "timemap.zoom.out", () => this.gestures.by(1 / 1.6)],
      ["⤢", "timemap.zoom.all", () => this.gestures.reset()],
    ] as [string, string, () => void][]) {
      const button = element("button", "", sign, { type: "button", "aria-label": cells.say(key), title: cells.say(key) });
      button.addEventListener("click", act);
      group.append(button);
    }
    return group;
  }

  private wanted(): Wanted {
    return {
      cells: this.cells,
      ground: this.ground,
      shown: this.shown,
      zoom: this.memory.zoom,
      width: this.picture.size.width,
      height: this.picture.size.height,
      family: getComputedStyle(this.root).fontFamily || "sans-serif",
      link: this.address(),
    };
  }
}
