/** The rail of time: a slider with the dates' own scale, its turning points, and what happened each week. */

import type { Header } from "./contract";
import { isoDay, plusMonths, writtenDay } from "./days";
import { Player, type Course } from "./player";
import { listenForDrags, type Grip } from "./raildrag";
import { keepDateField } from "./raildate";
import { keepLayout } from "./raillayout";
import { buildControls, buildField, el, speaker, type Handle } from "./railparts";
import * as scale from "./railscale";

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
  /** Set from outside (Python or the page): clamps, does not call back. Stops play. */
  set(state: RailState): void;
  destroy(): void;
}

/** How long after the last key the reader counts as settled. */
const KEY_PAUSE = 350;

export function createRail(
  header: Header, initial: RailState, calls: RailCalls, options: { reducedMotion?: boolean } = {},
): Rail {
  const days = Math.max(1, Math.floor(header.days) || 1);
  const last = days - 1;
  const phases = scale.phasesWithin(header.phases, days);
  const say = speaker(header);
  const element = el("section", "rail");
  // Time runs from left to right in every language; the words inside have their own direction.
  element.dir = "ltr";
  element.lang = header.lang;
  const controls = buildControls(header, phases, say);
  const parts = buildField(header, phases, days, say);
  element.append(controls.main, controls.options, parts.plot);

  const listening = new AbortController();
  const { signal } = listening;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let current = clamp(initial);
  let shownPhase = -2;
  let timer = 0;

  const layout = keepLayout(element, parts, header, phases, days);
  const share = (day: number | null) => (day === null ? null : scale.share(day, days));
  const dragging = days === 1 ? () => false : listenForDrags(parts.field, {
    at: () => ({ day: scale.share(current.day, days), since: share(current.since) }),
    begin: halt,
    move(grip, to) {
      (grip === "since" ? parts.since : parts.day).slider.focus({ preventScroll: true });
      moveGrip(grip, Math.round(to * last));
    },
    end: settle,
  }, signal);

  const dateField = keepDateField(header, days, controls, {
    begin() {
      if (player.playing) togglePlay();
    },
    // A period that would begin after the day is let go.
    go: (day) => jump({ day, since: current.since !== null && current.since > day ? null : current.since }),
  }, signal);

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
    const phase = phases.find((one) => one.id === controls.loop.value);
    const weekly = options.reducedMotion === true || still.matches;
    const speed = Number(controls.speed.value);
    return { first: phase?.start ?? 0, last: phase?.end ?? last, loop: phase !== undefined, speed, weekly };
  }

  /** Takes over a state; tells whether it was another one. */
  function take(next: RailState): boolean {
    const { day, since } = clamp(next);
    if (day === current.day && since === current.since) return false;
    current = { day, since };
    show();
    return true;
  }

  function change(next: RailState): void {
    if (take(next)) calls.move({ ...current });
  }

  function settle(): void {
    clearTimeout(timer);
    timer = 0;
    if (!player.playing && !dragging()) calls.settle({ ...current });
  }

  /** Stops playing without settling: whatever stopped it settles when it is done. */
  function halt(): void {
    clearTimeout(timer);
    timer = 0;
    if (!player.playing) return;
    player.stop();
    controls.showPlaying(false);
  }

  function togglePlay(): void {
    if (player.playing) {
      halt();
      settle();
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
    jump({ day, since: current.since === null ? null : scale.periodStart(phases, day) });
  }

  // What is shown. Nothing here reads the layout: it runs at every step of playing.

  const percent = (day: number) => scale.share(day, days) * 100;

  function showHandle(handle: Handle, day: number, most: number): void {
    handle.carrier.style.transform = `translateX(${percent(day)}%)`;
    handle.slider.setAttribute("aria-valuenow", String(day));
    handle.slider.setAttribute("aria-valuetext", isoDay(header.first, day));
    handle.slider.setAttribute("aria-valuemax", String(most));
  }

  function show(): void {
    const { day, since } = current;
    showHandle(parts.day, day, last);
    if (since !== null) showHandle(parts.since, since, day);
    const clip = `inset(0 ${100 - percent(day)}% 0 ${percent(since ?? 0)}%)`;
    for (const part of parts.lit) part.style.clipPath = clip;
    dateField.show(day);
    if (since !== null) controls.since.textContent = `${writtenDay(header.first, since, header.months.long)} –`;
    showPeriod(since !== null);
    const phase = scale.phaseAt(phases, day);
    if (phase !== shownPhase) showPhase(phase);
  }

  function showPeriod(on: boolean): void {
    if (parts.since.carrier.hidden !== on) return;
    parts.since.carrier.hidden = !on;
    element.classList.toggle("rail-with-period", on);
    controls.movements.setAttribute("aria-pressed", String(on));
  }

  function showPhase(phase: number): void {
    parts.buttons[shownPhase]?.removeAttribute("aria-current");
    parts.buttons[phase]?.setAttribute("aria-current", "true");
    shownPhase = phase;
    controls.phase.selectedIndex = phase;
    layout.names(phase);
  }

  // What the reader does.

  function moveGrip(grip: Grip, day: number): void {
    change(grip === "since" ? { ...current, since: Math.min(day, current.day) } : { ...current, day });
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
    if (event.key === " ") {
      event.preventDefault();
      if (!event.repeat) togglePlay();
    } else if (event.key in targets) {
      event.preventDefault();
      halt();
      moveGrip(grip, targets[event.key]);
      timer = window.setTimeout(settle, KEY_PAUSE);
    }
  }

  function chooseLoop(): void {
    const { first, last: end, loop } = course();
    parts.loop.hidden = !loop;
    parts.loop.style.left = `${percent(first)}%`;
    parts.loop.style.right = `${100 - percent(end)}%`;
    if (!loop || (current.day >= first && current.day <= end)) return;
    change({ day: first, since: current.since === null ? null : first });
    settle();
  }

  function toggleMovements(): void {
    const since = current.since === null ? scale.periodStart(phases, current.day) : null;
    change({ ...current, since });
    settle();
  }

  controls.play.addEventListener("click", togglePlay, { signal });
  controls.back.addEventListener("click", () => jump({ ...current, day: current.day - 1 }), { signal });
  controls.forward.addEventListener("click", () => jump({ ...current, day: current.day + 1 }), { signal });
  controls.movements.addEventListener("click", toggleMovements, { signal });
  controls.loop.addEventListener("change", chooseLoop, { signal });
  controls.phase.addEventListener("change", () => goTo(controls.phase.selectedIndex), { signal });
  parts.buttons.forEach((button, i) => button.addEventListener("click", () => goTo(i), { signal }));
  parts.day.slider.addEventListener("keydown", (event) => key(event, "day"), { signal });
  parts.since.slider.addEventListener("keydown", (event) => key(event, "since"), { signal });
  const pause = (): void => {
    if (player.playing) togglePlay();
  };
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

  controls.loop.disabled = days === 1;
  controls.play.disabled = days === 1;
  parts.since.carrier.hidden = true;
  if (options.reducedMotion) element.classList.add("rail-still");
  if (days === 1) {
    for (const { slider } of [parts.day, parts.since]) slider.setAttribute("aria-disabled", "true");
    for (const button of [controls.back, controls.forward, controls.movements, controls.date]) button.disabled = true;
    element.classList.add("rail-one-day");
  }
  show();

  return {
    element,
    state: () => ({ ...current }),
    playing: () => player.playing,
    set(state) {
      if (player.playing) halt();
      // A key that waits to settle is forgotten only when something else is now shown.
      if (take(state)) halt();
    },
    destroy() {
      halt();
      listening.abort();
      layout.stop();
    },
  };
}
