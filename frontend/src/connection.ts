/** Whether the app can be reached, and the quiet line that says when it can't, or when something is on its way. */

import type { Cells } from "./cells";
import { element } from "./element";
import type { Part } from "./part";

const STATE = "data-test-connection-state";
/** Streamlit's first tries are no loss of a connection. */
const LOST = ["PINGING_SERVER", "CONNECTING", "DISCONNECTED_FOREVER"];
/** How long another payload may take before that is said, and before it counts as lost, in milliseconds. */
const SOON = 400;
const PATIENCE = 15_000;

/** Tell whether the app can be reached, now and whenever that changes. */
export function watchConnection(changed: (online: boolean) => void, signal: AbortSignal): void {
  const app = document.querySelector("[data-testid=stApp]");
  let before: boolean | null = null;
  const look = (): void => {
    const online = navigator.onLine && !LOST.includes(app?.getAttribute(STATE) ?? "");
    if (online === before) return;
    before = online;
    changed(online);
  };
  if (app) {
    const observer = new MutationObserver(look);
    observer.observe(app, { attributes: true, attributeFilter: [STATE] });
    signal.addEventListener("abort", () => observer.disconnect());
  }
  addEventListener("online", look, { signal });
  addEventListener("offline", look, { signal });
  look();
}

export class Connection implements Part {
  readonly element = element("div", "tm-connection", "", { role: "status", "data-testid": "connection" });
  private readonly again: HTMLButtonElement;
  private online = true;
  private coming: "" | "soon" | "late" = "";
  private timers: number[] = [];
  private retry = (): void => location.reload();

  constructor(private readonly cells: Cells) {
    this.again = element("button", "", cells.say("timemap.again"), { type: "button" });
    this.again.addEventListener("click", () => this.retry());
    this.element.hidden = true;
  }

  show(): void {}

  /** The app can be reached, or not. */
  reached(online: boolean): void {
    this.online = online;
    this.write();
  }

  /** Other figures have been asked for. */
  awaits(): void {
    this.forget();
    this.retry = () => location.reload();
    this.timers = [
      window.setTimeout(() => this.at("soon"), SOON),
      window.setTimeout(() => this.at("late"), PATIENCE),
    ];
  }

  /** What was asked for could not be fetched; it can be tried again. */
  failed(again: () => void): void {
    this.forget();
    this.retry = () => {
      this.forget();
      again();
    };
    this.at("late");
  }

  /** What was asked for is there, or is no longer wanted. */
  forget(): void {
    this.timers.forEach(clearTimeout);
    this.timers = [];
    this.at("");
  }

  destroy(): void {
    this.timers.forEach(clearTimeout);
  }

  private at(coming: "" | "soon" | "late"): void {
    this.coming = coming;
    this.write();
  }

  private write(): void {
    const key = !this.online ? "timemap.offline" : this.coming ? `timemap.${this.coming}` : "";
    const text = key && this.cells.say(key);
    this.element.hidden = !text;
    if (this.element.dataset.key === key) return;
    this.element.dataset.key = key;
    this.element.replaceChildren(text, ...(key === "timemap.late" ? [this.again] : []));
  }
}
