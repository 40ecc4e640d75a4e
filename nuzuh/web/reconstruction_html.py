"""What each side's figures imply, and the notices about a reconstruction's input, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
from markupsafe import Markup

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.published import figure_of
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.labels import (
    publisher_name,
    reconstructed_people,
    reconstructed_range,
    speaker_name,
)
from nuzuh.scene.reconstruction import number_and_range, view_name
from nuzuh.scene.statement_words import Link, where_from_to
from nuzuh.scene.territory import territory
from nuzuh.scene.words import Words
from nuzuh.web.templates import render, table


def implied_table(pictures: dict[str, Reconstruction], day: date, words: Words) -> Markup:
    """Return what each side's figures imply on their own, a row a view, as HTML.

    Args:
        pictures: the reconstruction of each view.
        day: the day shown.
        words: the reader's language.
    """
    rows = []
    for view, picture in pictures.items():
        cells = [view_name(view, words)]
        if picture.silent(day) or not picture.rests_on_figures:
            rows.append([*cells, *[words("legend.not_reported"), ""] * 2])
            continue
        for side in territory().sides:
            told = number_and_range(picture.group(day, side.pcodes))
            cells += [reconstructed_people(*told, words), reconstructed_range(*told[1:], words)]
        rows.append(cells)
    head = ["view.label", "question.present_north", "table.range", "question.present_south"]
    titles = [words(key) for key in (*head, "table.range")]
    return table(titles, rows, test_id="implied-table", caption=words("chart.implied"))


def notices_html(
    picture: Reconstruction,
    estimates: pd.DataFrame,
    words: Words,
    *,
    period: tuple[date, date],
    pcode: str = "",
) -> list[Markup]:
    """Return what is to be said about a reconstruction's input, a notice each, as HTML.

    Of figures that contradict the others those about the time and the area are
    named, with who said what, linked.

    Args:
        picture: the reconstruction of a view.
        estimates: the table that it rests on.
        words: the reader's language.
        period: first and last day that a contradicting figure may describe.
        pcode: a governorate that it must be about; "" for any.
    """
    told = []
    for notice in picture.notices:
        parts: dict[str, object] = {
            part: words.day(value) if isinstance(value, date) else value
            for part, value in notice.parts.items()
        }
        if notice.key == "at_odds":
            said = _said_about(estimates, notice.parts["ids"], words, period, pcode)
            if said:
                told.append(_notice(words("recon.notice.at_odds"), words, said))
            continue
        if "ids" in parts:
            parts["n"] = words.number(len(notice.parts["ids"]))
        if "name" in parts:
            parts["name"] = words.isolated(speaker_name(notice.parts["name"], words))
        told.append(_notice(words(f"recon.notice.{notice.key}", **parts), words))
    return told


def _notice(text: str, words: Words, claims: Sequence[dict[str, str | Link]] = ()) -> Markup:
    return render("notice", text=text, words=words, claims=claims)


def _said_about(
    estimates: pd.DataFrame,
    ids: tuple[str, ...],
    words: Words,
    period: tuple[date, date],
    pcode: str,
) -> list[dict[str, str | Link]]:
    rows = estimates[estimates["id"].isin(ids)]
    rows = rows[rows["as_of"].between(*map(pd.Timestamp, period))].sort_values("as_of")
    said: list[dict[str, str | Link]] = []
    for _, row in rows.iterrows():
        if pcode and pcode not in pc.split(row["origin_pcodes"]) | pc.split(
            row["destination_pcodes"]
        ):
            continue
        figure = figure_of(row)
        where = where_from_to(row["origin"], row["destination"], words)
        said.append(
            {
                "said": words.figure(figure) + words("list.comma") + where,
                "source": (publisher_name(figure, words), row["source_url"]),
                "when": words.day(figure.as_of, short=True),
            }
        )
    return said
