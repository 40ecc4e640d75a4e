"""Which layer of several is read: the one that clearly is meant, or the reader's choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nuzuh.loaders.areas import BOUNDS
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.notes import Note, note
from nuzuh.loaders.user.refusal import Question, UserDataError

_LEVEL = re.compile(r"adm(?:in)?[ _-]?([0-5])(?!\d)|gadm\d+_[a-z]{3}_([0-5])(?!\d)", re.IGNORECASE)
_GOVERNORATES = 2
"""The level of administration at which the Strip's areas are its governorates."""

MOST = 200
"""Layers of a file that are offered."""

LISTED = 12
"""Names of layers that a message lists."""


@dataclass(frozen=True)
class Layer:
    """A layer of a file.

    Attributes:
        name: what the file calls it.
        polygons: whether it holds polygons; None where the file does not say.
        box: what it covers in degrees (west, south, east, north); None where unknown.
    """

    name: str
    polygons: bool | None = None
    box: tuple[float, float, float, float] | None = None

    @property
    def may_serve(self) -> bool:
        """Whether nothing says that it holds no polygon of the Strip."""
        if self.polygons is False:
            return False
        if self.box is None:
            return True
        west, south, east, north = BOUNDS
        x0, y0, x1, y1 = self.box
        return x0 <= east and x1 >= west and y0 <= north and y1 >= south


@dataclass(frozen=True)
class Chosen:
    """The layer that is read.

    Attributes:
        name: what the file calls it.
        notes: which are not read.
        choices: what else the reader may have had read.
    """

    name: str
    notes: tuple[Note, ...] = ()
    choices: tuple[Question, ...] = ()


def chosen_of(layers: Sequence[Layer], told: Decisions, file: str) -> Chosen:
    """Return the layer to read, with a note on those that are not.

    It is the reader's choice; else the only one; else the only one of polygons
    in the Strip; else, of levels of administration, that of governorates.

    Raises:
        DataError: when there is none, or the reader chose one that is not there.
        UserDataError: with the question which, when that is not clear.

    >>> chosen_of([Layer("x_adm1"), Layer("x_adm2")], Decisions(), "a.gpkg").name
    'x_adm2'
    """
    names = [layer.name for layer in layers]
    if not names:
        raise DataError(file, "holds no layer of shapes")
    if told.file_layer in names:
        return _chosen(names, told.file_layer)
    if len(names) == 1:
        return Chosen(names[0])
    if told.file_layer:
        raise DataError(file, f"has no layer {told.file_layer[:80]!r}: it holds {_listed(names)}")
    serving = [layer.name for layer in layers if layer.may_serve]
    if len(serving) == 1:
        return _chosen(names, serving[0])
    levels = [_LEVEL.search(name) for name in serving]
    at = [n for n, hit in zip(serving, levels, strict=True) if hit and _level(hit) == _GOVERNORATES]
    if len(at) == 1 and all(levels):
        return _chosen(names, at[0])
    raise UserDataError(
        file, questions=[Question("layer", "", choices=tuple(serving or names)[:MOST])]
    )


def _level(hit: re.Match[str]) -> int:
    return int(hit[1] or hit[2])


def _chosen(names: Sequence[str], name: str) -> Chosen:
    others = [other for other in names if other != name]
    if not others:
        return Chosen(name)
    asked = Question("layer", name, choices=(name, *others)[:MOST])
    return Chosen(name, (note("layer", chosen=name, others=_listed(others)),), (asked,))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:LISTED]) + (" …" if len(names) > LISTED else "")
