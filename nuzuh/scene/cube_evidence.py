"""What was published, for the time map: the figures of each week, and what a day's come to."""

from __future__ import annotations

import pandas as pd

from nuzuh.evidence.published import figure_of
from nuzuh.evidence.statements import question_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.estimates import WAR_BEGAN
from nuzuh.loaders.records.note import BASIS
from nuzuh.loaders.table import rows_of
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.completeness import completeness
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.statement_words import measure_text, where_from_to
from nuzuh.scene.time_map import Evidence
from nuzuh.scene.timeline import load_timeline, total_of, values_by_day
from nuzuh.scene.translator import Translator


def figures_of(tables: Tables) -> pd.DataFrame:
    """Return the figures to draw: a reader may bring some of days that are not on the timeline."""
    frame = tables.estimates
    inside = frame["as_of"] <= pd.Timestamp(tables.last)
    return frame[inside & (~frame["id"].map(is_user_row) | (frame["as_of"] >= WAR_BEGAN))]


def placed_by_day(tables: Tables, t: Translator, *, later: bool) -> tuple[list[str], list[int]]:
    """Return what each day's published figures come to: every sentence once, and each day's index.

    Args:
        tables: the figures.
        t: the reader's language.
        later: use figures before the day of their page, too.

    Returns:
        The sentences, and for each day the index of its own; -1 for none.
    """
    written: dict[tuple[object, ...], str] = {}
    indices: dict[str, int] = {}
    by_day = []
    for day, values in values_by_day(tables, "people", later=later).items():
        total = total_of(tables, day, later=later)
        figures = [
            (v.published.figure if v.published else None, v.status == "too_old") for v in values
        ]
        key = (*figures, (total, False))
        sentence = written.get(key)
        if sentence is None:
            sentence = written[key] = completeness(values, total, t)
        by_day.append(indices.setdefault(sentence, len(indices)) if sentence else -1)
    return list(indices), by_day


@remembered(maxsize=3)
def evidence_of(tables: Tables, lang: str) -> tuple[Evidence, ...]:
    """Return every published figure that an area's card may show: the same in all cubes.

    Figures from records stand in the panel beside the map and in no card of an area as published.

    Args:
        tables: the figures.
        lang: the reader's language.
    """
    t = Translator(lang)
    frame = figures_of(tables)
    span = load_timeline()
    rows = frame[
        (frame["repeats"] == "")
        & (frame["as_of"] >= pd.Timestamp(span.first))
        & ~frame["basis"].isin(["home", "projection", BASIS])
    ]
    pieces = []
    for row in rows_of(rows):
        areas = pc.split(row["origin_pcodes"]) | pc.split(row["destination_pcodes"])
        if not areas & pc.STRIP or question_of(row) is None:
            continue
        figure = figure_of(row)
        start = row["period_start"]
        came = figure.page_date if figure.page == "dated" else None
        pieces.append(
            Evidence(
                pc.ordered(areas & pc.STRIP),
                figure.as_of if pd.isna(start) else max(start.date(), span.first),
                figure.as_of,
                figure.as_of if came is None else max(came, figure.as_of),
                # "About 900,000 people moved": the measure names the unit.
                t.figure(figure, unit=figure.unit not in ("people", "movements")),
                measure_text(row["measure"], row["counting"], t),
                where_from_to(row["origin"], row["destination"], t),
                publisher_name(figure, t),
            )
        )
    return tuple(pieces)
