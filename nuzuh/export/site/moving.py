"""What a page with a moving map is told: its payloads, kind by kind, and what a link may name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from nuzuh.export.site.gathered import Site
from nuzuh.export.time_map import cube_of, ensemble_for, orders_for, payloads_of, phases_shown
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.scene.from_records import version_text
from nuzuh.scene.gazetteer import place_keys
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.opening import opening
from nuzuh.scene.parse_view import DEEPEST, REGION
from nuzuh.scene.reconstruction import named_views
from nuzuh.scene.regions import AREAS
from nuzuh.scene.solving import UnsolvedError
from nuzuh.scene.story import ToldStory, story_views
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.templates import element
from nuzuh.web.timemap.message import OfKind, parts_of, view_message
from nuzuh.web.timemap.script import time_map_script

NOTICES = (
    *("bad_date", "date_outside", "bad_layer", "bad_phase", "bad_lang", "bad_show", "bad_area"),
    *("bad_block", "bad_order", "bad_place", "bad_since", "bad_later", "later_published"),
    *("bad_zoom", "bad_step", "unknown_key"),
)
"""What may be said of a link to a map; of its publishers a site says something else."""


def script_of(site: Site) -> str:
    """Take in the map's own script; return its path."""
    return site.asset("timemap.js", time_map_script())


def map_kinds(site: Site, t: Translator) -> tuple[OfKind, ...]:
    """Take in the payloads of every kind of view of the map.

    As published, without what came out later, and reconstructed by each view that has a name,
    as far as these can be solved.

    Args:
        site: takes them in.
        t: the reader's language.
    """
    usual = replace(opening().view, lang=t.lang)
    views = [
        replace(usual, mode="published"),
        usual.without_later(),
        *(replace(usual, mode="reconstructed", perspective=name) for name, _ in named_views(t)),
    ]
    return tuple(_solved(site, views, t))


def _solved(site: Site, views: Sequence[View], t: Translator) -> Iterator[OfKind]:
    for view in views:
        try:
            payloads = payloads_of(view, site.tables, t)
            ensemble = ensemble_for(replace(view, since=view.date), site.tables)
        except UnsolvedError:
            continue
        signatures = tuple(site.chunk(payload) for payload in payloads)
        yield OfKind(view, signatures, site.chunk(ensemble) if ensemble else "")


def order_kinds(site: Site, t: Translator) -> tuple[OfKind, ...]:
    """Take in the payloads of the map of orders, with and without what came out later.

    Args:
        site: takes them in.
        t: the reader's language.
    """
    usual = replace(opening().view, layer="orders", mode="published", lang=t.lang)
    return tuple(
        OfKind(
            view,
            (site.chunk(cube_of(view, site.tables, t)),),
            orders=site.chunk(orders_for(view, site.tables, t)),
        )
        for view in (usual, usual.without_later())
    )


def told_map(
    site: Site,
    t: Translator,
    view: View,
    kinds: Sequence[OfKind],
    story: ToldStory | None = None,
) -> dict[str, Any]:
    """Return what the scripts of a page with a map are told, see ``frontend/src/site.ts``.

    Args:
        site: what it belongs to.
        t: the reader's language.
        view: what a link opens that names nothing.
        kinds: the payloads of every kind of view that it can show.
        story: what is told beside the map; None for nothing.
    """
    data = site.tables.version
    shown = next((one for one in kinds if one.view.kind == view.kind), kinds[0])
    message = view_message(
        view,
        t,
        signatures=shown.signatures,
        data=data,
        version=version_text(site.tables, t),
        ensemble=shown.ensemble,
        orders=shown.orders,
        opening=opening(),
        story=story,
        others=kinds,
        chooses=False,
    )
    return {
        "code": script_of(site),
        "message": message,
        "known": known_of(site, t, view, shown),
        "stands": t("site.stands", date=t.day(view.date)),
    }


def known_of(site: Site, t: Translator, view: View, shown: OfKind) -> dict[str, Any]:
    """What a link may name: what the app would look up to read it."""
    span, data = load_timeline(), site.tables.version
    ends = {"first": t.day(span.first), "last": t.day(span.last)}
    of_orders = bool(shown.orders)
    steps = [replace(one, lang=t.lang) for one in story_views().get(view.story, ())]
    return {
        "first": span.first.isoformat(),
        "last": span.last.isoformat(),
        "phases": [
            {
                "id": one.id,
                **{name: getattr(one, name).isoformat() for name in ("start", "end", "preset")},
            }
            for one in phases_shown()
        ],
        "layers": list(LAYERS),
        "langs": list(LANGUAGES),
        "areas": list(AREAS),
        "views": [name for name, _ in named_views(t)],
        "blocks": list(load_block_map().frame["block"]) if of_orders else [],
        "orders": list(site.tables.orders["id"]) if of_orders else [],
        "places": list(place_keys()) if of_orders else [],
        "deepest": DEEPEST,
        "region": REGION,
        "opening": parts_of(view, data),
        "steps": [parts_of(one, data) for one in steps],
        "notices": {
            **{name: t(f"notice.{name}", **ends) for name in NOTICES},
            "bad_view": t("site.bad_view"),
        },
    }


def place_html(first: Markup, t: Translator) -> Markup:
    """Return the place of a moving map.

    Args:
        first: what stands there before it has come.
        t: the reader's language.
    """
    coming = element("p", t("timemap.soon"), class_="si-coming", role="status")
    held = element("div", element("div", first, class_="nz-first") + coming, class_="tm")
    return element("div", held, id="site-map")
