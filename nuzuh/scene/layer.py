"""What a layer is: one record each, asked by whoever computes, words or draws one.

Another layer is a record more in :data:`RECORDS`, and its words in the catalogues: see the
keys that begin in ``layer.``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nuzuh.scene.scales import PUOR, YLORBR, Scale

_OF_FIGURES = ("table.publisher", "table.as_of", "table.age", "table.baseline")


@dataclass(frozen=True)
class Layer:
    """What is shown of an area, and how it is computed, rounded, worded and drawn.

    Attributes:
        id: as used in links and commands, and in the keys of its words.
        scale: its classes and their colours; those of the layer that it stands over.
        unit_id: its unit in tables.
        kind: what its numbers are in tables, where they are not reconstructed.
        rounding: ``figure``: as published, and reconstructed as far as the range
            bears it; ``digits``: to two significant digits; ``percent``: both ends of
            a share to whole percent.
        evidence: what it is made of.
        over: id of the layer over whose colours it stands: its own numbers stand in
            labels, and areas are drawn over the colours; "" where the colours are its own.
        per: what a figure of people is divided by.
        times, plus: factor and offset of what comes out.
        is_reconstructed: whether the population balance can show it.
        counts: whether its numbers are people, who add up: circles can show
            them, and what changed is told in people.
        weighs_range: whether a range can be called wide next to its number.
        missing: key of the words for an area without a number.
        reading: key of how the numbers are to be read, where they are not reconstructed.
        method: key of how they came about as published.
        without_later: key of what is said where later figures are left out.
        columns: keys of the titles of its table, after area and number, as published.
    """

    id: str
    scale: Scale
    unit_id: str
    kind: Literal["published", "computed"]
    rounding: Literal["figure", "digits", "percent"]
    evidence: Literal["figures", "orders"] = "figures"
    over: str = ""
    per: Literal["", "km2", "people before the war"] = ""
    times: float = 1.0
    plus: float = 0.0
    is_reconstructed: bool = True
    counts: bool = False
    weighs_range: bool = True
    missing: str = "legend.not_reported"
    reading: str = "legend.ranges"
    method: str = "snapshot.as_published"
    without_later: str = "method.without_later"
    columns: tuple[str, ...] = _OF_FIGURES

    @property
    def ground(self) -> str:
        """Id of the layer whose colours are drawn."""
        return self.over or self.id

    @property
    def signed(self) -> bool:
        """Whether numbers are written with their sign."""
        return self.scale.signed


_OF_PEOPLE = Scale((100_000, 250_000, 500_000, 750_000, 1_000_000), YLORBR)

RECORDS = {
    layer.id: layer
    for layer in (
        Layer(
            "people",
            _OF_PEOPLE,
            unit_id="people",
            kind="published",
            rounding="figure",
            counts=True,
        ),
        Layer(
            "change",
            Scale((-75, -50, -10, 10, 50, 100), PUOR, signed=True),
            unit_id="percent",
            kind="computed",
            rounding="digits",
            per="people before the war",
            times=100.0,
            plus=-100.0,
            weighs_range=False,
        ),
        Layer(
            "density",
            Scale((1_000, 2_500, 5_000, 10_000, 20_000), YLORBR),
            unit_id="people per km2",
            kind="computed",
            rounding="digits",
            per="km2",
        ),
        Layer(
            "orders",
            _OF_PEOPLE,
            unit_id="percent",
            kind="computed",
            rounding="percent",
            evidence="orders",
            over="people",
            is_reconstructed=False,
            weighs_range=False,
            missing="legend.no_orders",
            reading="legend.orders",
            method="legend.orders",
            without_later="method.orders_without_later",
            columns=("table.orders",),
        ),
    )
}
"""The layers by their ids, in the order in which a reader is offered them: people present,
change against the people before the war, people per km2, share of land under orders."""


def layer_of(identity: str) -> Layer:
    """Return the record of a layer.

    Raises:
        ValueError: for an unknown layer.

    >>> layer_of("change").signed, layer_of("orders").unit_id
    (True, 'percent')
    """
    if identity not in RECORDS:
        raise ValueError(f"unknown layer {identity!r}: choose one of {', '.join(RECORDS)}")
    return RECORDS[identity]
