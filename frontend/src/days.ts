/** Days as whole numbers from a first day, so that no clock or time zone can shift them. */

const DAY = 86_400_000;

/** The ISO date that lies `index` days after `first`. */
export function isoDay(first: string, index: number): string {
  return new Date(Date.parse(first + "T00:00:00Z") + index * DAY).toISOString().slice(0, 10);
}

/** How many days after `first` an ISO date lies. */
export function dayIndex(first: string, iso: string): number {
  return Math.round((Date.parse(iso + "T00:00:00Z") - Date.parse(first + "T00:00:00Z")) / DAY);
}

/** The same day of another month; the last day of that month where it is shorter. */
export function plusMonths(first: string, index: number, months: number): number {
  const day = new Date(Date.parse(first + "T00:00:00Z") + index * DAY);
  const month = day.getUTCMonth() + months;
  const last = new Date(Date.UTC(day.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const moved = Date.UTC(day.getUTCFullYear(), month, Math.min(day.getUTCDate(), last));
  return Math.round((moved - Date.parse(first + "T00:00:00Z")) / DAY);
}

/** A date in words: `months` are the twelve names that Python writes too. */
export function writtenDay(first: string, index: number, months: string[]): string {
  const [year, month, day] = isoDay(first, index).split("-").map(Number);
  return `${day} ${months[month - 1]} ${year}`;
}
