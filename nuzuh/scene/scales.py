"""Classed scales and colours, fixed over time so that a colour keeps its meaning.

Sequential layers use the ColorBrewer scheme YlOrBr, counts of orders OrRd, change the
diverging scheme PuOr (Cynthia Brewer, Pennsylvania State University; all marked
colour-blind safe). Lightness falls steadily along each, so grey print keeps the order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class Scale:
    """A classed colour scale.

    Attributes:
        edges: inner class limits; a value on a limit belongs to the class above.
        colours: one colour a class, one more than there are limits.
        signed: whether limits are written with their sign.
    """

    edges: tuple[float, ...]
    colours: tuple[str, ...]
    signed: bool = False

    def shade(self, value: float, *, below: bool = False) -> int:
        """Return the index of the class that a value falls into.

        Args:
            value: the number.
            below: the number is an upper bound, so one on a limit belongs to the
                class below: "fewer than 100,000" is not 100,000 or more.
        """
        find = bisect_left if below else bisect_right
        return find(self.edges, value)

    def colour(self, value: float, *, below: bool = False) -> str:
        """Return the colour of the class that a value falls into, see :meth:`shade`."""
        return self.colours[self.shade(value, below=below)]

    def labels(self, t: Translator) -> list[str]:
        """Return one label a class, lowest first.

        >>> Scale((10, 20), ("a", "b", "c")).labels(Translator("en"))
        ['under 10', '10 to 20', '20 and more']
        """

        def written(edge: float) -> str:
            sign = "+" if self.signed and edge > 0 else "−" if edge < 0 else ""
            number = sign + t.number(abs(edge))
            # A sign would go to the other side of its number in a line from right to left.
            return t.isolated(number) if sign else number

        inner = zip(self.edges, self.edges[1:], strict=False)
        middle = [t("legend.between", low=written(low), high=written(high)) for low, high in inner]
        lowest = t("legend.under", n=written(self.edges[0]))
        return [lowest, *middle, t("legend.over", n=written(self.edges[-1]))]


@dataclass(frozen=True)
class CountScale:
    """A classed scale of counts from one on: none has no class.

    Attributes:
        least: the smallest count of each class.
        colours: one colour a class.
    """

    least: tuple[int, ...]
    colours: tuple[str, ...]

    def shade(self, count: int) -> int:
        """Return the index of the class of a count; -1 for none.

        >>> TIMES_ORDERED.shade(0), TIMES_ORDERED.shade(4), TIMES_ORDERED.shade(99)
        (-1, 2, 4)
        """
        return bisect_right(self.least, count) - 1

    def labels(self) -> list[str]:
        """Return one label a class, the same in every language.

        >>> TIMES_ORDERED.labels()
        ['1', '2', '3–4', '5–9', '≥ 10']
        """
        closed = [
            str(low) if low + 1 == above else f"{low}\N{EN DASH}{above - 1}"
            for low, above in zip(self.least, self.least[1:], strict=False)
        ]
        return [*closed, f"≥ {self.least[-1]}"]


TIMES_ORDERED = CountScale(
    (1, 2, 3, 5, 10), ("#fee8c8", "#fdbb84", "#fc8d59", "#d7301f", "#7f0000")
)
"""How often land was ordered out: the same in both themes, and over all periods."""

YLORBR = ("#ffffd4", "#fee391", "#fec44f", "#fe9929", "#d95f0e", "#993404")
PUOR = ("#b35806", "#f1a340", "#fee0b6", "#f7f7f7", "#d8daeb", "#998ec3", "#542788")

DIFFERENCE = Scale((-250_000, -100_000, -25_000, 25_000, 100_000, 250_000), PUOR, signed=True)
"""Differences of people: the same over time, so that a colour keeps its meaning."""

INK = "#1d1b18"
"""Ink on the classes' own colours, which are the same in both themes."""


@dataclass(frozen=True)
class Palette:
    """Colours of everything on a map that is not a value."""

    paper: str
    sea: str
    land: str
    unknown: str
    border: str
    ink: str
    quiet: str
    halo: str
    water: str
    road: str
    accent: str


PALETTES = {
    "light": Palette(
        paper="#ffffff",
        sea="#e6edf1",
        land="#f0ede7",
        unknown="#fbfaf7",
        border="#57534c",
        ink="#1d1b18",
        quiet="#5f5a52",
        halo="#ffffff",
        water="#3d6c87",
        road="#8d857a",
        accent="#0b6e8a",
    ),
    "dark": Palette(
        paper="#16181b",
        sea="#1b242b",
        land="#26272a",
        unknown="#303236",
        border="#c9c3b8",
        ink="#f1eee8",
        quiet="#b5afa5",
        halo="#16181b",
        water="#6fa3c2",
        road="#77726a",
        accent="#5ec3df",
    ),
}
"""The paper-calm look, on a light and on a dark ground."""

GROUP_COLOURS = {
    "light": {"un": "#0b6e8a", "israel": "#b35806", "palestine": "#542788", "other": "#6b6b6b"},
    "dark": {"un": "#5ec3df", "israel": "#f1a340", "palestine": "#b9a7e6", "other": "#b5afa5"},
}
"""Colours of the publishers' groups: told apart by the colour-blind, and by the marks' shapes."""

GROUP_SHAPES = {"un": "circle", "israel": "square", "palestine": "triangle-up", "other": "diamond"}
"""Shapes of the marks of the publishers' groups."""

SHARE_SHAPES = {"under_orders": "circle", "orders_or_zones": "diamond"}
"""Shapes of the marks of published shares of land, by what they count."""


@dataclass(frozen=True)
class Stroke:
    """A line: its colour, that of the casing which parts it from any ground, and its dashes.

    Attributes:
        colour, casing: as in CSS.
        dashes: lengths of line and gap in points; none for a whole line.
    """

    colour: str
    casing: str
    dashes: tuple[float, ...] = ()


ZONE_STROKES = {
    "humanitarian": Stroke("#1a7f37", "#ffffff", (6.0, 2.0)),
    "no_go": Stroke(INK, "#ffffff", (1.2, 1.6)),
    "yellow_line": Stroke("#ffd400", INK),
    "orange_line": Stroke("#ff8c1a", INK, (4.5, 1.8, 1.2, 1.8)),
}
"""The outline of each kind of zone; the browser's map has the like (frontend/src/landpaint.ts)."""
