"""Scripts and style sheets go out compressed, once, and nothing else changes."""

from __future__ import annotations

import gzip

import pytest

from nuzuh.ui.server import CompressStatic
from tests.loops import finished

SCRIPT = b"export const map = 1;\n" * 200


class Static:
    """An app that answers every path, and counts how often it is asked."""

    def __init__(self, body=SCRIPT, status=200, headers=()):
        self.asked = []
        self.body, self.status, self.headers = body, status, list(headers)

    async def __call__(self, scope, _, send):
        self.asked.append(dict(scope["headers"]))
        headers = [(b"content-type", b"text/javascript"), *self.headers]
        headers.append((b"content-length", str(len(self.body)).encode()))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        half = len(self.body) // 2
        await send({"type": "http.response.body", "body": self.body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": self.body[half:]})


def ask(app, path, accept=b"gzip, br", method="GET", kind="http"):
    sent = []

    async def send(message):
        sent.append(message)

    headers = [(b"accept-encoding", accept)] if accept else []
    scope = {"type": kind, "method": method, "path": path, "headers": headers}
    finished(app(scope, None, send))
    start = sent[0]
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return start["status"], dict(start["headers"]), body


def test_a_script_is_compressed_once_for_all_readers():
    static = Static()
    app = CompressStatic(static)
    for _ in range(3):
        status, headers, body = ask(app, "/static/js/index.a1b2.js")
        assert (status, headers[b"content-encoding"]) == (200, b"gzip")
        assert gzip.decompress(body) == SCRIPT
        assert int(headers[b"content-length"]) == len(body) < len(SCRIPT) / 5
        assert headers[b"content-type"] == b"text/javascript"
        assert b"Accept-Encoding" in headers[b"vary"]
    assert len(static.asked) == 1


@pytest.mark.parametrize(
    ("path", "how"),
    [
        ("/static/media/font.woff2", {}),
        ("/_stcore/health", {}),
        ("/", {}),
        ("/static/js/index.js", {"accept": b""}),
        ("/static/js/index.js", {"accept": b"br"}),
        ("/static/js/index.js", {"method": "HEAD"}),
    ],
)
def test_what_is_no_script_or_not_wanted_compressed_goes_out_as_it_is(path, how):
    static = Static()
    _, headers, body = ask(CompressStatic(static), path, **how)
    assert b"content-encoding" not in headers
    assert body == SCRIPT


@pytest.mark.parametrize(
    "static",
    [
        Static(status=404),
        Static(body=b"x"),
        Static(headers=[(b"content-encoding", b"br")]),
    ],
    ids=["missing", "tiny", "compressed already"],
)
def test_what_gains_nothing_is_answered_by_the_app_itself(static):
    status, headers, body = ask(CompressStatic(static), "/static/js/index.js")
    assert (status, body) == (static.status, static.body)
    assert headers.get(b"content-encoding") != b"gzip"


def test_what_a_reader_has_already_is_kept_whole_for_the_next_one():
    static = Static()
    app = CompressStatic(static)
    sent = []

    async def send(message):
        sent.append(message)

    headers = [(b"accept-encoding", b"gzip"), (b"if-none-match", b"etag"), (b"range", b"bytes=0-1")]
    scope = {"type": "http", "method": "GET", "path": "/static/a.css", "headers": headers}
    finished(app(scope, None, send))
    assert static.asked == [{b"accept-encoding": b"gzip"}]
    assert gzip.decompress(sent[1]["body"]) == SCRIPT
