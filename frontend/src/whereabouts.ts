/** Where the reader is: what has been asked for, and what the address and Python have been told of it. */

import { payloadsOf, queryOf, writeAddress, type How } from "./address";
import type { Header, Settled, ViewMessage, ViewParts } from "./contract";
import { dayIndex } from "./days";

/** What outlives a mounted screen. */
export interface Memory {
  /** How often Python has been told. */
  told: number;
  /** What it was told last, until another page has asked whether it was heard. */
  last: Settled | null;
  /** Sentences about the link that were on the screen when the reader moved on. */
  read: string;
}

/** The parts of a view that are not places on the screen; all but the layer are of the payloads. */
type Asked = Pick<ViewParts, "layer" | "show" | "view" | "lang" | "later">;

export class Whereabouts {
  /** What the reader has asked for: of it, other payloads may still be on their way. */
  readonly asked: Asked;
  /** Path of the map's page: the address of another page is not ours. */
  readonly path = location.pathname;
  /** What was last told. */
  private where = "";
  /** What the payloads on the screen are of. */
  private readonly sent: string;

  constructor(
    private readonly header: Header, private readonly memory: Memory, message: ViewMessage, first: ViewParts,
  ) {
    const { layer, show, view, lang, later } = first;
    this.asked = { layer, show, view, lang, later };
    this.sent = payloadsOf(message.view, message.rebuilt);
  }

  /** The reader asks for another layer, kind, language, for other publishers. */
  ask(parts: Partial<ViewParts>): void {
    const { asked } = this;
    for (const name of ["layer", "show", "view", "lang", "later"] as const) {
      if (name in parts) asked[name] = parts[name] as never;
    }
    // A reconstruction knows what came out later; without that, there is none.
    if (parts.show === "reconstructed") asked.later = null;
    if (parts.later) asked.show = "published";
  }

  /** Python repeats what it has heard; only where it says something else has it changed the view itself. */
  hear({ view: now }: ViewMessage, { view: before }: ViewMessage): void {
    const { show, view, lang, later } = now;
    if (show === before.show && view === before.view && lang === before.lang && later === before.later) return;
    Object.assign(this.asked, { show, view, lang, later });
  }

  /** What has been asked for is not on the screen yet; or would not be, with other parts. */
  waits(rebuilt: string[], parts: Partial<ViewParts> = {}): boolean {
    return this.needs(rebuilt, parts) !== this.sent;
  }

  /** Which payloads a view with other parts needs. */
  needs(rebuilt: string[], parts: Partial<ViewParts>): string {
    const { lang, layer, show, view, later } = { ...this.asked, ...parts };
    return payloadsOf({ lang, layer, show, view, later }, rebuilt);
  }

  /**
   * Begin at a view, without telling anybody. How the address is written: another kind or other
   * publishers, chosen in a dialog of Python's, are another place in the history; and so is a story.
   */
  begin(view: ViewParts): How {
    this.where = JSON.stringify(view);
    const now = new URLSearchParams(location.search);
    const others = now.get("show") !== view.show || now.get("view") !== view.view;
    const opens = view.story !== null && now.get("story") !== view.story;
    return now.has("date") && (opens || (this.hasTold() && others)) ? "push" : "replace";
  }

  /** Whether a view is news; letting go of the slider where it was taken is none. */
  moved(view: ViewParts, message: ViewMessage): boolean {
    const where = JSON.stringify(view);
    if (where === this.where) return false;
    this.where = where;
    if (message.notices.length) this.memory.read = JSON.stringify(message.notices);
    return true;
  }

  /** A message without the sentences about the link, once the reader has moved on. */
  unread(message: ViewMessage): ViewMessage {
    return JSON.stringify(message.notices) === this.memory.read ? { ...message, notices: [] } : message;
  }

  /** Write the address of a view. */
  write(view: ViewParts, data: string, how: How): void {
    if (how !== "none") writeAddress(this.query(view, data), how, this.path);
  }

  /** What Python is told of a view. */
  told(view: ViewParts): Settled {
    this.memory.told += 1;
    this.memory.last = { ...view, told: this.memory.told };
    return this.memory.last;
  }

  /** Whether Python has been told anything. */
  hasTold(): boolean {
    return this.memory.told > 0;
  }

  /** The query of a view, as an address has it. */
  query(view: ViewParts, data: string): URLSearchParams {
    const { first, phases } = this.header;
    const day = dayIndex(first, view.date);
    const phase = phases.find((one) => day <= one.end) ?? phases.at(-1);
    return queryOf(view, phase?.id ?? "", data);
  }
}
