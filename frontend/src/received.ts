/**
 * The parts of a link as it arrives: what mail programs and sentences do to one is undone, as
 * `nuzuh/scene/received.py` does it in the app. A static site has nobody else to read its address.
 */

export const PARTS = [
  "date", "layer", "phase", "lang", "show", "view", "area", "since", "block", "order", "place", "figure", "later", "zoom",
  "compare", "compare-view", "compare-show", "question", "by", "story", "step", "data",
];
/** A key at least this like one of ours (of 100) was meant to be one. */
const ALIKE = 75;
/** Keys that nobody but us would mean, though none is ours. */
const GUESSED = ["from", "to", "until", "day", "pcode", "language", "publishers"];
/** How keys of others begin, and those that mails and sites add to count visits. */
const FOREIGN = ["embed", "utm_", "fbclid", "gclid", "mc_"];
/** No part of a link is longer (a view may name every publisher): what is, is junk. */
const LONGEST = 64;
const LONGEST_VIEW = 2000;

const BETWEEN = new RegExp(`&(?:amp;)*(?=(?:${PARTS.join("|")})=)`);
const BEFORE_NAME = /^(?:[^\p{L}\p{N}]|amp;)+/u;
const BEHIND = /[^\p{L}\p{N}]+$/u;
/** `3D` is what is left of a sign of equality in a mail that is quoted-printable. */
const BEFORE = /^(?:[^\p{L}\p{N}]|3D)+/u;
const DASHES = /[\u2010\u2011\u2012\u2013\u2212]/g;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

export type Given = Map<string, string>;

/** The parts that a query holds, and whether it holds a key that only looks like ours. */
export function received(search: string): { given: Given; unknown: boolean } {
  const exact: Given = new Map();
  const given: Given = new Map();
  let unknown = false;
  // Of a key that comes twice, the last counts.
  for (const [key, text] of new Map(new URLSearchParams(search))) {
    for (const [written, held] of pairs(key, text)) {
      const name = written.replace(BEFORE_NAME, "").replace(BEHIND, "").toLowerCase();
      if (PARTS.includes(name)) (written === key && key === name ? exact : given).set(name, bounded(name, held));
      else unknown ||= looksLikeOurs(name, written);
    }
  }
  for (const [name, held] of exact) given.set(name, held);
  return { given, unknown };
}

/** The one of some known texts that a part of a link means; null for none. */
export function understood(text: string, known: readonly string[]): string | null {
  if (known.includes(text)) return text;
  const plain = mended(text);
  if (known.includes(plain)) return plain;
  const alike = known.filter((one) => mended(one).toLowerCase() === plain.toLowerCase());
  return alike.length === 1 ? alike[0] : null;
}

/** The day that a part of a link means, ISO; null for none. Month and day may have one digit. */
export function understoodDay(text: string): string | null {
  const [whole, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(mended(text)) ?? [];
  if (!whole) return null;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

/** A value without what stands around it, encoded once less, with plain dashes. */
export function mended(text: string): string {
  return unescaped(unquoted(text)).replace(DASHES, "-").replace(BEFORE, "").replace(BEHIND, "");
}

/** The keys and values that a pair holds: several where `&` or `=` was encoded twice. */
function pairs(key: string, text: string): [string, string][] {
  let whole = `${key}=${text}`;
  if (whole.length > LONGEST_VIEW) return [[key, text]];
  if (key.includes("=") || whole.toLowerCase().includes("%3d")) whole = unquoted(whole.replaceAll("+", " "));
  return whole.split(BETWEEN).map((piece) => {
    const at = piece.indexOf("=");
    return at < 0 ? [piece, ""] : [piece.slice(0, at), piece.slice(at + 1)];
  });
}

function bounded(name: string, held: string): string {
  return held.length <= (name.endsWith("view") ? LONGEST_VIEW : LONGEST) ? held : "";
}

function looksLikeOurs(name: string, written: string): boolean {
  // What is left of an escaped bracket or quote (`gt;`) is no key at all.
  if (!name || name.length > LONGEST || FOREIGN.some((one) => name.startsWith(one)) || name in ENTITIES) return false;
  return written.startsWith("amp;") || GUESSED.includes(name) || PARTS.some((part) => likeness(name, part) >= ALIKE);
}

/** How like two words are, of 100: by the letters that both have in the same order. */
function likeness(one: string, other: string): number {
  let before = new Array<number>(other.length + 1).fill(0);
  for (const letter of one) {
    const now = [0];
    for (let at = 0; at < other.length; at++) {
      now.push(other[at] === letter ? before[at] + 1 : Math.max(before[at + 1], now[at]));
    }
    before = now;
  }
  return (200 * before[other.length]) / (one.length + other.length);
}

function unquoted(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    const bytes = Uint8Array.from(escaped.match(/[0-9a-f]{2}/gi)!, (pair) => parseInt(pair, 16));
    return new TextDecoder().decode(bytes);
  });
}

function unescaped(text: string): string {
  return text
    .replace(/&#(x[0-9a-f]{1,6}|\d{1,7});?/gi, (_, code: string) => {
      const point = code[0].toLowerCase() === "x" ? parseInt(code.slice(1), 16) : parseInt(code, 10);
      return point > 0 && point < 0x110000 ? String.fromCodePoint(point) : "\ufffd";
    })
    .replace(/&(amp|lt|gt|quot|apos|nbsp);?/g, (_, name: string) => ENTITIES[name]);
}
