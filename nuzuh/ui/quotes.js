/** Sentences with a button each that puts it on the clipboard, or selects it where it may not. */
export default function ({ data, parentElement }) {
  const made = (tag, words = "") => {
    const element = document.createElement(tag);
    element.textContent = words;
    return element;
  };
  let list = parentElement.querySelector("ul");
  if (!list) {
    list = made("ul");
    list.dataset.testid = "quotes";
    list.tabIndex = 0;
    const output = made("output");
    output.setAttribute("aria-live", "polite");
    parentElement.append(list, output);
  }
  const said = parentElement.querySelector("output");
  said.textContent = "";
  list.setAttribute("aria-label", data.label);
  list.replaceChildren(
    ...data.quotes.map((quote) => {
      const [item, text, button] = [made("li"), made("span", quote), made("button", data.copy)];
      button.type = "button";
      button.setAttribute("aria-label", `${data.copy}: ${quote}`);
      button.onclick = async () => {
        try {
          await navigator.clipboard.writeText(quote);
          said.textContent = data.done;
        } catch {
          getSelection().selectAllChildren(text);
          said.textContent = data.manual;
        }
      };
      item.append(text, button);
      return item;
    }),
  );
}
