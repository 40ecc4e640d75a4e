/** The answer: the headline of the day, the page's first heading. */

import type { Cells } from "./cells";
import { element } from "./element";
import type { Now, Part } from "./part";

export class Answer implements Part {
  readonly element = element("div", "tm-answer");
  private readonly heading = element("h1", "tm-headline", "", { "data-testid": "headline" });

  constructor(private readonly cells: Cells) {
    this.element.append(this.heading);
  }

  show({ shown, spoken }: Now): void {
    const text = spoken?.headline ?? this.cells.say("timemap.words_coming");
    if (this.heading.textContent !== text) this.heading.textContent = text;
    this.heading.dataset.date = this.cells.iso(shown.day);
  }
}
