/** The controls above the map, in one row: which layer, as published or reconstructed, whose figures, what to take away. */

import type { Cells } from "./cells";
import type { Taking, ViewMessage, ViewParts } from "./contract";
import { element } from "./element";
import { FocusBack } from "./focusback";
import type { Now, Part } from "./part";
import { Segments } from "./segments";
import type { Wanted } from "./takeaway";
import { TakeMenu } from "./takemenu";

export interface ControlCalls {
  /** The reader wants another layer, another kind, other publishers. */
  want(parts: Partial<ViewParts>): void;
  /** The reader wants what Python has to make. */
  take(what: Taking): void;
  /** What is taken away is of one day: time stands still. */
  pause(): void;
  /** What the reader has asked for, though it may not have come yet. */
  asked(): ViewParts;
  /** Address of what is on the screen; empty for none. */
  link(): string;
  /** What the map shows, in words. */
  title(): string;
  /** What a picture of the screen is drawn from, and the name of its file. */
  wanted(): Wanted;
  name(): string;
}

/** Value of the option that stands for publishers chosen one by one. */
const CHOSEN = "chosen";

export class Controls implements Part {
  readonly element = element("div", "tm-controls");
  private readonly layer: Segments;
  private readonly kind: Segments | null;
  private readonly whose: HTMLSelectElement | null;
  private readonly menu: TakeMenu;
  private readonly back = new FocusBack();
  private key = "";
  /** The option that says whose figures are shown. */
  private named = "";

  /**
   * `fetches`: other payloads can be asked for; `makes`: what somebody outside makes;
   * `chooses`: there is more than one layer to choose.
   */
  constructor(
    private readonly cells: Cells,
    private readonly message: () => ViewMessage,
    private readonly calls: ControlCalls,
    offered: { fetches: boolean; makes: readonly Taking[]; chooses: boolean },
  ) {
    const { layers, sides } = message();
    const here = new Set(cells.header.layers.map(({ id }) => id));
    const row = element("div", "tm-row");
    this.layer = new Segments(
      "tm-layer", cells.say("layer.label"), layers.filter(([id]) => offered.fetches || here.has(id)),
      (layer) => calls.want({ layer }),
    );
    if (offered.chooses) row.append(this.layer.element);
    const kinds = ["published", "reconstructed"].map((id): [string, string] => [id, cells.say(`show.${id}`)]);
    this.kind = offered.fetches && offered.chooses ? new Segments("tm-kind", cells.say("show.label"), kinds, (show) => calls.want({ show })) : null;
    if (this.kind) row.append(this.kind.element);
    const whose = offered.fetches && offered.chooses && !message().bare;
    this.whose = whose ? this.select(sides, offered.makes.includes("publishers")) : null;
    if (this.whose) row.append(this.whose);
    if (offered.makes.includes("compare") && offered.chooses) {
      const compare = element("button", "tm-compare", cells.say("compare.button"), { type: "button", "data-testid": "compare" });
      compare.addEventListener("click", () => calls.take("compare"));
      row.append(compare);
    }
    this.menu = new TakeMenu(cells, calls, this.back, offered.makes, Boolean(message().address));
    row.append(this.menu.button);
    this.element.append(row, this.menu.panel);
  }

  show({ shown }: Now): void {
    const { view, show, layer } = this.calls.asked();
    const { rebuilt } = this.message();
    const key = [layer, show, view, shown.layer].join();
    if (key === this.key) return;
    this.key = key;
    this.layer.choose(layer);
    // What is only ever published has no other kind, whatever the reader chose before.
    const both = rebuilt.includes(layer);
    this.kind?.choose(both ? show : "published", both);
    if (this.whose) this.showWhose(both && show === "reconstructed" ? view : "all", both);
  }

  destroy(): void {
    this.menu.destroy();
    this.back.destroy();
  }

  private showWhose(view: string, can: boolean): void {
    const whose = this.whose!;
    const own = [...whose.options].find(({ value }) => value === CHOSEN);
    const named = [...whose.options].some(({ value }) => value === view);
    if (named) own?.remove();
    else {
      const text = this.cells.say("view.own", { n: view.split(",").length });
      if (own) own.text = text;
      else whose.add(new Option(text, CHOSEN), whose.options.length - 1);
    }
    this.named = named ? view : CHOSEN;
    whose.value = this.named;
    whose.disabled = !can;
  }

  /** `chosen`: the last of the sides stands for publishers chosen one by one. */
  private select(sides: [string, string][], chosen: boolean): HTMLSelectElement {
    const label = this.cells.say("view.label");
    const made = element("select", "tm-whose", "", { "aria-label": label, title: label, "data-testid": "whose" });
    for (const [value, text] of sides) made.add(new Option(text, value));
    const own = chosen ? sides.at(-1)![0] : CHOSEN;
    made.addEventListener("change", () => {
      if (made.value !== own && made.value !== CHOSEN) {
        this.calls.want({ view: made.value, show: "reconstructed" });
      } else {
        // Until publishers have been chosen, nothing is another.
        made.value = this.named;
        this.calls.take("publishers");
        this.back.to(made);
      }
    });
    return made;
  }
}
