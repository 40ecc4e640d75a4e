"""A page a day for the latest one and for each turning day: all of it is read without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from urllib.parse import urlencode

from markupsafe import Markup

from nuzuh.export.site.gathered import Site
from nuzuh.export.site.previews import preview_of
from nuzuh.scene.labels import title_of
from nuzuh.scene.opening import opening
from nuzuh.scene.scene import Scene, scene
from nuzuh.scene.timeline import load_timeline, phase_names
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import Phase, View
from nuzuh.web.site.document import SitePage
from nuzuh.web.still import still_of
from nuzuh.web.templates import render

NEAR = 10
"""Days within which the first day of a phase has one that stands for it, its own or its
neighbour's."""


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the pages of days.

    Args:
        site: takes in what they load.
        t: the language.
    """
    for view in views_of_days(t):
        shown = scene(view, site.tables, t)
        query = urlencode(view.query(load_timeline(), site.tables.version))
        yield SitePage(
            path=f"days/{view.date.isoformat()}/",
            title=title_of_day(shown, t),
            description=shown.notes.lead,
            main=day_html(shown, t, ways=[(t("site.day.map"), f"../../?{query}")]),
            preview=preview_of(site, shown, t),
            when=t.day(view.date),
            instead=f"?date={view.date.isoformat()}",
        )


def views_of_days(t: Translator) -> list[View]:
    """Return what the page of each day shows, the newest first.

    The latest day is shown as the app opens it, the others as a link that names no more than
    its day.

    Args:
        t: the language.
    """
    latest = opening().view
    turning = turning_days(load_timeline().phases, load_timeline().last) - {latest.date}
    views = [latest, *(View(date=day) for day in turning)]
    return [replace(view, lang=t.lang) for view in sorted(views, key=_day, reverse=True)]


def _day(view: View) -> date:
    return view.date


def turning_days(phases: tuple[Phase, ...], last: date) -> set[date]:
    """Return the day of each phase that its name opens, and its first one where that is far off.

    Args:
        phases: the phases.
        last: the last day that can be shown.

    >>> phases = (Phase("a", date(2024, 1, 1), date(2024, 2, 1), date(2024, 1, 5)),
    ...           Phase("b", date(2024, 2, 2), date(2024, 6, 1), date(2024, 5, 5)))
    >>> sorted(day.isoformat() for day in turning_days(phases, date(2024, 12, 31)))
    ['2024-01-05', '2024-02-02', '2024-05-05']
    """
    days = {phase.preset for phase in phases}
    starts = {
        phase.start for phase in phases if all(abs((phase.start - day).days) > NEAR for day in days)
    }
    return {day for day in days | starts if day <= last}


def links_to_days(t: Translator) -> list[tuple[str, str]]:
    """Return name and address of the page of each day, from the page of the map.

    Args:
        t: the language.
    """
    span, names = load_timeline(), _phases(t.lang)
    return [
        (
            f"{t.day(view.date)} · {names[span.phase_of(view.date).id]}",
            f"days/{view.date.isoformat()}/",
        )
        for view in views_of_days(t)
    ]


@cache
def _phases(lang: str) -> dict[str, str]:
    return phase_names(lang)


def title_of_day(shown: Scene, t: Translator) -> str:
    """Return the title of a day's page: what is shown, where and when."""
    view = shown.view
    what = title_of(view.layer, t, reconstructed=view.reconstructed)
    return f"{what} · {t('snapshot.where', date=t.day(view.date))}"


def day_html(
    shown: Scene,
    t: Translator,
    *,
    place: Markup | None = None,
    ways: list[tuple[str, str]] | None = None,
    days: list[tuple[str, str]] | None = None,
) -> Markup:
    """Return a day to be read without scripts: answer, legend, table, evidence, sources.

    Args:
        shown: what is shown.
        t: the language.
        place: where a moving map takes the place of legend and table; None for nowhere.
        ways: text and address of links below the answer.
        days: text and address of the links to other days.
    """
    notes = shown.notes
    return render(
        "site_day",
        day=still_of(shown, t),
        title=title_of_day(shown, t),
        when=t.day(shown.view.date),
        place=place,
        ways=ways or [],
        sources=notes.sources,
        method=[text for text in (notes.method,) if text],
        days=days or [],
        t=t,
    )
