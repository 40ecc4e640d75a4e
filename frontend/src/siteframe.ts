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
  /** The version shown, the newest one, and those that have pages of their own. */
  data: string;
  newest: string;
  versions: string[];
  /** What to say of a version that never was. */
  unknown: string;
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

/** Go where a link belongs whose language, version or story has a page of its own; whether it does. */
export function leads(given: Given): boolean {
  const code = understood(given.get("lang") ?? "", Object.keys(frame.languages)) ?? frame.lang;
  const version = versionOf(given) ?? frame.data;
  const story = frame.path === STORIES ? understood(given.get("story") ?? "", frame.stories) : null;
  const folder = version === frame.data ? frame.folder : version === frame.newest ? "" : `v/${version}/`;
  if (code === frame.lang && folder === frame.folder && !story) return false;
  location.replace(placeOf(frame.path + (story ? `${story}/` : ""), code, folder) + location.search + location.hash);
  return true;
}

/** Say above everything that a link names a version that was never published, or a story that is not here. */
export function tellOfLink(given: Given): void {
  if (given.has("data") && versionOf(given) === null) tell(frame.unknown, "version-notice");
  const story = frame.path === STORIES ? given.get("story") : undefined;
  if (story !== undefined && understood(story, frame.stories) === null) tell(frame.gone, "story-notice");
}

function tell(text: string, testId: string): void {
  document.querySelector("main")?.before(element("p", "si-notice", text, { role: "status", "data-testid": testId }));
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
    link.href = placeOf(link.dataset.page!) + asked(kept);
  }
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
  return understood(text, [...new Set([frame.data, frame.newest, ...frame.versions])]);
}
