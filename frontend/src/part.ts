/** A part of the screen: an element that is told what is shown, at every step. */

import type { Arrow } from "./arrows";
import type { Shown } from "./picture";
import type { Spoken } from "./spoken";

export interface Now {
  shown: Shown;
  /** What is said of the day; null while it has not come. */
  spoken: Spoken | null;
  /** The movements that are drawn. */
  arrows: Arrow[];
  /** The map is too narrow for words beside it. */
  narrow: boolean;
  /** Time runs by itself. */
  playing: boolean;
}

export interface Part {
  readonly element: HTMLElement;
  /** Show what is shown now; runs at every step of playing, so it changes only what has changed. */
  show(now: Now): void;
}
