/** What publishers say of the day, figure beside figure, the rival ones on one axis. */

import type { Cells } from "./cells";
import type { Card, Question, ViewMessage, ViewParts } from "./contract";
import { element } from "./element";
import { pageOf } from "./pageof";
import type { Now, Part } from "./part";
import { Citing } from "./citing";
import { Key } from "./rivalkey";
import { arrange, QuestionBox, Rows } from "./rivalgroup";
import type { Row } from "./rivalrow";

/** How ids of a reader's own rows begin: they live in one session, of which a link knows nothing. */
const OWN = "OWN-";

export interface RivalCalls {
  /** The reader wants what came out later with the rest, or left out; null where nobody can bring it. */
  want: ((parts: Partial<ViewParts>) => void) | null;
  /** The areas that the figure speaks of which the reader points at; none for no figure. */
  point(areas: string[]): void;
}

export class Rivals implements Part {
  readonly element = element("section", "tm-rivals", "", {
    "data-testid": "rivals", tabindex: "0", role: "region", "aria-labelledby": "tm-rivals-title",
  });
  private readonly lead = element("p", "tm-quiet");
  private readonly nothing = element("p", "tm-quiet");
  private readonly leaveOut = element("input", "", "", { type: "checkbox" });
  private readonly list = element("div");
  private readonly questions = new Map<string, QuestionBox>();
  private readonly citing: Citing;
  private readonly rows: Rows;
  private readonly key: Key;
  /** What stands there: where both are the same, rows only grow older. */
  private panel: Question[] | null | undefined;
  private cards: Card[] | null = null;
  private heard: ViewMessage | null = null;
  private day = NaN;

  /** The row that the reader points at. */
  private pointed: Row | null = null;

  constructor(
    private readonly cells: Cells, private readonly message: () => ViewMessage, private readonly calls: RivalCalls,
  ) {
    this.citing = new Citing(cells);
    this.rows = new Rows({
      cells, record: (id) => this.record(id), copy: (row) => void this.citing.copy(row), point: (row) => this.point(row),
    });
    this.key = new Key(cells);
    const label = element("label", "tm-leave-out");
    label.append(this.leaveOut, ` ${cells.say("panel.leave_out")}`);
    label.hidden = calls.want === null;
    this.leaveOut.addEventListener("change", () => calls.want?.({ later: this.leaveOut.checked ? "no" : null }));
    const line = element("div", "tm-rivals-lead");
    line.append(this.lead, label);
    this.element.append(
      element("h2", "", cells.say("panel.title"), { id: "tm-rivals-title" }),
      line, this.nothing, this.list, this.key.element, this.citing.status,
    );
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.element.addEventListener("focusin", () => this.element.classList.remove("tm-calm"));
  }

  show({ shown, spoken }: Now): void {
    const message = this.message();
    this.element.hidden = message.bare;
    if (message.bare) return;
    if (message !== this.heard) {
      this.heard = message;
      this.leaveOut.checked = message.view.later === "no";
    }
    if (this.element.dataset.theme !== shown.theme) this.element.dataset.theme = shown.theme;
    const panel = spoken?.panel ?? null;
    const fresh = panel !== this.panel || (spoken?.cards ?? null) !== this.cards;
    this.panel = panel;
    this.cards = spoken?.cards ?? null;
    const lead = spoken?.lead.join(" ") ?? "";
    if (this.lead.textContent !== lead) this.lead.textContent = lead;
    if (fresh) this.draw();
    if (!fresh && shown.day === this.day) return;
    this.day = shown.day;
    this.element.dataset.date = this.cells.iso(shown.day);
    this.rows.at(shown.day);
  }

  /** Put every figure into its place; a figure that stays keeps its row. */
  private draw(): void {
    const { cells, panel, cards } = this;
    const nothing = panel?.length ? "" : cells.say(panel ? "panel.none" : "panel.coming");
    if (this.nothing.textContent !== nothing) this.nothing.textContent = nothing;
    this.nothing.hidden = !nothing;
    const focus = this.focus();
    this.rows.begin();
    const boxes = (panel ?? []).map((question) => {
      let box = this.questions.get(question.id);
      if (!box) {
        box = new QuestionBox(cells, this.rows, () => this.redraw(), () => this.differ(question.id));
        this.questions.set(question.id, box);
      }
      box.show(question, cards!);
      return box.element;
    });
    arrange(this.list, boxes);
    this.key.show(panel ?? [], cards ?? []);
    if (this.pointed && !this.pointed.element.isConnected) this.point(null);
    // What the reader stood on was moved, or is gone.
    if (focus && focus !== this.focus()) (focus.isConnected ? focus : this.element).focus({ preventScroll: true });
  }

  private point(row: Row | null): void {
    if (row === this.pointed) return;
    this.pointed = row;
    this.calls.point(row?.areas ?? []);
  }

  private redraw(): void {
    this.draw();
    this.rows.at(this.day);
  }

  /** What has the focus in here; the place is a shadow root in the app, a document elsewhere. */
  private focus(): HTMLElement | null {
    const found = (this.element.getRootNode() as Document | ShadowRoot).activeElement;
    return found && this.element.contains(found) ? (found as HTMLElement) : null;
  }

  private record(id: string): string {
    const { address, view } = this.message();
    if (!address || id.startsWith(OWN)) return "";
    return `${pageOf(this.message(), "estimates")}?${new URLSearchParams({ figure: id, lang: view.lang })}`;
  }

  /** Where the page stands that says how far the figures on a question are apart, and why; empty for nowhere. */
  private differ(question: string): string {
    const { address, home, view } = this.message();
    // A static site has no such page.
    if (!address || home) return "";
    const parts = { question, since: view.since, date: this.element.dataset.date, lang: view.lang, view: view.view };
    const told = Object.entries(parts).filter((part): part is [string, string] => Boolean(part[1]));
    return `${pageOf(this.message(), "disagreement")}?${new URLSearchParams(told)}`;
  }

  /** Escape closes what was opened last: a whole title, a sentence to copy, a fold. */
  private press(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    const at = event.target as Element;
    const titled = at.matches(".tm-source") && !this.element.classList.contains("tm-calm");
    if (titled) this.element.classList.add("tm-calm");
    else if (!this.citing.close() && ![...this.questions.values()].some((box) => box.close(at))) return;
    event.stopPropagation();
  }
}
