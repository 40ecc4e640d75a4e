/** What the page around the map says of a day: marked while the map shows another one. */

const OTHER = "nz-other-day";

/** Dim whatever is of another day than the map's, with its own date; `note` words that date. */
export function markOtherDays(day: string, note: (iso: string) => string): void {
  for (const part of document.querySelectorAll<HTMLElement>(".nz-dated[data-date]")) {
    const own = part.dataset.date!;
    const other = own !== day;
    if (other === part.classList.contains(OTHER)) continue;
    part.classList.toggle(OTHER, other);
    if (other) part.dataset.note = note(own);
    else delete part.dataset.note;
  }
}

/** Take every mark away, when the map goes. */
export function unmarkDays(): void {
  for (const part of document.querySelectorAll<HTMLElement>(`.${OTHER}`)) {
    part.classList.remove(OTHER);
    delete part.dataset.note;
  }
}

/** Let the page's links to this view lead to what is on the screen. */
export function moveLinks(link: string): void {
  if (!link) return;
  for (const anchor of document.querySelectorAll<HTMLAnchorElement>("a[data-live]")) {
    if (anchor.href !== link) anchor.href = link;
  }
}
