"""A link to a figure that was withdrawn says what became of it, and where to look."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from nuzuh import loaders
from nuzuh.loaders import DataError
from nuzuh.loaders.archive import in_use_of
from nuzuh.loaders.archive.shelf import SHIPPED
from nuzuh.loaders.current import using
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.withdrawn import hold_withdrawn, read_withdrawn
from nuzuh.scene.parse_view import Known, parse_view
from nuzuh.scene.translator import Translator
from nuzuh.scene.withdrawal import withdrawal_text
from tests.scene.test_view import DATA, FIGURES, PUBLISHERS, SPAN

KNOWN = Known(figures=FIGURES, publishers=PUBLISHERS, withdrawn=frozenset({"GD0265", "GD0422"}))


def opened(query):
    given = parse_qs(query, keep_blank_values=True)
    return parse_view(given, SPAN, DATA, KNOWN)


@pytest.mark.parametrize("written", ["GD0265", "gd0265", "GD0265).", "3DGD0265"])
def test_a_link_to_a_withdrawn_figure_opens_without_it_and_names_it(written):
    parsed = opened(f"date=2024-05-20&figure={written}")
    assert parsed.notices == ("withdrawn_figure",)
    assert (parsed.withdrawn, parsed.view.figure) == ("GD0265", "")


@pytest.mark.parametrize(
    ("query", "notices"),
    [
        ("date=2024-05-20&figure=GD9999", ("bad_figure",)),
        ("date=2024-05-20&figure=GD0508", ()),
        ("date=2024-05-20&layer=x&figure=GD0422", ("bad_layer", "withdrawn_figure")),
        ("date=2024-05-20", ()),
    ],
)
def test_every_other_link_is_as_before(query, notices):
    parsed = opened(query)
    assert parsed.notices == notices
    assert parsed.withdrawn == ("GD0422" if "withdrawn_figure" in notices else "")


SENTENCES = {
    ("GD0265", "en"): "The link names figure GD0265, withdrawn on 25 November 2026: its 60 to 70 "
    "percent told how much of the area of Rafah was empty, not how many of its people had left. "
    "See instead GD0264, GD0266 on the page Ledger; data version 2026-08-22-79be9da, the last "
    "to hold it, is in the archive of the project.",
    ("GD0422", "en"): "The link names figure GD0422, withdrawn on 25 November 2026: its 1,000,000 "
    "told how many people were expected to leave Gaza City, not how many had left or were under "
    "an order. See instead GD0421 on the page Ledger; data version 2026-08-22-79be9da, the "
    "last to hold it, is in the archive of the project.",
}


@pytest.mark.parametrize(("figure", "lang"), SENTENCES)
def test_the_sentence_tells_when_why_and_where_to_look(figure, lang):
    assert withdrawal_text(figure, Translator(lang)) == SENTENCES[figure, lang]


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("ar", ("25 نوفمبر 2026", "من 60 إلى 70 في المئة", "في صفحة السجلّ")),
        ("he", ("25 נובמבר 2026", "60 עד 70 האחוזים", "בעמוד ״פנקס הנתונים״")),
    ],
)
def test_the_sentence_is_in_the_readers_language(lang, parts):
    told = withdrawal_text("GD0265", Translator(lang))
    for part in (
        *parts,
        "\u2068GD0265\u2069",
        "\u2068GD0264\u2069",
        "\u20682026-08-22-79be9da\u2069",
    ):
        assert part in told


def test_every_figure_of_an_archived_version_is_in_the_ledger_or_among_the_withdrawn():
    now = set(loaders.load_estimates().frame["id"])
    withdrawn = loaders.load_withdrawn().frame.set_index("id")["held_in"]
    archived = [path.stem for path in SHIPPED.glob("*.zip")]
    assert len(archived) > 1
    gone = set()
    for version in archived:
        with using(in_use_of(version)):
            gone |= set(tables_in_use().estimates["id"]) - now
    assert gone == set(withdrawn.index)
    assert set(withdrawn) <= set(archived)


def test_withdrawn_figures_are_not_in_the_ledger_and_point_into_it(some_estimates):
    withdrawn = loaders.load_withdrawn().frame
    hold_withdrawn(withdrawn, loaders.load_estimates().frame, "withdrawn.csv")
    with pytest.raises(DataError, match=r"row 2, column see: GD0264 is not in the estimates"):
        hold_withdrawn(withdrawn, some_estimates({}), "withdrawn.csv")
    with pytest.raises(DataError, match=r"row 2, column id: GD0265 is in the estimates"):
        hold_withdrawn(withdrawn, some_estimates({"id": "GD0265"}), "withdrawn.csv")


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("A,,v,x,x,x,B", "column withdrawn_on: the day is missing"),
        ("A,2026-11-25,,x,x,x,B", "column held_in: the last data version"),
        ("A,2026-11-25,v,x,,x,B", "column reason_ar: a withdrawn figure tells why"),
        ("A,2026-11-25,v,x,x,x,", "column see: a figure to look at"),
    ],
)
def test_a_row_that_leaves_a_reader_in_the_dark_is_refused(row, rule):
    head = "id,withdrawn_on,held_in,reason_en,reason_ar,reason_he,see\n"
    with pytest.raises(DataError, match=rule):
        read_withdrawn(f"{head}{row}\n".encode(), "withdrawn.csv")
