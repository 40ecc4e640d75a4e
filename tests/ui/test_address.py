"""Where the app runs is what a browser says; what no browser can have opened is not taken."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from nuzuh.scene.request import DEFAULT_ADDRESS
from nuzuh.ui import shared

CRAFTED = [
    "http://[::1",
    "http://[",
    "http://h:port/",
    "javascript:alert(1)",
    "//x",
    "x\0",
    "",
    None,
]


class Context:
    """What came over the connection."""

    is_embedded = False
    locale = "en-GB"
    theme = type("Theme", (), {"type": "light"})

    def __init__(self, url):
        self.url = url


@pytest.mark.parametrize("url", CRAFTED)
def test_what_is_no_address_of_the_web_is_not_taken(url, monkeypatch):
    monkeypatch.setattr(shared.st, "context", Context(url))
    assert shared.address() == DEFAULT_ADDRESS
    assert shared.address("areas") == DEFAULT_ADDRESS + "areas"


@pytest.mark.parametrize("url", ["http://localhost:8501/", "https://nuzuh.example.org/areas?x=1"])
def test_what_a_browser_has_opened_is(url, monkeypatch):
    monkeypatch.setattr(shared.st, "context", Context(url))
    assert shared.address("areas") == url


@given(st.text(max_size=40) | st.text(max_size=30).map(lambda text: f"http://{text}"))
def test_nothing_that_comes_over_the_connection_raises(url):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shared.st, "context", Context(url))
        assert urlsplit(shared.address()).scheme in ("http", "https")


@pytest.mark.slow
@pytest.mark.parametrize("in_frame", [False, True])
def test_no_page_ends_in_an_error_for_it(in_frame, root, monkeypatch):
    context = Context("http://[::1")
    context.is_embedded = in_frame
    monkeypatch.setattr(shared.st, "context", context)
    at = AppTest.from_file(str(root / "app.py"), default_timeout=120).run()
    assert not at.exception
