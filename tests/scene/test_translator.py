"""Every word in three languages, and numbers that keep their quantifier."""

from __future__ import annotations

import ast
import re
import unicodedata
from datetime import date
from string import Formatter
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.published import Appearance, figure_of
from nuzuh.evidence.statements import QUESTIONS
from nuzuh.loaders import DataError, read_estimates
from nuzuh.loaders.estimates import KIND_OF_MEASURE, QUANTIFIERS, UNITS
from nuzuh.loaders.publishers import GROUPS
from nuzuh.loaders.table import Status
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.translator import LANGUAGES, Translator, catalogue

FORMS = ("one", "two", "few", "many", "other")
PEOPLE = st.integers(1, 3_000_000)
WORDED = [quantifier for quantifier in QUANTIFIERS if quantifier not in ("exact", "range")]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_keys(lang):
    assert set(catalogue(lang)) == set(catalogue("en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_has_the_same_placeholders_in_every_language(lang):
    english = catalogue("en")
    differing = {
        key: text
        for key, text in catalogue(lang).items()
        if placeholders(text) != placeholders(english[key])
    }
    assert differing == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty_and_none_holds_markup(lang):
    for key, text in catalogue(lang).items():
        assert text.strip(), key
        assert not re.search(r"<\w|javascript:", text), key


@pytest.mark.parametrize(("lang", "script"), [("ar", "ARABIC"), ("he", "HEBREW")])
def test_texts_are_translated(lang, script):
    english = catalogue("en")
    left = [
        key
        for key, text in catalogue(lang).items()
        if re.search(r"[A-Za-z]{3}", Formatter().vformat(english[key], (), _Blank()))
        and not any(script in unicodedata.name(letter, "") for letter in text)
    ]
    assert left in ([], ["app.name"])


class _Blank(dict):
    def __missing__(self, key):
        return ""


def keys_in(source: str) -> list[str]:
    """The keys that a module asks for, with `*` where a part is computed."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = ast.unparse(node.func)
        if not re.fullmatch(
            r"(t|self|shared\.translator\(\)|translator\(\)|Translator\(.*\))", called
        ):
            continue
        choices = [node.args[0]]
        if isinstance(choices[0], ast.IfExp):
            choices = [choices[0].body, choices[0].orelse]
        for choice in choices:
            if isinstance(choice, ast.Constant):
                found.append(str(choice.value))
            elif isinstance(choice, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else "*" for p in choice.values]
                found.append("".join(str(part) for part in parts))
    return found


def test_every_key_that_the_code_asks_for_exists(root):
    known = set(catalogue("en"))
    asked = {
        (path.name, key)
        for path in [
            *(root / "nuzuh").rglob("*.py"),
            *(root / "pages").glob("*.py"),
            root / "app.py",
        ]
        for key in keys_in(path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 60
    missing = []
    for file, key in sorted(asked):
        pattern = ".+".join(re.escape(part) for part in key.split("*"))
        if not any(re.fullmatch(pattern, name) for name in known):
            missing.append((file, key))
    assert missing == []


def test_the_search_for_keys_sees_what_is_not_there():
    assert keys_in('t("nothing.here")\nt(f"layer.{x}.title")\nt("a" if b else "c")') == [
        "nothing.here",
        "layer.*.title",
        "a",
        "c",
    ]


@pytest.mark.parametrize(
    "key",
    [
        *(f"layer.{layer}{part}" for layer in LAYERS for part in ("", ".title", ".unit")),
        *(f"question.{q}" for q in QUESTIONS if not q.startswith("left_")),
        "question.left",
        *(f"q.{quantifier}" for quantifier in QUANTIFIERS),
        *(f"unit.{unit}" for unit in UNITS),
        *(f"group.{group}" for group in GROUPS),
        *(f"kind.{measure}" for measure in KIND_OF_MEASURE if measure != "movement"),
        *(f"measure.{measure}" for measure in KIND_OF_MEASURE),
        *(f"panel.{appearance}" for appearance in get_args(Appearance) if appearance != "in_time"),
        *(f"age{unit}.{form}" for unit in ("", ".month") for form in FORMS),
        *(f"start.{part}" for part in ("early", "mid", "late")),
        *(f"head.moved_{side}" for side in ("north", "south")),
        "kind.movement.people",
        "kind.movement.movements",
        *(f"status.{status.replace(' ', '_')}" for status in get_args(Status)),
    ],
)
def test_every_key_that_is_computed_exists(key):
    assert key in catalogue("en")


@pytest.mark.parametrize("lang", LANGUAGES)
@given(number=PEOPLE)
def test_a_number_is_never_without_its_quantifier(lang, number):
    t = Translator(lang)
    bare = t.number(number)
    for quantifier in WORDED:
        for value, low, high in ((number, None, None), (None, number, None), (None, None, number)):
            text = t.quantified(value, low, high, quantifier)
            assert text != bare, quantifier
            assert bare in text
    assert t.quantified(number, None, None, "exact") == bare


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_quantifier_reads_differently(lang):
    t = Translator(lang)
    texts = {t.quantified(5, None, None, quantifier) for quantifier in (*WORDED, "exact")}
    assert len(texts) == len(WORDED) + 1


@pytest.mark.parametrize("lang", LANGUAGES)
@given(low=PEOPLE, high=PEOPLE)
def test_a_range_shows_both_its_ends(lang, low, high):
    t = Translator(lang)
    text = t.quantified(None, low, high, "range")
    assert t.number(low) in text
    assert t.number(high) in text
    with_value = t.quantified((low + high) / 2, low, high, "approximately")
    assert t.quantified((low + high) / 2, None, None, "approximately") in with_value
    assert t.number(low) in with_value
    assert t.number(high) in with_value


@pytest.mark.parametrize("quantifier", WORDED)
def test_a_range_with_a_quantifier_of_its_own_keeps_it_or_is_refused(estimates_csv, quantifier):
    cells = {"value": "", "low": "600000", "high": "700000", "quantifier": quantifier}
    try:
        table = read_estimates(estimates_csv(cells), "mine.csv")
    except DataError:
        return
    for t in map(Translator, LANGUAGES):
        text = t.figure(figure_of(table.iloc[0]), unit=False)
        assert text != t.quantified(None, 600_000, 700_000, "range")


def test_fewer_people_but_less_land():
    t = Translator("en")
    assert t.quantified(None, None, 5, "less than") == "fewer than 5"
    assert t.quantified(None, None, 5, "less than", unit="percent") == "less than 5"


@pytest.mark.parametrize("lang", LANGUAGES)
@given(number=st.floats(0, 10_000_000), day=st.dates(date(2023, 10, 1), date(2026, 8, 22)))
def test_numbers_and_dates_are_in_latin_digits(lang, number, day):
    t = Translator(lang)
    texts = [
        t.number(number, decimals=1),
        t.quantified(number, number, number, "approximately", decimals=1),
        t.day(day),
        t.day(day, short=True),
        t.age(day.day),
    ]
    for text in texts:
        others = [c for c in text if unicodedata.category(c) == "Nd" and not "0" <= c <= "9"]
        assert not others, text
    assert str(day.year) in texts[2]
    assert str(day.day) in texts[2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_published_figure_can_be_worded(lang, estimates):
    t = Translator(lang)
    for _, row in estimates.iloc[::12].iterrows():
        text = t.figure(figure_of(row))
        assert t(f"unit.{row['unit']}") in text
        edges = [row[name] for name in ("value", "low", "high") if row[name] == row[name]]
        assert t.number(edges[0], decimals=1) in text


def test_an_age_is_told_in_days_and_an_old_one_in_months(english):
    assert [english.age(days) for days in (0, 1, 2, 89, 90, 299, 1_200)] == [
        "that day",
        "1 day old",
        "2 days old",
        "89 days old",
        "3 months old",
        "10 months old",
        "39 months old",
    ]
    arabic = Translator("ar")
    assert [arabic.age(days) for days in (90, 340, 3_050)] == [
        "عمره 3 أشهر",
        "عمره 11 شهرا",
        "عمره 100 شهر",
    ]


@given(st.integers(90, 5_000))
def test_an_age_in_months_is_the_nearest(days):
    months = int(Translator("en").age(days).split()[0].replace(",", ""))
    assert abs(months * 365.25 / 12 - days) <= 15.3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_foreign_name_is_set_apart_where_text_runs_from_right_to_left(lang):
    t = Translator(lang)
    assert t.right_to_left == (lang in ("ar", "he"))
    assert t.isolated("UN").strip("\u2068\u2069") == "UN"
    assert (t.isolated("UN") == "UN") == (lang == "en")


def test_a_key_that_does_not_exist_is_an_error(english):
    with pytest.raises(KeyError):
        english("no.such.key")


MAKERS_WORDS = ("the view", "this view", "the picture", "moving picture", "is told", "draws")


@pytest.mark.parametrize("word", MAKERS_WORDS)
def test_what_readers_see_is_in_their_words(word):
    assert [key for key, text in catalogue("en").items() if word in text.lower()] == []
