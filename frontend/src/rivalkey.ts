/** What the marks of the rival figures mean: only what occurs. */

import type { Cells } from "./cells";
import type { Card, Question } from "./contract";
import { bullet, sample, signsOf } from "./dotplot";
import { element } from "./element";

const SIDES = ["un", "israel", "palestine", "other"];

export class Key {
  readonly element = element("ul", "tm-rivals-key");
  private shown = "";

  constructor(private readonly cells: Cells) {}

  show(panel: Question[], cards: Card[]): void {
    const found = new Set<string>();
    for (const { groups } of panel) {
      for (const { unit, shown, away } of groups) {
        for (const { card, before } of [...shown, ...away]) {
          found.add(cards[card].side);
          for (const { kind } of signsOf(cards[card])) found.add(kind);
          if (cards[card].weak) found.add("weak");
          if (unit === "movements") found.add("movements");
          if (before.length) found.add("before");
        }
      }
    }
    const key = [...found].sort().join();
    if (key === this.shown) return;
    this.shown = key;
    const { cells } = this;
    const rows: [string, SVGElement, string][] = [
      ...SIDES.map((side): [string, SVGElement, string] => [side, bullet(side), cells.say(`group.${side}`)]),
      ["movements", sample("value", "movements"), cells.say("panel.key.movements")],
      ["range", sample("range", "other"), cells.say("panel.key.range")],
      ["from", sample("from", "other"), cells.say("panel.key.from")],
      ["upto", sample("upto", "other"), cells.say("panel.key.upto")],
      ["weak", sample("value", "un", true), cells.say("panel.weak")],
      ["before", sample("before", "un"), cells.say("panel.key.before")],
    ];
    this.element.replaceChildren(...rows.filter(([name]) => found.has(name)).map(([name, picture, text]) => {
      const item = element("li", "", "", SIDES.includes(name) ? { "data-side": name } : {});
      item.append(picture, ` ${text}`);
      return item;
    }));
  }
}
