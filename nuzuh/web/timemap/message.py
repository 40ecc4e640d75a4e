"""The small view message that goes to the browser with each run: what to show of a payload."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nuzuh.scene.arrows import Arrow
from nuzuh.scene.view import View


@dataclass(frozen=True)
class MapView:
    """What the time map shows.

    Attributes:
        day: the day.
        layer: id of a layer of the payload.
        since: first day of the period whose movements are shown; None without arrows.
        area: id of the selected area; "" for none.
        theme: ``light`` or ``dark``.
        arrows: reconstructed arrows of the period, largest first; None where the
            browser finds them itself, from what was published.
        link: absolute address of the view, which the browser moves to the day on
            the screen; "" for none.
        stem: name of a saved picture without its ending, with ``{date}`` for the day.
        bare: for a frame on someone else's page: no tools, and the table folded.
    """

    day: date
    layer: str
    since: date | None = None
    area: str = ""
    theme: str = "light"
    arrows: Sequence[Arrow] | None = None
    link: str = ""
    stem: str = "nuzuh-{date}"
    bare: bool = False


def map_view(
    view: View,
    arrows: Sequence[Arrow],
    link: str,
    stem: str,
    *,
    theme: str = "light",
    bare: bool = False,
) -> MapView:
    """Return what the time map shows of a view.

    Args:
        view: what is looked at.
        arrows: the movements of its period.
        link: absolute address of the view; "" for none.
        stem: name of a saved picture without its ending, with ``{date}`` for the day.
        theme: ``light`` or ``dark``.
        bare: for a frame on someone else's page.
    """
    told = view.reconstructed and view.since is not None
    return MapView(
        day=view.date,
        layer=view.layer,
        since=view.since,
        area=view.area,
        theme=theme,
        arrows=arrows if told else None,
        link=link,
        stem=stem,
        bare=bare,
    )


def view_message(
    signature: str, view: MapView, *, heard: int = 0, refusal: str = ""
) -> dict[str, Any]:
    """Return the message as ``frontend/src/contract.ts`` describes it.

    Args:
        signature: of the payload that it is for; "" without one.
        view: what to show of it.
        heard: number of the last thing told by the browser that has been heard.
        refusal: sentence to show when there is nothing that can be drawn.
    """
    return {
        "signature": signature,
        "date": view.day.isoformat(),
        "layer": view.layer,
        "since": view.since.isoformat() if view.since else None,
        "area": view.area or None,
        "theme": view.theme,
        "heard": heard,
        "arrows": None if view.arrows is None else [_arrow(arrow) for arrow in view.arrows],
        "link": view.link,
        "stem": view.stem,
        "refusal": refusal or None,
        "bare": view.bare,
    }


def _arrow(arrow: Arrow) -> dict[str, Any]:
    return {
        "origins": list(arrow.origins),
        "destinations": list(arrow.destinations),
        "low": arrow.low,
        "high": arrow.high,
        "number": arrow.number,
        "sentence": arrow.sentence,
    }
