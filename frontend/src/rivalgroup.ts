/** A question with its rival figures: groups of rows, each on one axis. */

import type { Cells } from "./cells";
import type { Card, Group, Placed, Question } from "./contract";
import { axisOf, ticksOf, type Axis } from "./dotplot";
import { element } from "./element";
import { Row, type RowSetting } from "./rivalrow";

/** Rows kept for figures that are not shown now. */
const SPARE = 300;

/** What the reader has opened and shut, by question and group, while the page lives. */
const CHOSEN = new Map<string, boolean>();

/** The rows of all questions: a figure keeps its row as long as the screen lives. */
export class Rows {
  private readonly rows = new Map<string, Row>();
  private readonly used = new Map<Row, string>();

  constructor(readonly setting: RowSetting) {}

  of(question: string, id: string): Row {
    const key = `${question}/${id}`;
    let row = this.rows.get(key);
    if (!row) this.rows.set(key, (row = new Row(this.setting)));
    this.used.set(row, key);
    return row;
  }

  /** From here on all rows are taken anew. */
  begin(): void {
    if (this.rows.size > this.used.size + SPARE) {
      const used = new Set(this.used.values());
      for (const key of this.rows.keys()) if (!used.has(key)) this.rows.delete(key);
    }
    this.used.clear();
  }

  at(day: number): void {
    for (const row of this.used.keys()) row.at(day);
  }
}

/** Put elements into their order, moving as few as there are to move: what stands right keeps its focus. */
export function arrange(parent: HTMLElement, wanted: HTMLElement[]): void {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child as HTMLElement)) child.remove();
  let here = parent.firstElementChild;
  for (const child of wanted) {
    if (child === here) here = here.nextElementSibling;
    else parent.insertBefore(child, here);
  }
}

/** A button that opens and shuts what stands below it. */
class Fold {
  readonly button = element("button", "tm-fold", "", { type: "button" });
  private key = "";
  private usual = false;

  constructor(private readonly body: HTMLElement, private readonly changed: () => void) {
    this.button.addEventListener("click", () => this.set(!this.open));
  }

  get open(): boolean {
    return CHOSEN.get(this.key) ?? this.usual;
  }

  /** Whether the reader has opened it. */
  get opened(): boolean {
    return CHOSEN.get(this.key) ?? false;
  }

  name(key: string, usual: boolean): void {
    this.key = key;
    this.usual = usual;
    this.draw();
  }

  set(open: boolean): void {
    CHOSEN.set(this.key, open);
    this.draw();
    this.changed();
  }

  private draw(): void {
    this.button.setAttribute("aria-expanded", String(this.open));
    this.body.hidden = !this.open;
  }
}

class GroupBox {
  readonly element = element("div", "tm-rival-group");
  readonly rest: Fold;
  private readonly title = element("p", "tm-rival-title");
  private readonly axis = element("div", "tm-axis", "", { "aria-hidden": "true", dir: "ltr" });
  private readonly list = element("ol", "tm-rival-list");
  private readonly away = element("ol", "tm-rival-list");
  private drawn = "";

  constructor(private readonly cells: Cells, private readonly rows: Rows, changed: () => void) {
    this.rest = new Fold(this.away, changed);
    this.element.append(this.title, this.axis, this.list, this.rest.button, this.away);
  }

  show(question: Question, group: Group, cards: Card[]): void {
    this.element.dataset.unit = group.unit;
    if (this.title.textContent !== group.title) this.title.textContent = group.title;
    this.title.hidden = !group.title;
    const label = group.title || question.text;
    for (const list of [this.list, this.away]) list.setAttribute("aria-label", label);
    const placed = [...group.shown, ...group.away];
    const axis = axisOf(group.unit, placed.flatMap(({ card, before }) => [card, ...before].map((one) => cards[one])));
    this.ticks(axis, group.unit);
    const rowsOf = (list: Placed[]) => list.map(({ card, before }) => {
      const row = this.rows.of(question.id, cards[card].id);
      row.show(cards[card], before.map((one) => cards[one]), axis, group.unit);
      return row.element;
    });
    arrange(this.list, rowsOf(group.shown));
    this.rest.name(`${question.id}/${group.unit}/${group.title}`, false);
    const more = group.away.length ? this.cells.say("panel.more", { n: group.away.length }) : "";
    if (this.rest.button.textContent !== more) this.rest.button.textContent = more;
    this.rest.button.hidden = !more;
    arrange(this.away, this.rest.open ? rowsOf(group.away) : []);
  }

  private ticks(axis: Axis, unit: string): void {
    const key = `${axis.from} ${axis.to} ${unit}`;
    if (key === this.drawn) return;
    this.drawn = key;
    this.axis.replaceChildren(...ticksOf(axis, unit, this.cells).map(({ place, text }) => {
      const tick = element("span", "", "", { style: `--at:${place}` });
      tick.append(element("bdi", "", text));
      return tick;
    }));
  }
}

export class QuestionBox {
  readonly element = element("section", "tm-question");
  private readonly fold: Fold;
  private readonly body = element("div");
  private readonly text = element("span");
  private readonly count = element("span", "tm-quiet");
  private readonly groups: GroupBox[] = [];
  private readonly differ: HTMLAnchorElement;
  /** What a link among its like is about, for whoever does not see where it stands. */
  private readonly subject = element("span", "tm-said");

  constructor(
    private readonly cells: Cells, private readonly rows: Rows, private readonly changed: () => void,
    private readonly page: () => string,
  ) {
    this.fold = new Fold(this.body, changed);
    const heading = element("h3");
    this.fold.button.append(this.text, " ", this.count);
    heading.append(this.fold.button);
    this.differ = element("a", "tm-differ", cells.say("panel.differ"), { target: "_blank", rel: "noopener" });
    this.differ.append(this.subject);
    // The day in the address is the one on which the link is taken: no step of playing writes it.
    for (const sign of ["pointerenter", "focus", "click"]) this.differ.addEventListener(sign, () => this.lead());
    this.element.append(heading, this.body);
  }

  private lead(): void {
    this.differ.href = this.page();
  }

  /** Show a question; rows are made of what is open. */
  show(question: Question, cards: Card[]): void {
    this.element.dataset.question = question.id;
    if (this.text.textContent !== question.text) this.text.textContent = question.text;
    const figures = question.groups.reduce((sum, { shown, away }) => sum + shown.length + away.length, 0);
    this.differ.hidden = figures < 2 || !this.page();
    const count = String(figures);
    if (this.count.textContent !== count) this.count.textContent = count;
    this.fold.name(question.id, question.open);
    if (!this.fold.open) return;
    while (this.groups.length < question.groups.length) this.groups.push(new GroupBox(this.cells, this.rows, this.changed));
    question.groups.forEach((group, index) => this.groups[index].show(question, group, cards));
    this.subject.textContent = ` (${question.text})`;
    this.lead();
    arrange(this.body, [...this.groups.slice(0, question.groups.length).map((group) => group.element), this.differ]);
  }

  /** Close the innermost thing that the reader has opened around an element; whether there was one. */
  close(around: Element): boolean {
    const inner = this.groups.find((group) => group.element.contains(around) && group.rest.opened);
    const fold = inner?.rest ?? (this.fold.opened && this.element.contains(around) ? this.fold : null);
    if (!fold) return false;
    fold.set(false);
    fold.button.focus();
    return true;
  }
}
