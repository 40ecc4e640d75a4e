/** An order as a row: when, what its issuer calls it, where, where to, how large, whom it affects, who says so. */

import type { Cells } from "./cells";
import type { OrderCard } from "./contract";
import { element, link } from "./element";

/** By what it is said how many people were on an order's land, in the order of `OrderCard.parts`. */
const PARTS = ["land", "census", "said"] as const;

export interface OrderRowCalls {
  /** The reader opens an order, or closes the one that is open. */
  open(id: string): void;
  /** The reader asks for the history of a block, by its number. */
  block(number: string): void;
  /** The number of a block that exists, of a block or a part of one that an order names; empty for none. */
  known(number: string): string;
}

export class OrderRow {
  readonly element = element("li", "tm-order");
  readonly button = element("button", "tm-fold", "", { type: "button", "aria-expanded": "false" });
  private readonly held = element("p", "tm-order-held");
  private readonly mark = element("span", "tm-order-mark");
  private readonly details = element("div", "tm-order-details");
  private day = NaN;

  constructor(
    private readonly cells: Cells, private readonly card: OrderCard, private readonly calls: OrderRowCalls, level: "h3" | "h4",
  ) {
    const sep = " · ";
    this.element.dataset.order = card.id;
    this.button.append(element("b", "", card.when), element("span", "", card.term));
    this.button.addEventListener("click", () => calls.open(card.id));
    const heading = element(level);
    heading.append(this.button);
    const where = element("p", "tm-order-where");
    where.append(isolated(card.issuer), sep, isolated(card.where));
    const facts = element("p");
    facts.append(
      isolated(card.to ? cells.say("ordered.to", { place: card.to }) : cells.say("ordered.to.none")),
      ...[card.named, card.published, card.measured, card.people, card.estimate].filter(Boolean).flatMap((text) => [sep, isolated(text)]),
    );
    const source = element("p", "tm-order-source");
    const page = link(card.source.text, card.source.url);
    page.lang = card.source.lang;
    page.dir = "auto";
    source.append(page, this.mark);
    if (card.user) source.append(sep, card.user);
    this.details.hidden = true;
    this.held.hidden = true;
    this.element.append(heading, this.held, where, facts, source, this.details);
  }

  /** Say on which days it held over a piece of land, and over how much of it. */
  hold(text: string): void {
    this.held.hidden = !text;
    if (this.held.textContent !== text) this.held.textContent = text;
  }

  /** Say whether its page came out after the day shown. */
  at(day: number): void {
    if (day === this.day) return;
    this.day = day;
    const { came, mark } = this.card;
    const told = mark && (came === null || came > day) ? ` · ${mark}` : "";
    if (this.mark.textContent !== told) this.mark.textContent = told;
  }

  /** Show the rest of what is known, or put it away. */
  unfold(open: boolean): void {
    if (open === !this.details.hidden) return;
    this.details.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.element.classList.toggle("tm-unfolded", open);
    if (open && !this.details.firstChild) this.write();
  }

  private write(): void {
    const { card, cells, details, calls } = this;
    details.append(element("p", "", card.outline));
    if (card.unknown.length) {
      const line = element("p", "", "", { dir: "auto" });
      line.textContent = cells.say("ordered.unknown", { names: card.unknown.join(cells.say("list.sep")) });
      details.append(line);
    }
    if (card.parts.length) {
      const parts = element("ul", "tm-order-parts");
      PARTS.forEach((part, index) => {
        const n = card.parts[index] || cells.say("ordered.part.unstated");
        parts.append(element("li", "", cells.say(`ordered.part.${part}`, { n })));
      });
      details.append(element("p", "", cells.say("ordered.parts")), parts);
    }
    if (!card.blocks.length) return;
    details.append(element("p", "", cells.say("ordered.numbers")));
    const list = element("ul", "tm-blocks");
    for (const number of card.blocks) {
      const item = element("li");
      const known = calls.known(number);
      if (known) {
        const button = element("button", "", number, { type: "button", "aria-label": cells.say("ordered.block", { n: number }) });
        button.addEventListener("click", () => calls.block(known));
        item.append(button);
      } else {
        item.textContent = number;
      }
      list.append(item);
    }
    details.append(list);
  }
}

/** A text apart from the words around it; a name that has none in the reader's language is an English one. */
function isolated(text: string): HTMLElement {
  const english = /\p{Script=Latin}/u.test(text) && !/[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text);
  return element("bdi", "", text, english ? { lang: "en" } : {});
}

/** Rows of orders, made when they are first shown. */
export class OrderRows {
  private readonly rows = new Map<string, OrderRow>();

  /** `level`: of the headings of the rows. */
  constructor(private readonly cells: Cells, private readonly calls: OrderRowCalls, private readonly level: "h3" | "h4") {}

  of(cards: OrderCard[], day: number, open: string, held: string[] = []): HTMLElement[] {
    return cards.map((card, index) => {
      let row = this.rows.get(card.id);
      if (!row) this.rows.set(card.id, (row = new OrderRow(this.cells, card, this.calls, this.level)));
      row.at(day);
      row.hold(held[index] ?? "");
      row.unfold(card.id === open);
      return row.element;
    });
  }
}
