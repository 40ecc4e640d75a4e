"""Packs the words of the orders for the browser, as ``frontend/src/contract.ts`` describes them."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np

from nuzuh.scene.order_list import OrderCard, OrderList
from nuzuh.scene.translator import Translator
from nuzuh.web.timemap.packing import pack
from nuzuh.web.timemap.payload import Payload, payload_of

_INSTEAD = "ordered.as."
"""Keys begin so whose text takes the place of another one's beside the map of orders."""


def orders_payload(told: OrderList, first: date, t: Translator) -> Payload:
    """Pack the words of the orders.

    Args:
        told: what is said.
        first: first day of the cube, from which days are counted.
        t: the reader's language.

    Example:
        >>> told = OrderList(
        ...     (), ("None is known.",), (0, 0), ("",), (0, 0), ("",), ((0, 0),) * 5, (), ()
        ... )
        >>> len(orders_payload(told, date(2023, 10, 1), Translator("en")).signature)
        16
    """
    words = {key.removeprefix(_INSTEAD): text for key, text in t.starting(("ordered.",)).items()}
    header = {
        "words": words,
        "cards": [_card(card, first) for card in told.cards],
        "answers": list(told.answers),
        "people": list(told.people),
        "shares": list(told.shares),
        "places": [list(blocks) for blocks in told.places],
        "placeKeys": list(told.place_keys),
    }
    arrays = {
        "answerOn": np.array(told.answer_on, dtype=np.uint16),
        "peopleOn": np.array(told.people_on, dtype=np.uint16),
        "shareOn": np.array(told.share_on, dtype=np.uint16),
    }
    return payload_of(pack(header, arrays))


def _card(card: OrderCard, first: date) -> dict[str, Any]:
    title, url = card.source
    return {
        **{field.name: getattr(card, field.name) for field in fields(card)},
        "issued": (card.issued - first).days,
        "came": None if card.came is None else (card.came - first).days,
        "source": {"text": title, "url": url, "lang": card.lang},
    }
