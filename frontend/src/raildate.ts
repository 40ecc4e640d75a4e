/** The date field of the rail: what is typed or pasted is taken with Enter or on leaving, or told to be no day. */

import type { Header } from "./contract";
import { dayIndex, isoDay, readDay } from "./days";
import type { Controls } from "./railparts";

export interface DateField {
  /** Show the day that is on the screen, unless another is being written. */
  show(day: number): void;
}

export interface DateCalls {
  /** The reader begins to write. */
  begin(): void;
  /** Go to a day. */
  go(day: number): void;
}

export function keepDateField(
  header: Header, days: number, { date: field, problem }: Controls, calls: DateCalls, signal: AbortSignal,
): DateField {
  let shown = "";
  let writing = false;

  function tell(text: string): void {
    problem.textContent = text;
    problem.hidden = !text;
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  function restore(): void {
    writing = false;
    field.value = shown;
  }

  /** Take what stands in the field; tells whether it was a day of the map. */
  function take(): boolean {
    const iso = readDay(field.value, [header.months.long, header.months.short]);
    const day = iso === null ? -1 : dayIndex(header.first, iso);
    const known = day >= 0 && day < days;
    const [first, last] = [header.first, isoDay(header.first, days - 1)];
    tell(known ? "" : header.words["rail.date.bad"].replace("{first}", () => first).replace("{last}", () => last));
    if (!known) return false;
    restore();
    calls.go(day);
    return true;
  }

  field.addEventListener("input", () => {
    if (!writing) calls.begin();
    writing = true;
    tell("");
  }, { signal });
  field.addEventListener("focus", () => field.select(), { signal });
  field.addEventListener("blur", () => {
    if (writing && !take()) restore();
  }, { signal });
  field.addEventListener("keydown", (event) => {
    // The page around has keys of its own.
    event.stopPropagation();
    if (event.key === "Enter" && writing) take();
    if (event.key === "Escape") {
      tell("");
      restore();
    }
  }, { signal });

  return {
    show(day) {
      const iso = isoDay(header.first, day);
      if (iso !== shown) tell("");
      shown = iso;
      if (!writing) field.value = iso;
    },
  };
}
