/** What stands behind the button "…" where the rail has no room for all of it. */

/** Opens and closes the sheet until `signal` aborts: Escape and a press beside it close it. */
export function keepSheet(rail: HTMLElement, more: HTMLButtonElement, sheet: HTMLElement, signal: AbortSignal): void {
  const open = () => rail.classList.contains("rail-open");

  function toggle(to: boolean): void {
    rail.classList.toggle("rail-open", to);
    more.setAttribute("aria-expanded", String(to));
  }

  toggle(false);
  more.addEventListener("click", () => toggle(!open()), { signal });
  rail.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open()) return;
    event.stopPropagation();
    const inside = event.composedPath().includes(sheet);
    toggle(false);
    if (inside) more.focus();
  }, { signal });
  document.addEventListener("pointerdown", (event) => {
    const path = event.composedPath();
    if (open() && !path.includes(sheet) && !path.includes(more)) toggle(false);
  }, { signal, capture: true });
}
