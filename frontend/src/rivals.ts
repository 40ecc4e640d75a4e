/** What publishers say of the day, figure beside figure. */

import { written, type Cells } from "./cells";
import type { Card } from "./contract";
import { element, link } from "./element";
import type { Now, Part } from "./part";

export class Rivals implements Part {
  readonly element = element("section", "tm-rivals", "", { "data-testid": "rivals" });
  private key: unknown = null;

  constructor(private readonly cells: Cells) {}

  show({ shown, spoken }: Now): void {
    this.element.dataset.date = this.cells.iso(shown.day);
    const key = spoken?.panel ?? null;
    if (key === this.key) return;
    this.key = key;
    const parts: HTMLElement[] = [element("h2", "", this.cells.say("panel.title"))];
    for (const question of spoken?.panel ?? []) {
      parts.push(element("h3", "", question.text));
      for (const group of question.groups) {
        for (const { card } of group.shown) parts.push(this.row(spoken!.cards[card], shown.day));
      }
    }
    this.element.replaceChildren(...parts);
  }

  private row(card: Card, day: number): HTMLElement {
    const row = element("article", "tm-rival", "", { "data-figure": card.id });
    row.append(element("b", "", card.number), ` ${card.publisher}, ${written(day - card.asOf)} `, link(card.source.text, card.source.url));
    return row;
  }
}
