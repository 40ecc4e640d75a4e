/** Buttons in what a page tells: one puts a sentence on the clipboard, another chooses a row. */
export default function ({ data, parentElement, setTriggerValue }) {
  const said = parentElement.querySelector("output");
  const hear = async (event) => {
    const button = event.target.closest?.("button[data-cite], button[data-choose]");
    if (!button) return;
    if (button.dataset.choose) {
      setTriggerValue("chosen", button.dataset.choose);
      return;
    }
    // Where two sentences are the same the second is said, too.
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(button.dataset.cite);
      said.textContent = data.done;
    } catch {
      const field = document.createElement("textarea");
      field.readOnly = true;
      field.rows = 4;
      field.value = button.dataset.cite;
      field.setAttribute("aria-label", data.manual);
      said.replaceChildren(data.manual + " ", field);
      field.focus();
      field.select();
    }
  };
  document.addEventListener("click", hear);
  return () => document.removeEventListener("click", hear);
}
