"""Exports never disagree with the screen: the same numbers in 50 views drawn at random."""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from datetime import timedelta
from functools import cache
from html.parser import HTMLParser

import numpy as np
import pytest

from balance.layers import LAYERS, RECONSTRUCTED_LAYERS
from balance.shipped import NAMED_VIEWS
from loaders import pcodes as pc
from loaders.baseline import people_before_the_war
from maps.labels import speaker_name
from maps.legend import table_html
from maps.print import compose
from maps.taking.formats import write
from maps.taking.request import Taking
from maps.timeline import load_timeline, shown_values
from maps.timemap.gaza import gaza_time_map
from maps.view import View
from maps.words import LANGUAGES, Words


def random_views():
    """Fifty views, the same in every run: any day, layer, kind, publishers and language."""
    chance, span = random.Random(20251005), load_timeline()  # noqa: S311 (a draw, not a secret)
    days = (span.last - span.first).days
    views = []
    while len(views) < 50:
        show = chance.choice(("published", "reconstructed"))
        view = View(
            date=span.first + timedelta(days=chance.randint(0, days)),
            layer=chance.choice(LAYERS if show == "published" else RECONSTRUCTED_LAYERS),
            lang=chance.choice(LANGUAGES),
            show=show,
            view=chance.choice(tuple(NAMED_VIEWS)) if show == "reconstructed" else "all",
        )
        # What holds nothing cannot be saved; that is tested beside what is refused.
        if any(value.value is not None for value in shown_values(view)):
            views.append(view)
    return views


VIEWS = [
    pytest.param(view, id=f"{n}-{view.date}-{view.layer}-{view.show}")
    for n, view in enumerate(random_views())
]


class _Table(HTMLParser):
    """The rows of the table of a layer, as texts."""

    def __init__(self, test_id):
        super().__init__()
        self.rows, self._test_id, self._inside, self._cell = [], test_id, False, None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self._inside = ("data-testid", self._test_id) in attrs
        elif self._inside and tag == "tr":
            self.rows.append([])
        elif self._inside and tag in ("td", "th"):
            self._cell = ""

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data

    def handle_endtag(self, tag):
        if self._cell is not None and tag in ("td", "th"):
            self.rows[-1].append(self._cell)
            self._cell = None


def table_rows(html):
    parser = _Table("layer-table")
    parser.feed(html)
    return [row for row in parser.rows if row][1:]


def csv_rows(view):
    header, _, *rows = csv.reader(io.StringIO(write("csv", Taking(view)).decode("utf-8-sig")))
    return [dict(zip(header, row, strict=True)) for row in rows]


def told(rows, words):
    """What a file says of each area as the table does: name, number, and range or publisher."""
    areas = []
    for row in rows:
        if row["adds_up"] == "false":
            continue
        members = {row["pcode"], *row["shared_with"].split()}
        name = words.together(one["area"] for one in rows if one["pcode"] in members)
        # An order from which no area can be told is in the file, and on the page only named.
        who = row["publisher"] if row["shaded_by"] else ""
        areas.append((name, row["as_worded"], row["range"] or who))
    return areas


def bare(text):
    """Text without spaces, line breaks and signs of direction, which a sheet sets as it must."""
    return "".join(
        sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cf"
    )


@pytest.mark.parametrize("view", VIEWS)
def test_the_picture_and_the_page_in_one_file_say_what_the_csv_says(view):
    words = Words(view.lang)
    file = told(csv_rows(view), words)
    sheet = bare("".join(compose("map", view, words=words).texts))
    for name, as_worded, _ in file:
        assert bare(name + as_worded) in sheet, (name, as_worded)
    page = table_rows(write("html", Taking(view)).decode())
    assert [row[:2] for row in page] == [[name, as_worded] for name, as_worded, _ in file]


@cache
def time_map(lang, view, reconstructed):
    drawn = gaza_time_map(Words(lang), reconstructed=reconstructed, view=view)
    return {layer.id: layer for layer in drawn.layers}


@pytest.mark.parametrize("view", VIEWS)
def test_the_csv_says_what_the_table_on_the_page_says(view):
    words = Words(view.lang)
    values = shown_values(view)
    page = table_rows(table_html(values, view.layer, words, people_before_the_war()))
    file = told(csv_rows(view), words)
    assert [row[:2] for row in page] == [[name, number] for name, number, _ in file]
    for row, (_, _, who) in zip(page, file, strict=True):
        issuers = who.split("; ") if view.layer == "orders" else [who]
        assert all(speaker_name(issuer, words) in row[2] for issuer in issuers)


@pytest.mark.parametrize("view", VIEWS)
def test_the_csv_holds_the_numbers_that_colour_the_time_map(view):
    layer = time_map(view.lang, view.view, view.reconstructed)[view.layer]
    at = (view.date - load_timeline().first).days
    for row in csv_rows(view):
        place = pc.GOVERNORATES.index(row["pcode"])
        assert number(row["shaded_by"]) == pytest.approx(layer.value[place, at], nan_ok=True)
        if view.layer != "orders":
            assert number(row["low"]) == pytest.approx(layer.low[place, at], nan_ok=True)
            assert number(row["high"]) == pytest.approx(layer.high[place, at], nan_ok=True)
        if layer.note[place, at] >= 0:
            assert layer.notes[layer.note[place, at]].number == row["as_worded"]


def number(text):
    return float(text) if text else np.nan
