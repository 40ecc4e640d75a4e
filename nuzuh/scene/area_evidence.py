"""Everything published about an area by a day, as one record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nuzuh.evidence.orders_in_force import OrderShare, Running
from nuzuh.evidence.published import AreaFigure
from nuzuh.evidence.statements import Statement
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.regions import pcodes_of


@dataclass(frozen=True)
class AreaEvidence:
    """Everything published about an area by a day.

    Attributes:
        area: one of :data:`nuzuh.scene.regions.AREAS`.
        day: the day shown.
        phase_start: first day of the phase of the war that it lies in.
        on_map: what the map shows, where no two areas overlap; None for an area of several
            governorates, for which it has no number.
        newest: the latest figure of people present that covers the governorate; of an area of
            several, the latest for all of it together.
        alone: the latest one for this area by itself.
        doubtful: the latest one whose date or author is doubtful; sounder ones
            go before it even where they are somewhat older.
        named, of_parts, of_all: figures of the phase, see
            :class:`nuzuh.evidence.prepared_statements.About`.
        in_ledger: how many figures of all times the ledger has for it.
        share: the share of it under evacuation orders.
        orders: the orders in force that name it or lie in it, the newest first.
    """

    area: str
    day: date
    phase_start: date
    on_map: AreaFigure | None
    newest: AreaFigure
    alone: AreaFigure
    doubtful: AreaFigure
    named: list[Statement]
    of_parts: list[Statement]
    of_all: list[Statement]
    in_ledger: int
    share: LayerValue
    orders: tuple[Running, ...]

    @property
    def pcodes(self) -> tuple[str, ...]:
        """The governorates of the area."""
        return pcodes_of(self.area)

    @property
    def of_orders(self) -> OrderShare:
        """The share under orders, and the orders behind it."""
        assert self.share.share is not None
        return self.share.share
