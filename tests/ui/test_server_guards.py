"""Every answer bears the headers that guard a reader, and strangers see no metrics."""

from __future__ import annotations

import pytest

from nuzuh.ui.server_access import CloseMetrics
from nuzuh.ui.server_headers import ALWAYS, GuardHeaders, page_policy
from tests.ui.asking import ask


class Answers:
    """An app that answers every path alike."""

    def __init__(self, kind="text/html; charset=utf-8", **headers):
        self.headers = [(b"content-type", kind.encode())]
        self.headers += [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, _scope, _, send):
        await send({"type": "http.response.start", "status": 200, "headers": list(self.headers)})
        await send({"type": "http.response.body", "body": b"all of it"})


def parts_of(policy):
    return dict(part.split(" ", 1) for part in policy.split("; ") if " " in part)


@pytest.mark.parametrize("kind", ["text/html", "text/javascript", "image/svg+xml", "text/csv"])
def test_every_answer_bears_what_guards_a_reader(kind):
    _, headers, body = ask(GuardHeaders(Answers(kind)))
    assert {name.lower(): value for name, value in ALWAYS.items()}.items() <= headers.items()
    assert "content-security-policy" in headers
    assert body == b"all of it"


def test_no_policy_allows_eval_or_scripts_in_the_page_or_from_elsewhere():
    scripts = parts_of(page_policy(in_frame=True))["script-src"].split()
    assert "'unsafe-eval'" not in scripts
    assert "'unsafe-inline'" not in scripts
    assert not [source for source in scripts if source.startswith(("http", "*", "data:"))]
    # Streamlit's page has one script in itself, which its hash lets through.
    assert [source for source in scripts if source.startswith("'sha256-")]


@pytest.mark.parametrize(
    ("query", "ancestors"),
    [
        ("", "'self'"),
        ("date=2025-10-05", "'self'"),
        ("embed=true", "*"),
        ("date=2025-10-05&embed=true", "*"),
        ("embed=True", "*"),
        ("embed=false", "'self'"),
        ("embedded=true", "'self'"),
        ("embed_options=embed%3Dtrue", "'self'"),
        ("a=%26embed%3Dtrue", "'self'"),
    ],
)
def test_only_the_page_for_a_frame_may_stand_in_one_elsewhere(query, ancestors):
    _, headers, _ = ask(GuardHeaders(Answers()), query=query)
    assert parts_of(headers["content-security-policy"])["frame-ancestors"] == ancestors


@pytest.mark.parametrize(
    ("path", "kind"), [("/media/a1.html", "text/html"), ("/media/a1.svg", "image/svg+xml")]
)
def test_a_file_that_is_opened_runs_nothing(path, kind):
    _, headers, _ = ask(GuardHeaders(Answers(kind)), path, query="embed=true")
    policy = headers["content-security-policy"]
    assert "sandbox" in policy.split("; ")
    assert parts_of(policy)["default-src"] == "'none'"
    assert "script-src" not in policy


def test_a_page_that_a_browser_holds_keeps_its_policy():
    async def holds(_scope, _, send):
        await send({"type": "http.response.start", "status": 304, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    _, headers, _ = ask(GuardHeaders(holds))
    assert "content-security-policy" not in headers
    assert {name.lower(): value for name, value in ALWAYS.items()}.items() <= headers.items()


def test_what_the_app_says_itself_stands():
    answers = Answers(**{"referrer-policy": "no-referrer"})
    assert ask(GuardHeaders(answers))[1]["referrer-policy"] == "no-referrer"


METRICS = ["/_stcore/metrics", "/_stcore/metrics/", "/below/_stcore/metrics"]


@pytest.mark.parametrize("path", METRICS)
@pytest.mark.parametrize(
    "asking",
    [
        {},
        {"client": ("127.0.0.1", 1), "x_forwarded_for": "203.0.113.7"},
        {"client": ("127.0.0.1", 1), "forwarded": "for=203.0.113.7"},
        {"client": ("::1", 1), "x_real_ip": "203.0.113.7"},
        {"client": ("10.0.0.3", 1)},
        {"client": None},
        {"client": ("testclient", 1)},
    ],
    ids=["elsewhere", "proxy", "proxy's other word", "proxy's own word", "net", "none", "odd"],
)
def test_strangers_find_no_metrics(path, asking):
    status, _, body = ask(CloseMetrics(Answers()), path, **asking)
    assert (status, body) == (404, b"Not found")


@pytest.mark.parametrize("path", METRICS)
@pytest.mark.parametrize("client", [("127.0.0.1", 1), ("::1", 1)])
def test_whoever_runs_the_machine_reads_them(path, client):
    assert ask(CloseMetrics(Answers()), path, client=client)[0] == 200


def test_they_can_be_opened_and_all_else_is_open():
    assert ask(CloseMetrics(Answers(), is_open=True), METRICS[0])[0] == 200
    for path in ("/", "/_stcore/health", "/_stcore/metrics.csv", "/metrics"):
        assert ask(CloseMetrics(Answers()), path)[0] == 200
