/** The answer: the headline of the day, the page's first heading, and what its marks mean. */

import type { Cells } from "./cells";
import { element } from "./element";
import type { Now, Part } from "./part";

/** Letters that fit three lines of a phone in its larger type. */
const LONG = 150;

export class Answer implements Part {
  readonly element = element("div", "tm-answer");
  private readonly heading = element("h1", "tm-headline", "", { "data-testid": "headline" });
  private readonly footnotes = element("p", "tm-footnotes", "", { "data-testid": "footnotes" });

  constructor(private readonly cells: Cells) {
    this.element.append(this.heading, this.footnotes);
  }

  show({ shown, spoken, arrows }: Now): void {
    const text = spoken?.headline ?? this.cells.say("timemap.words_coming");
    if (this.heading.textContent !== text) {
      this.heading.textContent = text;
      // It is never cut: a long one is set smaller, so that the map stays where it is on most days.
      this.element.classList.toggle("tm-long", text.length > LONG);
    }
    this.heading.dataset.date = this.cells.iso(shown.day);
    const notes = this.meaning([text, ...arrows.map((arrow) => arrow.sentence)]);
    if (this.footnotes.textContent !== notes) this.footnotes.textContent = notes;
  }

  /** What the marks in some texts mean, each said once, as `footnotes` in Python. */
  private meaning(texts: string[]): string {
    const read = texts.join(" ");
    const marks = Object.entries({ "*": "note.assumed", "†": "note.later" });
    return marks.filter(([mark]) => read.includes(mark)).map(([, key]) => this.cells.say(key)).join(" ");
  }
}
