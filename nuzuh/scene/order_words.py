"""The words for evacuation orders in force: the share that they cover, and each order's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nuzuh.evidence.orders_in_force import OrderInForce, OrderShare
from nuzuh.evidence.published import Appearance
from nuzuh.evidence.zones import LandShare
from nuzuh.loaders.publishers import names as publisher_names
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.said import Said, said
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class ToldShare:
    """A share as it is told, in percent.

    Attributes:
        value: the number where both ends are the same one; else None.
        low, high: its ends; low is None where nothing is sure, both where no share is known.
        quantifier: ``range``, ``up to`` where nothing is sure, ``approximately`` for one
            number, ``exact`` for all of the land; "" where no share is known.
    """

    value: float | None
    low: float | None
    high: float | None
    quantifier: str


def told_share(low: float | None, high: float | None) -> ToldShare:
    """Return a share as it is told: whole percent, tenths under one, and never a zero.

    Args:
        low: percent, at least; None where no share is known.
        high: percent, at most.

    >>> told_share(12.4, 14.1)
    ToldShare(value=None, low=12.0, high=14.0, quantifier='range')
    >>> told_share(0, 31).quantifier, told_share(71.2, 71.4).value
    ('up to', 71.0)
    """
    most = None if high is None else _rounded(high)
    # "Up to 100%" says nothing: an order is somewhere in there.
    if low is None or most is None or (low <= 0 and most >= 100):
        return ToldShare(None, None, None, "")
    if low <= 0:
        return ToldShare(None, None, most, "up to")
    least = _rounded(low)
    if least < most:
        return ToldShare(None, least, most, "range")
    return ToldShare(most, least, most, "exact" if low > _ALL else "approximately")


_ALL = 99.9999
"""From here on a share is all of the land; what is missing of it is the rounding of sums."""


def _rounded(percent: float) -> float:
    return max(float(round(percent, 0 if percent >= 1 else 1)), 0.1)


def share_text(share: OrderShare | LandShare, t: Translator) -> str:
    """Return a share of land in words, both of its ends; "" where none is known.

    Where an order names land that is not known, and not all of the rest is under
    orders, it may be more.

    Args:
        share: the share of a governorate, or of the Strip.
        t: the reader's language.
    """
    told = said_share(share)
    return "" if told is None else told.words(t)


def said_share(share: OrderShare | LandShare) -> Said | None:
    """Return what :func:`share_text` puts into words; None where no share is known."""
    told = told_share(share.low, share.high)
    return None if told.high is None else said(_share, told, is_open=share.is_open)


def _share(told: ToldShare, t: Translator, *, is_open: bool) -> str:
    assert told.high is not None
    decimals = 1 if (told.low or told.high) < 1 else 0
    unit = t("unit.percent")
    if told.quantifier in ("exact", "approximately"):
        number = t.number(told.high, decimals=decimals) + unit
        text = t(f"q.{told.quantifier}", n=number)
    else:
        text = t.quantified(
            None, told.low, told.high, told.quantifier, decimals=decimals, suffix=unit
        )
    return t("orders.or_more", share=text) if is_open and told.high < 100 else text


def share_notes(share: OrderShare, t: Translator) -> tuple[str, ...]:
    """Return the day of the newest order behind a share, and which land is not known.

    That is told of the newest order that names such land, and how many others do; the
    table names them all.

    Args:
        share: the share and the orders behind it.
        t: the reader's language.
    """
    notes = () if share.latest is None else (t.day(share.latest, short=True),)
    unclear = unclear_orders(share)
    if not unclear:
        return notes
    newest = max(unclear, key=lambda order: (order.issued_on, order.id))
    who = _named(newest, _doubts(newest.id, newest.appeared, t), t)
    told = f"{unknown_land(newest.unknown, t)}: {who}"
    others = len(unclear) - 1
    return (*notes, t("orders.others", told=told, n=t.number(others)) if others else told)


def unclear_orders(share: OrderShare) -> list[OrderInForce]:
    """Return the orders behind a share of whose land some is not known, so that it may be more."""
    if share.low is not None and share.low > _ALL:
        return []
    return [order for order in share.behind if order.unknown]


def unknown_land(names: Iterable[str], t: Translator) -> str:
    """Return which numbers and names of an order's land are not known; "" for none."""
    listed = t("list.comma").join(t.isolated(name) for name in names)
    return t("orders.unknown", names=listed) if listed else ""


def term_text(term: str, t: Translator) -> str:
    """Return what an issuer calls an order, in the reader's language where that is known."""
    key = f"term.{term}"
    return t(key) if t.has(key) else t.isolated(term)


def order_name(order: OrderInForce, t: Translator) -> str:
    """Return an order by issuer, day and id, with what is to be known of it."""
    return _named(order, order_marks(order, t), t)


def _named(order: OrderInForce, marks: tuple[str, ...], t: Translator) -> str:
    issuer = publisher_names(t.lang).get(order.issuer, order.issuer)
    day, comma = t.day(order.issued_on, short=True), t("list.comma")
    return f"{t.isolated(issuer)}{comma}{day} ({comma.join((order.id, *marks))})"


def order_marks(order: OrderInForce, t: Translator) -> tuple[str, ...]:
    """Return what is to be known of an order in force, in words.

    How its land is known, where that is not by whole blocks; which of it is not known; that
    it is from the reader's file; that its page came out later, or is a copy that doesn't
    tell when it came out.
    """
    by_blocks = order.outline in ("given", "blocks") and order.measured == "whole"
    known = () if by_blocks else (t(f"orders.by.{order.outline}"),)
    unclear = (unknown_land(order.unknown, t),) if order.unknown else ()
    copied = (t("map.copy"),) if order.appeared == "copy" else ()
    return (*known, *unclear, *_doubts(order.id, order.appeared, t), *copied)


def _doubts(order: str, appeared: Appearance, t: Translator) -> tuple[str, ...]:
    """The marks that a label on the map bears too."""
    marks = {"own.mark": is_user_row(order), "map.later": appeared == "later"}
    return tuple(t(key) for key, holds in marks.items() if holds)
