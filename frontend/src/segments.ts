/** A choice of one of a few, all in sight. */

import { element } from "./element";

export class Segments {
  readonly element: HTMLElement;
  private readonly inputs: HTMLInputElement[];

  constructor(name: string, label: string, options: [string, string][], chosen: (value: string) => void) {
    this.element = element("div", "tm-segments", "", { role: "radiogroup", "aria-label": label });
    this.inputs = options.map(([value, text]) => {
      const input = element("input", "", "", { type: "radio", name, value });
      input.addEventListener("change", () => chosen(value));
      const item = element("label");
      item.append(input, element("span", "", text));
      this.element.append(item);
      return input;
    });
  }

  choose(value: string, enabled = true): void {
    for (const input of this.inputs) {
      input.checked = input.value === value;
      input.disabled = !enabled;
    }
  }
}
