"""The words for evacuation orders in force: the share that they cover, and each order's name."""

from __future__ import annotations

import math

from nuzuh.evidence.orders_in_force import Measured, OrderInForce, OrderShare
from nuzuh.evidence.published import Appearance
from nuzuh.loaders.publishers import names as publisher_names
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.translator import Translator


def share_text(percent: float, quantifier: str, t: Translator) -> str:
    """Return a least share in words: rounded down, and never to a zero that nobody counted.

    Args:
        percent: the bound.
        quantifier: ``at least``, or ``more than`` where not all orders can be measured.
        t: the reader's language.
    """
    told, unit = whole_share(percent), t("unit.percent")
    decimals = 0 if told >= 1 else 1
    return t.quantified(None, told, None, quantifier, decimals=decimals, suffix=unit)


def whole_share(percent: float) -> float:
    """Return a least share as it is told: rounded down to whole percent, or to tenths under one."""
    digits = 0 if percent >= 1 else 1
    return max(math.floor(percent * 10**digits) / 10**digits, 0.1)


def share_notes(share: OrderShare, t: Translator) -> tuple[str, ...]:
    """Return the day of the newest order counted, and the newest one that is not, or not whole.

    How many others there are stands behind it; the table names them all.

    Args:
        share: the share and the orders behind it.
        t: the reader's language.
    """
    counted = () if share.latest is None else (t.day(share.latest, short=True),)
    if not share.is_open:
        return counted
    unmeasured = [order for order in share.behind if order.measured != "whole"]
    newest = max(unmeasured, key=lambda order: (order.issued_on, order.id))
    mark = t("orders.part" if newest.measured == "part" else "orders.unmeasured")
    told = f"{mark}: {_named(newest, _doubts(newest.id, newest.appeared, t), t)}"
    others = len(unmeasured) - 1
    return (*counted, t("orders.others", told=told, n=t.number(others)) if others else told)


def term_text(term: str, t: Translator) -> str:
    """Return what an issuer calls an order, in the reader's language where that is known."""
    key = f"term.{term}"
    return t(key) if t.has(key) else t.isolated(term)


def order_name(order: OrderInForce, t: Translator) -> str:
    """Return an order by issuer, day and id, with what is to be known of it."""
    return _named(order, order_marks(order.id, order.measured, order.appeared, t), t)


def _named(order: OrderInForce, marks: tuple[str, ...], t: Translator) -> str:
    issuer = publisher_names(t.lang).get(order.issuer, order.issuer)
    day, comma = t.day(order.issued_on, short=True), t("list.comma")
    return f"{t.isolated(issuer)}{comma}{day} ({comma.join((order.id, *marks))})"


def order_marks(
    order: str, measured: Measured, appeared: Appearance, t: Translator
) -> tuple[str, ...]:
    """Return what is to be known of an order in force, in words.

    That it is from the reader's file; how much of it is not counted; that its page
    came out later, or is a copy that doesn't tell when it came out.

    Args:
        order: its id.
        measured: how much of its area in the governorate is counted.
        appeared: whether its page had come out by the day shown.
        t: the reader's language.
    """
    marks = {"orders.part": measured == "part", "orders.unmeasured": measured == "none"}
    counted = tuple(t(key) for key, holds in marks.items() if holds)
    copied = (t("map.copy"),) if appeared == "copy" else ()
    return counted + _doubts(order, appeared, t) + copied


def _doubts(order: str, appeared: Appearance, t: Translator) -> tuple[str, ...]:
    """The marks that a label on the map bears too."""
    marks = {"own.mark": is_user_row(order), "map.later": appeared == "later"}
    return tuple(t(key) for key, holds in marks.items() if holds)
