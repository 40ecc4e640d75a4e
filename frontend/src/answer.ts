/** The answer: the headline of the day, the page's first heading, and what its marks mean. */

import type { Cells } from "./cells";
import { element } from "./element";
import type { Now, Part } from "./part";

export class Answer implements Part {
  readonly element = element("div", "tm-answer");
  private readonly heading = element("h1", "tm-headline", "", { "data-testid": "headline" });
  private readonly footnotes = element("p", "tm-footnotes", "", { "data-testid": "footnotes" });
  /** On a narrow screen the sentence may be longer than its room. */
  private readonly more = element("button", "tm-more", "", { type: "button", "aria-expanded": "false", hidden: "" });
  private length = -1;

  constructor(private readonly cells: Cells) {
    this.more.textContent = cells.say("timemap.whole");
    this.more.addEventListener("click", () => {
      const open = this.more.getAttribute("aria-expanded") !== "true";
      this.more.setAttribute("aria-expanded", String(open));
      this.element.classList.toggle("tm-whole", open);
    });
    this.element.append(this.heading, this.more, this.footnotes);
  }

  show({ shown, spoken, arrows, narrow }: Now): void {
    const text = spoken?.headline ?? this.cells.say("timemap.words_coming");
    if (this.heading.textContent !== text) this.heading.textContent = text;
    this.heading.dataset.date = this.cells.iso(shown.day);
    const notes = this.meaning([text, ...arrows.map((arrow) => arrow.sentence)]);
    if (this.footnotes.textContent !== notes) this.footnotes.textContent = notes;
    const length = narrow ? text.length : 0;
    if (length === this.length) return;
    this.length = length;
    this.more.hidden = length <= LONG;
  }

  /** What the marks in some texts mean, each said once, as `footnotes` in Python. */
  private meaning(texts: string[]): string {
    const read = texts.join(" ");
    const marks = Object.entries({ "*": "note.assumed", "†": "note.later" });
    return marks.filter(([mark]) => read.includes(mark)).map(([, key]) => this.cells.say(key)).join(" ");
  }
}

/** Letters that fit the room of the sentence on a narrow screen. */
const LONG = 160;
