"""Benchmarks are run by hand; what they are made of keeps up with the rooms all the same."""

from __future__ import annotations

import importlib
import json
from datetime import date

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.client import Reader, ended, settled
from benchmarks.madeup import made_up_map
from nuzuh.web.timemap.payload import build_payload
from tests.loops import finished


def names(root):
    return [file.stem for file in (root / "benchmarks").glob("*.py") if file.stem != "__main__"]


def test_every_benchmark_can_be_run_by_its_name(root):
    for name in names(root):
        importlib.import_module(f"benchmarks.{name}")


def test_the_made_up_set_is_sound(english):
    assert len(build_payload(made_up_map(20, days=40), english).data) > 1000


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
