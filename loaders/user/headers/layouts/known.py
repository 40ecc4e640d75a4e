"""Every layout that is known by name and read, with what its columns are to us.

To add one: its name, the page that describes it, the columns by which it is known, and
theirs by ours. ``docs/own-data.md`` says how, and lists them.
"""

from __future__ import annotations

from nuzuh.loaders.user.headers.layouts.idmc import event
from nuzuh.loaders.user.headers.layouts.layout import (
    Layout,
    cited,
    columns,
    days,
    in_our_words,
    keep,
    mid_year,
    needs,
    over_a_year,
)


def _each(names: str) -> list[str]:
    return names.split("|")


_STRIP = "gaza strip|gaza|ps02|قطاع غزه"
"""What publishers write for the Strip where they tell it from the West Bank."""

_PALESTINE = "pse|ps|palestine|state of palestine|occupied palestinian territory"
_OF_STRIP = (
    *(
        keep(one, _STRIP, "outside")
        for one in _each("adm1 name|adm1 en|adm1 em|adm1 pcode|adm1 code")
    ),
    keep("provider adm1 name", _STRIP, "outside"),
    *(keep(one, _PALESTINE, "outside") for one in _each("iso3|location code|adm0 pcode|adm0 name")),
    keep("admin level", "1|2", "wider"),
)
_WHOLE = (
    keep("gender", "all|total|t", "group"),
    keep("sex", "all|total|t", "group"),
    keep("age range", "all|total", "group"),
    keep("population group", "t tl|all|total", "group"),
)
"""Rows of all people; those of one sex or age are parts of them."""

_PROJECTED = "Projection of the population for the middle of the year; not an observation"

_AREAS = ("adm2 name", "provider adm2 name", "adm2 en", "adm1 name", "provider adm1 name",
          "adm1 en", "adm1 em")  # fmt: skip
_CODES = columns(
    destination_pcodes="adm2 code|adm2 pcode",
    unused="adm1 code|adm1 pcode|adm0 name|adm0 en|adm0 code|adm0 pcode",
)
_ASSESSED = in_our_words("measure", "assessment type", sa="sheltered", ba="idps")
"""A site assessment (SA) counts people in sites, a baseline assessment (BA) all."""

LAYOUTS = (
    Layout(
        "IDMC Internal Displacement Updates",
        "https://www.internal-displacement.org/database/api-documentation/",
        needs("iso3|figure|displacement start date|displacement end date"),
        columns(
            value="figure",
            quantifier="qualifier",
            period_start="displacement start date",
            as_of="displacement end date",
            origin="locations name",
            according_to="sources",
            source_url="source url",
            source_date="created at",
            unused="id|country|description|link|event name|type|displacement date|"
            "event start date|event end date",
        ),
        constants={
            "publisher": "IDMC",
            "measure": "movement",
            "counting": "movements",
            "seen": "primary",
        },
        keeps=(
            keep("role", "recommended figure", "role"),
            keep("iso3", "pse", "outside"),
        ),
        read=(
            days(
                period_start="displacement start date",
                as_of="displacement end date",
                source_date="created at",
            ),
            in_our_words(
                "quantifier",
                "qualifier",
                total="exact",
                more_than_or_equal_to="at least",
                less_than_or_equal_to="up to",
            ),
            event,
        ),
        tags={
            "#country+iso3": "iso3",
            "#affected+displaced": "figure",
            "#date+displacement+start": "displacement start date",
            "#date+displacement+end": "displacement end date",
            "#event+name": "event name",
            "#meta+url": "link",
        },
    ),
    Layout(
        "HDX HAPI, internally displaced persons",
        "https://hdx-hapi.readthedocs.io/en/latest/data_usage_guides/affected_people/",
        needs("population|reporting round|reference period start|location code"),
        _CODES
        | columns(
            value="population",
            as_of="reference period end",
            unused="reference period start|location name|location code",
        ),
        areas=_AREAS,
        constants={"publisher": "IOM", "measure": "idps"},
        keeps=_OF_STRIP,
        read=(
            days(as_of="reference period end"),
            _ASSESSED,
            cited("IOM DTM", "operation", "assessment type", round="reporting round"),
        ),
    ),
    Layout(
        "HDX HAPI, baseline population",
        "https://hdx-hapi.readthedocs.io/en/latest/data_usage_guides/geography_and_infrastructure/",
        needs("population|gender|age range|reference period start|admin level"),
        _CODES
        | columns(
            value="population",
            as_of="reference period end",
            unused="reference period start|location name|location code",
        ),
        areas=_AREAS,
        constants={"publisher": "OCHA", "measure": "people_present", "note": _PROJECTED},
        keeps=(*_OF_STRIP, *_WHOLE),
        read=(over_a_year("as_of", "reference period start", "reference period end"),),
    ),
    Layout(
        "IOM Displacement Tracking Matrix, API",
        "https://dtm.iom.int/data-and-analysis/dtm-api",
        needs("num present idp ind|reporting date"),
        _CODES
        | columns(
            value="num present idp ind",
            as_of="reporting date",
            unused="id|number males|number females|idp origin adm1 name|idp origin adm1 pcode|"
            "year reporting date|month reporting date",
        ),
        areas=_AREAS,
        constants={"publisher": "IOM", "measure": "idps"},
        keeps=_OF_STRIP,
        read=(
            days(as_of="reporting date"),
            _ASSESSED,
            cited("IOM DTM", "operation", "assessment type", round="round number"),
        ),
    ),
    Layout(
        "List of displacement sites (CCCM, Site Management Cluster, DTM)",
        "https://cccmcluster.org/resources",
        needs("site name", "site id", "site code"),
        columns(unused="site name|site id|site code|site type|site status"),
        constants={"measure": "sheltered"},
    ),
    Layout(
        "COD-PS, one column for each group",
        "https://data.humdata.org/dataset/cod-ps-pse",
        needs("t tl|f tl|m tl"),
        _CODES | columns(value="t tl", as_of="year|reference year"),
        areas=_AREAS,
        constants={"publisher": "OCHA", "measure": "people_present", "note": _PROJECTED},
        keeps=_OF_STRIP,
        read=(mid_year("as_of", "year", "reference year"),),
    ),
    Layout(
        "COD-PS, one row for each group",
        "https://data.humdata.org/dataset/cod-ps-global",
        needs("population group|gender|age range|population|reference year"),
        _CODES
        | columns(
            value="population",
            as_of="reference year",
            source_title="source",
            unused="contributor|country",
        ),
        areas=_AREAS,
        constants={"publisher": "OCHA", "measure": "people_present", "note": _PROJECTED},
        keeps=(*_OF_STRIP, *_WHOLE),
        read=(mid_year("as_of", "reference year"),),
    ),
    Layout(
        "KoBoToolbox or ODK, export of a form",
        "https://support.kobotoolbox.org/export_download.html",
        needs("submission time|uuid", "submission date|instance id", "submission time|id|index"),
        columns(unused="start|end|today|submission time|submission date|id|notes|index"),
    ),
    Layout(
        "ActivityInfo, export of records",
        "https://www.activityinfo.org/support/docs/",
        needs("id|last edit time", "record id|last edit time"),
        columns(unused="id|record id|last edit time"),
    ),
    Layout(
        "Tableau, crosstab of a sheet",
        "https://help.tableau.com/current/pro/desktop/en-us/save_export_data.htm",
        needs("measure names|measure values"),
        columns(measure="measure names", value="measure values"),
    ),
)
