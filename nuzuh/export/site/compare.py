"""The page of comparisons: any two days and the views that have a name, computed in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from nuzuh.export.site.gathered import Site
from nuzuh.export.site.moving import known_of
from nuzuh.export.time_map import cube_of
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.comparing import comparing_of
from nuzuh.scene.comparison import comparison_of
from nuzuh.scene.opening import opening
from nuzuh.scene.people_ensemble import people_ensemble
from nuzuh.scene.published_sides import published_sides
from nuzuh.scene.sides import compared
from nuzuh.scene.solving import solved
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.comparison import comparison_still
from nuzuh.web.site.document import SitePage
from nuzuh.web.site.scripts import script
from nuzuh.web.timemap.comparing import comparing_payload, published_payload
from nuzuh.web.timemap.message import OfKind
from nuzuh.web.timemap.payload import Payload
from nuzuh.web.timemap.people import people_payload


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the page: the usual comparison of the latest day to be read without scripts.

    Args:
        site: takes in what the page loads.
        t: the language.
    """
    view = replace(opening().view, lang=t.lang)
    shown = comparison_of(compared(view, ""), site.tables, t)
    yield SitePage(
        path="compare/",
        title=t("page.compare"),
        description=shown.answer,
        main=comparison_still(shown, t),
        scripts=(site.asset("compare.js", script("compare.js")),),
        told=_told(site, view, t),
        when=shown.notes.title,
    )


def _told(site: Site, view: View, t: Translator) -> dict[str, Any]:
    """What the script is told, see ``frontend/src/sitecompare.ts``."""
    tables = site.tables
    given, known = comparing_of(tables, t), known_of(site, t, view, OfKind(view, ()))
    rebuilt = [name for name, _ in given.views]
    kinds = {
        "published": replace(view, mode="published"),
        "by-then": view.without_later(),
        **{name: replace(view, mode="reconstructed", perspective=name) for name in rebuilt},
    }
    known["views"] = rebuilt
    known["notices"] |= {
        "bad_compare": t("notice.bad_compare"),
        "bad_compare_show": t("notice.bad_compare_show"),
        "bad_compare_view": t("site.bad_compare_view"),
    }
    return {
        "base": site.chunk(comparing_payload(given, t)),
        "sides": {
            name: site.chunk(published_payload(published_sides(tables, t, later=not name)))
            for name in ("", "no")
        },
        "cubes": {kind: site.chunk(cube_of(of, tables, t)) for kind, of in kinds.items()},
        "people": {name: site.chunk(_people(tables, name)) for name in rebuilt},
        "known": known,
        "late": [t("timemap.none"), t("timemap.again")],
    }


@remembered(maxsize=8)
def _people(tables: Tables, view: str) -> Payload:
    """The people of a view's reconstruction, which are the same in every language."""
    return people_payload(people_ensemble(solved(view, tables), load_timeline().first))
