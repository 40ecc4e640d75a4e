/** How high the map is: what the window leaves beside answer, controls and rail. */

/** Below this width a map is drawn higher than wide, and everything stands in one column. */
export const NARROW = 560;
/** Height of the page's header in a low window, with what is between it and the map. */
const HEADER = 48;
/** On a phone the first of what stands beside the map shows above the rail: an invitation to scroll. */
const INVITATION = 104;
/** Of a story so large a part of the window is for its text. */
export const TOLD = 0.43;

/**
 * The height of the map `width` pixels wide; `credit` is what stands below it in a frame, null
 * elsewhere; `told` is the part of the window that a text below it has on a phone, 0 for none.
 */
export function heightOf(map: HTMLElement, width: number, rail: HTMLElement, credit: HTMLElement | null, told = 0): number {
  const top = map.getBoundingClientRect().top + window.scrollY;
  const below = rail.offsetHeight + (credit?.offsetHeight ?? 0);
  const edge = width < NARROW && !credit ? Math.max(INVITATION, told * window.innerHeight) : 12;
  const room = window.innerHeight - top - below - edge;
  const most = width < NARROW ? width * 1.28 : width * 0.9;
  // In a low window it is as high as can be seen at once.
  const least = credit ? 120 : width < NARROW ? 220 : Math.min(300, Math.max(220, window.innerHeight - HEADER - below));
  return Math.round(Math.max(Math.min(room, most), Math.min(least, most)));
}
