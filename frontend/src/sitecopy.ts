/** Lines of code on a page of the static site can be copied at once. */

import { element } from "./element";

/** What stands in listings for the address of a site that was built for none in particular. */
const ADDRESS = "ADDRESS";

/** Put the address of the site where listings leave it open: here it is known. */
export function fillAddress(site: string): void {
  const asks = document.getElementById("data-address");
  if (!asks) return;
  asks.hidden = true;
  for (const code of document.querySelectorAll("pre[data-program] code")) {
    code.textContent = code.textContent!.replaceAll(ADDRESS, site.replace(/\/$/, ""));
  }
}

/** Put a button before each listing that names one in `data-copy`, and what to say then in `data-copied`. */
export function offerCopies(): void {
  // A page that is no secure one has no clipboard: the lines are selected by hand.
  if (!navigator.clipboard) return;
  for (const listing of document.querySelectorAll<HTMLElement>("pre[data-copy]")) {
    const { copy, copied, program } = listing.dataset;
    const button = element("button", "nz-cite", copy, { type: "button", "aria-label": `${copy}: ${program}` });
    const said = element("span", "", "", { role: "status" });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(listing.textContent!.trim());
      said.textContent = ` ${copied}`;
    });
    const row = element("p", "si-copy");
    row.append(button, said);
    listing.before(row);
  }
}
