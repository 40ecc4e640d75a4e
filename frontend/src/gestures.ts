/** Zoom, pan and pinch by d3-zoom, kept out of the way of scrolling the page. */

import { select } from "d3-selection";
import { zoom as d3Zoom, zoomIdentity, type D3ZoomEvent } from "d3-zoom";
import type { Zoom } from "./frame";

const DEEPEST = 40;

export interface Gestures {
  zoom(): Zoom;
  by(factor: number): void;
  pan(x: number, y: number): void;
  go(zoom: Zoom): void;
  reset(): void;
  /** The size of the canvas changed; the place in the middle stays in the middle. */
  resize(width: number, height: number): void;
  destroy(): void;
}

export function listenForGestures(
  canvas: HTMLCanvasElement, initial: Zoom, changed: (zoom: Zoom) => void,
): Gestures {
  let size: [number, number] = [1, 1];
  let current: Zoom = initial;
  const selection = select(canvas);
  const behaviour = d3Zoom<HTMLCanvasElement, unknown>()
    .scaleExtent([1, DEEPEST])
    .extent((): [[number, number], [number, number]] => [[0, 0], size])
    .filter((event: Event) => {
      if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
      // One finger scrolls the page until the reader has zoomed in.
      if ("touches" in event) return (event as TouchEvent).touches.length > 1 || current.k > 1;
      return !(event as MouseEvent).button;
    })
    .on("zoom", (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
      const { k, x, y } = event.transform;
      current = { k, x, y };
      canvas.style.touchAction = k > 1 ? "none" : "pan-y";
      changed(current);
    });
  selection.call(behaviour).on("dblclick.zoom", null);
  canvas.style.touchAction = "pan-y";
  const go = (zoom: Zoom): void =>
    void selection.call(behaviour.transform, zoomIdentity.translate(zoom.x, zoom.y).scale(zoom.k));
  return {
    zoom: () => current,
    by: (factor) => selection.call(behaviour.scaleBy, factor),
    pan: (x, y) => selection.call(behaviour.translateBy, x / current.k, y / current.k),
    go,
    reset: () => go({ k: 1, x: 0, y: 0 }),
    resize(width, height) {
      const [w, h] = size;
      size = [width, height];
      behaviour.translateExtent([[0, 0], [width, height]]);
      // Positions scale with the canvas, so the zoomed place does too.
      const [sx, sy] = w > 1 ? [width / w, height / h] : [1, 1];
      go({ k: current.k, x: current.x * sx, y: current.y * sy });
    },
    destroy() {
      selection.on(".zoom", null);
    },
  };
}
