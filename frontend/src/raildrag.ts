/** Pointers on the rail: take a handle, or jump to where the track is pressed. */

export type Grip = "day" | "since";

export interface DragHost {
  /** Shares of the width, 0 to 1, at which the handles stand. */
  at(): { day: number; since: number | null };
  /** The reader has taken hold: playing stops. */
  begin(): void;
  move(grip: Grip, share: number): void;
  end(): void;
}

/** How far from its middle a handle can be taken without jumping to the pointer. */
const REACH = { mouse: 14, touch: 22 };
/** How far a finger moves before its direction is known. */
const SLACK = 6;

interface Drag {
  pointer: number;
  /** Two handles on one day are told apart by the direction of the first movement. */
  grip: Grip | "either";
  left: number;
  width: number;
  /** From the pointer to the middle of the handle, kept so that taking a handle does not move it. */
  offset: number;
  from: number;
  fromY: number;
  begun: boolean;
}

/** Listens until `signal` aborts; returns whether a drag is under way. */
export function listenForDrags(field: HTMLElement, host: DragHost, signal: AbortSignal): () => boolean {
  let drag: Drag | null = null;

  function press(event: PointerEvent): void {
    if (drag || event.button !== 0 || !event.isPrimary) return;
    const { left, width } = field.getBoundingClientRect();
    if (width === 0) return;
    const x = event.clientX;
    const touch = event.pointerType === "touch";
    const reach = touch ? REACH.touch : REACH.mouse;
    const { day, since } = host.at();
    const toDay = left + day * width - x;
    const toSince = since === null ? Infinity : left + since * width - x;
    const near = Math.abs(toSince) <= reach && Math.abs(toSince) <= Math.abs(toDay);
    const grip = !near ? "day" : since === day ? "either" : "since";
    const own = grip === "since" ? toSince : toDay;
    const offset = Math.abs(own) <= reach ? own : 0;
    drag = { pointer: event.pointerId, grip, left, width, offset, from: x, fromY: event.clientY, begun: false };
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
    move(taken, taken.from);
  }

  function move(taken: Drag, x: number): void {
    if (taken.grip === "either") {
      if (x === taken.from) return;
      taken.grip = x < taken.from ? "since" : "day";
    }
    host.move(taken.grip, (x + taken.offset - taken.left) / taken.width);
  }

  function pull(event: PointerEvent): void {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.begun) {
      const across = Math.abs(event.clientX - drag.from);
      if (across < SLACK || across < Math.abs(event.clientY - drag.fromY)) return;
      begin(drag);
    }
    move(drag, event.clientX);
  }

  function release(event: PointerEvent): void {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.begun && event.type === "pointerup") begin(drag);
    const { begun } = drag;
    drag = null;
    if (begun) host.end();
  }

  // Otherwise the press would take the focus from the handle again, and select text.
  field.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
  field.addEventListener("pointerdown", press, { signal });
  field.addEventListener("pointermove", pull, { signal });
  field.addEventListener("pointerup", release, { signal });
  field.addEventListener("pointercancel", release, { signal });
  return () => drag?.begun ?? false;
}
