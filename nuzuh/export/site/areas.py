"""The pages of the areas: all at a glance, and one for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from nuzuh.export.site.gathered import Site
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.area_by_month import months_table
from nuzuh.scene.area_over_time import key_dates
from nuzuh.scene.area_overview import area_overview
from nuzuh.scene.area_profile import area_profile, reconstruction_beside
from nuzuh.scene.area_quotes import quotes_of
from nuzuh.scene.opening import opening
from nuzuh.scene.regions import AREAS, area_name
from nuzuh.scene.series import people_over_time
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.web.site.areas import AreaTold, area_html, areas_html
from nuzuh.web.site.document import SitePage
from nuzuh.web.site.scripts import script


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the pages, of the day on which the site opens.

    Args:
        site: takes in what the pages load.
        t: the language.
    """
    tables, view = site.tables, replace(opening().view, lang=t.lang)
    reconstruction = reconstruction_beside(view, tables)
    told = people_over_time(reconstruction, view, tables, t, areas=AREAS)
    curves = dict(zip(AREAS, told, strict=True))
    scripts = (site.asset("areas.js", script("areas.js")),)
    words = {"day": view.date.isoformat(), "copy": t("quote.copy"), "done": t("panel.cited")}
    when = t.day(view.date)
    overview = area_overview(view, tables, t)
    yield SitePage(
        path="areas/",
        title=t("page.areas"),
        description=f"{t('area.five', date=when)}. {overview.note}",
        main=areas_html(overview, {area: curves[area] for area in pc.GOVERNORATES}, view.date, t),
        scripts=scripts,
        told={
            **words,
            "places": {area: f"{area}/" for area in AREAS},
            "unknown": t("notice.bad_area"),
        },
        when=when,
    )
    for area in AREAS:
        path, seen = f"areas/{area}/", replace(view, area=area)
        profile = area_profile(view, area, tables, t)
        query = seen.query(load_timeline(), tables.version)
        link = f"{site.address}{'' if t.lang == 'en' else t.lang + '/'}{path}?{urlencode(query)}"
        sentences = [*(one.text for one in profile.published[:1]), *profile.reconstructed[:1]]
        yield SitePage(
            path=path,
            title=profile.title,
            description=" ".join(sentences),
            main=area_html(
                AreaTold(
                    profile,
                    curves[area],
                    months_table(reconstruction, curves[area], t),
                    key_dates(tables, area, t),
                    quotes_of(profile, tables.version, link, t),
                ),
                t,
                others=[(f"../{other}/", area_name(other, t)) for other in AREAS],
                to_map=f"../../?{urlencode(query)}",
                to_ledger=f"../../estimates/?{urlencode({'area': area})}",
            ),
            scripts=scripts,
            told={**words, "link": link},
            when=when,
        )
