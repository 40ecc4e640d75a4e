/** How many digits a reconstructed number can bear: as `nuzuh/evidence/precision.py` decides for every output. */

/** No reconstructed number is told more finely than to a thousand people. */
const SMALLEST_STEP = 1000;

/** The largest power of ten that a number reaches, at least 1. */
function magnitude(number: number): number {
  let power = 1;
  while (power * 10 <= number) power *= 10;
  return power;
}

/** Python's way to round: what lies in the middle goes to the even neighbour. */
function toEven(number: number): number {
  const below = Math.floor(number);
  const over = number - below;
  return over > 0.5 || (over === 0.5 && below % 2 !== 0) ? below + 1 : below;
}

/** The finest step in which people, or people more or fewer, may be told; NaN for the ends of no range. */
export function stepOf(people: number, low = NaN, high = NaN): number {
  const ranged = !Number.isNaN(low) && !Number.isNaN(high);
  return Math.max(
    SMALLEST_STEP,
    people ? magnitude(Math.abs(people)) / (ranged ? 100 : 10) : 0,
    ranged && high > low ? magnitude((high - low) / 2) / 10 : 0,
  );
}

/** People, or people more or fewer, rounded to what the range can bear; NaN for the ends of none. */
export function bearable(people: number, low = NaN, high = NaN): number {
  const step = stepOf(people, low, high);
  return toEven(people / step) * step;
}

/**
 * The ends of a range of reconstructed people as they are told: rounded, never negative. An upper end that rounds to
 * nothing is told as a step: a range that ended at 0 would say that nobody can be there.
 */
export function toldRange(low: number, high: number): [number, number] {
  const [least, most] = [low, high].map((end) => bearable(end, low, high));
  return [Math.max(least, 0), most > 0 ? most : stepOf(high, low, high)];
}

/** Whether a range says more than its number: its ends do not round to the same. */
export function saysMore(low: number, high: number): boolean {
  return bearable(low, low, high) < bearable(high, low, high);
}
