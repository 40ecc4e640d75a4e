"""Everything published about a governorate by a day, as one record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nuzuh.evidence.orders_in_force import OrderShare, Running
from nuzuh.evidence.published import AreaFigure
from nuzuh.evidence.statements import Statement
from nuzuh.scene.layers import LayerValue


@dataclass(frozen=True)
class AreaEvidence:
    """Everything published about a governorate by a day.

    Attributes:
        pcode: the governorate.
        day: the day shown.
        phase_start: first day of the phase of the war that it lies in.
        on_map: what the map shows, where no two areas overlap.
        newest: the latest figure of people present that covers the governorate.
        alone: the latest one for this governorate by itself.
        doubtful: the latest one whose date or author is doubtful; sounder ones
            go before it even where they are somewhat older.
        named: figures of the phase that name it, the newest first.
        of_all: figures of the phase for the whole Strip, the newest first.
        in_ledger: how many figures of all times the ledger has for it.
        share: the share of it under evacuation orders.
        orders: the orders in force that name it or lie in it, the newest first.
    """

    pcode: str
    day: date
    phase_start: date
    on_map: AreaFigure
    newest: AreaFigure
    alone: AreaFigure
    doubtful: AreaFigure
    named: list[Statement]
    of_all: list[Statement]
    in_ledger: int
    share: LayerValue
    orders: tuple[Running, ...]

    @property
    def of_orders(self) -> OrderShare:
        """The share under orders, and the orders behind it."""
        assert self.share.share is not None
        return self.share.share
