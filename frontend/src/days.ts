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

const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
const ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * The ISO date that a reader has typed or pasted, or null: year first in any writing of digits, with marks
 * between or without, or a day with the month in words, in English or as `months` names it. 4/5/2025 is
 * nobody's date for sure.
 */
export function readDay(text: string, months: string[][]): string | null {
  const plain = text.replace(ARABIC_DIGITS, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[\u200e\u200f\u2066-\u2069]/g, "").trim().toLowerCase();
  const first = plain.match(/^(\d{4})(\d\d)(\d\d)$/)
    ?? plain.match(/^(\d{4})\s*[-\u2010-\u2015\u2212/.\s]\s*(\d{1,2})\s*[-\u2010-\u2015\u2212/.\s]\s*(\d{1,2})(?:t.*)?$/);
  if (first) return whole(first[1], Number(first[2]), first[3]);
  const year = plain.match(/(?<!\d)\d{4}(?!\d)/)?.[0];
  const day = plain.match(/(?<!\d)\d{1,2}(?!\d)/g);
  const name = plain.replace(/[\d,،.]/g, " ").replace(/\s+/g, " ").trim();
  if (!year || day?.length !== 1 || !name) return null;
  // Hebrew sets a letter before the month: "in October".
  const known = months.map((names) => names.findIndex((one) => [name, name.slice(1)].includes(one.toLowerCase())));
  const english = name.length > 2 ? ENGLISH.findIndex((month) => name.startsWith(month)) : -1;
  const month = [...known, english].find((index) => index >= 0);
  return month === undefined ? null : whole(year, month + 1, day[0]);
}

/** An ISO date of its parts; null where no calendar has it. */
function whole(year: string, month: number, day: string): string | null {
  const iso = `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = Date.parse(iso + "T00:00:00Z");
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso) ? iso : null;
}
