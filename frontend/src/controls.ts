/** The controls above the map: which layer, published or reconstructed, whose figures, and what to take away. */

import type { Cells } from "./cells";
import type { Taking, ViewMessage, ViewParts } from "./contract";
import { element } from "./element";
import type { Now, Part } from "./part";
import type { Wanted } from "./takeaway";

export interface ControlCalls {
  /** The reader wants another layer, another kind, other publishers. */
  want(parts: Partial<ViewParts>): void;
  /** The reader wants what Python has to make. */
  take(what: Taking): void;
  /** Address of what is on the screen; empty for none. */
  link(): string;
  /** What a picture of the screen is drawn from, and the name of its file. */
  wanted(): Wanted;
  name(): string;
}

export class Controls implements Part {
  readonly element = element("div", "tm-controls");
  private readonly layer: HTMLSelectElement;
  private readonly kind: HTMLSelectElement;
  private readonly whose: HTMLSelectElement;

  constructor(private readonly cells: Cells, private readonly message: () => ViewMessage, calls: ControlCalls) {
    const { layers, sides, view } = message();
    this.layer = this.select("layer.label", layers);
    this.kind = this.select("show.label", ["published", "reconstructed"].map((id) => [id, cells.say(`show.${id}`)]));
    this.whose = this.select("view.label", sides);
    this.layer.addEventListener("change", () => calls.want({ layer: this.layer.value }));
    this.kind.addEventListener("change", () => calls.want({ show: this.kind.value }));
    this.whose.addEventListener("change", () => calls.want({ view: this.whose.value, show: "reconstructed" }));
    const link = element("button", "", cells.say("copy.button"), { type: "button", "data-testid": "copy-link" });
    link.addEventListener("click", () => void navigator.clipboard.writeText(calls.link()));
    this.element.append(this.layer, this.kind, this.whose, link);
    for (const what of ["print", "clip", "data", "page"] as const) {
      const button = element("button", "", cells.say(`take.${what}`), { type: "button" });
      button.addEventListener("click", () => calls.take(what));
      this.element.append(button);
    }
    this.kind.value = view.show;
  }

  show({ shown }: Now): void {
    const { view } = this.message();
    this.layer.value = this.cells.header.layers[shown.layer].id;
    this.kind.value = view.show;
    this.whose.value = [...this.whose.options].some((option) => option.value === view.view) ? view.view : "custom";
  }

  private select(label: string, options: [string, string][]): HTMLSelectElement {
    const made = element("select", "", "", { "aria-label": this.cells.say(label) });
    for (const [value, text] of options) made.add(new Option(text, value));
    return made;
  }
}
