/**
 * Keeps the flows of one place in all pictures of movements while it is pointed at or has the
 * focus, and lets the others fade; a click keeps them until the next one, and tells the page.
 * What is drawn comes as HTML, see nuzuh/web/flow_pictures.py.
 */
export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".nz-flows-place");
  if (place.nuzuhDrawn !== data.html) {
    place.nuzuhDrawn = data.html;
    place.innerHTML = data.html;
  }
  const root = place.firstElementChild;
  const codes = (text) => (text ?? "").split(" ").filter(Boolean);
  const touches = (kept, held) => held.some((code) => kept.includes(code));

  function keep(kept) {
    root.classList.toggle("keeping", kept.length > 0);
    for (const flow of root.querySelectorAll(".flow")) {
      const held = [...codes(flow.dataset.from), ...codes(flow.dataset.to)];
      flow.classList.toggle("kept", touches(kept, held));
    }
    for (const land of root.querySelectorAll(".land")) {
      land.classList.toggle("kept", kept.includes(land.dataset.place));
    }
  }

  const isPinned = (held) => data.kept.length === held.length && touches(data.kept, held);
  const here = (event) => {
    const found = event.target.closest?.("[data-place]");
    return found?.dataset.place ? codes(found.dataset.place) : null;
  };
  for (const button of root.querySelectorAll("button[data-place]")) {
    button.setAttribute("aria-pressed", String(isPinned(codes(button.dataset.place))));
  }
  // The picture outlives a run of the page, and so do its listeners.
  root.nuzuhPinned = data.kept;
  root.nuzuhTell = (held) => setTriggerValue("pinned", held.join(" "));
  const isInside = root.contains(parentElement.getRootNode().activeElement);
  keep((isInside && root.nuzuhKept) || data.kept);
  if (root.nuzuhListens) return;
  root.nuzuhListens = true;
  // A flow lies over the land that it leaves, and stands for it.
  const left = (event) => codes(event.target.closest?.(".flow")?.dataset.from);
  const point = (event) => {
    const pointed = here(event) ?? left(event);
    keep((root.nuzuhKept = pointed.length ? pointed : root.nuzuhPinned));
  };
  const leave = () => keep((root.nuzuhKept = root.nuzuhPinned));
  root.addEventListener("pointerover", point);
  root.addEventListener("focusin", point);
  root.addEventListener("pointerleave", leave);
  root.addEventListener("focusout", leave);
  root.addEventListener("click", (event) => {
    const held = here(event);
    if (held) root.nuzuhTell(held);
  });
}
