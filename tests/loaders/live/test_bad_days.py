"""Every bad day of an upstream: nothing crashes, the last good copy stands, the reason is told."""

from __future__ import annotations

import dataclasses
import io
import json
import logging
import socket
import stat
import zipfile

import pytest
import shapely
from shapely.geometry import box, mapping

from nuzuh import loaders
from nuzuh.loaders.live import adopt, live_sources, refresh
from nuzuh.loaders.live.store import Store
from tests.loaders.live.recordings import (
    EVENTS,
    WEST_BANK,
    arcgis,
    boundaries_zip,
    casualties,
    events_csv,
    features,
    geojson,
    municipalities_zip,
    orders_json,
    population_csv,
)
from tests.loaders.live.upstream import (
    HTML,
    Answer,
    as_json,
    dripping,
    endless,
    reset_in_the_middle,
    silent,
    zipped,
)


def one(source, settings):
    return refresh([source], settings)[0]


def holds_fast(source, settings, reason):
    """A refresh on a bad day after a good one: the copy stands, and the reason is told."""
    store = Store(settings.cache)
    before = store.read(source)
    assert before is not None
    done = one(source, settings)
    assert not done.succeeded
    assert done.provenance.status == "last good"
    assert reason in done.provenance.reason
    assert "\n" not in done.provenance.reason
    assert not done.change
    assert store.read(source) == before
    told = {s.name: s for s in live_sources(settings)}[source]
    assert reason in told.reason


@pytest.mark.slow
def test_on_a_good_day_every_source_is_live(settings, upstream):
    settings = dataclasses.replace(settings, orders_url=f"{upstream.base}/orders.json")
    for done in refresh(settings=settings):
        assert (done.source, done.provenance.status) == (done.source, "live")
        assert done.provenance.rows > 0
        assert done.provenance.source
        assert done.provenance.licence
        assert done.provenance.retrieved_at
        assert done.provenance.reason == ""
        assert all(link.startswith("https://") for link in done.provenance.source_links)
    assert all(heard["User-Agent"].startswith("nuzuh/") for heard in upstream.heard)


HTTP = {
    "404": (Answer(b"no", 404), "has nothing at this address (404)"),
    "403": (Answer(b"no", 403), "refuses access (403)"),
    "429": (Answer(b"no", 429, {"Retry-After": "0"}), "asks for fewer requests (429)"),
    "429 for an hour": (Answer(b"no", 429, {"Retry-After": "3600"}), "fewer requests (429)"),
    "500": (Answer(b"no", 500), "is out of order (500)"),
    "time-out": (Answer(play=silent), "did not answer in time"),
    "drip": (Answer(play=dripping), "did not answer in time"),
    "reset": (Answer(play=reset_in_the_middle), "broke off in the middle"),
    "202 empty": (Answer(b"", 202), "202 without data: its firewall wants to see a browser"),
    "200 empty": (Answer(b""), "answers with nothing"),
    "HTML": (HTML, "answers with a web page"),
    "HTML that says it is JSON": (
        Answer(HTML.body, headers={"Content-Type": "application/json"}),
        "answers with a web page",
    ),
    "endless": (Answer(play=endless), "sends more than 2 MB"),
    "too long": (Answer(b"", headers={"Content-Length": "9000000"}), "sends more than 2 MB"),
    "redirect loop": (Answer(b"", 302, {"Location": "/deaths.json"}), "redirects in a circle"),
    "redirect to a private address": (
        Answer(b"", 302, {"Location": "http://10.0.0.1/"}),
        "leads to a private address, which is not asked",
    ),
    "redirect to the cloud's inside": (
        Answer(b"", 302, {"Location": "http://169.254.169.254/latest/meta-data"}),
        "leads to a private address",
    ),
    "redirect to another port here": (
        Answer(b"", 302, {"Location": "http://localhost:1/"}),
        "leads to a private address",
    ),
    "redirect to a file": (Answer(b"", 302, {"Location": "file:///etc/passwd"}), "no web address"),
    "redirect without encryption": (
        Answer(b"", 302, {"Location": "http://example.org/"}),
        "leads to an unencrypted address",
    ),
    "not JSON": (Answer(b"[1, 2"), "is not valid JSON"),
    "nested too deeply": (Answer(b"[" * 100_000), "nested too deeply"),
    "another table": (as_json([{"id": 1}]), "entry 1 has no whole number of people killed"),
    "a part": (as_json(casualties()[100:]), "does not begin on 7 October 2023"),
    "yesterday's": (as_json(casualties()[:-10]), "before the one in use, which ends on 2026-10-20"),
    "a total that falls": (as_json(casualties(killed_cum=5)), "row 1111, column killed"),
}


@pytest.mark.slow
@pytest.mark.parametrize("day", HTTP)
@pytest.mark.few(9)
def test_a_bad_day_of_the_network_leaves_the_last_good_copy(settings, upstream, day):
    answer, reason = HTTP[day]
    assert one("deaths", settings).provenance.status == "live"
    version, asked = loaders.data_version(), len(upstream.asked)
    upstream.answers["/deaths.json"] = answer
    holds_fast("deaths", settings, reason)
    assert loaders.data_version() == version
    again = len(upstream.asked) - asked
    passing = day in ("429", "500", "reset", "202 empty", "200 empty", "time-out")
    assert (again > 1) == (passing and day != "time-out") or day == "time-out"


@pytest.mark.slow
@pytest.mark.parametrize("day", HTTP)
@pytest.mark.few(9)
def test_a_bad_day_without_any_copy_leaves_the_embedded_table(settings, upstream, day):
    answer, reason = HTTP[day]
    if day == "yesterday's":
        answer, reason = as_json(casualties()[:-60]), "which ends on 2026-08-22"
    upstream.answers["/deaths.json"] = answer
    done = one("deaths", settings)
    assert done.provenance.status == "embedded"
    assert reason in done.provenance.reason
    assert loaders.data_version() == loaders.package.embedded_version()


def test_a_server_that_asks_for_a_pause_gets_it(settings, upstream):
    answers = [Answer(b"", 429, {"Retry-After": "0"}), as_json(casualties())]
    upstream.answers["/deaths.json"] = lambda _: answers.pop(0)
    assert one("deaths", settings).provenance.status == "live"


@pytest.mark.slow
@pytest.mark.parametrize("dead", ["404", "500", "HTML", "202 empty", "not JSON", "a part"])
def test_a_bad_answer_never_pushes_the_good_one_out_of_the_cache(
    settings, upstream, dead, tmp_path
):
    one("deaths", settings)
    upstream.answers["/deaths.json"] = HTTP[dead][0]
    one("deaths", settings)
    # The copy is gone, the cache is not.
    (tmp_path / "cache" / "good").rename(tmp_path / "gone")
    done = one("deaths", settings)
    assert done.provenance.status == "stale"
    assert HTTP[dead][1] in done.provenance.reason
    assert done.provenance.rows == 1110


def test_what_is_fresh_is_not_asked_for_again(settings, upstream):
    settings = dataclasses.replace(settings, fresh_seconds=60.0)
    one("deaths", settings)
    asked = len(upstream.asked)
    assert one("deaths", settings).provenance.status == "cached"
    assert len(upstream.asked) == asked


def _bomb() -> bytes:
    return zipped({"pse_admin2.geojson": b" " * 4_900_000, "more.geojson": b" " * 4_900_000})


def _lying_bomb() -> bytes:
    """A zip whose directory says that its file is small."""
    content = bytearray(zipped({"pse_admin2.geojson": b" " * 9_000_000}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def _link() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        entry = zipfile.ZipInfo("pse_admin2.geojson")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return whole.getvalue()


def swapped(shape):
    return shapely.transform(shape, lambda xy: xy[:, ::-1])


def moved(shape):
    return shapely.transform(shape, lambda xy: xy + 18.0)


def in_metres(shape):
    return shapely.transform(shape, lambda xy: xy * 100_000)


def abroad() -> list[dict]:
    made = features()
    for feature in made:
        code = feature["properties"]["adm2_pcode"].replace("PS", "UA")
        feature["properties"] |= {"adm2_pcode": code, "adm0_pcode": "UA"}
    return made


OTHER_SYSTEM = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28191"}}
SHAPES = {
    "truncated zip": (boundaries_zip()[:-400], "is not a whole zip archive"),
    "path outside": (zipped({"../pse_admin2.geojson": b"{}"}), "a path that leads outside"),
    "absolute path": (zipped({"/etc/pse_admin2.geojson": b"{}"}), "a path that leads outside"),
    "path outside as on Windows": (zipped({"..\\a.geojson": b"{}"}), "a path that leads outside"),
    "a link": (_link(), "a link instead of a file"),
    "bomb": (_bomb(), "would unpack to more than is taken"),
    "bomb that lies": (_lying_bomb(), "HDX cod-ab-pse"),
    "too many files": (zipped({f"{n}.geojson": b"" for n in range(600)}), "more than 500 files"),
    "no GeoJSON inside": (zipped({"readme.txt": b"hello"}), "holds no GeoJSON file"),
    "wrong country": (zipped({"a2.geojson": geojson(abroad())}), "about another country (UA)"),
    "swapped axes": (boundaries_zip(change=swapped), "axes swapped"),
    "somewhere else": (boundaries_zip(change=moved), "lies outside the Gaza Strip"),
    "in metres": (boundaries_zip(change=in_metres), "is not in longitude and latitude"),
    "wrong CRS": (
        zipped({"pse_admin2.geojson": geojson(features(), crs=OTHER_SYSTEM)}),
        "in another reference system",
    ),
    "a governorate is missing": (
        zipped({"pse_admin2.geojson": geojson(features()[:4])}),
        "each of the five governorates once",
    ),
    "a part is missing": (
        boundaries_zip(change=lambda s: shapely.intersection(s, box(34, 31.25, 35, 32))),
        "where the Gaza Strip has 365",
    ),
    "an area that crosses itself": (
        boundaries_zip(
            change=lambda _: shapely.Polygon(
                [(34.3, 31.3), (34.4, 31.4), (34.4, 31.3), (34.3, 31.4)]
            )
        ),
        "is not a valid area",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("day", SHAPES)
@pytest.mark.few(6)
def test_a_bad_archive_leaves_the_last_good_copy(without_fallbacks, upstream, day):
    content, reason = SHAPES[day]
    assert one("boundaries", without_fallbacks).succeeded
    upstream.answers["/download/pse_admin_boundaries.geojson.zip"] = Answer(content)
    holds_fast("boundaries", without_fallbacks, reason)


def test_nothing_inside_an_archive_reaches_the_disk(without_fallbacks, upstream, tmp_path):
    upstream.answers["/download/pse_admin_boundaries.geojson.zip"] = Answer(
        zipped({"../../escaped.geojson": b"{}", "pse_admin2.geojson": geojson(features())})
    )
    one("boundaries", without_fallbacks)
    assert not list(tmp_path.rglob("*escaped*"))
    assert not list(tmp_path.rglob("pse_admin2*"))


def test_boundaries_fall_from_the_exchange_to_the_service_to_geoboundaries(settings, upstream):
    assert one("boundaries", settings).provenance.source == "OCHA COD-AB State of Palestine"
    upstream.answers["/api/3/action/package_show"] = Answer(b"", 403)
    assert one("boundaries", settings).provenance.source.endswith("(map service)")
    upstream.answers["/arcgis/query"] = as_json({"error": {"code": 500}})
    # An older source never replaces a newer copy.
    done = one("boundaries", settings)
    assert done.provenance.status == "last good"
    (settings.cache / "good").rename(settings.cache / "gone")
    (settings.cache / "http").rename(settings.cache / "gone too")
    # Nor does it replace the embedded ones.
    done = one("boundaries", settings)
    assert done.provenance.status == "embedded"
    assert "is of 2023-01-01, before the one in use, which is of 2023-10-19" in (
        done.provenance.reason
    )
    newer = json.loads(upstream.answers["/geoboundaries/"].body)
    upstream.answers["/geoboundaries/"] = as_json(newer | {"boundaryYearRepresented": "2025"})
    done = one("boundaries", settings)
    assert done.provenance.status == "live"
    assert done.provenance.source.startswith("geoBoundaries")
    upstream.answers["/geoboundaries/"] = as_json({"boundaryISO": "ISR", "gjDownloadURL": "x"})
    done = one("boundaries", settings)
    for reason in ("refuses access (403)", "answers with an error", "describes another country"):
        assert reason in done.provenance.reason


def test_a_page_cut_at_the_most_records_is_noticed(settings, upstream):
    upstream.answers["/api/3/action/package_show"] = Answer(b"", 403)
    settings = dataclasses.replace(settings, geoboundaries_url="")
    one("boundaries", settings)
    # Asked once without pages, and when told that there is more, page by page.
    assert sum("outFields" in path for path in upstream.asked) == 4
    assert sum("resultOffset" in path for path in upstream.asked) == 3
    upstream.answers["/arcgis/query"] = arcgis(features(), most=3, cut=3)
    holds_fast("boundaries", settings, "cut its answer off: 3 of 5 areas came")


def test_a_service_that_holds_polygons_elsewhere_is_noticed(settings, upstream):
    upstream.answers["/api/3/action/package_show"] = Answer(b"", 403)
    settings = dataclasses.replace(settings, geoboundaries_url="")
    upstream.answers["/arcgis/query"] = arcgis(features(change=moved))
    assert "outside the Gaza Strip" in one("boundaries", settings).provenance.reason


@pytest.mark.parametrize("older", [False, True])
def test_both_generations_of_column_names_are_read(without_fallbacks, upstream, older):
    upstream.answers["/download/pse_admin_boundaries.geojson.zip"] = Answer(
        boundaries_zip(older=older)
    )
    done = one("boundaries", without_fallbacks)
    assert (done.provenance.status, done.provenance.as_of) == ("live", "2023-10-19")


def test_a_renamed_resource_is_found_by_its_format(settings, upstream):
    content = upstream.answers["/download/pse_admin_boundaries.geojson.zip"]
    upstream.answers["/download/new-name"] = content
    upstream.answers["/download/lines"] = Answer(
        geojson([{"type": "Feature", "properties": {}, "geometry": mapping(box(0, 0, 1, 1))}])
    )
    resources = [
        {"format": "geojson", "name": "admin lines", "url": "/download/lines"},
        {
            "format": "Zipped GeoJSON",
            "name": "renamed",
            "url": f"{upstream.base}/download/new-name",
        },
    ]
    upstream.answers["/api/3/action/package_show"] = as_json(
        {"success": True, "result": {"resources": resources}}
    )
    assert one("boundaries", settings).provenance.source == "OCHA COD-AB State of Palestine"


def test_the_former_id_of_a_data_set_is_asked_when_the_new_one_is_gone(settings, upstream):
    package = upstream.answers["/api/3/action/package_show"]
    former = "idmc-event-data-for-pse"

    def renamed(query):
        return package({"id": "pse-idmc-idu-events"}) if query["id"] == former else Answer(b"", 404)

    upstream.answers["/api/3/action/package_show"] = renamed
    assert one("displacement", settings).provenance.status == "live"


EVENT_DAYS = {
    "another country": (
        events_csv(*EVENTS, {"id": "9", "iso3": "UKR"}),
        "is about another country",
    ),
    "swapped axes": (
        events_csv({"latitude": "34.37", "longitude": "31.43"}),
        "row 3, column latitude: latitude and longitude are swapped",
    ),
    "elsewhere": (events_csv({"longitude": "53.0"}), "lies outside the Gaza Strip"),
    "an id twice": (events_csv({}, {}), "column id: must not occur twice"),
    "ends before it starts": (
        events_csv({"displacement_end_date": "2026-07-01"}),
        "the period ends before it starts",
    ),
    "a figure in words": (events_csv({"figure": "many"}), "is not a plain number"),
    "a negative figure": (events_csv({"figure": "-5"}), "whole number of movements"),
    "no figures of the Strip": (events_csv(WEST_BANK), "hold no figure of the Gaza Strip"),
    "a column is missing": (
        events_csv(*EVENTS).replace(b"figure", b"number", 1),
        "the column 'figure' is missing",
    ),
    "cut in the middle": (events_csv(*EVENTS)[:-100], "cells where the header has"),
    "yet to come": (
        events_csv({"displacement_end_date": "2126-08-07"}),
        "row 3, column displacement_end_date: ends after the day on which it was retrieved",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("day", EVENT_DAYS)
@pytest.mark.few(4)
def test_bad_events_leave_the_last_good_ones(settings, upstream, day):
    content, reason = EVENT_DAYS[day]
    assert one("displacement", settings).succeeded
    upstream.answers["/download/event_data_pse.csv"] = Answer(content)
    holds_fast("displacement", settings, reason)


@pytest.mark.slow
def test_an_answer_that_lacks_many_events_is_taken_for_a_part(settings, upstream):
    many = [
        {"id": str(n), "displacement_start_date": "2026-08-01", "figure": str(n)}
        for n in range(1, 21)
    ]
    upstream.answers["/download/event_data_pse.csv"] = Answer(events_csv(*many))
    one("displacement", settings)
    upstream.answers["/download/event_data_pse.csv"] = Answer(events_csv(*many[:10]))
    holds_fast("displacement", settings, "lack 10 of 20 events")


MUNICIPAL = {
    "no reference system": (None, 8, "does not state its reference system"),
    "too few": (4326, 3, "too few to be whole"),
}


@pytest.mark.parametrize("day", MUNICIPAL)
def test_bad_municipalities_leave_the_last_good_ones(settings, upstream, tmp_path, day):
    crs, rows, reason = MUNICIPAL[day]
    assert one("municipalities", settings).succeeded
    content = municipalities_zip(tmp_path / "shapes", crs=crs, rows=rows)
    upstream.answers["/download/municipal_boundaries.zip"] = Answer(content)
    holds_fast("municipalities", settings, reason)


POPULATION = {
    "another country": (population_csv().replace(b"PS02", b"UA02"), "the five governorates once"),
    "a part": (population_csv().replace(b"PS0255", b"PS0999"), "the five governorates once"),
    "thousands": (population_csv().replace(b"000\n", b"\n"), "which is not the Gaza Strip"),
    "no totals": (population_csv().replace(b"T_TL", b"ALL"), "has no column of P-codes"),
}


@pytest.mark.parametrize("day", POPULATION)
def test_a_bad_population_leaves_the_last_good_one(settings, upstream, day):
    content, reason = POPULATION[day]
    assert one("population", settings).succeeded
    upstream.answers["/download/pse_admpop_adm2.csv"] = Answer(content)
    holds_fast("population", settings, reason)


def test_orders_are_off_until_an_operator_asks(settings, upstream):
    done = one("orders", settings)
    assert done.provenance.status == "embedded"
    assert "no open licence was found" in done.provenance.reason
    assert not upstream.asked


def test_bad_orders_leave_the_last_good_ones(settings, upstream):
    settings = dataclasses.replace(settings, orders_url=f"{upstream.base}/orders.json")
    assert one("orders", settings).succeeded
    upstream.answers["/orders.json"] = as_json(orders_json(5))
    holds_fast("orders", settings, "holds 5 orders that can be placed")
    upstream.answers["/orders.json"] = as_json([{"date": "2026-09-01"}])
    holds_fast("orders", settings, "record 1 is not an order with its blocks")


def test_with_the_network_switched_off_nobody_is_asked(settings, upstream):
    settings = dataclasses.replace(settings, offline=True)
    for done in refresh(settings=settings):
        assert not done.succeeded
        assert done.provenance.status in ("embedded", "absent")
    assert not upstream.asked


def test_no_key_reaches_a_message_a_log_or_a_file(settings, upstream, caplog):
    caplog.set_level(logging.DEBUG)
    settings = dataclasses.replace(
        settings,
        orders_url=f"{upstream.base}/orders.json?token=hush-1",
        orders_key="hush-2",
        deaths_url=f"http://user:hush-3@127.0.0.1:{upstream.port}/deaths.json",
    )
    told = repr(settings).replace("hush-1", "").replace("hush-3", "")
    for answer in (
        None,
        Answer(b"", 403),
        Answer(b"", 302, {"Location": "http://10.0.0.1/?hush-4"}),
    ):
        if answer is not None:
            upstream.answers["/orders.json"] = upstream.answers["/deaths.json"] = answer
        told += json.dumps([str(done) for done in refresh(["orders", "deaths"], settings)])
    told += caplog.text + repr(live_sources(settings))
    for path in (settings.cache / "good").rglob("*.json"):
        told += path.read_text()
    assert "hush" not in told
    assert any(heard.get("Authorization") == "Bearer hush-2" for heard in upstream.heard)


def test_a_key_stays_with_the_server_it_is_for(settings, upstream):
    other = type(upstream)()
    try:
        settings = dataclasses.replace(
            settings,
            orders_url=f"{upstream.base}/orders.json",
            orders_key="hush",
            idmc_url=f"{other.base}/events.csv",
        )
        other.answers["/orders.json"] = as_json(orders_json())
        upstream.answers["/orders.json"] = Answer(
            b"", 302, {"Location": f"{other.base}/orders.json"}
        )
        assert one("orders", settings).succeeded
        assert "Authorization" not in other.heard[0]
    finally:
        other.close()


def test_a_public_name_that_leads_inside_is_found_out_before_a_word_is_said(
    settings, upstream, monkeypatch
):
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", upstream.port))]
    resolve = socket.getaddrinfo

    def rebound(host, *arguments, **options):
        return inside if host == "rebound.example.org" else resolve(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    target = f"https://rebound.example.org:{upstream.port}/deaths.json"
    upstream.answers["/deaths.json"] = Answer(b"", 302, {"Location": target})
    reason = one("deaths", settings).provenance.reason
    assert reason == "rebound.example.org is a private address, which is not asked"
    assert len(upstream.asked) == 1


def test_with_every_source_dead_the_start_is_quick_and_embedded(settings, upstream):
    upstream.answers.clear()
    adopt(settings)
    assert not upstream.asked
    assert loaders.load_estimates().provenance.status == "embedded"
