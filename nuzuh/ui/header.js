/**
 * The end of the header: the way to the latest day, and the languages. It also tells the document
 * which language it is in, and names in that language what Streamlit names in English.
 */

/** Streamlit's own controls by how they are found, and what each is called. */
const NAMED = {
  "[data-testid=stLogoLink]": "home",
  "[data-testid=stTopNav]": "pages",
  "[data-testid=stSidebar]": "pages",
  "[data-testid=stExpandSidebarButton]": "menu",
  "[data-testid=stDialog] [role=dialog] > button": "shut",
  "[data-testid=stDialog] button[tabindex='-1']:empty": "shut",
  "[data-testid=stSidebarCollapseButton] button": "close",
  "[data-testid=stFileUploaderDropzone] button": "browse",
  "[data-testid=stFileUploaderDropzoneInput]": "browse",
};

function nameControls(names) {
  for (const [selector, part] of Object.entries(NAMED)) {
    for (const control of document.querySelectorAll(selector)) {
      if (control.getAttribute("aria-label") !== names[part]) {
        control.setAttribute("aria-label", names[part]);
      }
    }
  }
  // The link around the word mark is named above.
  for (const mark of document.querySelectorAll("img[data-testid=stHeaderLogo]")) mark.alt = "nuzuh";
}

function showLanguages(select, languages, chosen) {
  const options = languages.map(([code, name]) => {
    const option = new Option(name, code);
    option.lang = code;
    return option;
  });
  select.replaceChildren(...options);
  select.value = chosen;
}

/** Whether a click is meant to open the link elsewhere. */
function leadsElsewhere(event) {
  return event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
}

function showEnd(latest, select, { data, setStateValue, setTriggerValue }) {
  latest.textContent = data.latest;
  latest.title = data.about;
  latest.href = data.link;
  latest.onclick = (event) => {
    if (leadsElsewhere(event)) return;
    event.preventDefault();
    // Where a map is, it goes there by itself, and says so by preventing the default.
    const asked = new CustomEvent("nuzuh:latest", { cancelable: true });
    if (document.dispatchEvent(asked)) setTriggerValue("latest", true);
  };
  select.setAttribute("aria-label", data.language);
  showLanguages(select, data.languages, data.lang);
  // The moment makes each choice a new one, also of what was chosen once before.
  select.onchange = () => setStateValue("lang", { code: select.value, at: Date.now() });
}

export default function (component) {
  const { data, parentElement } = component;
  document.documentElement.lang = data.lang;
  document.documentElement.dir = data.direction;
  nameControls(data.names);
  // Streamlit makes them anew as the window grows and shrinks.
  const watch = new MutationObserver(() => nameControls(data.names));
  watch.observe(document.body, { childList: true, subtree: true });

  const latest = parentElement.querySelector("a");
  // In a frame on someone else's page there is no end of a header.
  if (latest) showEnd(latest, parentElement.querySelector("select"), component);

  return () => watch.disconnect();
}
