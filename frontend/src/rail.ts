/** The rail of time: a slider with the dates' own scale, its turning points, and what happened each week. */

import type { Header } from "./contract";
import { plusMonths, writtenDay } from "./days";
import { Player, type Course } from "./player";
import { listenForDrags, type Grip } from "./raildrag";
import { keepDateField } from "./raildate";
import { keepLayout } from "./raillayout";
import { keepSheet } from "./railmore";
import { buildControls, buildField, el, speaker, type Handle } from "./railparts";
import { periodStart, phaseAt, phasesWithin } from "./railscale";
import { around, covering, holding, isWhole, share, turned, zoomed, type Span } from "./railwindow";

export interface RailState {
  day: number;
  /** First day of the period over which movements are shown; `null` without a period. */
  since: number | null;
}

export interface RailCalls {
  /** Called synchronously at every change of day or period, also while dragging and playing: the map draws in it. */
  move(state: RailState): void;
  /** Called when the reader settles; never while playing or dragging. */
  settle(state: RailState): void;
}

export interface Rail {
  element: HTMLElement;
  state(): RailState;
  playing(): boolean;
  /** Time runs, or a handle is held: nobody has settled. */
  moving(): boolean;
  /** Stop playing, as a press on *Pause* does. */
  pause(): void;
  /** Set from outside (Python or the page): clamps, does not call back. Stops play. */
  set(state: RailState): void;
  destroy(): void;
}

/** How long after the last key the reader counts as settled. */
const KEY_PAUSE = 350;
/** How much closer a key brings the days. */
const CLOSER = 2;
/** Without phases a press on the magnifier shows so many days on both sides. */
const BESIDE = 45;

/** How the window follows a day that leaves it. */
type Follow = (span: Span, day: number, last: number) => Span;

export function createRail(
  header: Header, initial: RailState, calls: RailCalls, options: { reducedMotion?: boolean } = {},
): Rail {
  const days = Math.max(1, Math.floor(header.days) || 1);
  const last = days - 1;
  const phases = phasesWithin(header.phases, days);
  const say = speaker(header);
  const element = el("section", "rail");
  // Time runs from left to right in every language; the words inside have their own direction.
  element.dir = "ltr";
  element.lang = header.lang;
  const controls = buildControls(header, phases, say);
  const parts = buildField(header, phases, controls.legend, say);
  element.append(controls.main, controls.sheet, parts.plot, parts.fine);

  const listening = new AbortController();
  const { signal } = listening;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let current = clamp(initial);
  let span: Span = { from: 0, to: last };
  let looping = false;
  let shownPhase = -2;
  let timer = 0;

  const layout = keepLayout(parts, header, phases, span);
  const dragging = days === 1 ? () => false : listenForDrags(parts.field, {
    last,
    span: () => span,
    at: () => current,
    begin: halt,
    move(grip, day) {
      (grip === "since" ? parts.since : parts.day).slider.focus({ preventScroll: true });
      moveGrip(grip, day, holding);
    },
    end: settle,
    fine: showFineness,
    look,
  }, signal);

  // A period that would begin after the day is let go.
  const dateField = keepDateField(header, controls.date, controls.problem, {
    last: () => last,
    begin: pause,
    go: (day) => jump({ day, since: current.since !== null && current.since > day ? null : current.since }),
  }, signal);
  const sinceField = keepDateField(header, controls.since, controls.problem, {
    last: () => current.day,
    begin: pause,
    go: (since) => jump({ ...current, since }),
  }, signal);
  keepSheet(element, controls.more, controls.sheet, signal);

  const player = new Player({
    course,
    day: () => current.day,
    show: (day) => change({ ...current, day }),
    ended: () => {
      controls.showPlaying(false);
      settle();
    },
  });

  function clamp(state: RailState): RailState {
    const day = Math.min(Math.max(Math.round(state.day) || 0, 0), last);
    const since = state.since === null ? null : Math.min(Math.max(Math.round(state.since) || 0, 0), day);
    return { day, since };
  }

  function course(): Course {
    const phase = looping ? phases[phaseAt(phases, current.day)] : undefined;
    const weekly = options.reducedMotion === true || still.matches;
    const speed = Number(controls.speed.value);
    return { first: phase?.start ?? 0, last: phase?.end ?? last, loop: looping, speed, weekly };
  }

  /** Takes over a state; tells whether it was another one. */
  function take(next: RailState, follow: Follow): boolean {
    const { day, since } = clamp(next);
    if (day === current.day && since === current.since) return false;
    current = { day, since };
    span = follow(span, day, last);
    show();
    return true;
  }

  function change(next: RailState, follow: Follow = turned): void {
    if (take(next, follow)) calls.move({ ...current });
  }

  /** Shows other days; the one on the screen stays in sight. */
  function look(next: Span): void {
    span = holding(next, current.day, last);
    show();
  }

  const moving = () => player.playing || dragging();

  function settle(): void {
    clearTimeout(timer);
    timer = 0;
    if (!moving()) calls.settle({ ...current });
  }

  /** Stops playing without settling: whatever stopped it settles when it is done. */
  function halt(): void {
    clearTimeout(timer);
    timer = 0;
    if (!player.playing) return;
    player.stop();
    controls.showPlaying(false);
  }

  function pause(): void {
    if (!player.playing) return;
    halt();
    settle();
  }

  function togglePlay(): void {
    if (player.playing) {
      pause();
    } else if (days > 1) {
      halt();
      controls.showPlaying(true);
      player.play();
    }
  }

  function jump(next: RailState): void {
    halt();
    change(next);
    settle();
  }

  function goTo(index: number): void {
    const day = phases[index]?.preset;
    if (day === undefined) return;
    const near = !isWhole(span, last);
    jump({ day, since: current.since === null ? null : periodStart(phases, day) });
    if (near) look(around(phases[index].start, phases[index].end, last));
  }

  // What is shown. Nothing here reads the layout: it runs at every step of playing.

  const percent = (day: number) => share(day, span) * 100;
  const inside = (day: number) => Math.min(Math.max(percent(day), 0), 100);

  function showHandle(handle: Handle, day: number, most: number): void {
    const phase = phases[phaseAt(phases, day)];
    const words = writtenDay(header.first, day, header.months.long);
    handle.carrier.style.transform = `translateX(${percent(day)}%)`;
    // One that lies before the days in sight keeps its place in the order of stops.
    handle.carrier.classList.toggle("rail-away", day < span.from || day > span.to);
    handle.slider.setAttribute("aria-valuenow", String(day));
    handle.slider.setAttribute("aria-valuetext", phase ? words + say("list.comma") + phase.name : words);
    handle.slider.setAttribute("aria-valuemax", String(most));
  }

  function show(): void {
    const { day, since } = current;
    showHandle(parts.day, day, last);
    if (since !== null) showHandle(parts.since, since, day);
    const clip = `inset(0 ${100 - inside(day)}% 0 ${inside(since ?? 0)}%)`;
    for (const part of parts.lit) part.style.clipPath = clip;
    dateField.show(day);
    if (since !== null) sinceField.show(since);
    showPeriod(since !== null);
    const phase = phaseAt(phases, day);
    if (phase !== shownPhase) showPhase(phase);
    showLoop();
    layout.show(span, phase);
    controls.showZoom(isWhole(span, last));
  }

  function showPeriod(on: boolean): void {
    if (parts.since.carrier.hidden !== on) return;
    parts.since.carrier.hidden = !on;
    controls.since.hidden = !on;
    controls.movements.textContent = say(on ? "rail.movements.since" : "rail.movements.toggle");
    controls.movements.setAttribute("aria-pressed", String(on));
  }

  function showPhase(phase: number): void {
    parts.buttons[shownPhase]?.removeAttribute("aria-current");
    parts.buttons[phase]?.setAttribute("aria-current", "true");
    shownPhase = phase;
    controls.phase.selectedIndex = phase;
  }

  function showLoop(): void {
    parts.loop.hidden = !looping;
    if (!looping) return;
    const { first, last: end } = course();
    parts.loop.style.left = `${inside(first)}%`;
    parts.loop.style.right = `${100 - inside(end)}%`;
  }

  function showFineness(factor: number | null): void {
    parts.fine.hidden = factor === null;
    if (factor !== null) parts.fine.textContent = factor === 1 ? say("rail.fine.hint") : say("rail.fine", { n: 1 / factor });
  }

  // What the reader does.

  function moveGrip(grip: Grip, day: number, follow: Follow): void {
    if (grip === "day") {
      change({ ...current, day }, follow);
    } else {
      change({ ...current, since: Math.min(day, current.day) });
      look(covering(span, current.since ?? current.day));
    }
  }

  function zoomBy(factor: number, day: number): void {
    look(zoomed(span, day, factor, last));
  }

  function toggleZoom(): void {
    if (!isWhole(span, last)) return look({ from: 0, to: last });
    const phase = phases[phaseAt(phases, current.day)];
    look(phase ? around(phase.start, phase.end, last) : around(current.day - BESIDE, current.day + BESIDE, last));
  }

  function key(event: KeyboardEvent, grip: Grip): void {
    if (days === 1 || event.altKey || event.ctrlKey || event.metaKey) return;
    const day = grip === "day" ? current.day : current.since ?? 0;
    const step = event.shiftKey ? 7 : 1;
    const targets: Record<string, number> = {
      ArrowLeft: day - step,
      ArrowDown: day - step,
      ArrowRight: day + step,
      ArrowUp: day + step,
      PageUp: plusMonths(header.first, day, 1),
      PageDown: plusMonths(header.first, day, -1),
      Home: 0,
      End: last,
    };
    const zooms: Record<string, number> = { "+": CLOSER, "=": CLOSER, "-": 1 / CLOSER, _: 1 / CLOSER };
    if (event.key === " ") {
      if (!event.repeat) togglePlay();
    } else if (event.key in targets) {
      halt();
      moveGrip(grip, targets[event.key], turned);
      timer = window.setTimeout(settle, KEY_PAUSE);
    } else if (event.key in zooms) {
      zoomBy(zooms[event.key], day);
    } else {
      return;
    }
    event.preventDefault();
    // The page around has keys of its own.
    event.stopPropagation();
  }

  function toggleLoop(): void {
    looping = !looping;
    controls.loop.setAttribute("aria-pressed", String(looping));
    showLoop();
  }

  function toggleMovements(): void {
    const since = current.since === null ? periodStart(phases, current.day) : null;
    change({ ...current, since });
    settle();
  }

  const on = (control: HTMLElement, what: string, call: () => void) => control.addEventListener(what, call, { signal });
  on(controls.play, "click", togglePlay);
  on(controls.back, "click", () => jump({ ...current, day: current.day - 1 }));
  on(controls.forward, "click", () => jump({ ...current, day: current.day + 1 }));
  on(controls.movements, "click", toggleMovements);
  on(controls.zoom, "click", toggleZoom);
  on(controls.loop, "click", toggleLoop);
  on(controls.phase, "change", () => goTo(controls.phase.selectedIndex));
  parts.buttons.forEach((button, i) => on(button, "click", () => goTo(i)));
  parts.day.slider.addEventListener("keydown", (event) => key(event, "day"), { signal });
  parts.since.slider.addEventListener("keydown", (event) => key(event, "since"), { signal });
  on(parts.since.slider, "focus", () => {
    if (current.since !== null) look(covering(span, current.since));
  });
  // Whatever is pressed on the page around the map, or printed, is about the day on the screen.
  const elsewhere = (event: Event): void => {
    const root = element.getRootNode();
    if (root !== document && !event.composedPath().includes(root)) pause();
  };
  document.addEventListener("pointerdown", elsewhere, { signal, capture: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") elsewhere(event);
  }, { signal, capture: true });
  window.addEventListener("beforeprint", pause, { signal });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) pause();
  }, { signal });

  parts.since.carrier.hidden = true;
  controls.movements.textContent = say("rail.movements.toggle");
  controls.movements.setAttribute("aria-pressed", "false");
  if (options.reducedMotion) element.classList.add("rail-still");
  if (days === 1) {
    const { play, back, forward, movements, date, loop, zoom } = controls;
    for (const { slider } of [parts.day, parts.since]) slider.setAttribute("aria-disabled", "true");
    for (const control of [play, back, forward, movements, date, loop, zoom]) control.disabled = true;
    element.classList.add("rail-one-day");
  }
  if (phases.length === 0) controls.loop.disabled = true;
  show();

  return {
    element,
    state: () => ({ ...current }),
    playing: () => player.playing,
    moving,
    pause,
    set(state) {
      if (player.playing) halt();
      // A key that waits to settle is forgotten only when something else is now shown.
      if (take(state, turned)) halt();
    },
    destroy() {
      halt();
      listening.abort();
      layout.stop();
    },
  };
}
