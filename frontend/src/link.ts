/** The address of what is on the screen. */

/** An address with some parts of its query changed, or taken out (`null`); the same where nothing changes. */
export function linkTo(base: string, parts: Record<string, string | null>): string {
  if (!base) return "";
  const address = new URL(base);
  const query = address.searchParams;
  let same = true;
  for (const [name, value] of Object.entries(parts)) {
    if (query.get(name) === value) continue;
    same = false;
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return same ? base : address.href;
}
