/** Where the other pages stand: beside that of the map in the app, as folders on a static site. */

import type { ViewMessage } from "./contract";

/** The address of a page by its path in the app, such as `estimates`; empty for the map. */
export function pageOf({ address, home }: Pick<ViewMessage, "address" | "home">, page: string): string {
  if (home) return new URL(page && `${page}/`, home).href;
  return new URL(page || "./", address).href;
}
