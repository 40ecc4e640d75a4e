/** What assistive tools hear of every change: day, numbers, who says so, how old that is; slowly while it plays. */

import type { Cells } from "./cells";
import { element } from "./element";
import type { Now, Part } from "./part";

/** Milliseconds after a change until it is told: a reader who goes on is not interrupted. */
const PAUSE = 600;
/** Milliseconds between two sentences while time runs by itself. */
const SLOW = 6000;
const MOST = 12;

export class Status implements Part {
  readonly element = element("div", "tm-said", "", { role: "status", "aria-live": "polite", "data-testid": "status" });
  private key = "";
  private timer = 0;
  private last = 0;

  constructor(private readonly cells: Cells) {}

  show(now: Now): void {
    const { layer, day, since } = now.shown;
    const key = [layer, day, since].join();
    if (key === this.key) return;
    const first = !this.key;
    this.key = key;
    if (first) {
      this.tell(now);
      return;
    }
    if (now.playing) {
      if (performance.now() - this.last >= SLOW) this.tell(now);
      return;
    }
    this.settled(now);
  }

  /** The reader has stopped: what is shown is told, whatever was told while it played. */
  settled(now: Now): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.tell(now), PAUSE);
  }

  destroy(): void {
    clearTimeout(this.timer);
  }

  private tell({ shown, spoken }: Now): void {
    this.last = performance.now();
    const { layer, day } = shown;
    const { cells } = this;
    const meta = cells.header.layers[layer];
    const told = cells.groups(layer, day).slice(0, MOST).map((areas) => cells.told(layer, areas, day));
    const comma = cells.say("list.comma");
    const numbers = told.map(({ name, number, lines }) => `${name}: ${[number, ...lines].join(comma)}`);
    const text = `${cells.day(day)}. ${spoken?.headline ?? ""} ${meta.title}. ${numbers.join(cells.say("list.sep"))}`;
    if (this.element.textContent !== text) this.element.textContent = text;
  }
}
