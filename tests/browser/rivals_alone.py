"""Made-up rival figures, and the map's panel of them on a page of its own."""

from __future__ import annotations

import base64
from dataclasses import fields
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
from playwright.sync_api import Locator

from nuzuh.scene.said_by_day import Placed
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.scene.words_by_day import (
    Card,
    PanelOfPhase,
    PlacedGroup,
    PlacedQuestion,
    WordsOfPhase,
)
from nuzuh.web.timemap.message import view_message
from nuzuh.web.timemap.payload import Payload, build_payload, bundled
from nuzuh.web.timemap.words import words_payload
from tests.browser.harness import Alone, days_from
from tests.web.timemaps import FIRST, map_of

DAYS = 40
DAY = days_from(FIRST, range(DAYS))
SPEAKERS = {"un": "OCHA", "israel": "IDF", "palestine": "PCBS", "other": "IDMC"}


def card(identity: str, value: float | None = None, **changed: Any) -> Card:
    """Return a figure of the first day that the UN tells."""
    side = changed.get("side", "un")
    central = next(
        (n for n in (value, changed.get("low"), changed.get("high")) if n is not None), 0
    )
    parts: dict[str, Any] = {
        "id": identity,
        "number": f"about {central:,.0f} people",
        "bare": f"about {central:,.0f}",
        "publisher": SPEAKERS[side],
        "side": side,
        "as_of": FIRST,
        "when": "1 Jan 2025",
        "kinds": ("people present",),
        "where": "Area 0",
        "source": (f"Page of {identity}", f"https://example.org/{identity}"),
        "lang": "en",
        "repeats": (),
        "weak": False,
        "value": value,
        "low": None,
        "high": None,
        "central": central,
        "quantifier": "approximately",
        "came": None,
        "mark": "",
        "pcodes": (),
        "cited": f"About {central:,.0f} people, Area 0 (1 Jan 2025): “Page of {identity}”.",
    }
    return Card(**parts | changed)


def placed(*cards: int | Placed) -> tuple[Placed, ...]:
    return tuple(one if isinstance(one, Placed) else Placed(one) for one in cards)


def question(*groups: PlacedGroup, **changed: Any) -> PlacedQuestion:
    parts: dict[str, Any] = {"id": "present_north", "text": "In the north", "is_open": True}
    return PlacedQuestion(**parts | changed, groups=groups)


def group(
    *shown: int | Placed, away: tuple[int, ...] = (), unit: str = "people", title: str = ""
) -> PlacedGroup:
    return PlacedGroup(unit, title, placed(*shown), placed(*away))


def words_of(
    cards: list[Card],
    *panels: tuple[PlacedQuestion, ...],
    on: list[int] | None = None,
    first: date = FIRST,
    days: int = DAYS,
    **changed: Any,
) -> Payload:
    """Pack the words of some days; the first panel stands on all of them unless told otherwise."""
    given: dict[str, Any] = {
        "phase": "war",
        "first": first,
        "cards": tuple(cards),
        "panels": panels,
        "panel_on": tuple(on or [0] * days),
    }
    given |= changed

    def filled(kind: type, parts: dict[str, Any]) -> Any:
        names = [field.name for field in fields(kind)]
        for name in names:
            given.setdefault(name, (-1,) * days if name.endswith("_on") else ())
        return kind(**{name: given[name] for name in names} | parts)

    return words_payload(filled(WordsOfPhase, {"panel": filled(PanelOfPhase, {})}), FIRST)


@cache
def cube(lang: str = "en", people: float = 1000.0) -> Payload:
    t = Translator(lang)
    return build_payload(map_of(np.full((1, DAYS), people)), t)


def opens(alone: Alone, *words: Payload, day: int = 0, lang: str = "en", **message: Any) -> Alone:
    """Open the map with words on a day."""
    return tells(alone, *words, day=day, lang=lang, code=True, **message).sees(DAY[day])


def tells(
    alone: Alone,
    *words: Payload,
    day: int = 0,
    lang: str = "en",
    code: bool = False,
    map_: Payload | None = None,
    **message: Any,
) -> Alone:
    packed = map_ or cube(lang)
    view = View(date=FIRST + timedelta(days=day), lang=lang, later=message.pop("later", True))
    signatures = [packed.signature, *(one.signature for one in words)]
    told = view_message(view, Translator(lang), signatures=signatures, data="v1", **message)
    alone.page.evaluate("view => tell(view)", told)
    carried = base64.b64encode(bundled([packed, *words])).decode()
    alone.page.evaluate("text => feed(text)", carried)
    if code:
        alone.page.evaluate("code()")
        alone.page.wait_for_selector("[data-testid=rivals]", state="attached")
    return alone


def panel(alone: Alone) -> Locator:
    return alone.page.get_by_test_id("rivals")


def rows(alone: Alone) -> list[str]:
    """The ids of the figures that stand there, from top to bottom."""
    return (
        panel(alone)
        .locator("[data-figure]")
        .evaluate_all(
            "all => all.filter(one => one.checkVisibility()).map(one => one.dataset.figure)"
        )
    )


def row(alone: Alone, identity: str) -> Locator:
    return panel(alone).locator(f"[data-figure='{identity}']")


def waits(alone: Alone, *identities: str) -> None:
    """Wait until these figures stand there: words come a moment after the map."""
    alone.page.wait_for_function(
        """ids => JSON.stringify([...document.querySelector("#host").shadowRoot
          .querySelectorAll("[data-testid=rivals] [data-figure]")]
          .filter(one => one.checkVisibility()).map(one => one.dataset.figure))
          === JSON.stringify(ids)""",
        arg=list(identities),
    )
