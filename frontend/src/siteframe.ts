/** What every page of the static site does: lead to the language and the version that a link names, and keep the view. */

import { find, toldIn } from "./alone";
import { element } from "./element";
import { understood, type Given } from "./received";

/** What Python tells every page (`document` in `nuzuh/web/site/document.py`). */
export interface Frame {
  /** From here to the folder of the site. */
  up: string;
  /** Folder of the version shown, below that of the site; empty for the newest. */
  folder: string;
  /** Folder of the page, below that of its language. */
  path: string;
  lang: string;
  /** Folder of each language. */
  languages: Record<string, string>;
  /** The version shown, and the newest one. */
  data: string;
  newest: string;
  /** On the newest's pages: what there is of each former version for a link to this page. */
  versions: Record<string, "page" | "map" | "tables" | "damaged">;
  /** Where the newest version says what this page says, below the folder of the site. */
  there: string;
  /** What to say of a version that never was. */
  unknown: string;
  /** What to say of one without this page, and what the way to what there is of it is called. */
  without: Record<"map" | "tables" | "damaged", [string, string]>;
  /** Ids of the stories, for links to their page that name one; what to say of one that is not here. */
  stories: string[];
  gone: string;
}

/** Parts of a link that each page has a use for, or takes along to the next one. */
const KEPT = ["date", "layer", "phase", "lang", "show", "view", "data", "since", "area", "later", "zoom"];
const STORIES = "stories/";

export const frame = toldIn<Frame>("site-frame")!;

/** The address of a page by its path in the app with a slash at its end, such as `orders/`; empty for the map. */
export function placeOf(path: string, lang = frame.lang, folder = frame.folder): string {
  return new URL(`${frame.up}${folder}${frame.languages[lang]}${path}` || "./", location.href.replace(/[?#].*$/, "")).href;
}

/** The newest version's page of the same, for the same query; `data` is the version to name, none for null. */
function newestPlace(query: URLSearchParams, data: string | null): string {
  const place = new URL(frame.up + frame.there || "./", location.href.replace(/[?#].*$/, ""));
  for (const [name, value] of query) if (name !== "data") place.searchParams.set(name, value);
  if (data !== null) place.searchParams.set("data", data);
  return place.href;
}

/** Go where a link belongs whose language, version or story has a page of its own; whether it does. */
export function leads(given: Given): boolean {
  const asked = given.get("data");
  if (frame.folder && asked !== undefined && understood(asked, [frame.data]) === null) {
    // Pages of a former version know no other one: the newest's know them all.
    location.replace(newestPlace(new URLSearchParams(location.search), asked) + location.hash);
    return true;
  }
  const code = understood(given.get("lang") ?? "", Object.keys(frame.languages)) ?? frame.lang;
  const version = versionOf(given);
  const story = frame.path === STORIES ? understood(given.get("story") ?? "", frame.stories) : null;
  const folder = version && frame.versions[version] === "page" ? `v/${version}/` : frame.folder;
  if (code === frame.lang && folder === frame.folder && !story) return false;
  location.replace(placeOf(frame.path + (story ? `${story}/` : ""), code, folder) + location.search + location.hash);
  return true;
}

/** Say above everything that a link names a version or a story that is not here. */
export function tellOfLink(given: Given): void {
  const version = versionOf(given);
  const less = version ? frame.versions[version] : undefined;
  if (given.has("data") && version === null) tell(frame.unknown, "version-notice");
  else if (less && less !== "page") {
    const [text, way] = frame.without[less];
    const place = less === "map" ? placeOf("", frame.lang, `v/${version}/`) + location.search : placeOf("data/", frame.lang, "");
    tell(text, "version-notice", way && [way, place]);
  }
  const story = frame.path === STORIES ? given.get("story") : undefined;
  if (story !== undefined && understood(story, frame.stories) === null) tell(frame.gone, "story-notice");
}

function tell(text: string, testId: string, way?: string[] | ""): void {
  const told = element("p", "si-notice", text, { role: "status", "data-testid": testId });
  if (way) told.append(" ", element("a", "", way[0], { href: way[1] }));
  document.querySelector("main")?.before(told);
}

/** Let the ways to other languages and pages keep what the reader looks at. */
export function dress(): void {
  const query = new URLSearchParams(location.search);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-lang]")) {
    const other = new URLSearchParams(query);
    if (other.has("lang")) other.set("lang", link.dataset.lang!);
    link.href = placeOf(frame.path, link.dataset.lang) + asked(other);
  }
  const kept = new URLSearchParams([...query].filter(([name]) => KEPT.includes(name)));
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-page]")) {
    // From a former version's pages these lead to the newest's, which are not of that version.
    const away = "newest" in link.dataset;
    const query = new URLSearchParams(kept);
    if (away) query.delete("data");
    link.href = placeOf(link.dataset.page!, frame.lang, away ? "" : frame.folder) + asked(query);
  }
  const newest = find<HTMLAnchorElement>("site-newest");
  if (newest) newest.href = newestPlace(query, null);
}

/** Fold the menu of the pages where the reader turns to what it covers; without this its own button does. */
export function foldMenu(): void {
  const menu = document.querySelector<HTMLDetailsElement>(".si-menu");
  const top = menu?.parentElement;
  if (!menu || !top) return;
  const fold = () => (menu.open = false);
  for (const kind of ["pointerdown", "focusin"]) {
    document.addEventListener(kind, ({ target }) => top.contains(target as Node) || fold());
  }
  top.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    fold();
    menu.querySelector("summary")?.focus();
  });
  // A page that is gone back to is found as it was left.
  addEventListener("pagehide", fold);
}

/** A page that stands in a frame on someone else's: without what is around its middle. */
export function isFramed(): boolean {
  return [...new URLSearchParams(location.search)].some(([name, value]) => name.toLowerCase() === "embed" && value.toLowerCase() === "true");
}

/** Say that something has not come, above what can be read without it; with a way to try again. */
export function tellLate([text, again]: [string, string], retry: () => void): void {
  forgetLate();
  const button = element("button", "", again, { type: "button" });
  button.addEventListener("click", () => {
    forgetLate();
    retry();
  });
  const said = element("p", "si-notice", `${text} `, { id: "site-late", role: "alert" });
  said.append(button);
  document.querySelector("main")?.before(said);
}

export function forgetLate(): void {
  find("site-late")?.remove();
}

function asked(query: URLSearchParams): string {
  const text = query.toString();
  return text && `?${text}`;
}

function versionOf(given: Given): string | null {
  const text = given.get("data");
  if (text === undefined) return null;
  return understood(text, [frame.data, ...Object.keys(frame.versions)]);
}
