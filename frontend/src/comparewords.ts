/** A comparison in words: the table of both sides and the difference, its link, its method and sources. */

import type { Compared } from "./comparison";
import type { Texts } from "./comparing";
import { element } from "./element";

/** Both sides and the difference, one row an area; where none has one for the same reason, that stands once, below. */
export function tableOf({ rows, columns, difference, sides }: Compared, texts: Texts): HTMLElement[] {
  const reasons = new Set(rows.map((row) => row.difference));
  const cells = rows.map((row) => [row.name, ...row.sides, row.difference]);
  if (difference || reasons.size > 1) return [table(columns, cells, texts.say("compare.table"))];
  const { look: { layer }, rebuilt } = sides[1];
  const what = `${texts.say(`layer.${layer}.${rebuilt ? "reconstructed" : "title"}`)} (${texts.say(`layer.${layer}.unit`)})`;
  const why = texts.say("answer.named", { name: columns[3], told: rows[0].difference });
  return [table(columns.slice(0, 3), cells.map((row) => row.slice(0, 3)), what), element("p", "nz-quiet", why)];
}

function table(columns: string[], rows: string[][], caption: string): HTMLElement {
  const made = element("table", "nz-table", "", { "data-testid": "compared" });
  const head = element("tr");
  head.append(...columns.map((title) => element("th", "", title, { scope: "col" })));
  const [top, body] = [element("thead"), element("tbody")];
  top.append(head);
  for (const [name, ...told] of rows) {
    const row = element("tr");
    row.append(element("th", "", name, { scope: "row" }), ...told.map((cell) => element("td", "", cell)));
    body.append(row);
  }
  made.append(element("caption", "", caption), top, body);
  const scroll = element("div", "nz-scroll");
  scroll.append(made);
  return scroll;
}

/** How the numbers came about, what marks mean, and whose they are. */
export function notesOf({ method, footnotes, sources }: Compared, texts: Texts): HTMLElement[] {
  const folded = element("details");
  folded.append(element("summary", "", texts.say("snapshot.sources")), ...sources.map((source) => element("p", "", source)));
  return [...[method, ...footnotes].map((text) => element("p", "", text)), folded];
}

/** A button that puts the address on the clipboard, or shows it where it may not. */
export function copyButton(texts: Texts): HTMLElement {
  const group = element("p", "sc-copy");
  const button = element("button", "", texts.say("copy.button"), { type: "button", "data-testid": "copy-link" });
  const said = element("output", "", "", { "aria-live": "polite" });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      said.textContent = texts.say("copy.done");
    } catch {
      // Not allowed, or not over an unencrypted connection: the reader can copy by hand.
      const field = element("input", "", "", { readonly: "", "aria-label": texts.say("copy.manual") });
      field.value = location.href;
      said.replaceChildren(`${texts.say("copy.manual")} `, field);
      field.select();
    }
  });
  group.append(button, " ", said);
  return group;
}
