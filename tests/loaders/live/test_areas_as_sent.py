"""Municipalities, boundaries and people as the exchange and the map service send them."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime

import pytest

from nuzuh.loaders import DataError
from nuzuh.loaders.live import load_municipalities, load_population, refresh
from nuzuh.loaders.live.population import people
from tests.loaders.live.as_sent import catalogue, municipal_layer, population, population_csv
from tests.loaders.live.recordings import arcgis, boundaries_zip, features, geojson
from tests.loaders.live.upstream import Answer, as_json

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0a1b\nsize 12345\n"


def one(source, settings):
    return refresh([source], settings)[0]


def test_land_without_a_name_is_set_aside_and_a_name_is_one_municipality(
    settings, upstream, tmp_path
):
    period = "[2018-03-01T00:00:00 TO 2019-05-31T23:59:59]"
    catalogue(upstream, {"areas.zip": municipal_layer(tmp_path / "m")}, dataset_date=period)
    done = one("municipalities", settings)
    assert (done.provenance.status, done.provenance.as_of) == ("live", "2019-05-31")
    frame = load_municipalities(settings).frame.set_index("name_en")
    assert sorted(frame.index) == [
        "Al Bahr",
        "Al Karm",
        "Al Nakhl",
        "Al Rabiya",
        "Al Tal",
        "Al Wadi",
    ]
    # Each piece of land has some 21.9 km2, and Al Tal is two of them.
    assert frame.loc["Al Tal", "area_km2"] == pytest.approx(43.9, abs=0.1)
    assert frame.loc["Al Bahr", "area_km2"] == pytest.approx(21.9, abs=0.1)
    assert "3 areas without a name (43.9 km2) are set aside." in done.provenance.note
    assert "The areas of the same name are put together: Al Tal." in done.provenance.note


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("[2020-12-31T00:00:00 TO *]", "2020-12-31"),
        ("", str(datetime.now(UTC).date())),
        ("[2020-01-01T00:00:00 TO 2999-01-01T00:00:00]", str(datetime.now(UTC).date())),
    ],
)
def test_the_day_of_lines_is_what_the_exchange_states(settings, upstream, tmp_path, period, day):
    catalogue(upstream, {"areas.zip": municipal_layer(tmp_path / "m")}, dataset_date=period)
    assert one("municipalities", settings).provenance.as_of == day


def undated(made: list[dict]) -> list[dict]:
    for feature in made:
        del feature["properties"]["valid_on"]
    return made


def test_boundaries_without_a_day_are_of_that_of_their_data_set(without_fallbacks, upstream):
    period = "[2023-10-19T00:00:00 TO 2024-02-29T23:59:59]"
    files = {"adm2.geojson": geojson(undated(features()))}
    catalogue(upstream, files, dataset_date=period)
    assert one("boundaries", without_fallbacks).provenance.as_of == "2024-02-29"
    # A day of their own is nearer.
    catalogue(upstream, {"adm2.geojson": boundaries_zip()}, dataset_date=period)
    (without_fallbacks.cache / "good").rename(without_fallbacks.cache / "gone")
    assert one("boundaries", without_fallbacks).provenance.as_of == "2023-10-19"


def by_service(settings, upstream, service):
    upstream.answers["/api/3/action/package_show"] = Answer(b"", 403)
    upstream.answers["/arcgis/query"] = service
    return one("boundaries", dataclasses.replace(settings, geoboundaries_url=""))


def test_a_layer_that_does_not_page_gives_all_at_once(settings, upstream):
    done = by_service(settings, upstream, arcgis(features(), pages=False))
    assert (done.provenance.status, done.provenance.rows) == ("live", 5)
    assert not any("resultOffset" in path or "orderByFields" in path for path in upstream.asked)


@pytest.mark.parametrize("where", ["beside", "within", "nowhere"])
def test_pages_are_asked_for_when_the_first_answer_is_cut(settings, upstream, where):
    service = arcgis(features(), most=3)

    def answer(query):
        told = json.loads(service(query).body)
        cut = told.pop("exceededTransferLimit", False)
        if where == "beside":
            told["exceededTransferLimit"] = cut
        if where == "within":
            told["properties"] = {"exceededTransferLimit": cut}
        return as_json(told)

    done = by_service(settings, upstream, answer)
    assert (done.provenance.status, done.provenance.rows) == ("live", 5)
    # Started anew from nought, since a first answer without an order cannot be gone on with.
    assert sum("resultOffset=0" in path for path in upstream.asked) == 1


def test_a_pointer_into_git_lfs_is_called_one(settings, upstream):
    upstream.answers["/api/3/action/package_show"] = Answer(b"", 403)
    upstream.answers["/download/geoboundaries.geojson"] = Answer(POINTER)
    reason = one("boundaries", dataclasses.replace(settings, arcgis_url="")).provenance.reason
    assert "answers with a Git LFS pointer, which only names the file, instead of data" in reason


THIS_YEAR = datetime.now(UTC).year
NOW = population(THIS_YEAR, 420_000)
BEFORE = population(THIS_YEAR - 1, 430_000)
AFTER = population(THIS_YEAR + 4, 500_000)


def test_people_are_those_of_the_newest_year_that_has_begun():
    assert set(people(population_csv(BEFORE, NOW, AFTER), "p")["people"]) == {420_000}
    assert set(people(population_csv(AFTER, BEFORE), "p")["people"]) == {430_000}
    with pytest.raises(DataError, match="holds only years that are yet to come"):
        people(population_csv(AFTER), "p")


def test_of_two_files_the_one_of_the_later_year_comes_first(settings, upstream):
    files = {
        f"pse_admpop_adm2_{THIS_YEAR - 1}.csv": population_csv(BEFORE),
        "pse_admpop_adm1_2024.csv": population_csv(population(2024, 9, level=1), level=1),
        f"pse_admpop_adm2_{THIS_YEAR}.csv": population_csv(NOW),
        # Projections only: passed over.
        f"pse_admpop_adm2_{THIS_YEAR + 4}.csv": population_csv(AFTER),
    }
    catalogue(upstream, files)
    done = one("population", settings)
    assert (done.provenance.status, done.provenance.as_of) == ("live", f"{THIS_YEAR}-07-01")
    assert set(load_population(settings).frame["people"]) == {420_000}


def test_people_of_a_whole_territory_only_are_refused(settings, upstream):
    catalogue(upstream, {"adm1.csv": population_csv(population(2024, 2_000_000, level=1), level=1)})
    assert "has no column of P-codes" in one("population", settings).provenance.reason


def test_the_licence_of_the_deaths_is_told(settings):
    assert one("deaths", settings).provenance.licence == "The Unlicense (public domain)"
