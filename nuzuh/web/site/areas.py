"""The areas in the static site: all at a glance, and one with all that is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from nuzuh.scene.area_over_time import KeyDate
from nuzuh.scene.area_overview import AreaOverview
from nuzuh.scene.area_profile import AreaProfile
from nuzuh.scene.series import Curve
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.translator import Translator
from nuzuh.web.area_page import (
    dates_html,
    explained_html,
    figures_html,
    movements_html,
    orders_html,
    overview_html,
    sentences_html,
)
from nuzuh.web.site.area_chart import people_chart, sides_legend
from nuzuh.web.templates import element, render, table_of


@dataclass(frozen=True)
class AreaTold:
    """What the page of one area shows.

    Attributes:
        profile: what it says.
        curve: people present over time.
        months: the same in a table.
        dates: dates to know.
        quotes: its numbers as sentences with their sources.
    """

    profile: AreaProfile
    curve: Curve
    months: TextTable
    dates: Sequence[KeyDate]
    quotes: Sequence[str]


def area_html(
    told: AreaTold,
    t: Translator,
    *,
    others: Sequence[tuple[str, str]],
    to_map: str,
    to_ledger: str,
) -> Markup:
    """Return the page of one area.

    Args:
        told: what it shows.
        t: the reader's language.
        others: path from here and name of each area.
        to_map: path of the map with the area selected.
        to_ledger: path of the ledger with its figures.
    """
    profile = told.profile
    phases = [one for one in told.dates if one.kind == "phase"]
    content = render(
        "site_area",
        profile=profile,
        sentences=sentences_html(profile.published, profile.reconstructed)
        + explained_html(profile.explained, t),
        others=[(path, name, name == profile.name) for path, name in others],
        chart=people_chart(told.curve, profile.day, t, phases=phases),
        legend=sides_legend(t),
        months=table_of(told.months, test_id="months-table"),
        dates=dates_html(told.dates, t),
        movements=movements_html(profile.movements) if profile.movements else Markup(),
        orders=orders_html(profile.orders, t),
        # They would be the most of every page, and are the same on each.
        figures=figures_html(
            profile.named, profile.of_all, t, profile.of_parts, to_strip="../strip/#figures"
        ),
        quotes=told.quotes,
        to_map=to_map,
        to_ledger=to_ledger,
        t=t,
    )
    return _page(profile.title, profile.day, content, "../../", t)


def areas_html(
    overview: AreaOverview,
    curves: Mapping[str, Curve],
    day: date,
    t: Translator,
) -> Markup:
    """Return the page of all areas at a glance, with a small drawing of each governorate.

    Args:
        overview: what is said of them.
        curves: people present over time by area; all have the same scale.
        day: the day shown.
        t: the reader's language.
    """
    title = t("area.five", date=t.day(day))
    links = {row.name: f"{row.area}/" for row in (*overview.rows, *overview.regions)}
    top = max(curve.top for curve in curves.values())
    charts = Markup().join(
        element(
            "figure",
            element("figcaption", element("a", curve.name, href=f"{area}/"))
            + people_chart(curve, day, t, top=top, small=True),
        )
        for area, curve in curves.items()
    )
    content = (
        overview_html(overview, title, t, links)
        + element("p", overview.note, class_="nz-quiet")
        + element("h2", t("chart.title"))
        + element("div", charts, class_="si-charts")
        + sides_legend(t)
    )
    return _page(title, day, content, "../", t)


def _page(title: str, day: date, content: Markup, up: str, t: Translator) -> Markup:
    told = t("area.other_day", date=t.day(day))
    return render("site_areas", title=title, other_day=told, content=content, up=up, t=t)
