/**
 * The areas of the static site: a link of the app that names an area leads to its page, one that names
 * no area that exists or another day says so, and sentences can be copied. All of it can be read without this script.
 */

import { received, understood, understoodDay } from "./received";

interface Told {
  /** Pages of the areas, by their ids; where the page is of one area there are none. */
  places?: Record<string, string>;
  /** What is said of a link to an area that does not exist; where the page is of one area nothing. */
  unknown?: string;
  /** The day that the page tells of. */
  day: string;
  copy: string;
  done: string;
  /** The link with which sentences end, as far as it is known where the site is built. */
  link?: string;
}

const told: Told = JSON.parse(document.getElementById("site-told")!.textContent!);
const { given } = received(location.search);
const places = told.places ?? {};
const asked = given.get("area") ?? "";
const area = understood(asked, Object.keys(places));

if (area) location.replace(new URL(places[area] + location.search + location.hash, location.href));
else if (asked && told.unknown) {
  const said = document.createElement("p");
  Object.assign(said, { id: "areas-unknown", className: "si-notice", textContent: told.unknown });
  said.setAttribute("role", "status");
  document.querySelector("main")?.before(said);
}

const day = understoodDay(given.get("date") ?? "");
const other = document.getElementById("areas-other-day")!;
if (day && day !== told.day) {
  other.hidden = false;
  // What the map is asked for is what the link asks for, of the day that it names.
  const map = other.querySelector<HTMLAnchorElement>("a")!;
  map.href = map.pathname + location.search;
}

// A site that is built for no address in particular knows its own here.
if (told.link && !told.link.includes("://")) {
  const whole = location.href.split(/[?#]/)[0] + told.link.slice(told.link.indexOf("?"));
  for (const quote of document.querySelectorAll("[data-quote]")) {
    const last = quote.lastChild as Text;
    if (last.data.endsWith(told.link)) last.data = last.data.slice(0, -told.link.length) + whole;
  }
}

if (navigator.clipboard) {
  for (const quote of document.querySelectorAll<HTMLElement>("[data-quote]")) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "nz-cite", textContent: told.copy });
    button.setAttribute("aria-label", `${told.copy}: ${quote.textContent}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(quote.textContent!);
      document.getElementById("areas-copied")!.textContent = told.done;
    });
    quote.after(" ", button);
  }
}
