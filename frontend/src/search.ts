/** The place search on the map: any spelling that is given is found, and nothing is transliterated. */

import type { Cells } from "./cells";
import type { Place } from "./contract";
import { element } from "./element";

const MOST = 8;

/** Marks that a spelling may have or lack: vowels, accents, the stretching of letters. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]/g;
const LETTERS: Record<string, string> = {
  "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه",
  "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
};

/** A spelling as it is compared: without marks, signs and articles, in small letters. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(MARKS, "").toLowerCase()
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[أإآٱىئؤةךםןףץ]/g, (letter) => LETTERS[letter])
    .replace(/['’‘`ʿʾ״׳"]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim()
    .replace(/(^| )(?:al|el|ad|ar|as|ash|at|az|an) (?=\p{L})/gu, "$1");
}

/** What is left of a spelling without vowels and doubled letters: what one writes as Jabalia another does as Jabaliya. */
function bones(spelling: string): string {
  return spelling.replace(/[aeiouyw\u0627\u0648\u064a\u05d5\u05d9]/g, "").replace(/(.)\1+/gu, "$1");
}

/** How well a spelling answers what is asked: smaller is better; -1 for not at all. */
function answers(spelling: string, asked: string): number {
  if (spelling === asked) return 0;
  if (spelling.startsWith(asked)) return 1;
  if (spelling.includes(` ${asked}`)) return 2;
  if (spelling.includes(asked)) return 3;
  const [known, wanted] = [bones(spelling), bones(asked)];
  return wanted.length >= 3 && known.startsWith(wanted) ? 4 : -1;
}

/** The places that a text asks for, the best answer first, and of equals the more important. */
export function found(places: Place[], text: string): Place[] {
  const asked = plain(text);
  if (!asked) return [];
  const told: { place: Place; order: number }[] = [];
  places.forEach((place, index) => {
    const ranks = [place.name, ...place.others].map((name) => answers(plain(name), asked)).filter((rank) => rank >= 0);
    if (ranks.length) told.push({ place, order: Math.min(...ranks) * 1e5 + place.rank * 1e3 + index });
  });
  return told.sort((a, b) => a.order - b.order).slice(0, MOST).map(({ place }) => place);
}

/** A field with a list of places below it (the combobox pattern of ARIA). */
export class Search {
  readonly element = element("div", "tm-search");
  private readonly field: HTMLInputElement;
  private readonly list = element("ul", "tm-places", "", { role: "listbox", id: "tm-places", hidden: "" });
  private places: Place[] = [];
  private at = -1;

  constructor(private readonly cells: Cells, private readonly go: (place: Place | null) => void) {
    const label = cells.say("timemap.search");
    this.field = element("input", "", "", {
      type: "search", role: "combobox", placeholder: label, "aria-label": label, "aria-expanded": "false",
      "aria-controls": "tm-places", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
      maxlength: "60", "data-testid": "place-search",
    });
    this.list.setAttribute("aria-label", label);
    this.element.append(this.field, this.list);
    this.field.addEventListener("input", () => this.look());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.close());
    // A press on the list must not take the focus away before it is heard.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = (event.target as HTMLElement).closest<HTMLElement>("[data-index]");
      if (item) this.take(Number(item.dataset.index));
    });
  }

  private look(): void {
    this.places = found(this.cells.header.places, this.field.value);
    this.at = this.places.length ? 0 : -1;
    const { areas, lang } = this.cells.header;
    this.list.replaceChildren(...this.places.map((place, index) => {
      const item = element("li", "", "", { role: "option", id: `tm-place-${index}`, "data-index": String(index) });
      item.append(element("bdi", "", place.name, { lang: place.lang || lang }));
      if (place.area >= 0) item.append(element("span", "tm-quiet", areas[place.area].name));
      return item;
    }));
    if (!this.places.length && this.field.value.trim()) {
      this.list.append(element("li", "tm-quiet", this.cells.say("timemap.search.none"), { role: "option", "aria-disabled": "true" }));
    }
    const open = this.list.childElementCount > 0;
    this.list.hidden = !open;
    this.field.setAttribute("aria-expanded", String(open));
    this.point();
    if (!this.field.value) this.go(null);
  }

  private point(): void {
    [...this.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === this.at)));
    if (this.at >= 0) this.field.setAttribute("aria-activedescendant", `tm-place-${this.at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    // The page around has keys of its own.
    event.stopPropagation();
    const many = this.places.length;
    if (event.key === "ArrowDown" && many) this.at = (this.at + 1) % many;
    else if (event.key === "ArrowUp" && many) this.at = (this.at + many - 1) % many;
    else if (event.key === "Enter" && this.at >= 0) this.take(this.at);
    else if (event.key === "Escape") {
      this.field.value = "";
      this.look();
    } else return;
    event.preventDefault();
    this.point();
  }

  private take(index: number): void {
    const place = this.places[index];
    this.field.value = place.name;
    this.close();
    this.go(place);
  }

  private close(): void {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
  }
}
