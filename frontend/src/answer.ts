/** The answer: the headline of the day, the page's first heading. */

import type { Cells } from "./cells";
import { element } from "./element";
import type { Now, Part } from "./part";

export class Answer implements Part {
  readonly element = element("div", "tm-answer");
  private readonly heading = element("h1", "tm-headline", "", { "data-testid": "headline" });
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
    this.element.append(this.heading, this.more);
  }

  show({ shown, spoken, narrow }: Now): void {
    const text = spoken?.headline ?? this.cells.say("timemap.words_coming");
    if (this.heading.textContent !== text) this.heading.textContent = text;
    this.heading.dataset.date = this.cells.iso(shown.day);
    const length = narrow ? text.length : 0;
    if (length === this.length) return;
    this.length = length;
    this.more.hidden = length <= LONG;
  }
}

/** Letters that fit the room of the sentence on a narrow screen. */
const LONG = 160;
