"""What is shown of a reader's own file before it is used: words and written days, no codes."""

from __future__ import annotations

import re

import pytest

from nuzuh.loaders.user import check
from nuzuh.loaders.user.examples import EXAMPLES, example
from nuzuh.loaders.user.headers.columns import VOCABULARY
from nuzuh.scene.own_file import column_words, understood
from nuzuh.scene.translator import LANGUAGES, Translator


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_preview_has_words_for_columns_measures_and_days(name, lang):
    checked, t = check(example(name), name), Translator(lang)
    told = understood(checked, t).preview
    assert not {"id", "feature", "pcodes", "area_km2", "issued_on"} & set(told.head)
    cells = [cell for row in told.rows for cell in row]
    assert cells
    assert not [cell for cell in cells if re.fullmatch(r"\d{4}-\d\d-\d\d|[a-z]+_[a-z_]+", cell)]
    if checked.kind == "estimates":
        measure = told.head.index(t("ledger.measure"))
        assert not {row[measure] for row in told.rows} & set(checked.frame["measure"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_that_a_file_may_have_has_words(lang):
    t = Translator(lang)
    for names in VOCABULARY.values():
        words = [column_words(name, t) for name in names]
        assert len(set(words)) == len(words)
        assert not set(words) & set(names)
    assert column_words("", t) == t("own.unused")
