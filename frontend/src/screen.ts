/** The screen: answer, controls, map, rail and evidence around one state, which the browser holds. */

import { Answer } from "./answer";
import { askedBy, payloadsOf, type How } from "./address";
import { Cells, fill } from "./cells";
import { Connection, watchConnection } from "./connection";
import type { Ensemble, OrderWords, Payload, Settled, Taking, ViewMessage, ViewParts } from "./contract";
import { Controls } from "./controls";
import { Credit } from "./credit";
import { element } from "./element";
import { prepare, type Ground } from "./ground";
import { heightOf, NARROW, TOLD } from "./height";
import { Legend } from "./legend";
import { Notices } from "./notices";
import { Ordered, withOrders } from "./ordered";
import { OrderPanel } from "./orderpanel";
import type { Part } from "./part";
import type { Shown } from "./picture";
import { createRail, type Rail } from "./rail";
import { Moving } from "./moving";
import { ArrowList, Table } from "./reading";
import { Rivals } from "./rivals";
import type { WordsByDay } from "./spoken";
import { Stage } from "./stage";
import { Status } from "./status";
import { StoryPanel } from "./story";
import type { Wanted } from "./takeaway";
import { watchTheme } from "./theme";
import { isStill, Travel } from "./travel";
import { Whereabouts, type Memory } from "./whereabouts";

export interface Outside {
  settled(told: Settled): void;
  open(area: string): void;
  take(what: Taking): void;
  /** Whether the address bar is ours to write: not so in a page in one file. */
  address: boolean;
  /** What is made, or led to, when the reader asks for it. */
  makes: readonly Taking[];
  /** Areas have pages of their own. */
  areas: boolean;
}

/** Width of the legend over the sea, in CSS pixels; stage.css has the same. */
const LEGEND = 172;

export class Screen {
  private readonly cells: Cells;
  private readonly ground: Ground;
  private readonly stage: Stage;
  private readonly rail: Rail;
  private readonly table: Table;
  private readonly legend: Legend;
  private readonly arrows = new ArrowList();
  private readonly status: Status;
  private readonly placed = element("p", "tm-placed", "", { "data-testid": "placed" });
  private readonly parts: Part[];
  private readonly shown: Shown;
  private readonly watcher: ResizeObserver;
  private readonly listening = new AbortController();
  private readonly family: string;
  private readonly controls: Controls;
  private readonly connection: Connection;
  private readonly credit: Credit | null = null;
  /** What of the orders stands beside their map; null beside the others. */
  private readonly orders: { ordered: Ordered; panel: OrderPanel } | null = null;
  /** The story that is told beside the map; null without one. */
  private readonly story: StoryPanel | null = null;
  private readonly travel = new Travel();
  private frame = 0;
  private readonly whereabouts: Whereabouts;
  /** Where the map is to be once it has a size. */
  private zoom: string | null;

  constructor(
    readonly root: HTMLElement,
    readonly signature: string,
    payload: Payload,
    private readonly words: WordsByDay,
    orderWords: OrderWords | null,
    private message: ViewMessage,
    first: ViewParts,
    memory: Memory,
    private outside: Outside,
  ) {
    if (orderWords) withOrders(payload, orderWords);
    this.cells = new Cells(payload);
    this.ground = prepare(payload);
    const { header } = payload;
    const { cells } = this;
    this.whereabouts = new Whereabouts(header, memory, message, first);
    this.zoom = first.zoom;
    this.message = this.whereabouts.unread(message);
    this.shown = {
      layer: cells.layerIndex(first.layer),
      day: this.clamp(first.date),
      since: first.since === null ? null : this.clamp(first.since),
      hover: -1,
      pointed: [],
      selected: this.areaIndex(first.area),
      theme: message.theme,
      found: null,
      times: orderWords !== null,
    };
    this.family = getComputedStyle(root).fontFamily || "sans-serif";
    this.stage = new Stage(cells, this.ground, this.shown, this.family, {
      changed: () => this.soon(),
      select: (area) => this.select(area),
      zoomed: () => this.settle("replace"),
      block: orderWords ? (block) => this.orders?.panel.look(block) : null,
      found: (place) => this.orders?.panel.find(place),
      open: message.bare || !outside.areas ? null : (area) => this.outside.open(header.areas[area].id),
    }, message.bare);
    this.rail = createRail(header, { day: this.shown.day, since: this.shown.since }, {
      move: ({ day, since }) => {
        this.travel.stop();
        this.shown.day = day;
        this.shown.since = since;
        this.draw();
      },
      settle: () => this.settle("replace"),
    });
    this.table = new Table(cells, {
      hover: (area) => this.stage.hover(area, null),
      select: (area) => {
        const chosen = area === this.shown.selected ? -1 : area;
        this.stage.pin(chosen);
        this.select(chosen);
        const opener = (this.root.getRootNode() as ShadowRoot | Document).activeElement;
        if (chosen >= 0 && opener instanceof HTMLElement) this.stage.focusCard(opener);
      },
    }, message.bare);
    this.legend = new Legend(cells);
    this.status = new Status(cells);
    const answer = new Answer(cells);
    this.controls = new Controls(cells, () => this.message, {
      want: (parts) => this.want(parts),
      take: (what) => this.take(what),
      pause: () => this.pause(),
      asked: () => this.view(),
      link: () => this.link(),
      title: () => cells.say("embed.frame", {
        date: cells.day(this.shown.day), title: header.layers[this.shown.layer].title,
      }),
      wanted: () => this.wanted(),
      name: () => this.fileName(),
    }, { fetches: outside.address, makes: message.bare ? [] : outside.makes, chooses: orderWords === null });
    this.connection = new Connection(cells);
    const want = outside.address ? (parts: Partial<ViewParts>) => this.want(parts) : null;
    if (orderWords && cells.land) {
      const ordered = new Ordered(cells, orderWords);
      const panel = new OrderPanel(cells, ordered, this.shown, () => this.message, {
        want,
        select: (area) => this.select(area),
        changed: () => {
          this.draw();
          this.settle("replace");
        },
        blockAt: (at) => this.stage.picture.blockAt(at),
      });
      panel.go(first);
      this.orders = { ordered, panel };
    }
    if (message.story) {
      this.story = new StoryPanel(cells, message.story, () => this.message, {
        walk: (parts) => this.walk(parts),
        travelling: () => this.travel.running,
        leave: outside.address ? (where) => {
          this.tell(this.view());
          this.outside.open(where);
        } : null,
        query: () => this.whereabouts.query({ ...this.view(), story: null, step: null }, this.message.data),
      }, first.step);
    }
    const beside: Part = this.orders?.panel ?? this.story ?? new Rivals(cells, () => this.message, {
      want,
      point: (areas) => {
        this.shown.pointed = areas.map((area) => this.areaIndex(area));
        this.soon();
      },
    });
    const notices = new Notices(cells, () => this.message);
    this.parts = [answer, this.controls, beside, notices, this.status];
    if (message.bare) {
      this.credit = new Credit(cells, message.data, () => this.link());
      this.parts.push(this.credit);
    }
    root.dir = header.rtl ? "rtl" : "ltr";
    root.lang = header.lang;
    root.dataset.testid = "time-map";
    root.classList.toggle("tm-bare", message.bare);
    root.classList.toggle("tm-storied", this.story !== null);
    const picture = element("div", "tm-picture");
    const body = element("div", "tm-body");
    const below = element("div", "tm-below");
    this.stage.element.append(this.legend.element, this.connection.element);
    picture.append(this.stage.element, this.rail.element, ...(this.credit ? [this.credit.element] : []));
    body.append(picture, beside.element);
    below.append(this.placed, this.arrows.element, this.table.element, notices.element);
    root.replaceChildren(
      this.skipLink(), answer.element, this.controls.element, body, below, this.status.element,
    );
    // In a frame on someone else's page the map has all the room there is.
    if (message.bare) notices.element.before(notices.ofLink);
    else answer.element.before(notices.ofLink);
    this.listen();
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(this.stage.element);
    this.watcher.observe(root);
    this.resize();
    if (this.shown.selected >= 0 && !this.orders && !this.story) this.stage.pin(this.shown.selected);
    this.ready();
    this.remember(this.whereabouts.begin(this.view()));
  }

  /** Take what Python says of payloads, theme and words; where the reader is only the browser knows. */
  update(message: ViewMessage, outside: Outside): void {
    this.outside = outside;
    this.whereabouts.hear(message, this.message);
    this.message = this.whereabouts.unread(message);
    this.shown.theme = message.theme;
    this.draw();
  }

  /** The words of another phase have come: those of several phases come together. */
  refresh(): void {
    this.soon();
  }

  /** What has been asked for could not be fetched: say so, with a way to try again; null once it has come. */
  failed(again: (() => void) | null): void {
    if (again) this.connection.failed(again);
    else this.ready();
  }

  /** The ensemble of the reconstructed movements has come. */
  takeEnsemble(ensemble: Ensemble): void {
    this.cells.moving = new Moving(ensemble, this.cells.header.days);
    this.soon();
  }

  /** Go to another view; what needs another payload is asked for. */
  go(parts: Partial<ViewParts>, how: How): void {
    this.travel.stop();
    if (parts.step) this.story?.go(parts.step);
    if (parts.date) this.shown.day = this.clamp(parts.date);
    if (parts.since !== undefined) this.shown.since = parts.since === null ? null : this.clamp(parts.since);
    if (this.shown.since !== null) this.shown.since = Math.min(this.shown.since, this.shown.day);
    if (parts.area !== undefined) {
      this.shown.selected = this.areaIndex(parts.area);
      if (!this.orders) this.stage.pin(this.story ? -1 : this.shown.selected);
    }
    this.orders?.panel.go({ ...this.orders.panel.parts(), ...parts });
    if (parts.zoom !== undefined) this.setZoom(parts.zoom);
    this.rail.set({ day: this.shown.day, since: this.shown.since });
    this.want(parts, how);
  }

  /** Go to a step of a story: through the days between, where they are here and motion is welcome. */
  private walk(parts: Partial<ViewParts>): void {
    const { shown, cells } = this;
    const to = this.clamp(parts.date!);
    const layer = cells.header.layers.findIndex(({ id }) => id === parts.layer);
    this.rail.set({ day: shown.day, since: null });
    if (isStill() || to === shown.day || layer < 0 || this.whereabouts.waits(this.message.rebuilt, parts)) {
      this.go(parts, "push");
      return;
    }
    shown.layer = layer;
    shown.since = null;
    this.travel.go(shown.day, to, (day) => {
      shown.day = day;
      this.rail.set({ day, since: null });
      this.draw();
    }, () => this.go(parts, "push"));
    this.draw();
  }

  /** Go to what a query names, without writing it anew. */
  visit(query: string): void {
    const asked = askedBy(query, this.cells.header, this.message.layers);
    if (asked.date) this.go(asked, "none");
  }

  /** What the reader looks at, or has asked for. */
  view(): ViewParts {
    const { header } = this.cells;
    const { day, since, selected } = this.shown;
    const { layer, show, view, lang, later } = this.whereabouts.asked;
    return {
      date: this.cells.iso(day),
      layer, show, view, lang, later,
      since: since === null ? null : this.cells.iso(since),
      area: header.areas[selected]?.id ?? null,
      zoom: this.zoom ?? this.stage.zoomText(),
      ...(this.orders?.panel.parts() ?? { block: null, order: null, place: null }),
      ...(this.story?.parts() ?? { story: null, step: null }),
    };
  }

  /** The reader is on another page: where they were counts as told, also where they had not settled yet. */
  leave(): void {
    const view = this.view();
    if (this.whereabouts.moved(view, this.message)) this.whereabouts.told(view);
  }

  destroy(): void {
    this.travel.stop();
    cancelAnimationFrame(this.frame);
    this.listening.abort();
    this.watcher.disconnect();
    this.rail.destroy();
    this.status.destroy();
    this.controls.destroy();
    this.connection.destroy();
    this.stage.destroy();
    this.root.replaceChildren();
    delete this.root.dataset.date;
  }

  /** Show what can be shown at once, and ask for the rest. */
  private want(parts: Partial<ViewParts>, how: How = "push"): void {
    const { layers } = this.cells.header;
    // Alone, there is nobody to ask for what the file lacks.
    if (this.outside.address || this.isHere(parts)) this.whereabouts.ask(parts);
    else if (layers.some(({ id }) => id === parts.layer)) this.whereabouts.ask({ layer: parts.layer });
    const index = layers.findIndex(({ id }) => id === this.whereabouts.asked.layer);
    if (index >= 0) this.shown.layer = index;
    this.ready();
    this.draw();
    this.settle(how);
  }

  /** Whether what a view needs stands in the page itself. */
  private isHere(parts: Partial<ViewParts>): boolean {
    const { others, rebuilt } = this.message;
    return others.some(({ view }) => this.whereabouts.needs(rebuilt, parts) === payloadsOf(view, rebuilt));
  }

  /** Say so while what has been asked for is on its way. */
  private ready(): void {
    if (this.whereabouts.waits(this.message.rebuilt)) this.connection.awaits();
    else this.connection.forget();
  }

  private take(what: Taking): void {
    this.tell(this.view());
    this.outside.take(what);
  }

  private pause(): void {
    if (!this.rail.playing()) return;
    // Whatever is set stops the playing, without a call back.
    this.rail.set(this.rail.state());
    this.settle("replace");
  }

  /** The reader has settled: the address follows, and Python is told. */
  private settle(how: How): void {
    // Whatever else is moved meanwhile: the rail settles when it stops.
    if (this.rail.moving()) return;
    const view = this.view();
    if (!this.whereabouts.moved(view, this.message)) return;
    if (this.message.notices.length) {
      this.message = this.whereabouts.unread(this.message);
      this.draw();
    }
    this.remember(how);
    this.tell(view);
    this.status.settled(this.now());
  }

  private remember(how: How): void {
    if (this.outside.address) this.whereabouts.write(this.view(), this.message.data, how);
  }

  private tell(view: ViewParts): void {
    this.outside.settled(this.whereabouts.told(view));
  }

  /** The address of what is on the screen; empty where the app has none. */
  link(): string {
    return this.message.address ? `${this.message.address}?${this.whereabouts.query(this.view(), this.message.data)}` : "";
  }

  private fileName(): string {
    const { date, since, layer, area, zoom, block, order, place } = this.view();
    const plain = place && `place-${place.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}`;
    const parts = {
      date, layer,
      since: since ? `-since-${since}` : "",
      area: [area, block && `block-${block}`, plain, order].filter(Boolean).map((part) => `-${part}`).join(""),
      zoom: zoom ? `-${zoom.replaceAll("/", "-")}` : "",
    };
    return `${fill(this.message.stem, parts)}.png`;
  }

  private clamp(iso: string): number {
    const index = this.cells.index(iso);
    return Math.min(Math.max(Number.isNaN(index) ? 0 : index, 0), this.cells.header.days - 1);
  }

  private areaIndex(id: string | null): number {
    return id === null ? -1 : this.cells.header.areas.findIndex((area) => area.id === id);
  }

  /** A map without a size has no middle: it is moved once it has one. */
  private setZoom(zoom: string | null): void {
    const sized = this.stage.picture.size.width > 1;
    this.zoom = sized ? null : zoom;
    if (sized) this.stage.setZoom(zoom);
  }

  private select(area: number): void {
    this.shown.selected = area;
    this.draw();
    this.settle("replace");
  }

  private soon(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private now() {
    const { shown } = this;
    return {
      shown,
      spoken: this.orders ? this.orders.ordered.spoken(shown.day, shown.since) : this.words.on(shown.day, this.cells.header.layers[shown.layer].orders),
      arrows: this.stage.picture.arrows(),
      narrow: this.stage.picture.size.narrow,
      playing: this.rail.playing(),
    };
  }

  private draw(): void {
    const { shown, cells } = this;
    const meta = cells.header.layers[shown.layer];
    this.orders?.panel.outline();
    this.stage.draw(cells.say("map.aria", { date: cells.day(shown.day), title: meta.title }));
    const now = this.now();
    for (const part of this.parts) part.show(now);
    this.table.show(shown, this.stage.picture.unwritten.map(({ name }) => name));
    this.legend.show(shown, now.arrows, now.narrow);
    this.arrows.show(now.arrows);
    const placed = cells.placed(shown.layer, shown.day);
    if (this.placed.textContent !== placed) this.placed.textContent = placed;
    const another = this.root.dataset.layer !== meta.id;
    this.root.dataset.layer = meta.id;
    // The title of another layer may take another height.
    if (another && now.narrow) this.resize();
    this.root.dataset.date = cells.iso(shown.day);
  }

  private resize(): void {
    const width = this.stage.element.clientWidth;
    if (width < 2) return;
    const height = heightOf(this.stage.element, width, this.rail.element, this.credit?.element ?? null, this.story ? TOLD : undefined);
    // A legend over the sea takes room from the labels; on a narrow map it is closed.
    const narrow = width < NARROW;
    const another = this.stage.resize(width, height, narrow ? 0 : LEGEND, narrow ? this.legend.covered : []);
    this.root.style.setProperty("--tm-room", `${height + this.rail.element.offsetHeight}px`);
    // The screen grows with its words too, and then all has been drawn.
    if (!another) return;
    if (this.zoom !== null) this.setZoom(this.zoom);
    this.draw();
  }

  /** Over everything that stands before it, to the slider. */
  private skipLink(): HTMLElement {
    const skip = element("button", "tm-skip", this.cells.say("timemap.skip"), { type: "button" });
    skip.addEventListener("click", () => this.rail.element.querySelector<HTMLElement>("[data-testid=time-slider]")?.focus());
    return skip;
  }

  private listen(): void {
    const { signal } = this.listening;
    watchTheme(this.root, (theme) => {
      this.shown.theme = theme;
      this.draw();
    }, signal);
    addEventListener("resize", () => this.resize(), { signal });
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !(this.stage.release() || this.orders?.panel.close())) return;
      event.preventDefault();
      event.stopPropagation();
    }, { signal });
    if (!this.outside.address) return;
    addEventListener("popstate", () => {
      if (location.pathname !== this.whereabouts.path) return;
      if (this.story && !new URLSearchParams(location.search).has("story")) this.outside.open("stories");
      else this.visit(location.search);
    }, { signal });
    watchConnection((online) => {
      this.connection.reached(online);
      // What was told meanwhile may have been lost.
      if (online && this.whereabouts.hasTold()) this.tell(this.view());
    }, signal);
    document.addEventListener("nuzuh:latest", (event) => {
      const { opening } = this.message;
      if (!opening) return;
      event.preventDefault();
      this.go({ date: opening.date, show: opening.show, since: null }, "push");
    }, { signal });
  }

  private wanted(): Wanted {
    return {
      cells: this.cells,
      ground: this.ground,
      shown: this.shown,
      zoom: this.stage.zoom,
      width: this.stage.picture.size.width,
      height: this.stage.picture.size.height,
      family: this.family,
      link: this.link(),
    };
  }
}
