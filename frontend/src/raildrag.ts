/** Pointers on the rail: take a handle, jump to where the track is pressed, or zoom with two fingers or the wheel. */

import { fineness, share, zoomed, type Span } from "./railwindow";

export type Grip = "day" | "since";

export interface DragHost {
  last: number;
  /** The days in sight, and those at which the handles stand. */
  span(): Span;
  at(): { day: number; since: number | null };
  /** The reader has taken hold: playing stops. */
  begin(): void;
  move(grip: Grip, day: number): void;
  end(): void;
  /** How finely the handle follows; `null` once it has been let go. */
  fine(factor: number | null): void;
  look(span: Span): void;
}

/** How far from its middle a handle can be taken without jumping to the pointer. */
const REACH = { mouse: 14, touch: 22 };
/** How far a finger moves before its direction is known. */
const SLACK = 6;
/** How much closer a pixel of the wheel brings the days, and a turn of it at most. */
const WHEEL = { pixel: 0.01, line: 16, most: 2 };

interface Drag {
  pointer: number;
  /** Two handles on one day are told apart by the direction of the first movement. */
  grip: Grip | "either";
  box: DOMRect;
  touch: boolean;
  /** The day to which the handle has been taken, not rounded and not held within the rail. */
  day: number;
  /** Where the pointer was last: movements add up, so that another fineness moves nothing by itself. */
  x: number;
  from: { x: number; y: number };
  begun: boolean;
}

interface Pinch {
  box: DOMRect;
  span: Span;
  apart: number;
  /** The day between the fingers. */
  day: number;
  fingers: Map<number, { x: number; y: number }>;
}

/** Listens until `signal` aborts; returns whether a drag is under way. */
export function listenForDrags(field: HTMLElement, host: DragHost, signal: AbortSignal): () => boolean {
  let drag: Drag | null = null;
  let pinch: Pinch | null = null;

  const days = () => host.span().to - host.span().from;
  const dayAt = (x: number, box: DOMRect) => host.span().from + ((x - box.left) / box.width) * days();
  const pixelAt = (day: number, box: DOMRect) => box.left + share(day, host.span()) * box.width;

  function press(event: PointerEvent): void {
    if (event.button !== 0) return;
    if (drag?.touch && event.pointerType === "touch" && !event.isPrimary) startPinch(event, drag);
    if (drag || pinch || !event.isPrimary) return;
    const box = field.getBoundingClientRect();
    if (box.width === 0) return;
    const x = event.clientX;
    const touch = event.pointerType === "touch";
    const reach = touch ? REACH.touch : REACH.mouse;
    const { day, since } = host.at();
    const toDay = Math.abs(pixelAt(day, box) - x);
    const toSince = since === null ? Infinity : Math.abs(pixelAt(since, box) - x);
    const near = toSince <= reach && toSince <= toDay;
    const grip = !near ? "day" : since === day ? "either" : "since";
    const taken = near ? since! : toDay <= reach ? day : dayAt(x, box);
    const from = { x, y: event.clientY };
    drag = { pointer: event.pointerId, grip, box, touch, day: taken, x, from, begun: false };
    // A finger may still turn out to scroll the page: it takes hold when it moves across or lifts.
    if (!touch) begin(drag);
  }

  function begin(taken: Drag): void {
    taken.begun = true;
    try {
      field.setPointerCapture(taken.pointer);
    } catch {
      // The pointer may be gone already; nothing is left to capture then.
    }
    host.begin();
    move(taken, taken.from.x, taken.from.y);
  }

  function move(taken: Drag, x: number, y: number): void {
    const { box } = taken;
    const factor = fineness(Math.max(box.top - y, y - box.bottom, 0));
    taken.day += ((x - taken.x) / box.width) * days() * factor;
    const across = x - taken.from.x;
    taken.x = x;
    host.fine(factor);
    if (taken.grip === "either") {
      if (across === 0) return;
      taken.grip = across < 0 ? "since" : "day";
    }
    host.move(taken.grip, Math.round(taken.day));
  }

  function pull(event: PointerEvent): void {
    const finger = pinch?.fingers.get(event.pointerId);
    if (finger) {
      Object.assign(finger, { x: event.clientX, y: event.clientY });
      stretch(pinch!);
    }
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.begun) {
      const across = Math.abs(event.clientX - drag.from.x);
      if (across < SLACK || across < Math.abs(event.clientY - drag.from.y)) return;
      begin(drag);
    }
    move(drag, event.clientX, event.clientY);
  }

  function release(event: PointerEvent): void {
    if (pinch?.fingers.has(event.pointerId)) pinch = null;
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.begun && event.type === "pointerup") begin(drag);
    letGo();
  }

  function letGo(): void {
    const begun = drag?.begun;
    drag = null;
    if (!begun) return;
    host.fine(null);
    host.end();
  }

  function between({ fingers }: Pinch): { x: number; apart: number } {
    const [a, b] = [...fingers.values()];
    return { x: (a.x + b.x) / 2, apart: Math.max(Math.hypot(a.x - b.x, a.y - b.y), 1) };
  }

  function startPinch(event: PointerEvent, first: Drag): void {
    letGo();
    const fingers = new Map([
      [first.pointer, { x: first.x, y: first.from.y }],
      [event.pointerId, { x: event.clientX, y: event.clientY }],
    ]);
    pinch = { box: first.box, span: host.span(), apart: 1, day: 0, fingers };
    const { x, apart } = between(pinch);
    Object.assign(pinch, { apart, day: dayAt(x, first.box) });
  }

  function stretch(held: Pinch): void {
    const { x, apart } = between(held);
    const place = (x - held.box.left) / held.box.width;
    host.look(zoomed(held.span, held.day, apart / held.apart, host.last, place));
  }

  function wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : WHEEL.line);
    const factor = Math.min(Math.max(Math.exp(-pixels * WHEEL.pixel), 1 / WHEEL.most), WHEEL.most);
    const at = dayAt(event.clientX, field.getBoundingClientRect());
    host.look(zoomed(host.span(), at, factor, host.last));
  }

  // Otherwise the press would take the focus from the handle again, and select text.
  field.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
  field.addEventListener("pointerdown", press, { signal });
  field.addEventListener("pointermove", pull, { signal });
  field.addEventListener("pointerup", release, { signal });
  field.addEventListener("pointercancel", release, { signal });
  field.addEventListener("wheel", wheel, { signal, passive: false });
  // A finger that has taken a handle may go up over the map without scrolling the page.
  field.addEventListener("touchmove", (event) => {
    if ((drag?.begun || pinch) && event.cancelable) event.preventDefault();
  }, { signal, passive: false });
  return () => drag?.begun ?? false;
}
