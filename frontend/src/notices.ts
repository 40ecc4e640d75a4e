/** What else is to be said of a day: how rival figures fit, what the reconstruction rests on, how to read the numbers. */

import type { Cells } from "./cells";
import type { ViewMessage } from "./contract";
import { element, link } from "./element";
import type { Now, Part } from "./part";

export class Notices implements Part {
  readonly element = element("section", "tm-notices");
  /** What was wrong with the link: above the map, where it is seen before the numbers are. */
  readonly ofLink = element("div", "tm-of-link", "", { role: "status" });
  private key: unknown[] = [];

  constructor(private readonly cells: Cells, private readonly message: () => ViewMessage) {}

  show({ shown, spoken }: Now): void {
    const meta = this.cells.header.layers[shown.layer];
    const key = [spoken?.fit, spoken?.notices, meta.id, this.message()];
    if (key.every((part, index) => part === this.key[index])) return;
    this.key = key;
    const parts: HTMLElement[] = [];
    const { opening, notices, about, view, story } = this.message();
    // A story says itself what was wrong with its link.
    this.ofLink.replaceChildren(...(story ? [] : notices).map((text) => element("p", "tm-note", text)));
    for (const notice of spoken?.notices ?? []) {
      parts.push(element("p", "tm-note", notice.text));
      if (!notice.figures.length) continue;
      const list = element("ul");
      for (const { said, source, when } of notice.figures) {
        const item = element("li", "", `${said} (`);
        const page = link(source.text, source.url);
        page.lang = source.lang;
        item.append(page, `${this.cells.say("list.comma")}${when})`);
        list.append(item);
      }
      parts.push(list);
    }
    if (spoken?.fit.length) {
      parts.push(element("h2", "", this.cells.say("recon.fit")), ...spoken.fit.map((text) => element("p", "", text)));
    }
    parts.push(element("p", "tm-quiet", meta.legend), element("p", "tm-quiet", meta.method));
    if (opening && opening.date === view.date) parts.push(element("p", "tm-quiet", opening.why));
    for (const text of [...this.cells.header.credits, ...about]) parts.push(element("p", "tm-quiet", text));
    this.element.replaceChildren(...parts);
  }
}
