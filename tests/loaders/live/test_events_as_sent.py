"""IDMC's events as the exchange and IDMC send them: windows, withdrawals, places, its own JSON."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import hypothesis
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh import loaders
from nuzuh.loaders import DataError
from nuzuh.loaders.live import refresh
from nuzuh.loaders.live.displacement import events
from nuzuh.loaders.live.merge import merged_estimates
from nuzuh.loaders.live.places import MisplacedError, Path, path_of
from nuzuh.loaders.live.revisions import combine, embedded_events, noted
from nuzuh.loaders.package import embedded_version
from tests.loaders.live.as_sent import GAZA, catalogue, event, exchange_csv, idmc_json
from tests.loaders.live.upstream import Answer

WEST_BANK = "Bethlehem, West Bank, Palestinian Territories"


def read(*rows: dict[str, str], day: str = "2026-10-21", **options) -> pd.DataFrame:
    frame, _ = events(exchange_csv(*rows, **options))
    return frame.assign(seen_on=pd.Timestamp(day).as_unit("s"))


def weeks(count: int, first: int = 400_000) -> list[dict[str, str]]:
    """A week's event a week, from 2026 on."""
    starts = pd.date_range("2026-02-02", periods=count, freq="7D")
    return [
        event(first + n, str(day.date()), str((day + pd.Timedelta(days=6)).date()), 500 + n)
        for n, day in enumerate(starts)
    ]


def states(frame: pd.DataFrame) -> dict[str, str]:
    return frame.groupby("id").tail(1).set_index("id")["state"].to_dict()


@pytest.mark.parametrize("hxl", [True, False])
def test_both_layouts_of_the_exchange_and_idmcs_own_json_say_the_same(hxl):
    rows = [
        *weeks(3),
        event(5, "2026-01-01", "2026-01-02", locations_name=WEST_BANK),
        event(6, "2026-01-01", "2026-01-02", role="Triangulation"),
    ]
    frame, aside = events(exchange_csv(*rows, hxl=hxl))
    of_json, aside_of_json = events(idmc_json(*rows))
    assert (len(frame), aside, aside_of_json) == (3, 2, 2)
    pd.testing.assert_frame_equal(frame, of_json)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[1, 2", "is not valid JSON"),
        (b'{"detail": "Client is not registered."}', "is JSON, but no list of events"),
        (b"[[], 1]", "is JSON, but no list of events"),
        (json.dumps([event(1, "2026-01-01", "2026-01-02", iso3="IND")]).encode(), "without any"),
        (b'[{"iso3": "PSE", "id": 3}]', "lacks the field 'latitude' in every event"),
    ],
)
def test_json_that_holds_no_events_is_called_so(content, reason):
    with pytest.raises(DataError, match=reason):
        events(content)


def test_idmcs_own_service_is_asked_with_its_key_which_stays_a_secret(settings, upstream):
    upstream.answers["/idus/all/"] = Answer(idmc_json(*weeks(3)))
    address = f"{upstream.base}/idus/all/?client_id=HUSH"
    settings = dataclasses.replace(settings, idmc_url=address)
    done = refresh(["displacement"], settings)[0]
    assert str(done.change) == "3 new figures"
    assert any("client_id=HUSH" in asked for asked in upstream.asked)
    assert "HUSH" not in repr(done)


# An answer that is cut by the last day of events, at the first of January.
SPAN = event(400_100, "2025-12-28", "2026-01-03", 77)
LATER = [event(400_200 + n, f"2026-01-{n + 4:02d}", f"2026-01-{n + 4:02d}") for n in range(12)]


def test_what_aged_out_at_new_year_is_not_withdrawn():
    december = [
        event(400_010 + n, f"2025-12-{n + 10}", f"2025-12-{n + 10}", 60 + n) for n in range(20)
    ]
    last = combine(None, read(*december, SPAN, *LATER), date(2026, 12, 30))
    # The span starts before, and ends after, the day at which the publisher cuts.
    for day in (1, 2, 3):
        last = combine(last, read(SPAN, *LATER), date(2027, 1, day))
        assert set(states(last).values()) == {"current"}
        assert last["missing_since"].isna().all()


def test_what_ends_within_the_window_is_missed_though_it_starts_before_it():
    first = [event(400_001, "2025-12-20", "2026-01-04"), SPAN, *LATER]
    last = combine(None, read(*first), date(2026, 12, 1))
    for day in (2, 3):
        last = combine(last, read(*first[1:]), date(2026, 12, day))
    assert states(last)["400001"] == "withdrawn"


def test_only_what_two_answers_in_a_row_lack_is_withdrawn():
    rows = weeks(8)
    last = combine(None, read(*rows), date(2026, 11, 1))
    last = combine(last, read(*rows[:-1]), date(2026, 11, 2))
    assert set(states(last).values()) == {"current"}
    back = combine(last, read(*rows), date(2026, 11, 3))
    assert back["missing_since"].isna().all()
    once_more = combine(back, read(*rows[:-1]), date(2026, 11, 4))
    assert set(states(once_more).values()) == {"current"}
    gone = combine(once_more, read(*rows[:-1]), date(2026, 11, 5))
    assert states(gone)[rows[-1]["id"]] == "withdrawn"


@pytest.mark.slow
@hypothesis.settings(max_examples=12)
@given(st.lists(st.sets(st.integers(1, 6), max_size=3), max_size=7))
def test_an_event_is_withdrawn_exactly_when_the_last_two_answers_lack_it(lacking):
    rows = weeks(7)
    last = combine(None, read(*rows), date(2026, 11, 1))
    # Told a second way: how often in a row each was missing, and 2 until it is seen again.
    missed = dict.fromkeys(range(7), 0)
    for day, lacks in enumerate(lacking, start=2):
        kept = [row for number, row in enumerate(rows) if number not in lacks]
        last = combine(last, read(*kept), date(2026, 11, day))
        for number in missed:
            missed[number] = missed[number] + 1 if number in lacks else 0
        assert states(last) == {
            row["id"]: "withdrawn" if missed[number] >= 2 else "current"
            for number, row in enumerate(rows)
        }
        assert not last.duplicated(["id", "revision"]).any()


def test_the_same_file_asked_for_again_is_no_second_answer():
    rows = weeks(8)
    last = combine(None, read(*rows), date(2026, 11, 1))
    for day in (2, 3):
        last = combine(last, read(*rows[:-1]), date(2026, 11, day), again=True)
        assert set(states(last).values()) == {"current"}
    # A publisher who lets a file stand for days stands by it.
    last = combine(last, read(*rows[:-1]), date(2026, 11, 4), again=True)
    assert states(last)[rows[-1]["id"]] == "withdrawn"


@pytest.mark.slow
def test_a_withdrawn_newest_event_and_a_corrected_end_do_not_block_the_source(settings, upstream):
    rows = weeks(8)
    catalogue(upstream, {"events.csv": exchange_csv(*rows)})
    assert refresh(["displacement"], settings)[0].succeeded
    catalogue(upstream, {"events.csv": exchange_csv(*rows[:-1])})
    assert refresh(["displacement"], settings)[0].succeeded
    assert str(refresh(["displacement"], settings)[0].change) == "1 withdrawn figure"
    earlier = rows[-2] | {"displacement_end_date": rows[-2]["displacement_start_date"]}
    catalogue(upstream, {"events.csv": exchange_csv(*rows[:-2], earlier)})
    assert str(refresh(["displacement"], settings)[0].change) == "1 revised figure"


@pytest.mark.slow
def test_an_answer_that_the_catalogue_calls_older_is_refused(settings, upstream):
    rows = weeks(8)
    now, then = {"last_modified": "2026-11-02T04:00:00.123456"}, {"last_modified": "2026-11-01"}
    catalogue(upstream, {"events.csv": exchange_csv(*rows)}, **now)
    assert refresh(["displacement"], settings)[0].succeeded
    catalogue(upstream, {"events.csv": exchange_csv(*rows[:-1])}, **then)
    done = refresh(["displacement"], settings)[0]
    assert not done.succeeded
    assert "was last changed at 2026-11-01T00:00:00, before the one in use" in (
        done.provenance.reason
    )
    # The same moment is the same file: it is no second answer.
    catalogue(upstream, {"events.csv": exchange_csv(*rows[:-1])}, **now)
    for _ in range(3):
        assert str(refresh(["displacement"], settings)[0].change) == "nothing new"
    later = {"last_modified": "2026-11-03T04:00:00"}
    catalogue(upstream, {"events.csv": exchange_csv(*rows[:-1])}, **later)
    assert str(refresh(["displacement"], settings)[0].change) == "1 withdrawn figure"


def test_an_end_that_is_yet_to_come_is_refused():
    late = event(7, "2026-10-01", "2026-10-22")
    assert len(events(exchange_csv(late), date(2026, 10, 22))[0]) == 1
    with pytest.raises(DataError, match="row 3, column displacement_end_date: ends after the day"):
        events(exchange_csv(late), date(2026, 10, 21))


def as_embedded(row, **changed: str) -> dict[str, str]:
    days = str(row.start.date()), str(row.end.date())
    created = f"{row.created_on.date()}T10:00:00.000000Z"
    told = {"created_at": created, "qualifier": row.qualifier}
    return event(int(row.id), *days, int(row.figure), **told | changed)


def embedded_of_2025() -> list[dict[str, str]]:
    """What an answer would hold that says of 2025 what is embedded."""
    frame = embedded_events()
    rows = frame[frame["end"] >= "2025-01-01"]
    assert len(rows) > 40
    return [as_embedded(row) for row in rows.itertuples()]


def test_an_answer_that_says_what_is_embedded_changes_nothing(settings, upstream):
    catalogue(upstream, {"events.csv": exchange_csv(*embedded_of_2025())})
    assert str(refresh(["displacement"], settings)[0].change) == "nothing new"
    assert loaders.data_version() == embedded_version()
    assert merged_estimates(embedded_events(), None).digest == ""


def test_a_first_answer_cannot_go_back_behind_what_is_embedded(settings, upstream):
    rows = [row for row in embedded_of_2025() if row["created_at"] < "2025-07-11"]
    # Event 187313 as it was before its figure was cut to 11,681.
    changed = [
        row | {"figure": "45553", "displacement_start_date": "2025-06-18"}
        if row["id"] == "187313"
        else row
        for row in rows
    ]
    assert changed != rows
    catalogue(upstream, {"events.csv": exchange_csv(*changed)})
    done = refresh(["displacement"], settings)[0]
    assert done.provenance.status == "embedded"
    assert "entered on 2025-07-10, before the newest of the embedded ones (2025-10-21)" in (
        done.provenance.reason
    )


@pytest.mark.slow
def test_what_was_withdrawn_before_the_first_refresh_is_seen(settings, upstream):
    rows = [row for row in embedded_of_2025() if row["id"] != "190227"]
    catalogue(upstream, {"events.csv": exchange_csv(*rows)})
    done = refresh(["displacement"], settings)[0]
    assert str(done.change) == "nothing new"
    assert "1 events were missing from this answer" in done.provenance.note
    done = refresh(["displacement"], settings)[0]
    # Event 190227 is figure GD0408; it stays and is doubtful.
    assert (str(done.change), done.change.withdrawn) == ("1 withdrawn figure", ("GD0408",))
    row = loaders.load_estimates().frame.set_index("id").loc["GD0408"]
    assert row["weak"]
    assert "withdrawn by IDMC" in row["note"]


@pytest.mark.parametrize(("lacking", "withdrawn"), [(1, 1), (8, 8), (20, 0)])
def test_embedded_events_are_withdrawn_unless_an_answer_counts_otherwise(lacking, withdrawn):
    # The newest ones of more than 40 are there; a fifth of them may be missing.
    rows = embedded_of_2025()
    kept = rows[:2] + rows[2 + lacking :]
    last = combine(None, read(*kept), date(2026, 11, 1))
    assert "withdrawn" not in set(last["state"])
    last = combine(last, read(*kept), date(2026, 11, 2))
    assert (last["state"] == "withdrawn").sum() == withdrawn
    told = noted(last, read(*kept))
    assert ("20 embedded events of its period are not in this answer" in told) == (not withdrawn)
    assert len(merged_estimates(last, None).withdrawn) == withdrawn


def test_what_idmc_never_recommended_is_not_withdrawn_by_it():
    # Event 181773, figure GD0343, stood beside the recommended ones of its days.
    assert "181773" not in set(embedded_events()["id"])


def test_an_event_under_a_new_number_is_neither_missing_nor_counted_twice():
    rows = embedded_of_2025()
    again = [row | {"id": str(500_000 + n)} for n, row in enumerate(rows)]
    last = combine(None, read(*again), date(2026, 11, 1))
    for day in (2, 3):
        last = combine(last, read(*again), date(2026, 11, day))
        assert "withdrawn" not in set(last["state"])
    table = merged_estimates(last, None)
    assert table.withdrawn == table.revised == ()
    repeats = table.frame.set_index("id").loc[list(table.new), "repeats"]
    assert len(repeats) == len(rows)
    assert repeats.ne("").all()
    # When the one under the new number is revised, the old number speaks for nobody.
    again[0] |= {"figure": "1"}
    last = combine(last, read(*again), date(2026, 11, 4))
    table = merged_estimates(last, None)
    assert len(table.withdrawn) == 1
    assert table.frame.set_index("id").loc["IDMC-500000", "repeats"] == ""


def test_a_copy_is_read_back_as_it_was_written():
    from nuzuh.loaders.live.displacement import read as read_copy
    from nuzuh.loaders.live.sources import stored

    rows = weeks(8)
    last = combine(None, read(*rows), date(2026, 11, 1))
    last = combine(last, read(*rows[:-1]), date(2026, 11, 2))
    again = read_copy(stored(last), "copy")
    pd.testing.assert_frame_equal(again, last, check_dtype=False)


def path(names: str, types: str = "Origin", points: str = "") -> Path | None:
    return path_of(names, types, points)


@pytest.mark.parametrize(
    ("names", "types", "expected"),
    [
        (GAZA, "Origin", Path(GAZA, "")),
        (GAZA, "", Path(GAZA, "")),
        (f"Rafah, {GAZA}; {WEST_BANK}", "Origin; Destination", Path(f"Rafah, {GAZA}", "EXT")),
        (f"{WEST_BANK}; Rafah, {GAZA}", "Origin; Destination", Path("EXT", f"Rafah, {GAZA}")),
        (f"A, {GAZA}; B, {GAZA}", "Origin; Destination", Path(f"A, {GAZA}", f"B, {GAZA}")),
        (f"A, {GAZA}; B, {GAZA}", "Origin", Path(f"A, {GAZA}; B, {GAZA}", "")),
        (f"A, {GAZA};; B, {GAZA}", "Origin;; Origin", Path(f"A, {GAZA}; B, {GAZA}", "")),
        (f"A, {GAZA}", "Origin and destination", Path(f"A, {GAZA}", f"A, {GAZA}")),
        (f"A, {GAZA}", "Destination", Path("", f"A, {GAZA}")),
        # A figure of people of the Strip and of others is not one of the Strip.
        (f"A, {GAZA}; {WEST_BANK}", "Origin; Origin", None),
        (f"A, {GAZA}; B, {GAZA}; {WEST_BANK}", "Origin; Destination; Destination", None),
        (WEST_BANK, "Origin", None),
        # Which type is whose cannot be told.
        (f"A, {GAZA}; B, {GAZA}; C, {GAZA}", "Origin; Destination", Path("", "")),
        (f"A, {GAZA}; B, {GAZA}; {WEST_BANK}", "Origin; Destination", None),
    ],
)
def test_the_places_of_an_event_are_read_one_by_one(names, types, expected):
    assert path(names, types) == expected


def test_a_place_of_the_strip_lies_in_it_and_others_may_lie_anywhere():
    names, types = f"Gaza City, {GAZA}; {WEST_BANK}", "Origin; Destination"
    assert path(names, types, "31.5, 34.47; 31.9, 35.2") is not None
    with pytest.raises(MisplacedError, match="lies outside the Gaza Strip"):
        path(names, types, "31.9, 35.2; 31.5, 34.47")
    with pytest.raises(MisplacedError, match="swapped"):
        path(names, types, "34.47, 31.5; 31.9, 35.2")


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=30))
def test_no_text_crashes_the_reader_of_places(names, types, points):
    try:
        found = path_of(f"{names}{GAZA}", types, points)
    except MisplacedError:
        return
    assert found is None or isinstance(found, Path)


def test_who_leaves_the_strip_goes_outside_and_is_no_returnee():
    # The mean of both places lies in neither; after the ceasefire it would be a return.
    leaving = event(
        7, "2025-10-12", "2025-10-13", 75, created_at="2026-01-02T00:00:00Z",
        latitude="31.7", longitude="34.835", centroid="[31.7, 34.835]",
        locations_name=f"Gaza City, {GAZA}; Ramallah, West Bank, Palestinian Territories",
        locations_coordinates="31.5, 34.47; 31.9, 35.2", locations_type="Origin; Destination",
    )  # fmt: skip
    frame = read(leaving, event(8, "2025-10-12", "2025-10-13", 76))
    assert list(frame["kind"]) == ["displacement", "return"]
    row = merged_estimates(combine(None, frame, date(2026, 11, 1)), None).frame.set_index("id")
    told = row.loc["IDMC-7", ["origin", "origin_pcodes", "destination", "destination_pcodes"]]
    assert told.tolist() == ["Gaza City", "PS0260", "outside Gaza Strip", "EXT"]
    assert row.loc["IDMC-7", "note"].startswith("Count of displacements")
