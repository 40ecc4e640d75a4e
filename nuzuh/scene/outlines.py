"""The outlines in a map file: generalised for display, or at full detail where they are here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.live import load_detailed_boundaries
from nuzuh.loaders.package import resource
from nuzuh.loaders.table import Table
from nuzuh.scene.translator import Translator

Detail = Literal["display", "full"]
DETAILS: tuple[Detail, ...] = ("display", "full")

_COD_AB = "OCHA COD-AB"
"""What the source of the boundaries begins with where they are those of COD-AB."""
_DIGITS = 6
"""A tenth of a metre: five digits break the outlines where governorates meet."""
_MOST_VERTICES = 5_000_000
"""Vertices of a file, of which each takes some twenty bytes of GeoJSON."""


@dataclass(frozen=True)
class AboutOutlines:
    """What is told of outlines.

    Attributes:
        detail: ``display``, which is no measure of land, or ``full``.
        source: who made them.
        licence: their terms.
        terms: the same, as a data package writes them.
        as_of: the day of which they are.
        digest: of the shapes.
    """

    detail: Detail
    source: str
    licence: str
    terms: tuple[dict[str, str], ...]
    as_of: date
    digest: str

    def rows(self, t: Translator) -> list[tuple[str, str]]:
        """Return what a map file says of them: pairs of a name in English and a text."""
        return [
            ("detail", self.detail),
            ("outlines", t(f"outlines.{self.detail}", date=t.day(self.as_of))),
            ("source_of_outlines", self.source),
        ]


@dataclass(frozen=True, eq=False)
class Outlines:
    """The outlines of the governorates.

    Attributes:
        about: what is told of them.
        shapes: by P-code; WGS84 to the sixth digit, outer rings counterclockwise.
    """

    about: AboutOutlines
    shapes: Mapping[str, BaseGeometry]


def outlines(detail: str) -> Outlines:
    """Return the outlines of a detail.

    Raises:
        RefusedError: for a word that is none, and for full detail where no refresh has
            brought the boundaries of COD-AB: those for display never stand in.

    >>> outlines("display").about.as_of.isoformat()
    '2023-10-19'
    """
    if detail == "display":
        return _for_display()
    if detail != "full":
        raise RefusedError(f"there is no detail {detail[:20]!r}; one of {', '.join(DETAILS)}")
    table = _full()
    terms = ({"title": table.provenance.licence, "path": table.provenance.source_links[0]},)
    return _made("full", table, terms)


def _full() -> Table[gpd.GeoDataFrame]:
    table = load_detailed_boundaries()
    told = table.provenance
    if told.status != "embedded" and told.source.startswith(_COD_AB):
        return table
    why = "no refresh has brought the boundaries of COD-AB to this machine"
    if told.status != "embedded":
        why = f"the last refresh brought boundaries of another source ({told.source})"
    raise RefusedError(
        f"outlines at full detail are not here: {why}; run nuzuh refresh --source boundaries, or "
        "take --detail display"
    )


def shapes_of(about: AboutOutlines) -> Mapping[str, BaseGeometry]:
    """Return the outlines of which something was told.

    Raises:
        RefusedError: when a refresh has brought others since.
    """
    made = outlines(about.detail)
    if made.about.digest != about.digest:
        raise RefusedError("a refresh has brought other outlines in this moment: try again")
    return made.shapes


def has_full_outlines() -> bool:
    """Whether outlines at full detail can be had on this machine."""
    try:
        _full()
    except RefusedError:
        return False
    return True


def check_size(made: Outlines, days: int) -> None:
    """Refuse a file in which the outlines of every day would be more than anyone can open.

    Raises:
        RefusedError: with how many days there can be.
    """
    vertices = sum(map(shapely.get_num_coordinates, made.shapes.values()))
    most = max(1, _MOST_VERTICES // vertices)
    if days > most:
        raise RefusedError(
            f"{days} days with outlines at full detail are more than a file holds: take {most} "
            "days at most, or --detail display"
        )


@lru_cache(maxsize=1)
def _for_display() -> Outlines:
    terms = tuple(resource("governorates")["licenses"])
    return _made("display", load_boundaries(), terms)


def _made(
    detail: Detail, table: Table[gpd.GeoDataFrame], terms: tuple[dict[str, str], ...]
) -> Outlines:
    frame, told = table.frame, table.provenance
    shapes = {
        pcode: shapely.orient_polygons(shapely.set_precision(shape, 10**-_DIGITS))
        for pcode, shape in zip(frame["pcode"], frame.geometry, strict=True)
    }
    digest = hashlib.sha256(b"".join(shapely.to_wkb(list(shapes.values())))).hexdigest()
    day = date.fromisoformat(told.as_of)
    about = AboutOutlines(detail, told.source, told.licence, terms, day, digest[:7])
    return Outlines(about, shapes)
