/** The history of a block, or of a place: each order over it, the days under orders, how it stands on the day. */

import type { Cells } from "./cells";
import { element } from "./element";
import type { History, Ordered, Piece } from "./ordered";
import { OrderRows, type OrderRowCalls } from "./orderrow";
import type { Shown } from "./picture";
import { arrange } from "./rivalgroup";
import { periodOf } from "./times";

export class LandHistory {
  readonly element = element("section", "tm-history", "", { "data-testid": "history", "aria-labelledby": "tm-history-title" });
  private readonly title = element("h3", "", "", { id: "tm-history-title", tabindex: "-1" });
  private readonly where = element("p", "tm-quiet");
  private readonly facts = element("ul");
  private readonly list = element("ol", "tm-order-list");
  private readonly rows: OrderRows;
  private key = "";

  constructor(private readonly cells: Cells, private readonly ordered: Ordered, calls: OrderRowCalls, closed: () => void) {
    this.rows = new OrderRows(cells, calls, "h4");
    const close = element("button", "tm-close", "×", { type: "button", "aria-label": cells.say("ordered.close") });
    close.addEventListener("click", closed);
    this.element.append(close, this.title, this.where, this.facts, element("p", "tm-history-over", cells.say("ordered.history")), this.list);
    this.element.hidden = true;
  }

  focus(): void {
    this.title.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
  }

  show(piece: Piece | null, shown: Shown, open: string): void {
    this.element.hidden = piece === null;
    const key = piece ? [piece.title, shown.day, periodOf(shown)?.join(), open].join() : "";
    if (key === this.key) return;
    this.key = key;
    if (!piece) return;
    const history = this.ordered.history(piece.blocks, shown.day);
    this.element.dataset.block = piece.block ? this.ordered.land.data.blocks[piece.blocks[0]].number : "";
    this.title.textContent = piece.title;
    this.where.textContent = this.placed(piece);
    this.facts.replaceChildren(...this.told(piece, history, shown).map((text) => element("li", "", text)));
    const held = history.over.map((one) => this.held(one, shown.day));
    arrange(this.list, this.rows.of(history.over.map(({ card }) => card), shown.day, open, held));
  }

  /** Where it lies, and how exactly that is known. */
  private placed({ blocks, block }: Piece): string {
    const { cells } = this;
    const { blocks: known } = this.ordered.land.data;
    const area = cells.header.areas[known[blocks[0]].area].name;
    if (block) return cells.say(known[blocks[0]].given ? "ordered.block.given" : "ordered.block.approximate", { area });
    return cells.say("ordered.place", { area, blocks: blocks.map((one) => known[one].number).join(cells.say("list.comma")) });
  }

  private told({ blocks, block }: Piece, { under, days, over, last }: History, shown: Shown): string[] {
    const { cells, ordered } = this;
    const date = cells.day(shown.day);
    const status = () => {
      if (!block && under.most) {
        return cells.say("ordered.status.blocks", { date, n: ordered.range(under.least, under.most), all: blocks.length });
      }
      if (under.least) return cells.say("ordered.status.sure", { date });
      if (under.most) return cells.say("ordered.status.possible", { date });
      if (last >= 0) return cells.say("ordered.status.over", { date, end: cells.day(last) });
      return cells.say("ordered.status.never", { date });
    };
    const told = [status()];
    if (over.length) {
      told.push(cells.say(block ? "ordered.days" : "ordered.days.place", { date, days: ordered.range(days.least, days.most) }));
    }
    const period = periodOf(shown);
    if (period && block) {
      const { least, most } = ordered.land.timesOrdered(...period);
      const [from, to] = period.map((day) => cells.day(day));
      told.push(cells.say("ordered.times", { from, to, n: ordered.range(least[blocks[0]], most[blocks[0]]) }));
    }
    return told;
  }

  /** On which days an order held here, and over how much of it. */
  private held({ start, end, sure }: History["over"][number], day: number): string {
    const { cells } = this;
    const [from, to] = [cells.day(start, "short"), cells.day(end, "short")];
    const span = cells.say(end > day ? "ordered.span.open" : "ordered.span", { from, to });
    return `${span} · ${cells.say(sure ? "ordered.whole" : "ordered.part")}`;
  }
}
