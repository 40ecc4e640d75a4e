"""What each output of a view says, read back from the file or the drawing itself."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from unittest.mock import patch

from nuzuh.draw.canvas import Canvas
from nuzuh.draw.film.frames import FrameRenderer
from nuzuh.draw.sheets import compose
from nuzuh.export.formats import write
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.figures import figure_of
from nuzuh.scene.film import film_of
from nuzuh.scene.film_period import Period
from nuzuh.scene.flows import Flows
from nuzuh.scene.legend_rows import class_colours
from nuzuh.scene.map3d import map3d_of
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.scene import SceneCube
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.map3d import map3d_deck

CLASSES = {
    "people": (
        (100_000, 250_000, 500_000, 750_000, 1_000_000),
        ("#ffffd4", "#fee391", "#fec44f", "#fe9929", "#d95f0e", "#993404"),
    ),
    "density": (
        (1_000, 2_500, 5_000, 10_000, 20_000),
        ("#ffffd4", "#fee391", "#fec44f", "#fe9929", "#d95f0e", "#993404"),
    ),
    "change": (
        (-75, -50, -10, 10, 50, 100),
        ("#b35806", "#f1a340", "#fee0b6", "#f7f7f7", "#d8daeb", "#998ec3", "#542788"),
    ),
}
"""The classes as the legend prints them, written down once more."""
CLASSES["orders"] = CLASSES["people"]


def holds_number(values):
    """Whether any value of a map is a number, a bound or a range."""
    return any(number is not None for v in values for number in (v.value, v.low, v.high))


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


def table_rows(html, test_id="layer-table"):
    """The rows of a table on a page, without its head."""
    parser = _Table(test_id)
    parser.feed(html)
    return [row for row in parser.rows if row][1:]


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self._skip = "", False

    def handle_starttag(self, tag, _):
        self._skip = tag in ("script", "style")

    def handle_endtag(self, _):
        self._skip = False

    def handle_data(self, data):
        if not self._skip:
            self.text += data


def page_text(html):
    """What a page says to its reader."""
    parser = _Text()
    parser.feed(html)
    return parser.text


def bare(text):
    """Text without spaces, line breaks and signs of direction, which a sheet sets as it must."""
    return "".join(
        sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cf"
    )


def csv_rows(view, user_tables=None):
    """The rows of the CSV of a view, as texts by column."""
    content = write("csv", ExportRequest(view), user_tables or tables_in_use()).decode("utf-8-sig")
    header, _, *rows = csv.reader(io.StringIO(content))
    return [dict(zip(header, row, strict=True)) for row in rows]


def about(view, user_tables=None):
    """What a map file says about itself."""
    return json.loads(write("geojson", ExportRequest(view), user_tables or tables_in_use()))[
        "about"
    ]


def sheet_text(view, user_tables=None, kind="map", paper="a3"):
    """Everything that stands on a sheet, bare."""
    t = Translator(view.lang)
    shown = figure_of(kind, view, user_tables or tables_in_use(), t)
    return bare("".join(compose(shown, t=t, paper=paper).texts))


@dataclass
class Film:
    """A moving picture of two days: what its frames are, and what the last one says."""

    shown: SceneCube
    ground: str
    frame: str

    @property
    def colours(self):
        """The colour of each area of the last frame; None for none."""
        classes = class_colours(self.shown.legend)
        return {
            frozenset(mark.pcodes): None if mark.shade is None else classes[mark.shade]
            for mark in self.shown.frames[-1].areas
        }


def film(view, user_tables=None, size="slide"):
    """A moving picture that ends on the view's day."""
    t, texts = Translator(view.lang), []
    first = view.since or date.fromordinal(view.date.toordinal() - 1)
    period = Period(tuple(dict.fromkeys((first, view.date))))
    tables = user_tables or tables_in_use()
    shown = film_of(view, period, tables, t)
    plain = Canvas.text

    def noted(canvas, x, y, text, *options, **more):
        texts.append(text)
        return plain(canvas, x, y, text, *options, **more)

    with patch.object(Canvas, "text", noted):
        renderer = FrameRenderer(shown, t, size=size, theme="light")
        ground = bare("".join(texts))
        texts.clear()
        renderer.draw(shown.frames[-1])
    return Film(shown.cube, ground, bare("".join(texts)))


def deck_rows(view, user_tables=None):
    """The rows of the picture in three dimensions, by layer."""
    t = Translator(view.lang)
    drawn = map3d_of(view, user_tables or tables_in_use(), t).blocks
    deck = json.loads(map3d_deck(drawn, Flows(view.date, view.date), t).to_json())
    return {layer["id"]: layer["data"] for layer in deck["layers"]}


def areas_of(rows):
    """The rows of a CSV, one for each area of one number, with all its P-codes."""
    return [
        (row, [row["pcode"], *row["shared_with"].split()])
        for row in rows
        if row["adds_up"] == "true"
    ]


def placed(rows):
    """The people that the numbers of a file come to, as three digits in words; "" for none."""
    numbers = []
    for row, _ in areas_of(rows):
        if row["status"] in ("current", "last_known"):
            ends = [float(row[name]) for name in ("low", "high") if row[name]]
            numbers.append(float(row["value"]) if row["value"] else sum(ends) / len(ends))
    return f"{float(f'{sum(numbers):.3g}'):,.0f}" if numbers else ""


def random_view(chance, span, **parts):
    """A view drawn at random: any day, layer, kind, publishers and language."""
    day = date.fromordinal(chance.randint(span.first.toordinal(), span.last.toordinal()))
    show = chance.choice(("published", "reconstructed"))
    layers = ("people", "change", "density", *(("orders",) if show == "published" else ()))
    drawn = {
        "date": day,
        "layer": chance.choice(layers),
        "lang": chance.choice(("en", "ar", "he")),
        "mode": show,
        "perspective": chance.choice(("all", "un", "israel", "palestine"))
        if show == "reconstructed"
        else "all",
    }
    return View(**drawn | parts)
