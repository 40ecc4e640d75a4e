"""One list of formats: the page, the command line and the drawing hold to it."""

from __future__ import annotations

import re

import pytest

from nuzuh.cli.export import export
from nuzuh.draw.film.picture import FORMATS as MOVING
from nuzuh.draw.sheets import FORMS
from nuzuh.export.formats import FORMATS, of_family
from nuzuh.scene.translator import LANGUAGES, Translator


def test_no_two_formats_share_an_ending_and_each_has_a_type_of_its_own():
    endings = [ending for told in FORMATS.values() for ending in told.endings]
    assert len(set(endings)) == len(endings)
    assert len({told.mime for told in FORMATS.values()}) == len(FORMATS)


def test_what_can_be_drawn_is_listed():
    assert tuple(of_family("picture")) == FORMS
    assert tuple(of_family("moving")) == MOVING


def test_the_command_line_offers_all_but_citations_in_one_order():
    (option,) = (option for option in export.params if option.name == "form")
    assert tuple(option.type.choices) == (
        *("png", "svg", "pdf", "gif", "webp", "mp4", "html"),
        *("csv", "xlsx", "geojson", "gpkg", "parquet", "bundle", "site"),
    )
    assert list(of_family("citation")) == ["txt", "bib", "ris"]


def test_the_docs_tell_of_each_format_that_the_command_line_offers(root):
    text = (root / "docs" / "exports.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    told = [form for row in rows for form in re.findall(r"`(\w+)`", row)]
    assert told == [form for form in FORMATS if FORMATS[form].family != "citation"]


def test_options_that_say_something_about_a_format_exist():
    names = {option.name for option in export.params}
    assert {option for told in FORMATS.values() for option in told.takes} <= names


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_format_has_a_name_in_every_language(lang):
    t = Translator(lang)
    labels = [told.label(t) for told in FORMATS.values()]
    assert len(set(labels)) == len(labels)
    assert not [label for label in labels if "taking." in label]
    assert [told.id for told in FORMATS.values() if told.help and not t.has(told.help)] == []
