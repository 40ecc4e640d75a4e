/** The elements of the rail, without behaviour. Every text goes in as text: names may hold markup. */

import type { Header, Phase } from "./contract";
import { writtenDay } from "./days";
import { reported, roundedNumber, tallest } from "./railscale";

export const SPEEDS = [7, 14, 30, 60];
export const USUAL_SPEED = 14;
export const BARS_HEIGHT = 24;
export const MARKS_HEIGHT = 4;
/** Steps of strength with which the number of published figures a week is shown. */
export const MARK_LEVELS = 3;

const ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z",
  loop: "M12.6 9.5A5 5 0 1 1 12 5.2M12.6 2v3.6H9",
  back: "M10.5 3L5.5 8l5 5",
  forward: "M5.5 3l5 5-5 5",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  closer: "M2 3v10M14 3v10M4.5 8h7M6.5 5.5L4 8l2.5 2.5M9.5 5.5L12 8l-2.5 2.5",
};

export type Say = (key: string, parts?: Record<string, string | number>) => string;

export function speaker(header: Header): Say {
  return (key, parts = {}) =>
    Object.entries(parts).reduce((text, [name, value]) => text.replace(`{${name}}`, () => String(value)), header.words[key] ?? key);
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K, name: string, parent?: Element,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = name;
  parent?.append(made);
  return made;
}

function svg(tag: string, name: string, parent: Element, attributes: Record<string, string | number> = {}): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  if (name) made.setAttribute("class", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  parent.append(made);
  return made;
}

function icon(parent: Element, path: string): SVGElement {
  const picture = svg("svg", "rail-icon", parent, { viewBox: "0 0 16 16", "aria-hidden": "true" });
  return svg("path", "", picture, { d: path });
}

function named(control: HTMLElement, label: string): void {
  control.setAttribute("aria-label", label);
  control.title = label;
}

function iconButton(parent: Element, name: string, path: string, label: string): HTMLButtonElement {
  const button = el("button", `rail-button ${name}`, parent);
  button.type = "button";
  named(button, label);
  icon(button, path);
  return button;
}

/** An icon, and its words where there is room for them. */
function wordButton(parent: Element, name: string, path: string, label: string): HTMLButtonElement {
  const button = iconButton(parent, name, path, label);
  el("span", "rail-word", button).textContent = label;
  return button;
}

function select(parent: Element, name: string, label: string, options: [string, string][]): HTMLSelectElement {
  const made = el("select", `rail-select ${name}`, parent);
  named(made, label);
  for (const [value, text] of options) made.add(new Option(text, value));
  return made;
}

function dateField(parent: Element, label: string, testId: string): HTMLInputElement {
  const date = el("input", "rail-date", parent);
  date.type = "text";
  // A telephone shows its digits, which are enough: 20251005.
  date.inputMode = "numeric";
  date.dir = "auto";
  date.maxLength = 40;
  date.spellcheck = false;
  date.autocomplete = "off";
  named(date, label);
  date.dataset.testid = testId;
  return date;
}

export interface Controls {
  main: HTMLElement;
  play: HTMLButtonElement;
  showPlaying(playing: boolean): void;
  back: HTMLButtonElement;
  forward: HTMLButtonElement;
  /** The day shown, where another can be typed or pasted. */
  date: HTMLInputElement;
  /** What was wrong with the day that was typed. */
  problem: HTMLElement;
  more: HTMLButtonElement;
  /** What stands behind `more` where there is no room: the options, and what the pictures of weeks say. */
  sheet: HTMLElement;
  legend: HTMLElement;
  movements: HTMLButtonElement;
  /** First day of the movements. */
  since: HTMLInputElement;
  phase: HTMLSelectElement;
  zoom: HTMLButtonElement;
  showZoom(whole: boolean): void;
  loop: HTMLButtonElement;
  speed: HTMLSelectElement;
}

export function buildControls(header: Header, phases: Phase[], say: Say): Controls {
  const dir = header.rtl ? "rtl" : "ltr";
  const main = el("div", "rail-main");
  const play = iconButton(main, "rail-play", ICONS.play, say("rail.play"));
  const picture = play.querySelector("path")!;
  const showPlaying = (playing: boolean) => {
    named(play, say(playing ? "rail.pause" : "rail.play"));
    picture.setAttribute("d", playing ? ICONS.pause : ICONS.play);
  };
  const back = iconButton(main, "rail-step", ICONS.back, say("rail.step.back"));
  const date = dateField(main, say("rail.date"), "date-field");
  const forward = iconButton(main, "rail-step", ICONS.forward, say("rail.step.forward"));
  const more = iconButton(main, "rail-more", ICONS.more, say("rail.more"));
  const problem = el("output", "rail-problem", main);
  problem.dir = dir;
  problem.hidden = true;

  const sheet = el("div", "rail-sheet");
  sheet.id = "rail-sheet";
  more.setAttribute("aria-controls", sheet.id);
  sheet.dir = dir;
  const options = el("div", "rail-options", sheet);
  const period = el("span", "rail-period", options);
  const movements = el("button", "rail-button rail-movements", period);
  movements.type = "button";
  const since = dateField(period, say("rail.since.date"), "since-field");
  since.hidden = true;
  const written = (day: number) => writtenDay(header.first, day, header.months.short);
  const phase = select(options, "rail-phases", say("rail.phase.label"), phases.map((one): [string, string] => [
    one.id, say("rail.phase.option", { name: one.name, first: written(one.start), last: written(one.end) }),
  ]));
  const zoom = wordButton(options, "rail-zoom", ICONS.closer, say("rail.zoom.phase"));
  const zoomWord = zoom.querySelector(".rail-word")!;
  const showZoom = (whole: boolean) => {
    const label = say(whole ? "rail.zoom.phase" : "rail.zoom.all");
    named(zoom, label);
    zoomWord.textContent = label;
    zoom.classList.toggle("rail-pressed", !whole);
  };
  const loop = wordButton(options, "rail-loops", ICONS.loop, say("rail.loop.label"));
  loop.setAttribute("aria-pressed", "false");
  const speeds = SPEEDS.map((n): [string, string] => [String(n), say("rail.speed.option", { n })]);
  const speed = select(options, "rail-speed", say("rail.speed.label"), speeds);
  speed.value = String(USUAL_SPEED);
  const legend = el("p", "rail-legend", sheet);
  // The pictures carry these texts as their names; read once is enough.
  legend.setAttribute("aria-hidden", "true");
  return {
    main, play, showPlaying, back, forward, date, problem, more, sheet, legend,
    movements, since, phase, zoom, showZoom, loop, speed,
  };
}

export interface Handle {
  carrier: HTMLElement;
  slider: HTMLElement;
}

/** A carrier is as wide as the track, so that moving it by a percentage needs no measured width. */
function handle(parent: Element, name: string, label: string, testId: string): Handle {
  const carrier = el("div", `rail-carrier ${name}`, parent);
  const slider = el("div", "rail-handle", carrier);
  slider.tabIndex = 0;
  slider.setAttribute("role", "slider");
  slider.setAttribute("aria-label", label);
  slider.setAttribute("aria-valuemin", "0");
  slider.dataset.testid = testId;
  return { carrier, slider };
}

export interface Field {
  plot: HTMLElement;
  buttons: HTMLButtonElement[];
  /** A word that nobody sees, as large as the font makes it. */
  probe: HTMLElement;
  /** Where pointers move the handles. */
  field: HTMLElement;
  /** Where the labels of the scale stand. */
  axis: HTMLElement;
  loop: HTMLElement;
  /** What is drawn in the accent up to the day or within the period. */
  lit: (HTMLElement | SVGElement)[];
  day: Handle;
  since: Handle;
  /** How finely a handle follows the pointer. */
  fine: HTMLElement;
  turns: SVGElement;
  months: SVGElement;
  years: SVGElement;
  /** The pictures of weeks, and their paths. */
  bars: SVGElement[];
  marks: SVGElement[];
}

export function buildField(header: Header, phases: Phase[], legend: HTMLElement, say: Say): Field {
  const dir = header.rtl ? "rtl" : "ltr";
  const plot = el("div", phases.length > 0 ? "rail-plot" : "rail-plot rail-nameless");
  const names = el("div", "rail-names", plot);
  const buttons = phases.map((phase) => {
    const button = el("button", "rail-name", names);
    button.type = "button";
    button.dir = dir;
    el("span", "rail-name-text", button).textContent = phase.name;
    button.title = phase.name;
    return button;
  });

  const probe = el("span", "rail-probe", names);
  probe.textContent = header.months.long.join("");
  probe.setAttribute("aria-hidden", "true");
  const field = el("div", "rail-field", plot);
  const track = el("div", "rail-track", field);
  el("div", "rail-line", track);
  const turns = svg("path", "", svg("svg", "rail-turns", track, { "aria-hidden": "true" }));
  const loop = el("div", "rail-loop", track);
  loop.hidden = true;
  const lit: (HTMLElement | SVGElement)[] = [el("div", "rail-line rail-lit", track)];

  const axis = el("div", "rail-axis", field);
  axis.setAttribute("aria-hidden", "true");
  const lines = svg("svg", "rail-ticks", axis);
  const [monthLines, yearLines] = ["rail-months", "rail-years"].map((name) => svg("path", name, lines));

  const bars: SVGElement[] = [];
  const marks: SVGElement[] = [];
  const picture = (name: string, height: number, caption: string): HTMLElement => {
    const box = el("div", name, field);
    box.style.height = `${height}px`;
    box.setAttribute("role", "img");
    named(box, caption);
    el("span", `${name}-caption`, legend).textContent = caption;
    return box;
  };
  const most = tallest(header.weeks);
  if (most !== null) {
    const caption = `${say("rail.bars")} · ${say("rail.tallest", { n: roundedNumber(most) })}`;
    const box = picture("rail-bars", BARS_HEIGHT, caption);
    for (const name of ["rail-quiet", "rail-lit"]) {
      const layer = svg("svg", name, box, { "aria-hidden": "true" });
      bars.push(svg("path", "", layer));
      if (name === "rail-lit") lit.push(layer);
    }
  }
  if (header.figures.some((count) => reported(count) && count > 0)) {
    const box = picture("rail-figures", MARKS_HEIGHT, say("rail.figures"));
    const layer = svg("svg", "", box, { "aria-hidden": "true" });
    for (let level = 1; level <= MARK_LEVELS; level++) marks.push(svg("path", `rail-mark-${level}`, layer));
  }

  const since = handle(field, "rail-since", say("rail.period.label"), "period-slider");
  const day = handle(field, "rail-day", say("rail.slider.label"), "time-slider");
  const fine = el("div", "rail-fine");
  fine.dir = dir;
  fine.hidden = true;
  fine.setAttribute("aria-hidden", "true");
  return {
    plot, buttons, probe, field, axis, loop, lit, day, since, fine,
    turns, months: monthLines, years: yearLines, bars, marks,
  };
}
