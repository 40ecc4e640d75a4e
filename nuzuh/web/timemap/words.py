"""Packs the words of the days of a phase for the browser."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from nuzuh.scene.words_by_day import WordsOfPhase
from nuzuh.web.timemap.packing import pack
from nuzuh.web.timemap.payload import Payload


def words_payload(words: WordsOfPhase, first: date) -> Payload:
    """Return the words of a phase, packed; days are counted from the first one of the cube."""

    def linked(link: tuple[str, str]) -> dict[str, str]:
        return {"text": link[0], "url": link[1]}

    cards = []
    for card in words.cards:
        told: dict[str, Any] = asdict(card)
        told["asOf"] = (told.pop("as_of") - first).days
        told["came"] = None if card.came is None else (card.came - first).days
        told["source"], told["repeats"] = linked(card.source), [linked(r) for r in card.repeats]
        cards.append(told)
    panels = [
        [
            {
                "id": q.id,
                "text": q.text,
                "open": q.is_open,
                "groups": [asdict(group) for group in q.groups],
            }
            for q in panel
        ]
        for panel in words.panels
    ]
    on = {
        "headlineOn": words.headline_on,
        "panelOn": words.panel_on,
        "leadOn": words.lead_on,
        "fitOn": words.fit_on,
        "noticeOn": words.notice_on,
    }
    header = {
        "phase": words.phase,
        "first": (words.first - first).days,
        "days": len(words.headline_on),
        "cards": cards,
        "headlines": words.headlines,
        "panels": panels,
        "leads": words.leads,
        "fits": words.fits,
        "notices": [],
    }
    data = pack(header, {n: (np.array(o) + 1).astype(np.uint16) for n, o in on.items()})
    return Payload(data, hashlib.sha256(data).hexdigest()[:16])
