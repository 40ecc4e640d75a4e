/** Small elements without markup: every text goes in as text. */

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K, className = "", text = "", attributes: Record<string, string> = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Links lead to the web only; anything else stays a text. */
export function link(text: string, url: string): HTMLElement {
  if (!/^https?:\/\//.test(url)) return element("span", "", text);
  return element("a", "", text, { href: url, target: "_blank", rel: "noopener noreferrer" });
}
