"""The feed as Atom (RFC 4287): the same data, the same bytes, and no clock."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

from nuzuh.files.citation import AUTHOR
from nuzuh.scene.feed import Feed, FeedEntry
from nuzuh.scene.what_is_new import ChangeLine

NAMESPACE = "http://www.w3.org/2005/Atom"
PATH = "feed.xml"
"""Where it stands in a site."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def feed_xml(feed: Feed, address: str = "") -> bytes:
    """Return the feed as the bytes of a file.

    Args:
        feed: what it tells.
        address: where the site stands, with a slash at its end; "" where that is not known,
            and every link is one from the feed's own place.
    """
    root = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated))
    _text(ET.SubElement(root, "author"), "name", AUTHOR)
    if address:
        ET.SubElement(root, "link", {"rel": "self", "href": f"{address}{PATH}"})
    ET.SubElement(root, "link", {"rel": "alternate", "href": f"{address}changes/"})
    for entry in feed.entries:
        _entry(root, entry, address)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(root: ET.Element, told: FeedEntry, address: str) -> None:
    entry = ET.SubElement(root, "entry")
    _text(entry, "id", told.id)
    _text(entry, "title", told.title)
    _text(entry, "updated", _moment(told.updated))
    _text(entry, "published", _moment(told.published))
    ET.SubElement(entry, "link", {"rel": "alternate", "href": f"{address}changes/"})
    content = ET.SubElement(entry, "content", {"type": "xhtml"})
    division = ET.SubElement(content, "div", {"xmlns": "http://www.w3.org/1999/xhtml"})
    listed = ET.SubElement(division, "ul")
    for line in told.lines:
        _line(ET.SubElement(listed, "li"), line, address)


def _line(item: ET.Element, line: ChangeLine, address: str) -> None:
    record = _text(item, "a", line.id)
    record.set("href", f"{address}{line.page}/?{line.query}")
    parts = [line.told, line.measure, line.area, line.day]
    said = "; ".join(line.said)
    said = f"{said[:1].upper()}{said[1:]}"
    record.tail = _CONTROL.sub(
        " ", f" {line.publisher}: {', '.join(filter(None, parts))}. {said}{'. ' if said else ''}"
    )
    if line.url.casefold().startswith(("http://", "https://")):
        _text(item, "a", line.source).set("href", line.url)
    else:
        _text(item, "span", line.source)


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, tag)
    child.text = _CONTROL.sub(" ", text)
    return child


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
