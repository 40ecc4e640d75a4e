/**
 * The address of every page but the map's, which writes its own: the view in full, so that a link
 * to the page can be shared. It takes the place of what stood there, and no place in the history.
 * What the reader looked at on the map, and Python has not heard of, is told first.
 */
export default function ({ data: { path, query, heard }, setStateValue }) {
  // The address of another page, to which the reader has just gone, is left alone.
  if (location.pathname.split("/").pop() !== path) return;
  const unheard = globalThis.__nuzuhTimeMap?.leave?.(heard);
  if (unheard) {
    setStateValue("unheard", unheard);
    return;
  }
  const whole = new URLSearchParams(query);
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name.startsWith("embed")) whole.append(name, value);
  }
  const search = `?${whole}`;
  if (search !== location.search) {
    history.replaceState(history.state, "", location.pathname + search + location.hash);
  }
}
