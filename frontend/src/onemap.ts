/** One of the maps that stand beside each other: a canvas of one day with its heading. */

import { Cells, type Told } from "./cells";
import type { Payload } from "./contract";
import { element } from "./element";
import type { Zoom } from "./frame";
import { listenForGestures, type Gestures } from "./gestures";
import { prepare } from "./ground";
import { Picture, type Shown } from "./picture";

const ratioNow = () => Math.min(window.devicePixelRatio || 1, 3);

export class OneMap {
  readonly element: HTMLElement;
  readonly view = element("div", "tm-view");
  readonly picture: Picture;
  readonly gestures: Gestures;
  zoom: Zoom = { k: 1, x: 0, y: 0 };
  readonly cells: Cells;
  readonly shown: Shown;
  private readonly canvas = element("canvas", "tm-canvas", "", { "aria-hidden": "true" });

  constructor(
    payload: Payload, title: string, text: string, theme: Shown["theme"], family: string, testId: string,
    moved: (from: OneMap) => void,
  ) {
    this.cells = new Cells(payload);
    this.shown = { layer: 0, day: 0, since: null, hover: -1, pointed: [], selected: -1, theme, found: null, times: false };
    this.picture = new Picture(this.canvas.getContext("2d")!, this.cells, prepare(payload), family);
    this.element = element("section", "cm-map", "", { "data-testid": testId, "aria-label": title });
    const head = element("div", "cm-head");
    head.append(element("h2", "", title), element("p", "tm-quiet", text));
    this.view.append(this.canvas);
    this.element.append(head, this.view);
    this.gestures = listenForGestures(this.canvas, this.zoom, (zoom) => {
      this.zoom = zoom;
      moved(this);
    });
  }

  listen(hover: (area: number) => void, choose: (area: number) => void, signal: AbortSignal): void {
    const hit = ({ clientX, clientY }: MouseEvent): number => {
      const box = this.canvas.getBoundingClientRect();
      return this.picture.hit(clientX - box.left, clientY - box.top, this.zoom);
    };
    this.canvas.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "touch") hover(hit(event));
    }, { signal });
    this.canvas.addEventListener("pointerleave", () => hover(-1), { signal });
    this.canvas.addEventListener("click", (event) => choose(hit(event)), { signal });
  }

  resize(width: number, height: number): void {
    const ratio = ratioNow();
    const { size } = this.picture;
    if (size.width === width && size.height === height && size.ratio === ratio) return;
    this.canvas.style.height = `${height}px`;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.picture.resize(width, height, ratio);
    this.gestures.resize(width, height);
  }

  draw(): void {
    this.picture.draw(this.shown, this.zoom);
  }

  told(area: number): Told {
    const { layer, day } = this.shown;
    const group = this.cells.groups(layer, day).find((areas) => areas.includes(area)) ?? [area];
    return this.cells.told(layer, group, day);
  }

  destroy(): void {
    this.gestures.destroy();
    this.canvas.width = this.canvas.height = 0;
  }
}
