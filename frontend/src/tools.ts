/** What a reader takes along from the map: its address, and its picture, both of what is on the screen. */

import type { Cells } from "./cells";
import { element } from "./element";
import { copyImage, saveImage, type Wanted } from "./takeaway";

export interface ToolCalls {
  wanted(): Wanted;
  /** Name of the file of a saved picture. */
  name(): string;
}

export class Tools {
  readonly element = element("div", "tm-tools");
  private readonly link = element("button", "", "", { type: "button", "data-testid": "copy-link" });
  private readonly said = element("output", "tm-quiet", "", { "aria-live": "polite" });

  constructor(private readonly cells: Cells, calls: ToolCalls) {
    this.link.textContent = cells.say("copy.button");
    this.link.addEventListener("click", () => this.copyAddress());
    this.element.append(
      this.link,
      this.button("timemap.copy", async () => {
        await copyImage(calls.wanted());
        return cells.say("timemap.copied");
      }),
      this.button("timemap.save", async () => {
        await saveImage(calls.wanted(), calls.name());
        return "";
      }),
      this.said,
    );
  }

  /** Take over the address of what is on the screen. */
  show(link: string): void {
    this.link.dataset.link = link;
    this.link.hidden = !link;
  }

  private button(key: string, act: () => Promise<string>): HTMLButtonElement {
    const made = element("button", "", this.cells.say(key), { type: "button" });
    made.addEventListener("click", () => {
      act().then((text) => (this.said.textContent = text), () => (this.said.textContent = this.cells.say("timemap.failed")));
    });
    return made;
  }

  /** Put the address on the clipboard, or show it where that is not allowed. */
  private async copyAddress(): Promise<void> {
    const link = this.link.dataset.link!;
    try {
      await navigator.clipboard.writeText(link);
      this.said.textContent = this.cells.say("copy.done");
    } catch {
      const manual = this.cells.say("copy.manual");
      const field = element("input", "", "", { readonly: "", "aria-label": manual });
      field.value = link;
      this.said.replaceChildren(`${manual} `, field);
      field.select();
    }
  }
}
