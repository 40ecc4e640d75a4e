/** In a frame on someone else's page: who published what the map shows, and the way to the full view. */

import type { Cells } from "./cells";
import { element } from "./element";
import type { Now, Part } from "./part";
import { sourcesOf } from "./takeaway";

export class Credit implements Part {
  readonly element = element("p", "tm-credit", "", { "data-testid": "credit" });
  private readonly sources = element("span", "tm-sources");
  private readonly full: HTMLAnchorElement;
  private key = "";

  constructor(private readonly cells: Cells, data: string, private readonly link: () => string) {
    this.full = element("a", "", cells.say("embed.full"), {
      target: "_blank", rel: "noopener noreferrer", "data-testid": "full-view",
    });
    const { full, sources } = this;
    this.element.append(full, sources, element("span", "", cells.say("embed.credit", { data })));
  }

  show({ shown, arrows, narrow }: Now): void {
    const href = this.link();
    if (this.full.getAttribute("href") !== href) this.full.href = href;
    const text = sourcesOf(this.cells, shown, arrows, narrow).join(" ");
    if (text === this.key) return;
    this.key = text;
    this.sources.textContent = text;
    this.sources.title = text;
  }
}
