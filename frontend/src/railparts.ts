/** The elements of the rail, without behaviour. Every text goes in as text: names may hold markup. */

import type { Header, Phase } from "./contract";
import { monthTicks, reported, roundedNumber, tallest } from "./railscale";

export const SPEEDS = [7, 14, 30, 60];
export const USUAL_SPEED = 14;
export const BARS_HEIGHT = 34;
export const MARKS_HEIGHT = 5;
/** Steps of strength with which the number of published figures a week is shown. */
export const MARK_LEVELS = 3;

const ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z",
  loop: "M12.6 9.5A5 5 0 1 1 12 5.2M12.6 2v3.6H9",
  back: "M10.5 3L5.5 8l5 5",
  forward: "M5.5 3l5 5-5 5",
};

export type Say = (key: string, n?: string | number) => string;

export function speaker(header: Header): Say {
  return (key, n = "") => (header.words[key] ?? key).replace("{n}", () => String(n));
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

function iconButton(parent: Element, name: string, path: string, label: string): HTMLButtonElement {
  const button = el("button", `rail-button ${name}`, parent);
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.title = label;
  icon(button, path);
  return button;
}

function select(parent: Element, label: string, options: [string, string][]): HTMLSelectElement {
  const made = el("select", "rail-select", parent);
  made.setAttribute("aria-label", label);
  made.title = label;
  for (const [value, text] of options) made.add(new Option(text, value));
  return made;
}

export interface Controls {
  main: HTMLElement;
  options: HTMLElement;
  play: HTMLButtonElement;
  showPlaying(playing: boolean): void;
  back: HTMLButtonElement;
  forward: HTMLButtonElement;
  since: HTMLElement;
  /** The day shown, where another can be typed or pasted. */
  date: HTMLInputElement;
  /** What was wrong with the day that was typed. */
  problem: HTMLElement;
  movements: HTMLButtonElement;
  speed: HTMLSelectElement;
  loop: HTMLSelectElement;
  phase: HTMLSelectElement;
}

export function buildControls(header: Header, phases: Phase[], say: Say): Controls {
  const main = el("div", "rail-main");
  const play = el("button", "rail-button rail-play", main);
  play.type = "button";
  const picture = icon(play, ICONS.play);
  const text = el("span", "rail-play-text", play);
  // Both words keep their room: the button may not change its width under the pointer.
  text.dataset.longer = say("rail.pause").length > say("rail.play").length ? say("rail.pause") : say("rail.play");
  const showPlaying = (playing: boolean) => {
    const label = say(playing ? "rail.pause" : "rail.play");
    text.textContent = label;
    play.setAttribute("aria-label", label);
    picture.setAttribute("d", playing ? ICONS.pause : ICONS.play);
  };
  showPlaying(false);

  const back = iconButton(main, "rail-step", ICONS.back, say("rail.step.back"));
  const dates = el("span", "rail-dates", main);
  const since = el("span", "rail-date-since", dates);
  // The slider tells the period's start to assistive tools.
  since.setAttribute("aria-hidden", "true");
  const date = el("input", "rail-date", dates);
  date.type = "text";
  date.dir = "ltr";
  date.maxLength = 40;
  date.spellcheck = false;
  date.autocomplete = "off";
  date.setAttribute("aria-label", say("rail.date"));
  date.title = say("rail.date");
  date.dataset.testid = "date-field";
  const forward = iconButton(main, "rail-step", ICONS.forward, say("rail.step.forward"));

  const problem = el("output", "rail-problem", main);
  problem.dir = header.rtl ? "rtl" : "ltr";
  problem.hidden = true;

  const options = el("div", "rail-options");
  const movements = el("button", "rail-button rail-movements", options);
  movements.type = "button";
  movements.textContent = say("rail.movements.toggle");
  movements.setAttribute("aria-pressed", "false");
  const named = phases.map((phase): [string, string] => [phase.id, phase.name]);
  const speed = select(options, say("rail.speed.label"), SPEEDS.map((n) => [String(n), say("rail.speed.option", n)]));
  speed.value = String(USUAL_SPEED);
  const loops = el("span", "rail-loops", options);
  icon(loops, ICONS.loop);
  const loop = select(loops, say("rail.loop.label"), [["", say("rail.loop.none")], ...named]);
  const phase = select(options, say("rail.phase.label"), named);
  phase.classList.add("rail-phases");
  for (const part of [play, since, movements, speed, loops, phase]) part.dir = header.rtl ? "rtl" : "ltr";
  return { main, options, play, showPlaying, back, forward, since, date, problem, movements, speed, loop, phase };
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

export interface ScaleLabel {
  day: number;
  element: HTMLElement;
}

export interface Field {
  plot: HTMLElement;
  names: HTMLElement;
  buttons: HTMLButtonElement[];
  /** Where pointers move the handles. */
  field: HTMLElement;
  loop: HTMLElement;
  /** What is drawn in the accent up to the day or within the period. */
  lit: (HTMLElement | SVGElement)[];
  day: Handle;
  since: Handle;
  turns: SVGElement;
  months: SVGElement;
  years: SVGElement;
  labels: ScaleLabel[];
  /** The pictures of weeks, and their paths. */
  bars: SVGElement[];
  marks: SVGElement[];
}

export function buildField(header: Header, phases: Phase[], days: number, say: Say): Field {
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

  const field = el("div", "rail-field", plot);
  const track = el("div", "rail-track", field);
  el("div", "rail-line", track);
  const turns = svg("path", "", svg("svg", "rail-turns", track, { "aria-hidden": "true" }));
  const loop = el("div", "rail-loop", track);
  loop.hidden = true;
  const lit: (HTMLElement | SVGElement)[] = [el("div", "rail-line rail-lit", track)];

  const axis = el("div", "rail-axis", field);
  const lines = svg("svg", "rail-ticks", axis, { "aria-hidden": "true" });
  const [monthLines, yearLines] = ["rail-months", "rail-years"].map((name) => svg("path", name, lines));
  const labels = scaleLabels(header, days).map(({ day, text, name }) => {
    const element = el("span", name, axis);
    element.textContent = text;
    element.dir = dir;
    return { day, element };
  });

  const bars: SVGElement[] = [];
  const marks: SVGElement[] = [];
  const legend = el("p", "rail-legend", plot);
  legend.dir = dir;
  // The pictures carry these texts as their names; read once is enough.
  legend.setAttribute("aria-hidden", "true");
  const picture = (name: string, height: number, caption: string): HTMLElement => {
    const box = el("div", name, field);
    box.style.height = `${height}px`;
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", caption);
    box.title = caption;
    el("span", `${name}-caption`, legend).textContent = caption;
    return box;
  };
  const most = tallest(header.weeks);
  if (most !== null) {
    const caption = `${say("rail.bars")} · ${say("rail.tallest", roundedNumber(most))}`;
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
  return { plot, names, buttons, field, loop, lit, day, since, turns, months: monthLines, years: yearLines, labels, bars, marks };
}

/** Years first: a month is named only where the years leave room. */
function scaleLabels(header: Header, days: number): { day: number; text: string; name: string }[] {
  const months = monthTicks(header.first, days);
  const years = months.filter((tick) => tick.month === 0);
  const year = (day: number, n: number) => ({ day, text: String(n), name: `rail-label rail-label-${day ? "year" : "first"}` });
  const quarters = months.filter((tick) => tick.month % 3 === 0 && tick.month > 0);
  return [
    ...years.map((tick) => year(tick.day, tick.year)),
    ...(years[0]?.day === 0 ? [] : [year(0, Number(header.first.slice(0, 4)))]),
    ...quarters.map((tick) => ({ day: tick.day, text: header.months.short[tick.month], name: "rail-label" })),
  ];
}
