/** How time advances while it plays: pure, so that it can be tested without a page or a clock. */

/** A hidden or stalled tab must not leap over weeks when it comes back. */
export const LONGEST_FRAME = 0.25;

const WEEK = 7;

/** The rules in force; they may change between two frames. */
export interface Course {
  /** First and last day that may be shown. */
  first: number;
  last: number;
  loop: boolean;
  /** Days a second. */
  speed: number;
  /** Steps of a week once a second, for readers who asked for less motion. */
  weekly: boolean;
}

export interface Stand {
  /** The day, and the part of it that has passed. */
  position: number;
  /** Seconds since the last weekly step. */
  waited: number;
  ended: boolean;
}

/** Where playing begins: from the end, or from outside a loop, it starts over. */
export function startDay(day: number, course: Course): number {
  return day < course.first || day >= course.last ? course.first : day;
}

export function advance(stand: Stand, seconds: number, course: Course): Stand {
  const elapsed = Math.min(Math.max(seconds, 0), LONGEST_FRAME);
  const at = stand.position;
  if (course.loop && (at < course.first || at >= course.last + 1)) return begin(course);
  if (course.weekly) {
    const waited = stand.waited + elapsed;
    if (waited < 1) return { ...stand, waited };
    const next = Math.floor(at) + WEEK;
    if (course.loop && next > course.last) return begin(course);
    return { ...arrive(next, course), waited: waited - 1 };
  }
  const next = at + elapsed * course.speed;
  // The last day of a loop is shown as long as any other before it starts over.
  if (!course.loop || next < course.last + 1) return arrive(next, course);
  const length = course.last - course.first + 1;
  return arrive(course.first + ((next - course.first) % length), course);
}

function begin(course: Course): Stand {
  return { position: course.first, waited: 0, ended: false };
}

function arrive(position: number, course: Course): Stand {
  const ended = !course.loop && position >= course.last;
  return { position: ended ? course.last : position, waited: 0, ended };
}

export interface Stage {
  course(): Course;
  day(): number;
  show(day: number): void;
  ended(): void;
}

/** Runs `advance` once a frame; the day shown always stays the stage's, which others may change. */
export class Player {
  private frame = 0;
  private before = 0;
  private stand: Stand = { position: 0, waited: 0, ended: false };

  constructor(private readonly stage: Stage) {}

  get playing(): boolean {
    return this.frame !== 0;
  }

  play(): void {
    if (this.playing) return;
    const start = startDay(this.stage.day(), this.stage.course());
    this.stand = { position: start, waited: 0, ended: false };
    this.before = performance.now();
    this.frame = requestAnimationFrame(this.tick);
    this.stage.show(start);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  private tick = (now: number): void => {
    this.frame = requestAnimationFrame(this.tick);
    const shown = this.stage.day();
    if (shown !== Math.floor(this.stand.position)) this.stand.position = shown;
    this.stand = advance(this.stand, (now - this.before) / 1000, this.stage.course());
    this.before = now;
    const day = Math.floor(this.stand.position);
    if (day !== shown) this.stage.show(day);
    if (!this.stand.ended || !this.playing) return;
    this.stop();
    this.stage.ended();
  };
}
