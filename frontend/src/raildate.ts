/** A date field: a day in words, or as digits while it is written; Enter or leaving takes it, or tells why not. */

import type { Header } from "./contract";
import { dayIndex, isoDay, readDay, writtenDay } from "./days";

export interface DateField {
  /** Show the day that is on the screen, unless another is being written. */
  show(day: number): void;
}

export interface DateCalls {
  /** The last day that can be gone to. */
  last(): number;
  /** The reader begins to write. */
  begin(): void;
  /** Go to a day. */
  go(day: number): void;
}

export function keepDateField(
  header: Pick<Header, "first" | "months" | "words">, field: HTMLInputElement, problem: HTMLElement, calls: DateCalls, signal: AbortSignal,
): DateField {
  const STEPS: Record<string, number> = { ArrowUp: 1, ArrowDown: -1 };
  let shown = -1;
  let focused = false;
  let writing = false;

  function tell(text: string): void {
    problem.textContent = text;
    problem.hidden = !text;
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  function restore(): void {
    writing = false;
    field.value = focused ? isoDay(header.first, shown) : writtenDay(header.first, shown, header.months.long);
  }

  /** Take what stands in the field; tells whether it was a day that can be gone to. */
  function take(): boolean {
    const iso = readDay(field.value, [header.months.long, header.months.short]);
    const day = iso === null ? -1 : dayIndex(header.first, iso);
    const last = calls.last();
    const known = day >= 0 && day <= last;
    const [first, end] = [header.first, isoDay(header.first, last)];
    tell(known ? "" : header.words["rail.date.bad"].replace("{first}", () => first).replace("{last}", () => end));
    if (!known) return false;
    writing = false;
    calls.go(day);
    restore();
    return true;
  }

  field.addEventListener("input", () => {
    if (!writing) calls.begin();
    writing = true;
    tell("");
  }, { signal });
  field.addEventListener("focus", () => {
    focused = true;
    if (!writing) restore();
    field.select();
  }, { signal });
  field.addEventListener("blur", () => {
    focused = false;
    if (!writing || !take()) restore();
  }, { signal });
  field.addEventListener("keydown", (event) => {
    // The page around has keys of its own.
    event.stopPropagation();
    if (event.key === "Enter" && writing) take();
    if (event.key === "Escape") {
      tell("");
      restore();
    }
    const step = STEPS[event.key];
    if (!step || writing || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    calls.go(Math.min(Math.max(shown + step, 0), calls.last()));
  }, { signal });

  return {
    show(day) {
      if (day === shown) return;
      if (shown >= 0) tell("");
      shown = day;
      if (!writing) restore();
    },
  };
}
