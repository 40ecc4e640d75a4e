/** What on the rail depends on its width and on the days in sight: measured once a resize, placed without measuring again. */

import type { Header, Phase } from "./contract";
import { BARS_HEIGHT, MARKS_HEIGHT, MARK_LEVELS, el, type Field } from "./railparts";
import * as scale from "./railscale";
import { share, type Span } from "./railwindow";

/** From a label's left edge to its letters. */
const INDENT = 4;

export interface Layout {
  /** Shows other days, and the names for another current phase (an index, -1 for none). */
  show(span: Span, phase: number): void;
  stop(): void;
}

export function keepLayout(parts: Field, header: Header, phases: Phase[], span: Span): Layout {
  let width = 0;
  let widths: number[] = [];
  let current = -1;
  const labels: HTMLElement[] = [];
  const pen = document.createElement("canvas").getContext("2d");
  const known = new Map<string, number>();

  const at = (day: number) => share(day, span) * width;

  function measure(): void {
    width = parts.field.clientWidth;
    if (width === 0) return;
    for (const button of parts.buttons) button.style.width = "";
    widths = parts.buttons.map((button) => Math.ceil(button.getBoundingClientRect().width));
    const { fontSize, fontFamily } = getComputedStyle(parts.axis);
    // As wide as the boldest label is.
    if (pen) pen.font = `600 ${fontSize} ${fontFamily}`;
    known.clear();
    placeNames();
    placeScale();
    drawWeeks();
  }

  /** Labels come and go with the days in sight: a canvas tells their widths without a layout. */
  function widthOf(text: string): number {
    let found = known.get(text);
    if (found === undefined) {
      found = (pen?.measureText(text).width ?? text.length * 7) + INDENT;
      known.set(text, found);
    }
    return found;
  }

  function textOf({ kind, number, month }: scale.Tick): string {
    const names = header.months.short;
    if (kind === "month") return names[number];
    return month === undefined ? String(number) : `${names[month]} ${number}`;
  }

  function placeNames(): void {
    if (width === 0) return;
    const wishes = phases.map(({ start, end }, i) => ({ at: at(start), end: at(end + 1), width: widths[i] }));
    const places = scale.fitNames(wishes, width, current);
    parts.buttons.forEach((button, i) => {
      const place = places[i];
      // A name without room is out of the tab order, too: the list of phases has them all.
      button.style.visibility = place ? "" : "hidden";
      button.style.left = `${place?.left ?? 0}px`;
      button.style.width = place && place.width < widths[i] ? `${place.width}px` : "";
      button.style.setProperty("--rail-stem", `${wishes[i].at - (place?.left ?? 0)}px`);
      button.classList.toggle("rail-name-begun", wishes[i].at < 0);
    });
  }

  function placeScale(): void {
    const ticks = scale.ticksWithin(header.first, span, width / Math.max(span.to - span.from, 1));
    const line = (day: number, length: number) => `M${Math.round(at(day) - 0.5) + 0.5} 0v${length}`;
    const lines = (kind: scale.Tick["kind"], length: number) =>
      ticks.filter((tick) => tick.kind === kind).map((tick) => line(tick.day, length)).join("");
    parts.years.setAttribute("d", lines("year", 14));
    parts.months.setAttribute("d", lines("month", 5) + lines("day", 3));
    parts.turns.setAttribute("d", phases.filter(({ start }) => start >= span.from).map(({ start }) => line(start, 12)).join(""));
    const labelled = ticks.filter((tick) => tick.labelled)
      .map((tick) => ({ tick, text: textOf(tick) }));
    const wishes = labelled.map(({ tick, text }) => ({ at: at(tick.day), width: widthOf(text) }));
    const fits = scale.fitScale(wishes, width);
    let used = 0;
    labelled.forEach(({ tick, text }, i) => {
      if (!fits[i]) return;
      const label = (labels[used] ??= el("span", "rail-label", parts.axis));
      used += 1;
      label.textContent = text;
      label.dir = header.rtl ? "rtl" : "ltr";
      label.className = `rail-label rail-label-${tick.kind}`;
      label.style.left = `${wishes[i].at}px`;
    });
    for (const label of labels.splice(used)) label.remove();
  }

  function drawWeeks(): void {
    const bars = scale.barsPath(header.weeks, span, width, BARS_HEIGHT);
    for (const path of parts.bars) path.setAttribute("d", bars);
    const step = (scale.tallest(header.figures) ?? 0) / MARK_LEVELS;
    parts.marks.forEach((path, i) => {
      path.setAttribute("d", scale.marksPath(header.figures, span, width, MARKS_HEIGHT, i * step, (i + 1) * step));
    });
  }

  const observer = new ResizeObserver(measure);
  observer.observe(parts.field);
  // Its size changes with the font, which a theme or a late font file may bring.
  observer.observe(parts.probe);

  return {
    show(next, phase) {
      const moved = next !== span;
      if (!moved && phase === current) return;
      span = next;
      current = phase;
      placeNames();
      if (!moved || width === 0) return;
      placeScale();
      drawWeeks();
    },
    stop: () => observer.disconnect(),
  };
}
