/** Light or dark, as the page around is: told at every change, also when it is printed. */

type Theme = "light" | "dark";

/** The theme of the page, as its colours tell: in forced colours they tell nothing. */
function themeOf(root: HTMLElement): Theme {
  if (matchMedia("(forced-colors: active)").matches) {
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  const parts = getComputedStyle(root).outlineColor.match(/[\d.]+/g)?.slice(0, 3).map(Number) ?? [];
  return parts.reduce((sum, part) => sum + part, 0) < 3 * 128 ? "dark" : "light";
}

/** Tell the theme whenever the page changes it, which it may do without a run that would tell. */
export function watchTheme(root: HTMLElement, changed: (theme: Theme) => void, signal: AbortSignal): void {
  root.addEventListener("transitionend", (event) => {
    if (event.target === root && event.propertyName === "outline-color") changed(themeOf(root));
  }, { signal });
  // Ink on paper, whatever the screen looks like; what stands on it is of one day.
  addEventListener("beforeprint", () => changed("light"), { signal });
  addEventListener("afterprint", () => changed(themeOf(root)), { signal });
}
