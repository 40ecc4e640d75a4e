/** The code that shows the map in a frame on someone else's page. */

import { element } from "./element";

/** Height of the frame in pixels, as wide as the page lets it be. */
const HEIGHT = 640;
/** The app may run and open links beside itself; it may not lead the page away that holds it. */
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads";

/** The address of a view without anything around the map. */
export function embedLink(link: string): string {
  const url = new URL(link);
  for (const name of [...url.searchParams.keys()]) if (name.toLowerCase() === "embed") url.searchParams.delete(name);
  url.searchParams.append("embed", "true");
  url.hash = "";
  return url.href;
}

/** The code of a frame; `title` says what it shows, for assistive tools. */
export function embedCode(link: string, title: string, lang: string): string {
  return element("iframe", "", "", {
    src: embedLink(link), title, lang, width: "100%", height: String(HEIGHT), style: "border: 0",
    loading: "lazy", referrerpolicy: "no-referrer", sandbox: SANDBOX,
  }).outerHTML;
}
