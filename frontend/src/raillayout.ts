/** What on the rail depends on its width: measured once a resize, placed without measuring again. */

import type { Header, Phase } from "./contract";
import { BARS_HEIGHT, MARKS_HEIGHT, MARK_LEVELS, type Field } from "./railparts";
import * as scale from "./railscale";

const NARROW = 480;

export interface Layout {
  /** Places the names again, for another current phase (an index, -1 for none). */
  names(phase: number): void;
  stop(): void;
}

export function keepLayout(rail: HTMLElement, parts: Field, header: Header, phases: Phase[], days: number): Layout {
  let width = 0;
  let widths: number[] = [];
  let current = -1;

  const at = (day: number) => scale.share(day, days) * width;

  function measure(): void {
    rail.classList.toggle("rail-narrow", rail.clientWidth < NARROW);
    width = parts.names.clientWidth;
    if (width === 0) return;
    widths = parts.buttons.map((button) => button.offsetWidth);
    const labels = parts.labels.map((label) => label.element.offsetWidth);
    placeNames();
    placeScale(labels);
    draw();
  }

  function placeNames(): void {
    if (width === 0) return;
    const narrow = rail.classList.contains("rail-narrow");
    const wishes = phases.map((phase, i) => ({ at: at(phase.start), width: widths[i] }));
    const places = scale.fitNames(wishes, width, narrow ? 1 : 2, current);
    parts.buttons.forEach((button, i) => {
      // Out of sight and out of the tab order, but still measurable: a phone has the list of phases instead.
      button.style.visibility = narrow && i !== current ? "hidden" : "";
      const left = places[i]?.left ?? Math.max(Math.min(wishes[i].at, width - widths[i]), 0);
      button.style.left = `${left}px`;
      button.style.setProperty("--rail-stem", `${wishes[i].at - left}px`);
      // A name without room stays in reach of the keyboard, which brings it to light.
      button.dataset.row = String(places[i]?.row ?? "none");
    });
  }

  function placeScale(widthOf: number[]): void {
    const wishes = parts.labels.map((label, i) => ({ at: at(label.day), width: widthOf[i] }));
    scale.fitScale(wishes, width).forEach((fits, i) => {
      const { style } = parts.labels[i].element;
      style.visibility = fits ? "" : "hidden";
      // A hidden label may not widen the page.
      style.left = `${fits ? wishes[i].at : 0}px`;
    });
  }

  function draw(): void {
    const line = (day: number, length: number) => `M${Math.round(at(day) - 0.5) + 0.5} 0v${length}`;
    const months = scale.monthTicks(header.first, days);
    const years = months.filter((tick) => tick.month === 0);
    parts.turns.setAttribute("d", phases.map((phase) => line(phase.start, 12)).join(""));
    parts.months.setAttribute("d", months.map((tick) => line(tick.day, 5)).join(""));
    parts.years.setAttribute("d", years.map((tick) => line(tick.day, 16)).join(""));
    const bars = scale.barsPath(header.weeks, days, width, BARS_HEIGHT);
    for (const path of parts.bars) path.setAttribute("d", bars);
    const step = (scale.tallest(header.figures) ?? 0) / MARK_LEVELS;
    parts.marks.forEach((path, i) => {
      path.setAttribute("d", scale.marksPath(header.figures, days, width, MARKS_HEIGHT, i * step, (i + 1) * step));
    });
  }

  const observer = new ResizeObserver(measure);
  observer.observe(parts.names);
  // Its size changes with the font, which a theme or a late font file may bring.
  if (parts.buttons[0]) observer.observe(parts.buttons[0]);

  return {
    names(phase) {
      current = phase;
      placeNames();
    },
    stop: () => observer.disconnect(),
  };
}
