/** What a reader takes away: one button that discloses a list; the browser makes what it can by itself. */

import type { Cells } from "./cells";
import type { Taking } from "./contract";
import type { ControlCalls } from "./controls";
import { element } from "./element";
import { embedCode } from "./embed";
import type { FocusBack } from "./focusback";
import { copyImage, saveImage } from "./takeaway";

/** What is offered here of what somebody outside makes. */
const OFFERED = ["print", "clip", "data", "page"] as const;

export class TakeMenu {
  readonly button: HTMLButtonElement;
  readonly panel: HTMLElement;
  private readonly said = element("output", "tm-taken");
  private readonly field = element("textarea", "tm-code", "", { readonly: "", rows: "4", spellcheck: "false", dir: "ltr" });
  private readonly code = element("div", "tm-embed");
  private readonly listening = new AbortController();

  constructor(private readonly cells: Cells, private readonly calls: ControlCalls, back: FocusBack, makes: readonly Taking[], linked: boolean) {
    this.button = element("button", "tm-take", cells.say("take.menu"), {
      type: "button", "aria-expanded": "false", "aria-controls": "tm-taking", "data-testid": "take-away",
    });
    this.panel = element("div", "tm-taking", "", {
      id: "tm-taking", role: "group", "aria-label": cells.say("take.menu"), "data-testid": "taking",
    });
    this.panel.hidden = true;
    if (linked) this.offer("take.link", "copy-link", () => this.copyLink());
    this.offer("take.image", "save-image", () => void this.image(() => saveImage(calls.wanted(), calls.name())));
    this.offer("timemap.copy", "copy-image", () => void this.image(
      () => copyImage(calls.wanted()), cells.say("timemap.copied"),
    ));
    for (const what of OFFERED.filter((one) => makes.includes(one))) {
      this.offer(`take.${what}`, `take-${what}`, () => {
        this.close(true);
        calls.take(what);
        back.to(this.button);
      });
    }
    if (linked) this.offerCode();
    this.panel.append(this.said);
    this.listen();
  }

  destroy(): void {
    this.listening.abort();
  }

  private get open(): boolean {
    return !this.panel.hidden;
  }

  private offer(key: string, testId: string, act: () => void): HTMLButtonElement {
    const item = element("button", "tm-item", this.cells.say(key), { type: "button", "data-testid": testId });
    item.addEventListener("click", act);
    this.panel.append(item);
    return item;
  }

  private offerCode(): void {
    const { cells, code, field } = this;
    const item = this.offer("take.embed", "embed", () => {
      code.hidden = !code.hidden;
      item.setAttribute("aria-expanded", String(!code.hidden));
      if (code.hidden) return;
      field.value = embedCode(this.calls.link(), this.calls.title(), cells.header.lang);
      field.select();
      code.scrollIntoView({ block: "nearest" });
    });
    item.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-label", cells.say("take.embed"));
    const copy = element("button", "", cells.say("embed.copy"), { type: "button", "data-testid": "copy-code" });
    copy.addEventListener("click", () => void this.copy(field.value, "embed.copied", () => field.select()));
    code.hidden = true;
    code.append(element("p", "", cells.say("embed.lead")), field, copy);
    this.panel.append(code);
  }

  private copyLink(): void {
    const link = this.calls.link();
    void this.copy(link, "copy.done", () => {
      const by = element("input", "", "", { readonly: "", dir: "ltr", "aria-label": this.cells.say("copy.manual") });
      by.value = link;
      this.said.replaceChildren(element("span", "", this.cells.say("copy.manual")), by);
      by.select();
    });
  }

  /** Put a text on the clipboard and say so; where the browser does not let us, the reader does it. */
  private async copy(text: string, done: string, byHand: () => void): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.said.textContent = this.cells.say(done);
    } catch {
      this.said.textContent = "";
      byHand();
    }
  }

  private async image(make: () => Promise<void>, done = ""): Promise<void> {
    try {
      await make();
      this.said.textContent = done;
    } catch {
      this.said.textContent = this.cells.say("timemap.failed");
    }
  }

  private show(): void {
    this.calls.pause();
    this.said.textContent = "";
    this.code.hidden = true;
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
  }

  private close(back: boolean): void {
    if (!this.open) return;
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (back) this.button.focus();
  }

  private listen(): void {
    const { signal } = this.listening;
    const { button, panel } = this;
    button.addEventListener("click", () => (this.open ? this.close(true) : this.show()), { signal });
    button.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      if (!this.open) this.show();
      panel.querySelector("button")?.focus();
    }, { signal });
    const inside = (event: Event) => event.composedPath().some((one) => one === panel || one === button);
    document.addEventListener("pointerdown", (event) => {
      if (!inside(event)) this.close(false);
    }, { signal, capture: true });
    for (const one of [button, panel]) {
      one.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !this.open) return;
        event.stopPropagation();
        this.close(true);
      }, { signal });
      // Whoever leaves by the keyboard has no use for an open list.
      one.addEventListener("focusout", (event) => {
        const to = event.relatedTarget;
        if (to instanceof Node && !panel.contains(to) && to !== button) this.close(false);
      }, { signal });
    }
    panel.addEventListener("keydown", (event) => this.move(event), { signal });
  }

  /** Arrow keys go from item to item, as the tab key does. */
  private move(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLButtonElement)) return;
    const items = [...this.panel.querySelectorAll("button")].filter((one) => one.offsetParent);
    const at = items.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    (items[to] ?? this.button).focus();
  }
}
