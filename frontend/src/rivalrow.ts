/** A published figure as a row: number, who says so, when, what it counts, where it was seen, and its mark. */

import type { Cells } from "./cells";
import type { Card, TextLink } from "./contract";
import { bullet, Plot, type Axis } from "./dotplot";
import { element, link } from "./element";

/** What is the same for all rows. */
export interface RowSetting {
  cells: Cells;
  /** Address of a figure's record in the ledger; empty where there is none. */
  record(id: string): string;
  copy(row: Row): void;
  /** The reader points at a row, or at none any more. */
  point(row: Row | null): void;
}

export class Row {
  readonly element = element("li", "tm-rival");
  readonly button: HTMLButtonElement;
  readonly plot = new Plot();
  private readonly head = element("div", "tm-rival-head");
  private readonly what = element("p", "tm-rival-what");
  private readonly before = element("ul", "tm-rival-before");
  private readonly age = document.createTextNode("");
  private readonly mark = element("span", "tm-rival-mark");
  private shown: { card: Card; before: Card[] } | null = null;
  private day = NaN;

  constructor(private readonly setting: RowSetting) {
    this.button = element("button", "tm-rival-copy", "", { type: "button" });
    this.button.addEventListener("click", () => this.setting.copy(this));
    for (const [name, at] of [["pointerenter", this], ["focusin", this], ["pointerleave", null], ["focusout", null]] as const) {
      this.element.addEventListener(name, () => this.setting.point(at));
    }
    this.element.append(this.head, this.what, this.before, this.plot.element, this.button);
  }

  /** The figure as one sentence with its source. */
  get cited(): string {
    return this.shown?.card.cited ?? "";
  }

  /** Codes of the areas that the figure speaks of. */
  get areas(): string[] {
    return this.shown?.card.areas ?? [];
  }

  /** Show a figure on an axis; what has not changed is let be. */
  show(card: Card, before: Card[], axis: Axis, unit: string): void {
    const { shown } = this;
    this.shown = { card, before };
    if (!shown || !same([card, ...before], [shown.card, ...shown.before])) this.write(card, before);
    // Only what counts the same thing stands on the same axis.
    this.plot.show(card, before.filter((one) => one.kinds[0] === card.kinds[0]), axis, unit);
  }

  /** Count how old it is on a day, and say whether its page came out after it. */
  at(day: number): void {
    if (!this.shown || day === this.day) return;
    this.day = day;
    const { asOf, came, mark } = this.shown.card;
    // A figure for a day to come has no age yet.
    this.age.data = day < asOf ? "" : ` · ${this.setting.cells.age(day - asOf)}`;
    const marked = came === null || came > day ? mark : "";
    if (this.mark.textContent !== marked) this.mark.textContent = marked;
  }

  private write(card: Card, before: Card[]): void {
    const { cells, record } = this.setting;
    this.day = NaN;
    this.element.dataset.figure = card.id;
    this.element.dataset.side = card.side;
    const who = element("span", "tm-rival-who");
    who.append(bullet(card.side), element("span", "tm-said", ` ${cells.say(`group.${card.side}`)}: `), element("bdi", "", card.publisher));
    const source = element("span", "tm-rival-source");
    source.append(sourceLink({ ...card.source, lang: card.lang }));
    this.head.replaceChildren(this.number(card, record(card.id)), " ", who, " ", source);
    const age = element("bdi");
    age.append(this.age);
    const isolated = (text: string) => element("bdi", "", text);
    this.what.replaceChildren(
      isolated(card.when), age, " · ", isolated(card.where), " · ", isolated(card.kinds.join(cells.say("list.sep"))), " ", this.mark,
    );
    // What the hollow mark says to the eye.
    if (card.weak) this.what.append(` · ${cells.say("panel.weak")}`);
    if (card.repeats.length) {
      this.what.append(` · ${cells.say("panel.also")} `);
      card.repeats.forEach((one, index) => this.what.append(index ? cells.say("list.comma") : "", sourceLink(one)));
    }
    this.before.replaceChildren(...before.map((one) => this.opening(one)));
    this.before.hidden = !before.length;
    const copy = `${cells.say("panel.cite")}: ${card.number}, ${card.publisher}`;
    this.button.setAttribute("aria-label", copy);
    this.button.title = cells.say("panel.cite");
  }

  private number(card: Card, address: string): HTMLElement {
    if (!address) return element("b", "tm-rival-number", card.number);
    const { cells } = this.setting;
    const made = element("a", "tm-rival-number", card.number, {
      href: address, target: "_blank", rel: "noopener", title: cells.say("panel.record"),
    });
    made.append(element("span", "tm-said", ` (${cells.say("panel.record")})`));
    return made;
  }

  /** The figure with which the same publisher opened the phase. */
  private opening(card: Card): HTMLElement {
    const { cells } = this.setting;
    const line = element("li", "", cells.say("panel.opened_with", { number: card.number, where: card.where, when: card.when }));
    const { text, url } = card.source;
    const source = link(url ? "" : text, url);
    source.lang = card.lang;
    source.title = text;
    if (url) source.append(element("span", "", cells.say("panel.link"), { lang: cells.header.lang }));
    line.append(" ", source);
    return line;
  }
}

/** Whether figures are told alike: each phase brings its own cards, those that it shares with another among them. */
function same(some: Card[], others: Card[]): boolean {
  return some.length === others.length
    && some.every((one, index) => one === others[index] || JSON.stringify(one) === JSON.stringify(others[index]));
}

/** A source's title in its own language; the style sheet shortens it, a pointer and the focus show the whole. */
function sourceLink({ text, url, lang }: TextLink): HTMLElement {
  const made = link(text, url);
  made.classList.add("tm-source");
  made.title = text;
  made.dir = "auto";
  if (lang) made.lang = lang;
  return made;
}
