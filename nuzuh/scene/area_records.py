"""The rows behind the charts of one area over time, to be taken away."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from nuzuh.evidence.precision import SMALLEST_STEP
from nuzuh.evidence.published import figure_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.cells import cell_text
from nuzuh.loaders.tables import Tables
from nuzuh.scene.area_over_time import AreaOverTime, Number
from nuzuh.scene.ledger_selection import Records
from nuzuh.scene.order_words import told_share
from nuzuh.scene.regions import pcodes_of
from nuzuh.scene.series import present_rows
from nuzuh.scene.timeline import out_by
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

COLUMNS = (
    *("series", "start", "end", "value", "low", "high", "unit", "quantifier", "kind"),
    *("as_worded", "publisher", "source_title", "source_url", "id", "figures_of", "data_version"),
)
"""Of the rows; ``series`` says what a row is one of, ``kind`` whether it is published, computed
or reconstructed."""

_HXL = (
    *("#meta +series", "#date +start", "#date +end", "#affected +value", "#affected +min"),
    *("#affected +max", "#meta +unit", "#meta +quantifier", "#meta +kind", "#meta +worded"),
    *("#org +name", "#meta +source +title", "#meta +source +url", "#meta +id", "#meta +view"),
    "#meta +version",
)


def area_records(told: AreaOverTime, view: View, tables: Tables, t: Translator) -> Records:
    """Return the rows behind the charts: ISO dates, plain numbers, "" for what is not known.

    A bound stands in ``low`` or ``high`` and never in ``value``. The first row holds HXL tags.

    Args:
        told: the area over time.
        view: whose figures the reconstruction uses, and whether what came out later is left out.
        tables: what it is computed from.
        t: the reader's language.
    """
    rows = [
        *_reconstructed(told, view),
        *_published(told, view, tables, t),
        *_shares(told),
        *_dates(told),
    ]
    full = tuple(
        tuple(cell_text((row | {"data_version": tables.version}).get(name, "")) for name in COLUMNS)
        for row in rows
    )
    return Records(COLUMNS, (_HXL, *full))


_Row = dict[str, object]


def _reconstructed(told: AreaOverTime, view: View) -> Iterator[_Row]:
    about = {"unit": "people", "kind": "reconstructed", "figures_of": view.perspective}
    for week in told.weeks:
        parts = {
            "people_present": (week.end, week.people),
            "arrived": (week.start, week.arrived),
            "left": (week.start, week.left),
        }
        for series, (start, number) in parts.items():
            if number is not None:
                yield {"series": series, "start": start, "end": week.end} | _ends(number) | about


def _ends(number: Number) -> _Row:
    low, high = number.low, number.high
    if number.people <= 0:
        # "Fewer than 1,000" is no count of zero: nothing but its bound is known.
        few = max(high or 0.0, SMALLEST_STEP)
        return {"high": few, "quantifier": "less than", "as_worded": number.told}
    return {
        "value": number.people,
        "low": "" if low is None else low,
        "high": "" if high is None else high,
        "quantifier": "approximately",
        "as_worded": number.told,
    }


def _published(told: AreaOverTime, view: View, tables: Tables, t: Translator) -> Iterator[_Row]:
    figures = tables.estimates if view.later else out_by(tables.estimates, view.date)
    days = figures["as_of"].between(pd.Timestamp(told.first), pd.Timestamp(told.last))
    asked = frozenset(pcodes_of(told.area))
    for _, row in present_rows(figures[days]).iterrows():
        if pc.split(row["destination_pcodes"]) != asked:
            continue
        figure = figure_of(row)
        yield {
            "series": "people_present",
            "start": figure.as_of,
            "end": figure.as_of,
            **{name: row[name] for name in ("value", "low", "high", "unit", "quantifier")},
            **{name: row[name] for name in ("publisher", "source_title", "source_url", "id")},
            "kind": "published",
            "as_worded": t.figure(figure),
        }


def _shares(told: AreaOverTime) -> Iterator[_Row]:
    for one in told.shares:
        share = told_share(one.low, one.high)
        if one.told:
            yield {
                "series": "land_under_orders",
                "start": one.start,
                "end": one.end,
                "value": share.value,
                "low": share.low,
                "high": share.high,
                "unit": "percent",
                "quantifier": share.quantifier,
                "kind": "computed",
                "as_worded": one.told,
            }


def _dates(told: AreaOverTime) -> Iterator[_Row]:
    for one in told.dates:
        yield {
            "series": one.kind,
            "start": one.start,
            "end": one.end,
            "as_worded": one.text,
            "source_url": next((url for cited in one.figures for _, url in [cited.source]), ""),
        }
