"""A layer is one record, and a language is one: whatever asks them needs nothing besides."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

import nuzuh.scene
from nuzuh.loaders import languages
from nuzuh.loaders.areas import areas_km2
from nuzuh.loaders.languages import Language
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import published_area_name
from nuzuh.scene.layer import RECORDS, layer_of
from nuzuh.scene.layers import LAYERS, RECONSTRUCTED_LAYERS
from nuzuh.scene.scene import Scene, from_json, scene, to_json
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View

ROOM = Path(nuzuh.scene.__file__).parent


def test_the_layers_are_what_readers_know():
    assert LAYERS == ("people", "change", "density", "orders")
    assert RECONSTRUCTED_LAYERS == ("people", "change", "density")
    assert [layer.id for layer in RECORDS.values() if layer.signed] == ["change"]
    assert [layer.id for layer in RECORDS.values() if layer.counts] == ["people"]
    assert {layer.id: (layer.unit_id, layer.kind) for layer in RECORDS.values()} == {
        "people": ("people", "published"),
        "change": ("percent", "computed"),
        "density": ("people per km2", "computed"),
        "orders": ("percent", "computed"),
    }
    # Orders are drawn over people, in whose classes the colours are.
    assert {layer.id: layer.over for layer in RECORDS.values() if layer.over} == {
        "orders": "people"
    }
    assert RECORDS["orders"].scale is RECORDS["people"].scale


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("layer", RECORDS.values(), ids=RECORDS)
def test_a_layer_names_words_that_there_are(layer, lang):
    t = Translator(lang)
    keys = [layer.missing, layer.reading, layer.method, layer.without_later, *layer.columns]
    keys += [f"layer.{layer.id}{part}" for part in ("", ".title", ".unit")]
    keys += [f"layer.{layer.id}.reconstructed"] * layer.is_reconstructed
    assert [key for key in keys if not t.has(key)] == []


def test_an_unknown_layer_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"'sea'.*people, change, density, orders"):
        layer_of("sea")


@pytest.mark.parametrize("layer", LAYERS)
def test_a_scene_carries_its_layer_through_json(layer):
    shown = scene(View(layer=layer), tables_in_use(), Translator("en"))
    assert shown.layer is RECORDS[layer]
    assert from_json(Scene, to_json(shown)).layer == shown.layer


def test_no_file_of_the_room_compares_the_id_of_a_layer():
    found = []
    for path in sorted(ROOM.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and ast.unparse(node.left).split(".")[-1] == "layer":
                told = [c.value for c in ast.walk(node) if isinstance(c, ast.Constant)]
                found += [f"{path.name}:{node.lineno}" for one in told if one in RECORDS]
    assert found == []


def test_another_layer_is_a_record():
    # Six people to a household, to the square kilometre.
    homes = replace(RECORDS["density"], id="homes", unit_id="households per km2", times=1 / 6)
    with patch.dict(RECORDS, homes=homes):
        told = scene(
            View(date=date(2025, 10, 5), layer="people"), tables_in_use(), Translator("en")
        )
        with patch.object(Translator, "__call__", lambda _, key, **__: key):
            made = scene(
                View(date=date(2025, 10, 5), layer="homes"), tables_in_use(), Translator("en")
            )
    people = {mark.pcodes: mark.value for mark in told.marks if mark.value is not None}
    assert people
    for mark in made.marks:
        if mark.pcodes in people:
            per_km2 = people[mark.pcodes] / 6 / sum(areas_km2()[p] for p in mark.pcodes)
            assert mark.value == pytest.approx(per_km2, rel=0.05)
    assert {mark.record.kind for mark in made.marks} == {"computed"}


def test_the_languages_are_what_readers_know():
    assert LANGUAGES == ("en", "ar", "he")
    assert [Translator(lang).right_to_left for lang in LANGUAGES] == [False, True, True]
    assert [Translator(lang).language.name for lang in LANGUAGES] == ["English", "العربية", "עברית"]
    told = [Translator(lang).language.biblatex for lang in LANGUAGES]
    assert told == ["english", "arabic", "hebrew"]


def test_another_language_is_a_record_and_a_catalogue(tmp_path):
    template = ROOM / "catalogue" / "messages.pot"
    (tmp_path / "fr.po").write_bytes(template.read_bytes())
    french = Language("fr", "français", "fr", "french", names="en")
    with (
        patch.dict(languages.LANGUAGES, fr=french),
        patch("nuzuh.scene.translator._CATALOGUES", tmp_path),
    ):
        t = Translator("fr")
        assert t.day(date(2025, 10, 5)) == "5 octobre 2025"
        assert governorate_name("PS0275", "fr") == "Rafah"
        assert published_area_name("Al-Mawasi", t) == "Al-Mawasi"
        shown = scene(View(lang="fr"), tables_in_use(), t)
    assert "Rafah" in [mark.name for mark in shown.marks]
