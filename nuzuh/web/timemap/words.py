"""Packs the words of a phase for the browser, as ``frontend/src/contract.ts`` describes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from nuzuh.scene.mark import Link
from nuzuh.scene.title_language import title_language
from nuzuh.scene.words_by_day import (
    Card,
    NoticeWords,
    Placed,
    PlacedQuestion,
    WordsOfPhase,
)
from nuzuh.web.timemap.packing import pack
from nuzuh.web.timemap.payload import Payload


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

    def index(day: date) -> int:
        return (day - first).days

    # Hardly a day changes what is told on a question: the same one stands in many panels.
    asked = {id(one): one for panel in words.panel.panels for one in panel}
    questions = {at: _question(one) for at, one in asked.items()}
    header = {
        "phase": words.phase,
        "first": index(words.first),
        "days": len(words.headline_on),
        "cards": [_card(card, index) for card in words.panel.cards],
        "headlines": list(words.headlines),
        "orderHeadlines": list(words.panel.order_headlines),
        "panels": [[questions[id(one)] for one in panel] for panel in words.panel.panels],
        "leads": [list(lead) for lead in words.panel.leads],
        "fits": [list(fit) for fit in words.fits],
        "notices": [[_notice(notice) for notice in notices] for notices in words.notices],
    }
    arrays = {
        "headlineOn": _on(words.headline_on),
        "orderHeadlineOn": _on(words.panel.order_headline_on),
        "panelOn": _on(words.panel.panel_on),
        "leadOn": _on(words.panel.lead_on),
        "fitOn": _on(words.fit_on),
        "noticeOn": _on(words.notice_on),
    }
    data = pack(header, arrays)
    return Payload(data, hashlib.sha256(data).hexdigest()[:16])


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
