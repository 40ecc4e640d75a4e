/** A story beside its map: the step's sentences with their sources, and the way to the other steps. */

import type { Cells } from "./cells";
import type { Segment, StorySource, StoryStep, StoryTold, ViewMessage, ViewParts } from "./contract";
import { element, link } from "./element";
import { pageOf } from "./pageof";
import type { Now, Part } from "./part";
import type { Shown } from "./picture";

export interface StoryCalls {
  /** Show the view of a step. */
  walk(parts: Partial<ViewParts>): void;
  /** The map is on its way to a day. */
  travelling(): boolean;
  /** The reader leaves for another page of the app: where to it leads is in the link. */
  leave: ((where: "map" | "stories") => void) | null;
  /** The query of what is on the screen, without the story. */
  query(): URLSearchParams;
}

export class StoryPanel implements Part {
  readonly element = element("section", "tm-story", "", {
    "data-testid": "story", tabindex: "0", role: "region", "aria-labelledby": "tm-story-title",
  });
  private readonly all = element("a", "tm-story-all");
  private readonly progress = element("span", "tm-story-progress", "", { "data-testid": "story-progress" });
  private readonly bar = element("progress", "", "", { "aria-hidden": "true" });
  /** What was wrong with the link that was opened. */
  private readonly notice = element("p", "tm-story-gone", "", { "data-testid": "story-notice" });
  private readonly heading = element("h3", "tm-story-step");
  private readonly day = element("p", "tm-story-day");
  private readonly back = element("button", "tm-story-return", "", { type: "button", "data-testid": "story-return" });
  private readonly text = element("div", "tm-story-text", "", { "data-testid": "story-text" });
  private readonly sources = element("ol", "tm-story-sources", "", { "data-testid": "story-sources" });
  private readonly origin: HTMLElement;
  private readonly previous = element("button", "", "", { type: "button", "data-testid": "story-previous" });
  private readonly next = element("button", "", "", { type: "button", "data-testid": "story-next" });
  private readonly free = element("a", "tm-story-free", "", { "data-testid": "story-free" });
  private readonly said = element("p", "tm-said", "", { role: "status", "data-testid": "story-said" });
  private step: number;

  constructor(
    private readonly cells: Cells,
    private readonly story: StoryTold,
    private readonly message: () => ViewMessage,
    private readonly calls: StoryCalls,
    first: string | null,
  ) {
    this.step = this.numbered(first);
    const top = element("div", "tm-story-top");
    top.append(this.all, this.progress);
    this.all.textContent = cells.say("story.all");
    this.back.textContent = cells.say("story.return");
    this.previous.textContent = cells.say("story.previous");
    this.next.textContent = cells.say("story.next");
    this.free.textContent = cells.say("story.free");
    this.bar.max = story.steps.length;
    const buttons = element("div", "tm-story-way");
    buttons.append(this.previous, this.next, this.free);
    this.origin = element("h4", "", cells.say("story.sources"), { id: "tm-story-sources" });
    this.sources.setAttribute("aria-labelledby", "tm-story-sources");
    this.element.append(
      top, this.bar, element("h2", "", story.title, { id: "tm-story-title" }),
      this.notice, this.heading, this.day, this.back, this.text, buttons, this.origin, this.sources, this.said,
    );
    this.previous.addEventListener("click", () => this.walk(this.step - 1));
    this.next.addEventListener("click", () => this.walk(this.step + 1));
    this.back.addEventListener("click", () => this.walk(this.step));
    this.leaves(this.all, "stories");
    this.leaves(this.free, "map");
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.write();
  }

  /** Which story and step are shown, as an address names them. */
  parts(): Pick<ViewParts, "story" | "step"> {
    return { story: this.story.id, step: String(this.step) };
  }

  /** Tell another step; its map is shown by whoever asks for it. */
  go(step: string | null): void {
    const number = this.numbered(step);
    if (number === this.step) return;
    this.step = number;
    this.write();
  }

  show({ shown }: Now): void {
    const { address, notices } = this.message();
    const notice = notices.join(" ");
    if (this.notice.textContent !== notice) this.notice.textContent = notice;
    this.notice.hidden = !notice;
    this.all.hidden = this.free.hidden = !address;
    if (address) {
      this.all.href = pageOf(this.message(), "stories");
      this.free.href = `${pageOf(this.message(), "")}?${this.calls.query()}`;
    }
    const there = this.calls.travelling() || this.isThere(shown);
    if (this.back.hidden !== there) this.back.hidden = there;
  }

  /** Whether the map shows what the step tells of. */
  private isThere({ day, since, layer }: Shown): boolean {
    const { cells, told: { view } } = this;
    const from = view.since === null ? null : cells.index(view.since);
    return day === cells.index(view.date) && since === from && cells.header.layers[layer].id === view.layer;
  }

  private get told(): StoryStep {
    return this.story.steps[this.step - 1];
  }

  private numbered(step: string | null): number {
    return Math.min(Math.max(Number(step) || 1, 1), this.story.steps.length);
  }

  private walk(step: number): void {
    if (step < 1 || step > this.story.steps.length) return;
    this.step = step;
    this.write();
    this.said.textContent = `${this.progress.textContent}: ${this.told.title}`;
    this.calls.walk({ ...this.told.view, ...this.parts() });
  }

  private write(): void {
    const { cells, told } = this;
    const total = this.story.steps.length;
    this.progress.textContent = cells.say("story.step", { n: this.step, total });
    this.bar.value = this.step;
    this.heading.textContent = told.title;
    this.day.textContent = told.day;
    this.text.replaceChildren(
      ...told.said.map((sentence) => this.sentence(sentence, told.sources)),
      ...told.leftOut.map((text) => element("p", "tm-story-gone", text, { "data-testid": "story-gone" })),
      ...told.notes.map((text) => element("p", "tm-quiet", text)),
    );
    this.sources.replaceChildren(...told.sources.map((source) => this.source(source)));
    this.origin.hidden = !told.sources.length;
    // A button that has the focus keeps it, also where it leads nowhere.
    this.previous.setAttribute("aria-disabled", String(this.step === 1));
    this.next.setAttribute("aria-disabled", String(this.step === total));
    this.element.dataset.step = String(this.step);
    this.element.scrollTop = 0;
  }

  private sentence(segments: Segment[], sources: StorySource[]): HTMLElement {
    const made = element("p");
    for (const { text, filled, source } of segments) {
      if (!filled) made.append(text);
      else if (source) made.append(this.number(text, source, sources[source - 1]));
      else made.append(element("bdi", "", text));
    }
    return made;
  }

  /** A number leads to its record; where it has none, the list of sources says how it is computed. */
  private number(text: string, place: number, source: StorySource): HTMLElement {
    const where = `${this.cells.say("story.source", { n: place })}: ${source.text}`;
    const record = this.record(source);
    const made = record
      ? element("a", "tm-story-number", "", { href: record, target: "_blank", rel: "noopener", title: where })
      : element("b", "tm-story-number", "", { title: where });
    made.append(element("bdi", "", text));
    const mark = element("sup", "", String(place));
    mark.prepend(element("span", "tm-said", ` ${this.cells.say("story.source", { n: "" })}`));
    made.append(mark);
    return made;
  }

  private record({ id, page }: StorySource): string {
    const { address, view } = this.message();
    if (!address || !page) return "";
    const part = page === "orders" ? "order" : "figure";
    return `${pageOf(this.message(), page)}?${new URLSearchParams({ [part]: id, lang: view.lang })}`;
  }

  private source({ text, source, lang }: StorySource): HTMLElement {
    const made = element("li");
    made.append(element("span", "", text));
    if (source.text) {
      const page = link(source.text, source.url);
      page.dir = "auto";
      if (lang) page.lang = lang;
      made.append(this.cells.say("list.sep"), page);
    }
    return made;
  }

  /** A plain press stays in the app; the link opens in a tab of its own for who asks for that. */
  private leaves(made: HTMLAnchorElement, where: "map" | "stories"): void {
    const { leave } = this.calls;
    if (!leave) {
      made.target = "_blank";
      made.rel = "noopener";
      return;
    }
    made.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      leave(where);
    });
  }

  /** The arrows lead on and back, in the direction of reading. */
  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const on = this.cells.header.rtl ? "ArrowLeft" : "ArrowRight";
    const before = this.cells.header.rtl ? "ArrowRight" : "ArrowLeft";
    if (event.key !== on && event.key !== before) return;
    event.preventDefault();
    event.stopPropagation();
    this.walk(this.step + (event.key === on ? 1 : -1));
  }
}
