"""Live figures in the tables in use: by id, revisions kept, and never without another version."""

from __future__ import annotations

import dataclasses
import json
import threading
import time
from datetime import date

import hypothesis
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh import loaders
from nuzuh.loaders import DataError, current
from nuzuh.loaders.live import adopt, background, refresh, refresh_in_background
from nuzuh.loaders.live import orders as orders_module
from nuzuh.loaders.live.archives import members, sheet
from nuzuh.loaders.live.deaths import casualties as read_casualties
from nuzuh.loaders.live.displacement import UPSTREAM, events
from nuzuh.loaders.live.merge import merged_estimates
from nuzuh.loaders.live.population import people
from nuzuh.loaders.live.refreshing import Change, compare, said
from nuzuh.loaders.live.revisions import combine
from nuzuh.loaders.live.settings import SettingError, Settings, read_settings
from nuzuh.loaders.live.shapes import from_geojson
from nuzuh.loaders.package import embedded_version
from nuzuh.scene.timeline import load_timeline
from tests.loaders.block_files import block_file
from tests.loaders.live.recordings import (
    EVENTS,
    WEST_BANK,
    casualties,
    events_csv,
    orders_json,
    population_csv,
)
from tests.loaders.live.upstream import Answer, as_json, zipped

pytestmark = pytest.mark.slow


def told(*rows, **options):
    return events(events_csv(*rows, **options))


def known(*rows, day="2026-09-01"):
    frame, _ = told(*rows)
    return frame.assign(seen_on=pd.Timestamp(day).as_unit("s"))


def live_ids():
    return [i for i in loaders.load_estimates().frame["id"] if i.startswith(("IDMC-", "TFP-"))]


@pytest.mark.parametrize("hxl", [True, False])
def test_a_row_of_hxl_tags_makes_no_difference(hxl):
    frame, aside = told(*EVENTS, hxl=hxl)
    assert list(frame["id"]) == ["300001", "300002", "300003"]
    assert list(frame["figure"]) == [12000, 3000, 500]
    assert aside == 2
    with_tags, without = people(population_csv(hxl=True), "p"), people(population_csv(), "p")
    assert with_tags.equals(without)
    assert set(without["year"]) == {2023}


def test_only_recommended_figures_of_the_strip_are_taken():
    frame, aside = told({}, {"id": "2", "role": "Triangulation"}, WEST_BANK | {"id": "3"})
    assert list(frame["id"]) == ["300001"]
    assert aside == 2


def test_returns_of_october_2025_are_read_as_returns_and_it_is_said(settings, upstream):
    days = {"displacement_start_date": "2025-10-11", "displacement_end_date": "2025-10-12"}
    frame, _ = told(days, {"id": "5", "displacement_start_date": "2025-10-01",
                           "displacement_end_date": "2025-10-09"})  # fmt: skip
    assert list(frame["kind"]) == ["return", "displacement"]
    upstream.answers["/download/event_data_pse.csv"] = Answer(events_csv(days))
    note = refresh(["displacement"], settings)[0].provenance.note
    assert "1 counts of October 2025 that IDMC files as displacements" in note
    row = loaders.load_estimates().frame.set_index("id").loc["IDMC-300001"]
    assert row["note"].startswith("Movements after the ceasefire, mostly returns northward")


def test_a_revised_event_keeps_its_id_and_its_past(settings, upstream):
    refresh(["displacement"], settings)
    upstream.answers["/download/event_data_pse.csv"] = Answer(
        events_csv({"figure": "9000"}, *EVENTS[1:])
    )
    done = refresh(["displacement"], settings)[0]
    assert str(done.change) == "1 revised figure"
    assert done.change.revised == ("IDMC-300001",)
    assert loaders.load_estimates().frame.set_index("id").loc["IDMC-300001", "value"] == 9000
    from nuzuh.loaders.live.sources import SOURCES
    from nuzuh.loaders.live.store import Store
    from nuzuh.loaders.live.tables import copy_of

    frame, _ = copy_of(SOURCES["displacement"], Store(settings.cache))
    history = frame[frame["id"] == "300001"]
    assert list(history["state"]) == ["revised", "current"]
    assert list(history["figure"]) == [12000, 9000]


def test_a_withdrawn_event_leaves_the_figures_but_not_the_record(settings, upstream):
    refresh(["displacement"], settings)
    upstream.answers["/download/event_data_pse.csv"] = Answer(events_csv(*EVENTS[:2]))
    done = refresh(["displacement"], settings)[0]
    # One answer may be a slip: the next one has to lack it too.
    assert str(done.change) == "nothing new"
    assert "1 events were missing from this answer" in done.provenance.note
    assert "IDMC-300003" in live_ids()
    done = refresh(["displacement"], settings)[0]
    assert str(done.change) == "1 withdrawn figure"
    assert "IDMC-300003" not in live_ids()
    assert done.provenance.rows == 3


def test_an_event_before_the_window_of_an_answer_stays():
    last = known({}, {"id": "7", "displacement_start_date": "2026-01-01"})
    now = combine(last, known({}), date(2026, 9, 2))
    assert set(now["state"]) == {"current"}
    assert len(now) == 2


def test_an_event_that_comes_back_is_a_new_revision():
    start = {"displacement_start_date": "2026-08-01"}
    last = known({}, {"id": "7"} | start)
    gone = combine(combine(last, known({}), date(2026, 9, 2)), known({}), date(2026, 9, 3))
    back = combine(gone, known({}, {"id": "7"} | start), date(2026, 9, 4))
    assert list(back[back["id"] == "7"]["state"]) == ["withdrawn", "current"]
    assert list(back[back["id"] == "7"]["revision"]) == [1, 2]


def test_what_is_embedded_already_is_not_added_again():
    # Event 188014 is figure GD0389, and says the same.
    same = {
        "id": "188014",
        "figure": "4100",
        "displacement_start_date": "2025-06-18",
        "displacement_end_date": "2025-06-24",
    }
    assert merged_estimates(known(same), None).digest == ""
    revised = merged_estimates(known(same | {"figure": "4200"}), None)
    assert (revised.new, revised.revised) == ((), ("GD0389",))
    row = revised.frame.set_index("id").loc["GD0389"]
    assert row["value"] == 4200
    assert "was 4100 for 2025-06-18 to 2025-06-24" in row["note"]


def test_a_withdrawn_embedded_figure_stays_and_is_doubtful():
    frame = known({"id": "188014"}).assign(state="withdrawn")
    row = merged_estimates(frame, None).frame.set_index("id").loc["GD0389"]
    assert row["weak"]
    assert "withdrawn by IDMC" in row["note"]


def test_whose_count_an_event_is_stands_in_it_or_is_said_to_be_unknown():
    told = (
        ("Site Management Cluster - Palestine", "SMC", ""),
        ("Office for the Coordination of Humanitarian Affairs (OCHA)", "OCHA", ""),
        ("United Nations Relief and Works Agency (UNRWA)", "UNRWA", ""),
        ("Local Authorities", "IDMC", "unattributed"),
    )
    for sources, publisher, according_to in told:
        frame = merged_estimates(known({"sources": sources}), None).frame
        row = frame.set_index("id").loc["IDMC-300001"]
        assert (row["publisher"], row["according_to"]) == (publisher, according_to)
        assert row["speaker"] == publisher


def test_live_counts_may_fall_and_come_again_without_stopping_a_refresh():
    # A round "total", the same number a day later from elsewhere, a lower one after it.
    days = [("300001", "12000", "07"), ("300002", "12000", "08"), ("300003", "11000", "09")]
    rows = [
        {"id": number, "figure": figure, "displacement_end_date": f"2026-08-{day}",
         "displacement_start_date": "2026-08-01", "qualifier": "total", "sources": "Somebody"}
        for number, figure, day in days
    ]  # fmt: skip
    frame = merged_estimates(known(*rows), None).frame.set_index("id")
    told = frame.loc[[f"IDMC-{number}" for number, *_ in days]]
    assert told["value"].tolist() == [12000, 12000, 11000]
    assert set(told["quantifier"]) == {"exact"}


def test_the_same_count_seen_elsewhere_counts_once():
    # GD0389 again, under an event that is not the one it cites.
    again = {
        "figure": "4100",
        "displacement_start_date": "2025-06-18",
        "displacement_end_date": "2025-06-24",
    }
    row = merged_estimates(known(again), None).frame.set_index("id").loc["IDMC-300001"]
    assert (row["publisher"], row["repeats"]) == ("SMC", "GD0389")


@pytest.mark.parametrize(
    ("place", "kind", "origin", "destination"),
    [
        ("Gaza Strip, Deir al-Balah Governorate, PT", "Origin", "Gaza Strip", "Gaza Strip"),
        ("Rafah, Gaza Strip, PT", "Origin", "Rafah", "Gaza Strip"),
        ("Khan Yunis Governorate, Gaza Strip, PT", "Destination", "Gaza Strip", "Khan Younis"),
        ("Rafah, Gaza Strip; Gaza City, Gaza Strip", "Origin; Origin", "Gaza Strip", "Gaza Strip"),
    ],
)  # fmt: skip
def test_a_place_is_a_governorate_only_when_it_begins_with_one(place, kind, origin, destination):
    frame = merged_estimates(known({"locations_name": place, "locations_type": kind}), None).frame
    row = frame.set_index("id").loc["IDMC-300001"]
    assert (row["origin"], row["destination"]) == (origin, destination)


@pytest.mark.parametrize(
    ("qualifier", "quantifier", "column"),
    [
        ("total", "exact", "value"),
        ("approximately", "approximately", "value"),
        ("More than or equal to", "at least", "low"),
        ("less than or equal to", "up to", "high"),
    ],
)
def test_the_quantifier_is_part_of_the_number(qualifier, quantifier, column):
    frame = merged_estimates(known({"qualifier": qualifier}), None).frame
    row = frame.set_index("id").loc["IDMC-300001"]
    assert row["quantifier"] == quantifier
    assert row[column] == 12000
    assert row[["value", "low", "high"]].notna().sum() == 1


def test_deaths_go_in_at_the_end_of_each_month_and_are_revised_by_day(settings, upstream):
    refresh(["deaths"], settings)
    assert live_ids() == ["TFP-2026-08-31", "TFP-2026-09-30", "TFP-2026-10-20"]
    changed = casualties()
    next(day for day in changed if day["report_date"] == "2026-07-30")["killed_cum"] = 73_342
    upstream.answers["/deaths.json"] = as_json(changed)
    done = refresh(["deaths"], settings)[0]
    assert done.change.revised == ("GE0291",)
    assert load_timeline().last == date(2026, 10, 20)


def test_orders_are_put_in_by_the_number_of_their_record(settings, upstream):
    settings = dataclasses.replace(settings, orders_url=f"{upstream.base}/orders.json")
    made = orders_json()
    # Record 41 is embedded with 11.38 km2; block 999999 is nowhere.
    made.append(
        made[0] | {"id": 41, "link": "", "date": "2023-12-04", "area_sq_km_displacement": "12"}
    )
    made.append(made[0] | {"id": 8000, "displacement_blocks": "99999"})
    upstream.answers["/orders.json"] = as_json(made)
    done = refresh(["orders"], settings)[0]
    assert (len(done.change.new), done.change.revised) == (12, ("GO0014",))
    assert "1 orders whose blocks have no known governorate" in done.provenance.note
    rows = loaders.load_orders().frame.set_index("id")
    assert rows.loc["GM-9000", "pcodes"] == "PS0270"
    assert rows.loc["GO0014", "area_km2"] == 12


def test_blocks_that_the_operator_supplies_place_the_orders(settings, upstream, tmp_path):
    path = tmp_path / "blocks.geojson"
    # No block of ours has the last number; its outline lies in Rafah.
    path.write_bytes(block_file(Nr=["606", "607", "88", "89", "60004"]))
    settings = dataclasses.replace(
        settings, orders_url=f"{upstream.base}/orders.json", blocks=str(path)
    )
    made = [order | {"displacement_blocks": "60004"} for order in orders_json()]
    upstream.answers["/orders.json"] = as_json(made)
    refresh(["orders"], settings)
    assert loaders.load_orders().frame.set_index("id").loc["GM-9000", "pcodes"] == "PS0275"


def test_a_file_of_blocks_that_cannot_be_used_is_said(settings, upstream, tmp_path):
    path = tmp_path / "broken.geojson"
    path.write_text("{}")
    settings = dataclasses.replace(
        settings, orders_url=f"{upstream.base}/orders.json", blocks=str(path)
    )
    assert "NUZUH_BLOCKS" in compare(["orders"], settings)[0].provenance.reason
    with pytest.raises(SettingError, match="NUZUH_BLOCKS"):
        refresh(["orders"], settings)


def test_the_data_version_changes_with_the_figures_and_only_with_them(settings):
    before = loaders.data_version()
    refresh(["boundaries", "population"], settings)
    assert loaders.data_version() == before
    refresh(["deaths"], settings)
    with_deaths = loaders.data_version()
    assert with_deaths.startswith("2026-10-20-")
    assert with_deaths != before
    refresh(["deaths"], settings)
    assert loaders.data_version() == with_deaths
    refresh(["displacement"], settings)
    assert loaders.data_version() not in (before, with_deaths)


def test_live_figures_that_say_the_same_leave_the_version_as_it_is(settings, upstream):
    upstream.answers["/deaths.json"] = as_json(casualties(date(2026, 8, 22)))
    assert refresh(["deaths"], settings)[0].succeeded
    assert loaders.data_version() == embedded_version()
    assert loaders.load_estimates() is loaders.estimates.embedded_estimates()


def test_a_pinned_thread_sees_one_set_of_tables_to_its_end(settings):
    current.freeze_tables()
    before, span = loaders.load_estimates(), load_timeline()
    thread = threading.Thread(target=refresh, args=(["deaths"], settings))
    thread.start()
    thread.join()
    assert loaders.load_estimates() is before
    assert load_timeline() is span
    current.freeze_tables()
    assert loaders.load_estimates() is not before
    assert load_timeline().last > span.last


def test_another_process_is_followed_without_a_network(settings, upstream):
    refresh(["deaths"], settings)
    version = loaders.data_version()
    current.put_in_use(current.EMBEDDED)
    asked = len(upstream.asked)
    adopt(settings)
    assert loaders.data_version() == version
    assert len(upstream.asked) == asked


def test_a_refresh_behind_is_told_of_and_never_doubled(settings):
    assert refresh_in_background(settings)
    assert not refresh_in_background(settings)
    assert background.state().running
    until = time.monotonic() + 20
    while background.state().running and time.monotonic() < until:
        time.sleep(0.02)
    told_of = background.state()
    assert not told_of.running
    (of_figures,) = (one for one in told_of.results if one.source == "displacement")
    assert str(of_figures.change) == "3 new figures"
    assert live_ids()
    assert not refresh_in_background(dataclasses.replace(settings, offline=True))
    assert not refresh_in_background(dataclasses.replace(settings, fresh_seconds=3600.0))


def test_changes_are_said_in_one_sentence():
    assert str(Change(new=("a",) * 14, revised=("b",) * 3)) == "14 new figures, 3 revised"
    assert str(Change(new=("a",), of="orders")) == "1 new order"
    assert said([]) == "Nothing was refreshed."


def test_settings_come_from_the_environment():
    given_ = {"NUZUH_HDX_URL": "http://localhost:1", "NUZUH_REFRESH": "1", "NUZUH_ATTEMPTS": "5"}
    settings = read_settings(given_)
    assert (settings.hdx_url, settings.refresh, settings.attempts) == (
        "http://localhost:1",
        True,
        5,
    )
    assert read_settings({}) == Settings()


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("NUZUH_HDX_URL", "ftp://hush"),
        ("NUZUH_DEATHS_URL", "http://[hush"),
        ("NUZUH_OFFLINE", "perhaps"),
        ("NUZUH_ATTEMPTS", "0"),
        ("NUZUH_TOTAL_SECONDS", "inf"),
        ("NUZUH_CACHE", "~nobody-hush/x"),
        ("NUZUH_BLOCKS", "~nobody-hush"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(variable, text):
    with pytest.raises(SettingError, match=variable) as refusal:
        read_settings({variable: text})
    assert "hush" not in str(refusal.value)


def parses_or_refuses(parse, content):
    """Whatever a stranger sends is either read or refused in one sentence."""
    try:
        parse(content)
        told_of = ""
    except DataError as error:
        told_of = str(error)
    assert "\n" not in told_of


@given(st.binary(max_size=200))
def test_no_bytes_crash_a_parser(content):
    settings = Settings(unpacked_bytes=100_000)
    parses_or_refuses(events, content)
    parses_or_refuses(read_casualties, content)
    parses_or_refuses(lambda body: people(body, "p"), content)
    parses_or_refuses(lambda body: from_geojson(body, "g"), content)
    parses_or_refuses(lambda body: orders_module.orders(body, {}), content)
    parses_or_refuses(lambda body: members(body, "z", settings), b"PK\x03\x04" + content)
    parses_or_refuses(lambda body: sheet(body, "s", settings), content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["report_date", "killed_cum", "ext_killed_cum", "type", "geometry",
                             "properties", "displacement_blocks", "date", "id", "features"]),
            JSON,
        ),
        max_size=3,
    )
)  # fmt: skip
def test_no_json_crashes_a_parser(content):
    text = json.dumps(content).encode()
    parses_or_refuses(read_casualties, text)
    parses_or_refuses(lambda body: orders_module.orders(body, {"1": "PS0255"}), text)
    features_ = json.dumps({"type": "FeatureCollection", "features": content}).encode()
    parses_or_refuses(lambda body: from_geojson(body, "g"), features_)


@given(st.integers(0, 4), st.sampled_from(UPSTREAM), st.text(max_size=12))
def test_no_cell_crashes_the_reader_of_events(row, column, text):
    rows = [dict(event) for event in EVENTS]
    rows[row][column] = text
    parses_or_refuses(events, events_csv(*rows))


@given(st.data())
def test_no_damage_to_an_archive_crashes(data):
    whole = zipped({"a.geojson": b'{"features": []}' * 20})
    at = data.draw(st.integers(0, len(whole) - 1))
    put, cut = data.draw(st.binary(max_size=4)), data.draw(st.integers(0, 4))
    damaged = whole[:at] + put + whole[at + cut :]
    parses_or_refuses(lambda body: members(body, "z", Settings()), damaged)


@hypothesis.settings(max_examples=8)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 5)), min_size=1, max_size=8))
def test_of_every_event_at_most_one_revision_is_current(steps):
    last = None
    for number, figure in steps:
        rows = [{"id": str(n), "figure": str(figure if n == number else 9)} for n in range(1, 7)]
        last = combine(last, known(*rows), date(2026, 9, 2))
        standing = last[last["state"] == "current"]
        assert sorted(standing["id"]) == [str(n) for n in range(1, 7)]
        assert not last.duplicated(["id", "revision"]).any()
