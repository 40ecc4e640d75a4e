"""Figures that are kept as references, how they are drawn small, and how two are compared.

They are drawn from the frozen tables of :mod:`tests.frozen`, so that no new fact changes them;
the reconstruction is solved from those, with a small ensemble.

``python -m tests.draw.printed`` draws the references anew after a wanted change;
look at each before it is committed.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

import numpy as np
from PIL import Image

from nuzuh.balance.shipped import compute_ranges
from nuzuh.draw.sheets import print_figure, saving
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.figures import figure_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from tests.frozen import frozen_data

FOLDER = Path(__file__).parent / "references"
DPI = 55
MEMBERS = 20
"""Size of the ensemble behind the ranges."""
LINK = "https://nuzuh.example.org/?date=2025-10-05&phase=gaza-city&lang=en&data=abc1234"

FAR = 48
"""Shades of 255 by which a pixel differs when something else is drawn there."""
MOST = 6
"""Pixels that may: less than the smallest letter takes, room for another rounding of edges."""


@dataclass(frozen=True)
class Case:
    """A figure as it is asked for."""

    kind: str
    lang: str
    paper: str = "a4"
    theme: str = "light"
    form: str = "png"
    view: tuple[tuple[str, object], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.lang}-{self.paper}-{self.theme}-{self.form}"

    def drawn(self) -> bytes:
        """The file, at the size of references."""
        with frozen_data(), patch.object(saving, "DPI", DPI):
            if dict(self.view).get("mode") == "reconstructed" or self.kind in ("series", "story"):
                _with_ranges()
            view, t = View(lang=self.lang, **dict(self.view)), Translator(self.lang)
            shown = figure_of(self.kind, view, tables_in_use(), t, LINK)
            return print_figure(shown, t=t, paper=self.paper, theme=self.theme, form=self.form)


RECONSTRUCTED = (("mode", "reconstructed"),)
ARROWS = (("since", date(2025, 8, 14)),)
ORDERED = (("layer", "orders"), ("since", date(2025, 3, 18)))
SEPTEMBER = (("since", date(2025, 9, 1)), ("date", date(2025, 9, 30)))
MAY = date(2024, 5, 14)

CASES = (
    Case("map", "en"),
    Case("map", "ar", "a4-portrait", view=RECONSTRUCTED + ARROWS),
    Case("map", "he", "slide", "dark", view=(*RECONSTRUCTED, ("layer", "change"))),
    Case("map", "en", "square", view=(("layer", "orders"),)),
    Case("series", "en", "slide"),
    Case("series", "ar", "a4", view=(("area", "PS0275"),)),
    Case("comparison", "he", view=(*RECONSTRUCTED, ("compare", MAY))),
    Case("comparison", "ar", "a4-portrait", view=(("compare", MAY),)),
    Case("movements", "en", view=ARROWS),
    Case("movements", "he", "square", "dark", view=RECONSTRUCTED + ARROWS),
    Case("rivals", "en"),
    Case("rivals", "ar", "a4-portrait"),
    Case("times", "ar", "a4-portrait", "dark", view=ORDERED),
    Case("disagreement", "ar", "slide", view=SEPTEMBER),
    Case("story", "he", view=(("story", "rafah-2024"),)),
    Case("map", "ar", form="pdf"),
    Case("rivals", "he", form="pdf"),
    Case("series", "en", form="pdf"),
)


@cache
def _with_ranges() -> None:
    """Give the reconstruction of the frozen tables ranges; it is kept under their version."""
    compute_ranges(tables_in_use(), "all", members=MEMBERS)


def pixels(content: bytes, form: str) -> Image.Image:
    """A drawn file as pixels."""
    if form == "pdf":
        import pypdfium2

        return pypdfium2.PdfDocument(content)[0].render(scale=DPI / 72).to_pil().convert("RGB")
    return Image.open(io.BytesIO(content)).convert("RGB")


def differing(one: Image.Image, other: Image.Image) -> int:
    """In how many pixels two pictures differ; all of them when their sizes do."""
    if one.size != other.size:
        return one.width * one.height
    first, second = (np.asarray(image, dtype=np.int16) for image in (one, other))
    return int((np.abs(first - second).max(axis=2) > FAR).sum())


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for case in CASES:
        pixels(case.drawn(), case.form).save(FOLDER / f"{case.name}.png", optimize=True)


if __name__ == "__main__":
    main()
