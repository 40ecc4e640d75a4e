"""What the server takes is what the page says that it takes."""

from __future__ import annotations

import tomllib

import pytest

from nuzuh.loaders.user.limits import FILE_BYTES, MEGABYTE


@pytest.fixture(scope="module")
def server(root):
    return tomllib.loads((root / ".streamlit" / "config.toml").read_text("utf-8"))["server"]


def test_the_server_takes_no_larger_file_than_is_read(server):
    # The widget's own limit is kept by browsers alone.
    assert server["maxUploadSize"] == FILE_BYTES // MEGABYTE
    assert FILE_BYTES % MEGABYTE == 0


def test_a_message_may_be_larger_than_a_file_and_is_bounded_well_below_streamlits_own(server):
    assert FILE_BYTES // MEGABYTE < server["maxMessageSize"] <= 50
