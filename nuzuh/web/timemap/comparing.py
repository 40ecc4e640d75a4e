"""Packs what comparisons are made of, as ``frontend/src/comparing.ts`` describes it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import numpy.typing as npt

from nuzuh.scene.comparing import Comparing
from nuzuh.scene.published_sides import PublishedSide, PublishedSides
from nuzuh.scene.translator import Translator
from nuzuh.web.timemap.packing import pack
from nuzuh.web.timemap.payload import Payload, payload_of

_WORDS = (
    *("answer.", "compare.", "copy.", "layer.", "notice.", "refused.", "region.", "show."),
    *("list.", "map.join", "print.change", "print.no_change", "q.range", "relief.days"),
    *("recon.about", "recon.likely", "recon.mark", "recon.norange", "recon.under"),
    *("date.label", "rail.date", "snapshot.sources", "table.area", "view.label"),
    *("note.", "site.compare.", "timemap.again", "timemap.none"),
)
"""How the keys of the texts begin that are filled in by the browser."""


def comparing_payload(given: Comparing, t: Translator) -> Payload:
    """Pack what comparisons are made of, and the texts that they are filled into (``Base``).

    Args:
        given: what they are made of.
        t: the language of its words.
    """
    header = {
        "lang": t.lang,
        "rtl": t.right_to_left,
        "words": t.starting(_WORDS),
        "months": {"long": t.months(), "short": t.months(short=True)},
        "first": given.first.isoformat(),
        "days": (given.timeline.last - given.first).days + 1,
        "version": given.version,
        "phases": [
            {"id": one.id, **{name: (getattr(one, name) - given.first).days for name in _ENDS}}
            for one in given.timeline.phases
        ],
        "areas": list(given.areas),
        "regions": [[name, list(held)] for name, held in given.regions.items()],
        "layers": [
            {"id": name, "rebuilt": rebuilt, "counts": counts}
            for name, rebuilt, counts in given.layers
        ],
        "views": list(given.views),
        "methodsRebuilt": dict(given.methods),
        "sources": {view: list(names) for view, names in given.sources.items()},
        "recent": given.recent,
        "scale": {
            "edges": list(given.scale.edges),
            "colours": list(given.scale.colours),
            "labels": given.scale.labels(t),
        },
        "marks": dict(given.marks),
    }
    return _packed(header, {})


def published_payload(given: PublishedSides) -> Payload:
    """Pack what published sides say on every day (``Published``)."""
    header = {
        "told": [_side(one, given.first) for one in given.told],
        "methods": dict(given.methods),
    }
    return _packed(header, {"on": given.on})


def _packed(header: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> Payload:
    return payload_of(pack(header, arrays))


_ENDS = ("start", "end", "preset")


def _side(one: PublishedSide, first: date) -> dict[str, Any]:
    parts = {field.name: getattr(one, field.name) for field in fields(one)}
    parts |= {"as_of": None if one.as_of is None else (one.as_of - first).days}
    if one.figure is not None:
        publisher, whose, day, area = one.figure
        parts["figure"] = [f"{publisher}\n{whose}", day.isoformat(), area]
    names = {"as_of": "asOf", "is_told": "isTold", "too_old": "tooOld"}
    return {names.get(name, name): part for name, part in parts.items()}
