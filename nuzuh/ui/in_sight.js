/**
 * Tells when this part of the page comes into sight, on a day for which it has not been drawn yet:
 * the day of the address, which the map above writes.
 */
export default function ({ parentElement, data, setTriggerValue }) {
  const place = parentElement.getRootNode().host ?? parentElement;
  place.nuzuhDrawn = data.drawn;
  if (place.nuzuhWatch) return;
  place.nuzuhWatch = new IntersectionObserver((entries) => {
    const day = new URL(location.href).searchParams.get("date") ?? "";
    const isNew = !place.nuzuhDrawn || place.nuzuhDrawn !== day;
    if (isNew && entries.some((entry) => entry.isIntersecting)) setTriggerValue("seen", day);
  });
  place.nuzuhWatch.observe(place);
  return () => {
    place.nuzuhWatch.disconnect();
    delete place.nuzuhWatch;
  };
}
