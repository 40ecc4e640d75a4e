/**
 * The ledger of the static site: narrows the table that stands in the page, and opens the record that
 * a link names. All of the table can be read without it.
 */

interface Told {
  /** What rows are found by: each row names, in this order, which of these are its own. */
  publishers: string[];
  measures: string[];
  places: string[][];
  areas: Record<string, string[]>;
  count: string;
  record: string;
  unknown: string;
  badArea: string;
}

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const told: Told = JSON.parse(find("site-told").textContent!);
const form = find<HTMLFormElement>("ledger-filter");
const record = find("ledger-record");
const heading = record.querySelector("h2")!;
const rows = [...document.querySelectorAll<HTMLTableRowElement>(".si-ledger tbody tr")];
const words = new Map<HTMLTableRowElement, string>();
const number = new Intl.NumberFormat("en");

const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;
const query = () => new URLSearchParams(location.search);
const wordsOf = (row: HTMLTableRowElement): string => {
  if (!words.has(row)) words.set(row, row.textContent!.toLowerCase());
  return words.get(row)!;
};

/** Which figures the filters let through. */
function filter(): (row: HTMLTableRowElement) => boolean {
  const [publisher, measure, area, text] = ["publisher", "measure", "area", "text"].map((name) => field(name).value);
  const measures = measure ? measure.split(" ") : null;
  const pcodes = area ? told.areas[area] : null;
  const asked = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => {
    const [by, of, there] = row.dataset.k!.split(" ").map(Number);
    return (!publisher || told.publishers[by] === publisher) &&
      (!measures || measures.includes(told.measures[of])) &&
      (!pcodes || told.places[there].some((code) => pcodes.includes(code))) &&
      asked.every((word) => wordsOf(row).includes(word));
  };
}

/** Show what the filters let through, or the record that is open alone. */
function show(): void {
  const open = query().get("figure") ?? "";
  const opened = rows.find((row) => row.id === open);
  const lets = opened ? (row: HTMLTableRowElement) => row === opened : filter();
  let shown = 0;
  for (const row of rows) {
    row.hidden = !lets(row);
    if (!row.hidden) shown += 1;
  }
  record.hidden = !opened;
  heading.textContent = opened ? told.record.replace("{id}", opened.id) : "";
  for (const details of opened?.querySelectorAll("details") ?? []) details.open = true;
  form.hidden = Boolean(opened);
  find("ledger-count").textContent = told.count.replace("{n}", number.format(shown));
  find("ledger-none").hidden = shown > 0;
}

/** Say what became of a figure that a link names and that is not here any more, or never was. */
function notice(): void {
  const figure = query().get("figure");
  const area = query().get("area");
  const place = find("ledger-notice");
  const withdrawn = figure ? document.querySelector(`#ledger-withdrawn [id="${CSS.escape(figure)}"]`) : null;
  if (withdrawn) place.replaceChildren(...[...withdrawn.childNodes].map((node) => node.cloneNode(true)));
  else if (figure && !rows.some((row) => row.id === figure)) place.textContent = told.unknown;
  else if (area && !(area in told.areas)) place.textContent = told.badArea;
  place.hidden = !place.hasChildNodes();
}

/** Write a part of the address; others, such as the day of a link, stay. */
function write(part: string, value: string, push = false): void {
  const parts = query();
  if (value) parts.set(part, value);
  else parts.delete(part);
  const search = parts.size ? `?${parts}` : location.pathname;
  history[push ? "pushState" : "replaceState"](null, "", search);
}

/** Take the filters from the address. */
function read(): void {
  const area = query().get("area") ?? "";
  field("area").value = area in told.areas ? area : "";
  show();
}

form.addEventListener("input", () => {
  write("area", field("area").value);
  show();
});
form.addEventListener("submit", (event) => event.preventDefault());
record.querySelector("button")!.addEventListener("click", () => {
  const closed = rows.find((row) => !row.hidden);
  write("figure", "");
  show();
  closed?.scrollIntoView({ block: "center" });
  closed?.querySelector("a")?.focus({ preventScroll: true });
});
// A number of a row opens its record, and so does that of the figure that it repeats.
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>(".si-ledger a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  write("figure", link.hash.slice(1), true);
  show();
  heading.focus();
});
addEventListener("popstate", read);
notice();
read();

export {};
