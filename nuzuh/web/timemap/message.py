"""The small message that goes out with each run of the page: its payloads, and what to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from nuzuh.scene.file_names import file_stem
from nuzuh.scene.layers import LAYERS, RECONSTRUCTED_LAYERS
from nuzuh.scene.opening import Opening
from nuzuh.scene.opening import opening_text as why_there
from nuzuh.scene.reconstruction import named_views
from nuzuh.scene.regions import REGIONS
from nuzuh.scene.story import ToldStory
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.timemap.story import story_message

OWN = "custom"
"""Id of the choice of publishers one by one: it opens a dialog, and no view is named so."""

PARTS = (
    "date",
    "layer",
    "show",
    "view",
    "lang",
    "later",
    "since",
    "area",
    "zoom",
    "block",
    "order",
    "place",
    "story",
    "step",
)
"""Parts of a link of which the browser keeps account."""


def parts_of(view: View, data: str) -> dict[str, str | None]:
    """Return a view as the browser keeps account of it (``ViewParts`` in the contract).

    Args:
        view: what is looked at.
        data: version of the data.
    """
    parts = view.query(load_timeline(), data)
    return {part: parts.get(part) for part in PARTS}


@dataclass(frozen=True)
class OfKind:
    """The payloads of one kind of view, as published or reconstructed, by their signatures.

    Attributes:
        view: one of that kind.
        signatures: of its cube and then of the words of each phase.
        ensemble: of its reconstructed movements; "" for none.
        orders: of the words of the orders; "" for none.
    """

    view: View
    signatures: tuple[str, ...]
    ensemble: str = ""
    orders: str = ""


def view_message(
    view: View,
    t: Translator,
    *,
    signatures: Sequence[str],
    data: str,
    version: str = "",
    ensemble: str = "",
    orders: str = "",
    opening: Opening | None = None,
    address: str = "",
    user: str = "",
    theme: str = "light",
    notices: Sequence[str] = (),
    bare: bool = False,
    refusal: str = "",
    story: ToldStory | None = None,
    others: Sequence[OfKind] = (),
    chooses: bool = True,
) -> dict[str, Any]:
    """Return the message as ``frontend/src/contract.ts`` describes it (``ViewMessage``).

    Args:
        view: what is looked at.
        t: the reader's language.
        signatures: of the cube that it is for, then of the words of each phase in
            their order in time; none without a cube.
        data: version of the data.
        version: the same as it is told, with whose records it is; the version alone when "".
        ensemble: signature of that of its reconstructed movements; "" where it shows none.
        orders: signature of the words of the orders; "" where they do not stand beside the map.
        opening: where the app opens by itself; None where there is no way there.
        address: of the live app; its query does not matter; "" for none.
        user: digest of a reader's own rows; "" without any.
        theme: ``light`` or ``dark``.
        notices: sentences about the link that was opened.
        bare: for a frame on someone else's page: map, date and source alone.
        refusal: sentence to show when there is nothing that can be drawn.
        story: what is told beside the map, in the same language; None for nothing.
        others: other kinds of views that a page in one file carries, or a site has at hand.
        chooses: whether publishers can be chosen one by one.
    """
    # The map selects one governorate; a region is selected beside it only.
    one = replace(view, area="" if view.area in REGIONS else view.area)
    scheme, host, path, _, _ = urlsplit(address)
    there = None
    if opening is not None:
        there = {
            "date": opening.view.date.isoformat(),
            "show": opening.view.mode,
            "why": why_there(opening, t),
        }
    return {
        "signature": signatures[0] if signatures else "",
        "words": list(signatures[1:]),
        "view": parts_of(one, data),
        "data": data,
        "opening": there,
        "ensemble": ensemble,
        "orders": orders,
        "sides": [*named_views(t), *([(OWN, t("view.custom"))] if chooses else [])],
        "layers": [(layer, t(f"layer.{layer}")) for layer in LAYERS],
        "rebuilt": list(RECONSTRUCTED_LAYERS),
        "late": [t("timemap.none"), t("timemap.again")],
        "notices": list(notices),
        "about": [
            t("footer.orders"),
            t("footer.data", data=version or t.isolated(data), last=t.day(load_timeline().last)),
        ],
        "theme": theme,
        "address": urlunsplit((scheme, host, path or "/", "", "")) if address else "",
        "home": "",
        "stem": _stem(view, orders, user=user, theme=theme),
        "refusal": refusal or None,
        "bare": bare,
        "story": story_message(story) if story else None,
        "others": [_other(one, data, user=user, theme=theme) for one in others],
    }


def _other(kind: OfKind, data: str, *, user: str, theme: str) -> dict[str, Any]:
    parts = kind.view.query(load_timeline(), data)
    return {
        "view": {part: parts.get(part) for part in ("lang", "layer", "show", "view", "later")},
        "signature": kind.signatures[0],
        "words": list(kind.signatures[1:]),
        "ensemble": kind.ensemble,
        "orders": kind.orders,
        "stem": _stem(kind.view, kind.orders, user=user, theme=theme),
    }


def _stem(view: View, orders: str, *, user: str, theme: str) -> str:
    kind = "list" if orders else "map"
    return file_stem(view, kind=kind, user=user, theme=theme, moving=True)
