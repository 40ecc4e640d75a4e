/**
 * Both sides of a comparison, and the difference, as maps that move together: side by side, one above
 * the other on a phone, or one over the other with a divider that a hand or a key drags.
 */

import { AreaList } from "./arealist";
import type { Cells } from "./cells";
import type { Payload } from "./contract";
import { element } from "./element";
import { signsOf, swatch, type Sign } from "./legend";
import { OneMap } from "./onemap";
import type { Shown } from "./picture";
import { watchTheme } from "./theme";

/** What Python says of a comparison (`nuzuh/web/timemap/comparison.py`). */
export interface CompareMessage {
  /** Of the map of the first side, of the second, and of the difference where one is told. */
  signatures: string[];
  /** What each of them shows; the last one is that of the difference, told or not. */
  titles: [string, string, string];
  /** What the figures of each side come to. */
  placed: [string, string];
  /** By area: the difference with its range, or why none is told. */
  difference: string[];
  /** Zoom and middle of the maps, as in an address; null for the whole. */
  zoom: string | null;
  area: string | null;
  theme: "light" | "dark";
}

/** What a reader has brought on the screen: the zoom as in an address, and the area that is chosen. */
export type Looked = Pick<CompareMessage, "zoom" | "area">;

/** How long after the last movement of the maps the reader counts as settled. */
const PAUSE = 400;
/** From this width on, the maps of both sides can lie over one another. */
const SWIPES = 700;
const THREE = 900;
/** What stands above the maps, in pixels: with it they are to fit a screen, unless they get too low. */
const ABOVE = 370;
const LEAST = 380;
/** How far a key moves the divider, in percent of the width. */
const STEP = 2;
const FAR = 10;

export class Comparison {
  private readonly maps: OneMap[];
  private readonly areas: AreaList;
  private readonly pair = element("div", "cm-pair");
  private readonly told = element("div", "cm-told", "", { "data-testid": "compared-area", role: "status" });
  private readonly divider: HTMLElement;
  private readonly modes: HTMLElement;
  private readonly listening = new AbortController();
  private readonly watcher: ResizeObserver;
  private readonly cells: Cells;
  private swipes = false;
  /** Share of the width that shows the first side, in percent. */
  private share = 50;
  private frame = 0;
  private linking = false;
  private hover = -1;
  private selected = -1;
  private placed = false;
  /** What the reader looked at when Python last heard of it; null while nothing else was brought on the screen. */
  private heard: string | null = null;
  private pause = 0;

  constructor(
    readonly root: HTMLElement, readonly signature: string, payloads: Payload[], private message: CompareMessage,
    private readonly looked: (at: Looked) => void,
  ) {
    const family = getComputedStyle(root).fontFamily || "sans-serif";
    const texts = [...message.placed, payloads[2]?.header.layers[0].unit ?? ""];
    this.maps = payloads.map((payload, index) => new OneMap(
      payload, message.titles[index], texts[index], message.theme, family, ["first-map", "second-map", "difference-map"][index],
      (from) => this.link(from),
    ));
    this.cells = this.maps[0].cells;
    const { header } = this.cells;
    this.selected = header.areas.findIndex(({ id }) => id === message.area);
    this.areas = new AreaList(this.cells, {
      look: (area) => this.look(area),
      choose: (area) => this.choose(area),
    }, { groups: header.areas.map((_, area) => [area]), text: ([area]) => this.sentence(area) });
    this.maps[0].view.append(this.areas.element, this.zoomButtons());
    this.divider = element("div", "cm-divider", "", {
      role: "slider", tabindex: "0", "aria-label": this.cells.say("compare.divider"), "aria-orientation": "horizontal",
      "aria-valuemin": "0", "aria-valuemax": "100", "data-testid": "divider",
    });
    this.modes = this.modeSwitch();
    this.pair.append(this.maps[0].element, this.maps[1].element, this.divider);
    const maps = element("div", "cm-maps", "", { role: "group", "aria-label": this.cells.say("compare.maps") });
    maps.append(this.pair, ...this.maps.slice(2).map((map) => map.element));
    root.dir = header.rtl ? "rtl" : "ltr";
    root.lang = header.lang;
    root.dataset.testid = "comparison";
    root.classList.add("cm");
    root.replaceChildren(this.modes, maps, this.told, this.legends());
    this.listen();
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(root);
    this.resize();
  }

  update(message: CompareMessage): void {
    if (message.theme !== this.message.theme) this.dress(message.theme);
    this.message = message;
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.pause);
    this.listening.abort();
    this.watcher.disconnect();
    for (const map of this.maps) map.destroy();
    this.root.replaceChildren();
  }

  /** A map has been moved: the others follow. */
  private link(from: OneMap): void {
    if (!this.linking) {
      this.linking = true;
      for (const map of this.maps) if (map !== from) map.gestures.go(from.zoom);
      this.linking = false;
      if (this.placed) this.settle();
    }
    const { k, x, y } = from.zoom;
    this.root.classList.toggle("cm-near", k > 1);
    this.root.dataset.zoom = [k, x, y].map((part) => part.toFixed(2)).join("/");
    this.soon();
  }

  private look(area: number): void {
    if (area === this.hover) return;
    this.hover = area;
    this.soon();
  }

  private choose(area: number): void {
    this.selected = area === this.selected ? -1 : area;
    this.hover = -1;
    this.settle();
    this.soon();
  }

  /** The reader has moved the maps or chosen an area: that is told once they rest. */
  private settle(): void {
    clearTimeout(this.pause);
    this.pause = window.setTimeout(() => this.tellPython(), PAUSE);
  }

  private tellPython(): void {
    clearTimeout(this.pause);
    this.pause = 0;
    const [{ picture, zoom }] = this.maps;
    // An area that is none of the map's own came with the address; it stays until another is chosen.
    const chosen = this.cells.header.areas[this.selected]?.id ?? null;
    const own = this.cells.header.areas.some(({ id }) => id === this.message.area);
    const at: Looked = { zoom: picture.zoomText(zoom), area: chosen ?? (own ? null : this.message.area) };
    const told = JSON.stringify(at);
    if (told === (this.heard ?? JSON.stringify({ zoom: this.message.zoom, area: this.message.area }))) return;
    this.heard = told;
    this.looked(at);
  }

  private soon(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    for (const map of this.maps) {
      map.shown.hover = this.hover;
      map.shown.selected = this.selected;
      map.draw();
    }
    this.areas.show(this.maps[0].shown, this.cells.say("compare.maps"));
    this.tell(this.hover >= 0 ? this.hover : this.selected);
  }

  /** What both sides and the difference say of an area, with who says it and how old that is. */
  private tell(area: number): void {
    const key = String(area);
    if (this.told.dataset.area === key) return;
    this.told.dataset.area = key;
    if (area < 0) {
      this.told.replaceChildren(element("p", "tm-quiet", this.cells.say("compare.choose")));
      return;
    }
    const blocks = this.maps.slice(0, 2).map((map, index) => {
      const { name, number, lines } = map.told(area);
      return this.block(this.message.titles[index], number, [name, ...lines]);
    });
    blocks.push(this.block(this.message.titles[2], this.message.difference[area], []));
    this.told.replaceChildren(element("h2", "", this.cells.header.areas[area].name), ...blocks);
  }

  private block(title: string, number: string, lines: string[]): HTMLElement {
    const block = element("div", "cm-side");
    block.append(element("h3", "", title), element("p", "cm-number", number), ...lines.map((line) => element("p", "tm-quiet", line)));
    return block;
  }

  private sentence(area: number): string {
    const [first, second] = this.maps.slice(0, 2).map((map, index) => `${this.message.titles[index]}: ${map.told(area).number}`);
    const sep = this.cells.say("list.sep");
    return `${this.cells.header.areas[area].name}: ${[first, second, `${this.message.titles[2]}: ${this.message.difference[area]}`].join(sep)}`;
  }

  /** One legend of both sides, and one of the difference. */
  private legends(): HTMLElement {
    const all = element("div", "cm-legends");
    const [first, second, ...rest] = this.maps;
    const ground = ({ cells, shown }: OneMap) => cells.header.layers[cells.ground(shown.layer)].unit;
    for (const maps of [[first, second], ...rest.map((map) => [map])]) {
      const signs = new Map<string, Sign>();
      for (const { cells, shown } of maps) {
        for (const sign of signsOf(cells, shown, [])) signs.set(JSON.stringify(sign), sign);
      }
      const palette = this.cells.header.palettes[maps[0].shown.theme];
      const legend = element("div", "cm-legend", "", { "data-testid": maps.length > 1 ? "legend" : "difference-legend" });
      legend.append(element("b", "", ground(maps[0])));
      for (const { text, look } of signs.values()) {
        const item = element("span", "tm-class");
        item.append(swatch(look, palette, true), element("bdi", "", text));
        legend.append(item);
      }
      const reading = maps[0].cells.header.layers[0].legend;
      if (reading) legend.append(element("p", "tm-quiet", reading));
      all.append(legend);
    }
    return all;
  }

  private dress(theme: Shown["theme"]): void {
    for (const map of this.maps) map.shown.theme = theme;
    this.root.querySelector(".cm-legends")?.replaceWith(this.legends());
    // A page that is about to be printed waits for no other frame.
    cancelAnimationFrame(this.frame);
    this.draw();
  }

  private modeSwitch(): HTMLElement {
    const group = element("div", "tm-segments cm-modes", "", { role: "radiogroup", "aria-label": this.cells.say("compare.mode") });
    for (const mode of ["beside", "swipe"]) {
      const input = element("input", "", "", { type: "radio", name: "cm-mode", value: mode });
      input.checked = mode === "beside";
      input.addEventListener("change", () => {
        this.swipes = mode === "swipe";
        this.resize();
      });
      const item = element("label");
      item.append(input, element("span", "", this.cells.say(`compare.mode.${mode}`)));
      group.append(item);
    }
    return group;
  }

  private zoomButtons(): HTMLElement {
    const group = element("div", "tm-zoom");
    const { gestures } = this.maps[0];
    for (const [sign, key, act] of [
      ["+", "timemap.zoom.in", () => gestures.by(1.6)],
      ["−", "timemap.zoom.out", () => gestures.by(1 / 1.6)],
      ["⤢", "timemap.zoom.all", () => gestures.reset()],
    ] as [string, string, () => void][]) {
      const button = element("button", "", sign, { type: "button", "aria-label": this.cells.say(key), title: this.cells.say(key) });
      button.addEventListener("click", act);
      group.append(button);
    }
    return group;
  }

  private resize(): void {
    const whole = this.root.clientWidth;
    if (whole < 2) return;
    // Maps of another size are not maps that were moved.
    const { placed } = this;
    this.placed = false;
    const wide = whole >= SWIPES;
    const swipes = this.swipes && wide;
    this.modes.hidden = !wide;
    this.root.classList.toggle("cm-swiping", swipes);
    this.root.classList.toggle("cm-wide", wide);
    this.root.classList.toggle("cm-three", !swipes && whole >= THREE && this.maps.length > 2);
    const width = this.maps[0].view.clientWidth;
    const room = Math.max(window.innerHeight - ABOVE, LEAST);
    const height = Math.round(Math.max(Math.min(wide ? room : width, width * 1.25), Math.min(260, width * 1.25)));
    for (const map of this.maps) map.resize(wide ? map.view.clientWidth : width, height);
    this.divide();
    if (!placed) this.goTo(this.message.zoom);
    this.placed = true;
    this.draw();
  }

  /** Move the maps to where an address says. */
  private goTo(text: string | null): void {
    const [k, latitude, longitude] = (text ?? "").split("/").map(Number);
    const zoom = k > 1 ? this.maps[0].picture.zoomTo(k, [longitude, latitude]) : null;
    if (zoom) this.maps[0].gestures.go(zoom);
  }

  /** Show as much of each side as the divider says: the first one where reading begins. */
  private divide(): void {
    const { share } = this;
    const [first, second] = this.message.titles;
    const rtl = this.cells.header.rtl;
    this.divider.setAttribute("aria-valuenow", String(Math.round(share)));
    this.divider.setAttribute("aria-valuetext", this.cells.say("compare.divider.at", { first, second, n: Math.round(share) }));
    const view = this.maps[1].view;
    const swiping = this.root.classList.contains("cm-swiping");
    view.style.clipPath = swiping ? (rtl ? `inset(0 ${share}% 0 0)` : `inset(0 0 0 ${share}%)`) : "";
    this.divider.style.left = `${rtl ? 100 - share : share}%`;
    this.divider.style.top = `${view.offsetTop}px`;
    this.divider.style.height = `${view.offsetHeight}px`;
  }

  private setShare(share: number): void {
    this.share = Math.min(Math.max(share, 0), 100);
    this.divide();
  }

  private listen(): void {
    const { signal } = this.listening;
    for (const map of this.maps) map.listen((area) => this.look(area), (area) => this.choose(area), signal);
    watchTheme(this.root, (theme) => this.dress(theme), signal);
    addEventListener("resize", () => this.resize(), { signal });
    // Who goes on to a button of the page has settled: what it asks for is of what is on the screen.
    for (const left of ["pointerleave", "focusout"]) {
      this.root.addEventListener(left, () => this.pause && this.tellPython(), { signal });
    }
    document.fonts.addEventListener("loadingdone", () => {
      for (const map of this.maps) map.picture.forget();
      this.soon();
    }, { signal });
    this.divider.addEventListener("keydown", (event) => this.slide(event), { signal });
    this.divider.addEventListener("pointerdown", (event) => {
      this.divider.setPointerCapture(event.pointerId);
      event.preventDefault();
      this.divider.focus();
    }, { signal });
    this.divider.addEventListener("pointermove", (event) => {
      if (!this.divider.hasPointerCapture(event.pointerId)) return;
      const box = this.pair.getBoundingClientRect();
      const share = ((event.clientX - box.left) / box.width) * 100;
      this.setShare(this.cells.header.rtl ? 100 - share : share);
    }, { signal });
    this.areas.element.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const { gestures } = this.maps[0];
      const pans: Record<string, [number, number]> = {
        ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60],
      };
      if (event.key === "+" || event.key === "=") gestures.by(1.5);
      else if (event.key === "-") gestures.by(1 / 1.5);
      else if (event.key === "0") gestures.reset();
      else if (event.shiftKey && pans[event.key]) gestures.pan(...pans[event.key]);
      else if (!this.areas.key(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    }, { signal });
  }

  /** Keys move the divider as they point, whichever way the words run. */
  private slide(event: KeyboardEvent): void {
    const along = this.cells.header.rtl ? -1 : 1;
    const steps: Record<string, number> = {
      ArrowRight: STEP * along, ArrowLeft: -STEP * along, ArrowUp: STEP, ArrowDown: -STEP, PageUp: FAR, PageDown: -FAR, Home: -100, End: 100,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.setShare(this.share + step);
  }
}
