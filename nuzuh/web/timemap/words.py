"""Packs the words of a phase for the browser, as ``frontend/src/contract.ts`` describes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from nuzuh.scene.mark import Link
from nuzuh.scene.said_by_day import Placed
from nuzuh.scene.title_language import title_language
from nuzuh.scene.words_by_day import (
    Card,
    NoticeWords,
    PanelOfPhase,
    PlacedQuestion,
    WordsOfPhase,
)
from nuzuh.web.timemap.packing import Piece, pack, piece_of
from nuzuh.web.timemap.payload import Payload, payload_of


def words_payload(words: WordsOfPhase, first: date) -> Payload:
    """Pack the words of a phase.

    Args:
        words: what is said on its days.
        first: first day of the cube, from which days are counted.

    Example:
        >>> from nuzuh.scene.words_by_day import PanelOfPhase
        >>> panel = PanelOfPhase((), (), (-1, -1), (), (-1, -1), (), (-1, -1))
        >>> words = WordsOfPhase(
        ...     "prewar", date(2023, 10, 5), panel, headlines=("Nothing is known.",),
        ...     headline_on=(0, 0), fits=(), fit_on=(-1, -1), notices=(), notice_on=(-1, -1),
        ... )
        >>> len(words_payload(words, date(2023, 10, 1)).signature)
        16
    """
    header = {
        "phase": words.phase,
        "first": (words.first - first).days,
        "days": len(words.headline_on),
        "headlines": list(words.headlines),
        "fits": [list(fit) for fit in words.fits],
        "notices": [[_notice(notice) for notice in notices] for notices in words.notices],
    }
    arrays = {
        "headlineOn": _on(words.headline_on),
        "fitOn": _on(words.fit_on),
        "noticeOn": _on(words.notice_on),
    }
    # The panel, which is most of it, stands beside every reconstruction: it is packed once.
    known = _PANELS.setdefault(words.panel, {})
    panel = known.get(first)
    if panel is None:
        panel = known[first] = _panel(words.panel, first)
    return payload_of(pack(header, arrays, [panel]))


_PANELS: WeakKeyDictionary[PanelOfPhase, dict[date, Piece]] = WeakKeyDictionary()
"""Panels as packed, for as long as they are remembered themselves."""


def _panel(panel: PanelOfPhase, first: date) -> Piece:
    def index(day: date) -> int:
        return (day - first).days

    # Hardly a day changes what is told on a question: the same one stands in many panels.
    asked = {id(one): one for questions in panel.panels for one in questions}
    questions = {at: _question(one) for at, one in asked.items()}
    header = {
        "cards": [_card(card, index) for card in panel.cards],
        "orderHeadlines": list(panel.order_headlines),
        "panels": [[questions[id(one)] for one in told] for told in panel.panels],
        "leads": [list(lead) for lead in panel.leads],
    }
    return piece_of(
        {
            "panel": header,
            "orderHeadlineOn": _on(panel.order_headline_on),
            "panelOn": _on(panel.panel_on),
            "leadOn": _on(panel.lead_on),
        }
    )


def _on(which: Sequence[int]) -> npt.NDArray[np.uint16]:
    """Which of the things is said on each day, plus one; 0 for none."""
    return (np.array(which, dtype=np.int32) + 1).astype(np.uint16)


def _card(card: Card, index: Callable[[date], int]) -> dict[str, Any]:
    return {
        "id": card.id,
        "number": card.number,
        "bare": card.bare,
        "publisher": card.publisher,
        "side": card.side,
        "asOf": index(card.as_of),
        "when": card.when,
        "kinds": list(card.kinds),
        "where": card.where,
        "source": _link(card.source),
        "lang": card.lang,
        "repeats": [_link(link) for link in card.repeats],
        "weak": card.weak,
        "value": card.value,
        "low": card.low,
        "high": card.high,
        "central": card.central,
        "quantifier": card.quantifier,
        "came": None if card.came is None else index(card.came),
        "mark": card.mark,
        "cited": card.cited,
        "areas": list(card.pcodes),
    }


def _link(link: Link) -> dict[str, str]:
    text, url = link
    return {"text": text, "url": url, "lang": title_language(text)}


def _question(question: PlacedQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.text,
        "open": question.is_open,
        "groups": [
            {
                "unit": group.unit,
                "title": group.title,
                "shown": [_placed(placed) for placed in group.shown],
                "away": [_placed(placed) for placed in group.away],
            }
            for group in question.groups
        ],
    }


def _placed(placed: Placed) -> dict[str, Any]:
    return {"card": placed.card, "before": list(placed.before)}


def _notice(notice: NoticeWords) -> dict[str, Any]:
    return {
        "text": notice.text,
        "figures": [
            {"said": said, "source": _link(source), "when": when}
            for said, source, when in notice.figures
        ],
    }
