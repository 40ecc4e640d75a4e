"""The catalogues as gettext files: every text is translated, and from the English of today."""

from __future__ import annotations

import pytest

from nuzuh.scene.translator import LANGUAGES, catalogue
from tests.wording import FOLDER, TEMPLATE, brought_in_line, messages, written

ENGLISH = messages(FOLDER / TEMPLATE)
TRANSLATIONS = sorted(FOLDER.glob("*.po"))


def test_there_is_one_file_for_each_language():
    assert [path.stem for path in TRANSLATIONS] == sorted(LANGUAGES[1:])
    assert {path.name for path in FOLDER.iterdir()} == {TEMPLATE, *(p.name for p in TRANSLATIONS)}


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.stem)
def test_every_text_is_translated_from_the_english_of_today(path):
    translated = messages(path)
    assert list(translated) == list(ENGLISH)
    assert [key for key, one in translated.items() if one.id != ENGLISH[key].id] == []
    assert [key for key, one in translated.items() if one.fuzzy or not one.string] == []


def test_english_is_what_is_to_be_translated():
    assert catalogue("en") == {key: one.id for key, one in ENGLISH.items()}
    assert catalogue("ar")["page.map"] == messages(FOLDER / "ar.po")["page.map"].string


def test_a_changed_text_keeps_its_translation_until_somebody_has_looked_at_it(tmp_path):
    template, translated = tmp_path / TEMPLATE, tmp_path / "ar.po"
    template.write_text(
        'msgctxt "a"\nmsgid "new {n}"\nmsgstr ""\n\nmsgctxt "b"\nmsgid "same"\nmsgstr ""\n\n'
        'msgctxt "c"\nmsgid "added"\nmsgstr ""\n',
        encoding="utf-8",
    )
    translated.write_text(
        'msgctxt "gone"\nmsgid "x"\nmsgstr "ق"\n\nmsgctxt "b"\nmsgid "same"\nmsgstr "مثل"\n\n'
        'msgctxt "a"\nmsgid "old {n}"\nmsgstr "قديم {n}"\n',
        encoding="utf-8",
    )
    written(brought_in_line(messages(template), messages(translated)), translated)
    told = messages(translated)
    assert [(key, one.id, one.string, one.fuzzy) for key, one in told.items()] == [
        ("a", "new {n}", "قديم {n}", True),
        ("b", "same", "مثل", False),
        ("c", "added", "", False),
    ]
    before = translated.read_bytes()
    written(brought_in_line(messages(template), messages(translated)), translated)
    assert translated.read_bytes() == before
