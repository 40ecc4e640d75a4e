"""Benchmarks are run by hand; what they are made of keeps up with the rooms all the same."""

from __future__ import annotations

import importlib
import json
from datetime import date

import h3
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks import records
from benchmarks.client import Reader, ended, settled
from benchmarks.madeup import made_up_map
from benchmarks.madeup_records import day_of_movements, day_of_presence
from benchmarks.record_files import RESOLUTION
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.records.area_of_points import areas_of_points
from nuzuh.web.timemap.payload import build_payload
from tests.loops import finished


def names(root):
    return [file.stem for file in (root / "benchmarks").glob("*.py") if file.stem != "__main__"]


def test_every_benchmark_can_be_run_by_its_name(root):
    for name in names(root):
        importlib.import_module(f"benchmarks.{name}")


def test_the_made_up_set_is_sound(english):
    assert len(build_payload(made_up_map(20, days=40), english).data) > 1000


def test_made_up_records_are_the_same_again_and_uneven():
    day = date(2025, 1, 3)
    made = day_of_movements(day, 20_000)
    assert made.equals(day_of_movements(day, 20_000))
    assert not made.equals(day_of_movements(day, 20_000, seed=8))
    frame = made.to_pandas()
    assert set(frame["moment"].dt.date) == {day}
    assert frame["moment"].is_monotonic_increasing
    areas = frame["from_pcode"].value_counts(normalize=True)
    assert set(areas.index) == {*pc.GOVERNORATES, pc.EXTERIOR}
    assert areas["PS0260"] > 2 * areas["PS0275"]
    assert (frame["from_pcode"] == frame["to_pcode"]).mean() > 0.5


def test_each_place_of_a_made_up_record_is_one_point_in_all_its_forms():
    frame = day_of_presence(date(2025, 1, 3), 500).to_pandas()
    there = areas_of_points(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    assert (there == frame["pcode"].to_numpy()).mean() > 0.99
    cells = [
        h3.latlng_to_cell(*one, RESOLUTION) for one in zip(frame["lat"], frame["lon"], strict=True)
    ]
    assert cells == frame["h3"].tolist()


def test_ways_to_count_records_are_held_to_each_other():
    key, other = ("2025-01-03", "PS0255", "PS0260"), ("2025-01-03", "PS0255", "PS0265")
    assert records.disagreement({key: 1_002, other: 4}, {key: 1_000}) == ""
    assert records.disagreement({key: 1_010}, {key: 1_000}).startswith("1 of 1 cells differ")
    assert records.disagreement({key: 1_010}, {key: 1_000}, apart=0.01) == ""
    assert records.disagreement({key: 10}, {other: 10}) == "they have no cell in common"


def test_a_slope_is_that_of_the_runs():
    start, more, error = records.slope((1, 10, 30, 100), (5.2, 7.0, 11.0, 25.0))
    assert (start, more, error) == pytest.approx((5.0, 0.2, 0.0), abs=1e-9)
    assert records.slope((1, 10, 30), (5.2, 7.5, 11.0))[2] > 0


def delta(**element) -> ForwardMsg:
    message = ForwardMsg()
    for name, value in element.items():
        setattr(message.delta.new_element.bidi_component, name, value)
    return message


class Socket:
    """A server that mounts the time map in a fragment and ends each run."""

    def __init__(self, fragment: str) -> None:
        self.sent: list[bytes] = []
        mounted = delta(id="w1", component_name="timemap")
        mounted.delta.fragment_id = fragment
        mounted.metadata.cacheable, mounted.hash = True, "h1"
        early, done = ForwardMsg(), ForwardMsg()
        early.script_finished = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
        done.script_finished = ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY
        self._first = [early, mounted, done]
        self._done = done

    async def send(self, message: bytes) -> None:
        self.sent.append(message)

    async def recv(self) -> bytes:
        message = self._first.pop(0) if self._first else self._done
        return message.SerializeToString()


@pytest.mark.parametrize("fragment", ["", "abc"])
def test_a_reader_speaks_as_the_browser_does(fragment):
    async def visit():
        reader = Reader(Socket(fragment), "date=2025-10-05")
        await reader.open()
        await reader.settle(date(2024, 5, 1))
        return reader

    reader = finished(visit())
    opening, settling = (BackMsg.FromString(told).rerun_script for told in reader.socket.sent)
    assert (opening.query_string, opening.fragment_id) == ("date=2025-10-05", "")
    assert settling.fragment_id == fragment
    assert list(settling.cached_message_hashes) == ["h1"]
    (widget,) = settling.widget_states.widgets
    assert widget.id == "w1"
    assert json.loads(widget.json_value) == {"settled": settled(date(2024, 5, 1), 1)}
    assert reader.size > 0


def test_a_run_that_begins_anew_has_not_ended():
    message = ForwardMsg()
    message.script_finished = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
    assert not ended(message)
    message.script_finished = ForwardMsg.ScriptFinishedStatus.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
    assert ended(message)
