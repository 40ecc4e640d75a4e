"""Readers for what the maps write: drawings and pieces of pages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from nuzuh.balance.result import Reconstruction

VOID = {"br", "hr", "img", "input", "meta"}


@dataclass
class Page:
    """What a piece of HTML holds: its elements in order, and its text."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""

    def names(self) -> set[str]:
        return {name for name, _ in self.elements}

    def attributes(self) -> set[str]:
        return {key for _, attributes in self.elements for key in attributes}

    def links(self) -> list[str]:
        return [attributes["href"] or "" for name, attributes in self.elements if name == "a"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.page.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data):
        self.page.text += data


@pytest.fixture(scope="session")
def read_html():
    """Read HTML whose every element must be closed in order."""

    def read(text: str) -> Page:
        reader = _Reader()
        reader.feed(str(text))  # pieces of Markup would escape what is added to them
        reader.close()
        assert reader.open == []
        return reader.page

    return read


@pytest.fixture(scope="session")
def read_xml():
    """Read a drawing, which must be well-formed XML."""

    def read(text: str) -> ET.Element:
        return ET.fromstring(text)  # noqa: S314 (our own drawing, not a stranger's)

    return read


@pytest.fixture(scope="session")
def with_ranges():
    """Give a reconstruction ranges by hand: a tenth less and a fifth more than each number."""

    def ranged(reconstruction: Reconstruction) -> Reconstruction:
        spread = np.array([0.9] * 3 + [1.0] + [1.2] * 3, dtype=np.float32)[:, None, None]
        moved = np.cumsum(reconstruction.flows, axis=0)
        return replace(
            reconstruction,
            draws=(reconstruction.present[None] * spread).astype(np.float32),
            flow_draws=(moved[None] * spread).astype(np.float32),
        )

    return ranged
