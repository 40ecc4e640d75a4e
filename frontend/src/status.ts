/** What assistive tools hear: the day and its numbers, once the reader has settled. */

import type { Cells } from "./cells";
import { element } from "./element";
import type { Now, Part } from "./part";

export class Status implements Part {
  readonly element = element("div", "tm-said", "", { role: "status", "aria-live": "polite" });

  constructor(private readonly cells: Cells) {}

  show(_: Now): void {}

  /** The reader has settled. */
  settled({ shown }: Now): void {
    const { layer, day } = shown;
    const meta = this.cells.header.layers[layer];
    const told = this.cells.groups(layer, day).slice(0, 12).map((areas) => this.cells.told(layer, areas, day));
    this.element.textContent =
      `${meta.title}, ${this.cells.day(day)}. ` + told.map((one) => `${one.name}: ${one.number}`).join("; ");
  }

  destroy(): void {}
}
