"""The log tells what happened and never who read what."""

from __future__ import annotations

import io
import json
import logging

import pytest

from nuzuh.export.making import making, under_way, wait_for_files
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.events import LOGGER, tell
from nuzuh.loaders.live.settings import SettingError
from nuzuh.loaders.server_settings import ServerSettings, read_server_settings
from nuzuh.ui.server_log import JsonLines

PRIVATE = "203.0.113.7 ?date=2025-10-05 Al-Mawasi,4000"


@pytest.fixture
def said():
    """Lines of the log, read back."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in (LOGGER, "streamlit.tried", "nuzuh.tried")]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger in loggers:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)


def test_an_event_is_one_line_with_its_fields(said):
    tell("ready", seconds=1.5, data="2026-10-07-54eb746")
    (line,) = said()
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "info",
        "event": "ready",
        "seconds": 1.5,
        "data": "2026-10-07-54eb746",
    }


def test_of_an_error_there_is_its_kind_and_its_place_and_not_its_message(said):
    try:
        int(PRIVATE)
    except ValueError:
        logging.getLogger("streamlit.tried").exception("Uncaught app execution")
    (line,) = said()
    assert (line["event"], line["type"]) == ("error", "ValueError")
    assert line["where"][0].startswith("test_server_log.py:")
    assert "203.0.113.7" not in json.dumps(line)


def test_what_was_filled_into_a_text_is_left_out(said):
    logging.getLogger("streamlit.tried").warning("Rejected: origin=%s", PRIVATE)
    logging.getLogger("streamlit.tried").warning(f"Rejected: {PRIVATE}")  # noqa: G004
    logging.getLogger("nuzuh.tried").warning("the cache %s is gone", PRIVATE)
    assert "203.0.113.7" not in json.dumps(said())
    assert [line.get("text") for line in said()] == [
        "Rejected: origin=%s",
        None,
        "the cache %s is gone",
    ]


def test_a_file_that_is_made_is_told_with_format_and_seconds(said):
    assert making("csv")(under_way)() == 1
    assert under_way() == 0
    (line,) = said()
    assert (line["event"], line["format"]) == ("export", "csv")
    assert line["seconds"] >= 0


@pytest.mark.parametrize(
    ("error", "event", "why"),
    [
        (RefusedError(PRIVATE), "refused", "RefusedError"),
        (RefusedError(PRIVATE, "moving.error.large"), "refused", "moving.error.large"),
        (KeyError(PRIVATE), "failed", "KeyError"),
    ],
)
def test_a_file_that_is_not_made_is_told_without_what_was_wanted(said, error, event, why):
    with pytest.raises(type(error)), making("png"):
        raise error
    (line,) = said()
    assert (line["event"], line["why"]) == (event, why)
    assert "203.0.113.7" not in json.dumps(line)
    assert under_way() == 0


def test_files_in_the_making_are_waited_for_no_longer_than_wanted():
    with making("png"), making("csv"):
        assert under_way() == 2
        assert not wait_for_files(0.01)
    assert wait_for_files(0)


def test_the_server_is_set_by_the_environment():
    assert read_server_settings({}) == ServerSettings("text", metrics=False, grace_seconds=20)
    told = {"NUZUH_LOG": "json", "NUZUH_METRICS": "yes", "NUZUH_GRACE_SECONDS": "3"}
    assert read_server_settings(told) == ServerSettings("json", metrics=True, grace_seconds=3)


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("NUZUH_LOG", "xml", "NUZUH_LOG is text or json."),
        ("NUZUH_METRICS", "2", "NUZUH_METRICS is 1 or 0."),
        ("NUZUH_GRACE_SECONDS", "-1", "NUZUH_GRACE_SECONDS is a number above zero."),
        ("NUZUH_GRACE_SECONDS", "inf", "NUZUH_GRACE_SECONDS is a number above zero."),
    ],
)
def test_a_setting_of_the_server_that_makes_no_sense_is_named(variable, value, says):
    with pytest.raises(SettingError) as refused:
        read_server_settings({variable: value})
    assert str(refused.value) == says
