"""The words for evacuation orders in force: the share that they cover, and each order's name."""

from __future__ import annotations

import math

from nuzuh.evidence.orders_in_force import Measured, OrderInForce, OrderShare
from nuzuh.evidence.published import Appearance
from nuzuh.loaders.own import is_theirs
from nuzuh.loaders.publishers import names as publisher_names
from nuzuh.scene.words import Words


def share_text(percent: float, quantifier: str, words: Words) -> str:
    """Return a least share in words: rounded down, and never to a zero that nobody counted.

    Args:
        percent: the bound.
        quantifier: ``at least``, or ``more than`` where not all orders can be measured.
        words: the reader's language.
    """
    told, unit = whole_share(percent), words("unit.percent")
    decimals = 0 if told >= 1 else 1
    return words.quantified(None, told, None, quantifier, decimals=decimals, suffix=unit)


def whole_share(percent: float) -> float:
    """Return a least share as it is told: rounded down to whole percent, or to tenths under one."""
    digits = 0 if percent >= 1 else 1
    return max(math.floor(percent * 10**digits) / 10**digits, 0.1)


def share_notes(share: OrderShare, words: Words) -> tuple[str, ...]:
    """Return the day of the newest order counted, and the newest one that is not, or not whole.

    How many others there are stands behind it; the table names them all.

    Args:
        share: the share and the orders behind it.
        words: the reader's language.
    """
    counted = () if share.latest is None else (words.day(share.latest, short=True),)
    if not share.is_open:
        return counted
    unmeasured = [order for order in share.behind if order.measured != "whole"]
    newest = max(unmeasured, key=lambda order: (order.issued_on, order.id))
    mark = words("orders.part" if newest.measured == "part" else "orders.unmeasured")
    told = f"{mark}: {_named(newest, _doubts(newest.id, newest.appeared, words), words)}"
    others = len(unmeasured) - 1
    return (*counted, words("orders.others", told=told, n=words.number(others)) if others else told)


def order_name(order: OrderInForce, words: Words) -> str:
    """Return an order by issuer, day and id, with what is to be known of it."""
    return _named(order, order_marks(order.id, order.measured, order.appeared, words), words)


def _named(order: OrderInForce, marks: tuple[str, ...], words: Words) -> str:
    issuer = publisher_names(words.lang).get(order.issuer, order.issuer)
    day, comma = words.day(order.issued_on, short=True), words("list.comma")
    return f"{words.isolated(issuer)}{comma}{day} ({comma.join((order.id, *marks))})"


def order_marks(
    order: str, measured: Measured, appeared: Appearance, words: Words
) -> tuple[str, ...]:
    """Return what is to be known of an order in force, in words.

    That it is from the reader's file; how much of it is not counted; that its page
    came out later, or is a copy that doesn't tell when it came out.

    Args:
        order: its id.
        measured: how much of its area in the governorate is counted.
        appeared: whether its page had come out by the day shown.
        words: the reader's language.
    """
    marks = {"orders.part": measured == "part", "orders.unmeasured": measured == "none"}
    counted = tuple(words(key) for key, holds in marks.items() if holds)
    copied = (words("map.copy"),) if appeared == "copy" else ()
    return counted + _doubts(order, appeared, words) + copied


def _doubts(order: str, appeared: Appearance, words: Words) -> tuple[str, ...]:
    """The marks that a label on the map bears too."""
    marks = {"own.mark": is_theirs(order), "map.later": appeared == "later"}
    return tuple(words(key) for key, holds in marks.items() if holds)
