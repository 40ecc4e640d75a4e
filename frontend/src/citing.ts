/** Copies a figure as one cited sentence, and says so in its row. */

import type { Cells } from "./cells";
import { element } from "./element";
import type { Row } from "./rivalrow";

/** How long a row says that it was copied, in ms. */
const LONG = 2500;

export class Citing {
  /** What assistive tools hear. */
  readonly status = element("p", "tm-said", "", { role: "status" });
  private readonly done: HTMLElement;
  private readonly box = element("div", "tm-cite");
  private readonly sentence: HTMLTextAreaElement;
  private open: Row | null = null;
  private timer = 0;

  constructor(private readonly cells: Cells) {
    this.done = element("span", "tm-rival-done", cells.say("panel.cited"), { "aria-hidden": "true" });
    const label = element("label", "", cells.say("panel.cite_manual"));
    this.sentence = element("textarea", "", "", { readonly: "", rows: "5", dir: "auto" });
    label.append(this.sentence);
    this.box.append(label);
  }

  async copy(row: Row): Promise<void> {
    this.close();
    this.done.remove();
    this.status.textContent = "";
    try {
      await navigator.clipboard.writeText(row.cited);
    } catch {
      // Not allowed, or not over an unencrypted connection: the reader can copy by hand.
      this.show(row);
      return;
    }
    this.status.textContent = this.cells.say("panel.cited");
    row.element.append(this.done);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.done.remove(), LONG);
  }

  /** Put the sentence away; whether there was one. */
  close(): boolean {
    const { open } = this;
    if (!open) return false;
    this.open = null;
    const focused = this.box.contains((this.box.getRootNode() as Document | ShadowRoot).activeElement);
    this.box.remove();
    if (focused) open.button.focus({ preventScroll: true });
    return true;
  }

  private show(row: Row): void {
    this.open = row;
    this.sentence.value = row.cited;
    row.element.append(this.box);
    this.sentence.focus();
    this.sentence.select();
  }
}
