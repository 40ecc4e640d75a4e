/** The way from one day to another: the map plays through the days between, unless less motion is asked for. */

/** Milliseconds that a way takes: so many a day, and no less and no more than this. */
const A_DAY = 14;
const LEAST = 500;
const MOST = 2000;

export class Travel {
  private frame = 0;

  /** Whether it is on its way. */
  get running(): boolean {
    return this.frame !== 0;
  }

  /** Show every day on the way in its turn, then say that the last one is reached. */
  go(from: number, to: number, show: (day: number) => void, arrived: () => void): void {
    this.stop();
    const span = Math.min(Math.max(Math.abs(to - from) * A_DAY, LEAST), MOST);
    const begun = performance.now();
    const step = (now: number): void => {
      const part = Math.min(Math.max((now - begun) / span, 0), 1);
      if (part === 1) {
        this.frame = 0;
        arrived();
        return;
      }
      // Slow where it begins and where it ends.
      show(Math.round(from + (to - from) * part * part * (3 - 2 * part)));
      this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }
}

/** Whether the reader asked for less motion. */
export const isStill = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
