"""Citations: ready text, BibTeX and RIS that cannot be broken, keys that stay."""

from __future__ import annotations

import re
from datetime import date

import pytest

from nuzuh.files import bibtex, ris
from nuzuh.files.citation import (
    Reference,
    as_bibtex,
    as_ris,
    citation_text,
    references,
    sources_text,
    view_reference,
)
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import check, combine
from nuzuh.scene.export import export_scene, metadata_of
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.translator import LANGUAGES
from nuzuh.scene.view import View
from tests.loaders.user_files import table

VIEWS = [
    ExportRequest(View()),
    ExportRequest(View(lang="ar", mode="reconstructed", perspective="un")),
    ExportRequest(View(lang="he", layer="orders"), start=date(2025, 9, 1)),
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_names_what_when_which_data_and_where(lang):
    export = export_scene(ExportRequest(View(lang=lang)), tables_in_use())
    about = export.metadata
    told = citation_text(about)
    for part in ("nuzuh", about.title, about.when, about.data, about.link):
        assert part in told
    assert "2026" in told


def test_the_day_of_access_is_told_only_where_it_is_given():
    export = export_scene(ExportRequest(View()), tables_in_use())
    assert "Accessed" not in citation_text(export.metadata)
    assert "urldate" not in as_bibtex(export).decode()
    assert "Y2  -" not in as_ris(export).decode()
    day = date(2026, 9, 1)
    assert "Accessed 1 September 2026." in citation_text(export.metadata, day)
    assert "urldate = {2026-09-01}" in as_bibtex(export, day).decode()
    assert "Y2  - 2026/09/01/" in as_ris(export, day).decode()


@pytest.mark.slow
@pytest.mark.parametrize("request_", VIEWS, ids=lambda request: request.view.layer)
def test_every_reference_stands_in_each_form_once_under_the_same_key(request_):
    export = export_scene(request_, tables_in_use())
    keys = [reference.key for reference in references(export)]
    assert len(set(keys)) == len(keys) > 1
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", key) for key in keys)
    assert re.findall(r"^@misc\{([^,]+),$", as_bibtex(export).decode(), re.MULTILINE) == keys
    assert re.findall(r"^ID  - (.+)\r$", as_ris(export).decode(), re.MULTILINE) == keys
    assert len(sources_text(export)) == len(keys) - 1


def test_a_source_has_one_key_in_every_view():
    def by_page(export):
        return {(r.author, r.title, r.url): r.key for r in references(export)[1:]}

    one = by_page(export_scene(ExportRequest(View()), tables_in_use()))
    other = by_page(export_scene(ExportRequest(View(mode="reconstructed")), tables_in_use()))
    shared = set(one) & set(other)
    assert shared
    assert all(one[page] == other[page] for page in shared)


def test_two_views_and_two_publishers_choices_have_two_keys():
    views = [
        View(),
        View(layer="change"),
        View(mode="reconstructed"),
        View(mode="reconstructed", perspective="un"),
        View(mode="reconstructed", perspective="OCHA,UNRWA"),
        View(mode="reconstructed", perspective="OCHA,UN"),
    ]
    keys = {view_reference(metadata_of(ExportRequest(view), tables_in_use())).key for view in views}
    assert len(keys) == len(views)


NASTY = "50% of {A & B}} \\input{x} $1_000 #2 ~^\u2068n\u2069\n@misc{evil,\nER  - "


def nasty():
    return Reference("k", NASTY, NASTY, None, "https://e.org/}{\\ %41?a=1&b_c#d\n", note=NASTY)


def braces(text):
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    return depth


def test_no_text_can_break_bibtex():
    entry = bibtex.entries([nasty()])
    assert braces(entry) == 0
    assert re.findall(r"^@", entry, re.MULTILINE) == ["@"]
    assert len(entry.strip().splitlines()) == 6
    for sign in "%&$#_":
        without_url = re.sub(r"url = .*", "", entry)
        assert not re.search(rf"(?<!\\){re.escape(sign)}", without_url)
    assert r"\textbackslash{}input\textbraceleft{}x\textbraceright{}" in entry


def test_no_text_can_break_ris():
    record = ris.entries([nasty()])
    lines = record.strip("\r\n").split("\r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert [line[:2] for line in lines] == ["TY", "ID", "AU", "TI", "UR", "N1", "ER"]


def test_a_readers_file_is_named_in_the_citation_and_its_sources_keep_apart():
    user_tables = combine(
        check(table("2025-10-05,Rafah,123456,people_present,Us,A survey"), "mine.csv")
    )
    export = export_scene(ExportRequest(View()), user_tables)
    assert user_tables.user.digest in citation_text(export.metadata)
    assert [r.key for r in references(export) if "OWN" in r.key] == [
        f"nuzuh-OWN-001-{user_tables.user.digest}"
    ]
