/** The map by keyboard: its areas as a list that the arrow keys go through, seen on the map itself. */

import type { Cells } from "./cells";
import { element } from "./element";
import type { Shown } from "./picture";

/** More areas than that are reached by the table. */
const MOST = 60;

export interface AreaCalls {
  /** Outline an area, and let its card stand; -1 for none. */
  look(area: number): void;
  choose(area: number): void;
}

export interface AreaTexts {
  groups: number[][];
  text(areas: number[]): string;
}

export class AreaList {
  /** Takes the focus of the map; its options are read, not seen. */
  readonly element = element("ul", "tm-areas", "", { role: "listbox", tabindex: "0" });
  private at = -1;
  private groups: number[][] = [];
  private texts: string[] = [];

  /** `other`: what can be chosen and what is read of it, where it is not what the map tells. */
  constructor(private readonly cells: Cells, private readonly calls: AreaCalls, private readonly other?: AreaTexts) {
    this.element.setAttribute("aria-description", cells.say("timemap.keys"));
    this.element.addEventListener("focus", () => this.point(this.at));
    this.element.addEventListener("blur", () => calls.look(-1));
  }

  /** Write what can be chosen; `label` names the map. */
  show(shown: Shown, label: string): void {
    if (this.element.getAttribute("aria-label") !== label) this.element.setAttribute("aria-label", label);
    const { cells } = this;
    this.groups = (this.other?.groups ?? cells.groups(shown.layer, shown.day)).slice(0, MOST);
    const texts = this.groups.map((areas) => {
      if (this.other) return this.other.text(areas);
      const told = cells.told(shown.layer, areas, shown.day);
      return `${told.name}: ${told.number}`;
    });
    while (this.element.childElementCount > texts.length) this.element.lastChild!.remove();
    texts.forEach((text, index) => {
      const item = this.element.children[index] ?? this.element.appendChild(element("li", "", "", { role: "option", id: `tm-area-${index}` }));
      if (this.texts[index] !== text) item.textContent = text;
      item.setAttribute("aria-selected", String(this.groups[index].includes(shown.selected)));
    });
    this.texts = texts;
    this.at = Math.min(this.at, texts.length - 1);
  }

  /** Handle a key; tells whether it was one of ours. */
  key(name: string): boolean {
    const many = this.groups.length;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    if (name in steps && many) this.point(this.at < 0 ? 0 : (this.at + steps[name] + many) % many);
    else if (name === "Home") this.point(0);
    else if (name === "End") this.point(many - 1);
    else if ((name === "Enter" || name === " ") && this.at >= 0) this.calls.choose(this.groups[this.at][0]);
    else return false;
    return true;
  }

  private point(at: number): void {
    this.at = at;
    if (at < 0 || !this.groups[at]) return;
    this.element.setAttribute("aria-activedescendant", `tm-area-${at}`);
    this.calls.look(this.groups[at][0]);
  }
}
