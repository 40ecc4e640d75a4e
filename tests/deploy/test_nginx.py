"""The proxy of `deploy/nginx/`, run for real before two processes and a static site."""

from __future__ import annotations

import gzip
import http.client
import json
import subprocess
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from streamlit.web.server.starlette.starlette_routes import create_host_config_routes
from websockets.sync.client import connect

from nuzuh.web.site.document import POLICY
from tests.deploy.proxy import NGINX, Stub, free_port, nginx_before
from tests.tools import find_nginx, need
from tests.ui.asking import ask as asked

pytestmark = pytest.mark.slow

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def stubs():
    with Stub("one") as one, Stub("two") as two:
        yield one, two


@pytest.fixture(scope="module")
def proxy(stubs, tmp_path_factory):
    need("nginx")
    folder = tmp_path_factory.mktemp("nginx")
    site = folder / "site"
    (site / "ar").mkdir(parents=True)
    (site / "assets").mkdir()
    (site / "data").mkdir()
    (site / "index.html").write_text("<!doctype html>" + "nuzuh " * 500)
    (site / "404.html").write_text("no such page")
    (site / ".nuzuh-site.lock").write_text("")
    (site / "ar" / "index.html").write_text("نزوح")
    (site / "assets" / "map.a1b2.js").write_text("let map;" * 500)
    (site / "404.html").write_text("no page")
    (site / ".nuzuh-site.lock").write_text("")
    (site / "data" / "latest.csv").write_text("id\n" * 1000)
    with nginx_before(folder, [stub.port for stub in stubs]) as running:
        yield running


def ask(address, path="/", method="GET", body=None, **headers):
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, told)
    answer = connection.getresponse()
    got = {name.lower(): value for name, value in answer.getheaders()}
    content = answer.read()
    connection.close()
    return answer.status, got, content


def seat_of(proxy, **headers):
    """Open the app as a new reader; return the seat that they are given."""
    cookie = ask(proxy.app, **headers)[1]["set-cookie"]
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax")
    return cookie.split(";")[0]


def test_a_reader_stays_with_one_process_and_readers_are_spread(proxy):
    met = set()
    for _ in range(40):
        seat = seat_of(proxy)
        names = [json.loads(ask(proxy.app, "/media/x", Cookie=seat)[2])["name"] for _ in range(3)]
        assert len(set(names)) == 1
        with connect(
            proxy.app.replace("http", "ws") + "/_stcore/stream",
            subprotocols=["streamlit"],
            additional_headers={"Cookie": seat},
            origin=proxy.app,
            proxy=None,
        ) as stream:
            assert stream.recv(10) == names[0]
            stream.send("a day")
            assert stream.recv(10) == "a day"
        met |= set(names)
    assert met == {"one", "two"}


def test_a_seat_is_given_once(proxy):
    assert "set-cookie" not in ask(proxy.app, Cookie=seat_of(proxy))[1]
    assert "set-cookie" in ask(proxy.app, Cookie="nuzuh_seat=made-up; other=1")[1]


def test_without_cookies_a_reader_stays_too(proxy):
    """As in a frame on somebody else's page."""
    names = {json.loads(ask(proxy.app, User_Agent="Firefox")[2])["name"] for _ in range(6)}
    assert len(names) == 1


def test_the_process_hears_its_host_and_not_who_asks(proxy):
    headers = json.loads(ask(proxy.app, X_Forwarded_For="203.0.113.7")[2])["headers"]
    assert headers["host"] == urlsplit(proxy.app).netloc
    assert headers["x-forwarded-for"] == "hidden"
    assert "203.0.113.7" not in str(headers)


def test_metrics_and_the_agent_are_closed_and_never_asked_for(proxy, stubs):
    for path in ("/_stcore/metrics", "/_stcore/agent/mcp", "/_stcore/agent/openapi.json"):
        assert ask(proxy.app, path)[0] == 404
    assert not {"/_stcore/metrics", "/_stcore/agent/mcp"} & {
        path for stub in stubs for path in stub.asked
    }


def test_no_page_may_send_the_app_commands(proxy):
    status, headers, body = ask(proxy.app, "/_stcore/host-config")
    assert (status, headers["content-type"]) == (200, "application/json")
    said = json.loads(body)
    assert said["allowedOrigins"] == []
    # It has the parts that Streamlit's own answer has.
    own = json.loads(
        asked(Starlette(routes=create_host_config_routes("")), "/_stcore/host-config")[2]
    )
    assert {**own, "allowedOrigins": []} == said


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/_stcore/upload_file/a/b", 10 * MEGABYTE, 200),
        ("/_stcore/upload_file/a/b", 11 * MEGABYTE + 1, 413),
        ("/", 65 * 1024, 413),
    ],
)
def test_no_more_is_taken_than_is_read(proxy, path, size, status):
    answer, headers, _ = ask(proxy.app, path, "PUT", b"x" * size, Cookie=seat_of(proxy))
    assert answer == status
    assert headers["x-content-type-options"] == "nosniff"


def test_what_the_app_says_of_itself_is_said_once_and_the_rest_by_the_proxy(proxy):
    _, headers, _ = ask(proxy.app, "/own")
    assert headers["content-security-policy"] == "said by app"
    assert headers["x-content-type-options"] == "nosniff"
    for path, query in (
        ("/else", "'self'"),
        ("/else?embed=true", "*"),
        ("/else?embed=1", "'self'"),
    ):
        _, headers, _ = ask(proxy.app, path)
        assert headers["content-security-policy"] == f"frame-ancestors {query}"
        assert headers["referrer-policy"] == "same-origin"
    assert headers["server"] == "nginx"


def test_what_a_browser_holds_keeps_the_policy_that_it_came_with(proxy):
    status, headers, _ = ask(proxy.app, "/held", If_None_Match='"a1b2"')
    assert status == 304
    assert "content-security-policy" not in headers
    tag = ask(proxy.site)[1]["etag"]
    status, headers, _ = ask(proxy.site, If_None_Match=tag)
    assert status == 304
    assert "content-security-policy" not in headers


def test_a_script_is_fetched_from_one_process_once(proxy, stubs):
    before = sum(len(stub.asked) for stub in stubs)
    for _ in range(20):
        status, headers, _ = ask(proxy.app, "/static/js/index.a1b2.js", Cookie=seat_of(proxy))
        assert status == 200
        assert "immutable" in headers["cache-control"]
        assert "set-cookie" not in headers
        assert headers["x-content-type-options"] == "nosniff"
    asked = [path for stub in stubs for path in stub.asked if path.startswith("/static/")]
    assert len(asked) == 1
    assert sum(len(stub.asked) for stub in stubs) == before + 21


def test_what_is_large_goes_out_compressed(proxy):
    _, headers, body = ask(proxy.app, "/large.csv", Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == b"1,2,3\n" * 2000
    assert "content-encoding" not in ask(proxy.app, "/large.csv")[1]


def test_three_hundred_readers_behind_one_address_are_let_in(proxy):
    seats = [seat_of(proxy, User_Agent=f"reader {n}") for n in range(300)]
    assert len(set(seats)) == 300
    assert {ask(proxy.app, "/", Cookie=seat)[0] for seat in seats} == {200}


def test_whoever_uploads_without_end_is_told_to_wait(proxy):
    statuses = [ask(proxy.app, "/_stcore/upload_file/a/b", "PUT", b"x")[0] for _ in range(40)]
    assert set(statuses) == {200, 429}


def test_the_log_knows_no_address_no_query_and_no_name_of_a_file(proxy):
    for path in ("/?date=2025-10-05", "/media/0123abcd.csv", "/static/a.js", "/_stcore/health"):
        assert ask(proxy.app, path, User_Agent="Firefox")[0] == 200
    lines = [json.loads(line) for line in proxy.requests().splitlines()]
    assert {line["what"] for line in lines} >= {"page", "file", "static", "core"}
    for private in ("0123abcd", "2025-10-05", "nuzuh_seat", "Firefox", "upload_file"):
        assert private not in proxy.requests()
    assert all(set(line) == set(lines[0]) for line in lines)


def test_the_site_is_served_with_what_its_pages_cannot_say(proxy):
    status, headers, _ = ask(proxy.site)
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["content-security-policy"] == "frame-ancestors 'self'"
    assert "frame-ancestors" not in POLICY
    assert ask(proxy.site, "/?embed=true")[1]["content-security-policy"] == "frame-ancestors *"
    assert ask(proxy.site, "/ar/")[2].decode() == "نزوح"
    assert ask(proxy.site, "/none/")[2] == b"no page"
    assert "set-cookie" not in headers


def test_what_of_the_site_never_changes_is_kept_and_its_data_are_for_everybody(proxy):
    _, headers, _ = ask(proxy.site, "/assets/map.a1b2.js", Accept_Encoding="gzip")
    assert "immutable" in headers["cache-control"]
    assert headers["content-encoding"] == "gzip"
    assert ask(proxy.site, "/data/latest.csv")[1]["access-control-allow-origin"] == "*"
    assert ask(proxy.site, "/")[1]["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/none/", 404),
        ("GET", "/assets/", 404),
        ("GET", "/.nuzuh-site.lock", 404),
        ("POST", "/", 405),
        ("PUT", "/data/latest.csv", 405),
        ("GET", "/../machine.conf", 400),
        ("GET", "/%2e%2e/machine.conf", 400),
    ],
)
def test_the_site_gives_what_it_has_and_takes_nothing(proxy, method, path, status):
    answer, headers, body = ask(proxy.site, path, method)
    assert answer == status
    assert status != 404 or body == b"no page"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_reader_whose_process_ends_is_taken_to_the_other(tmp_path):
    need("nginx")
    folder = tmp_path / "half"
    folder.mkdir()
    with (
        Stub("left") as left,
        nginx_before(folder, [left.port, free_port()]) as half,
    ):
        answers = [ask(half.app, User_Agent=f"reader {n}") for n in range(20)]
    assert {json.loads(body)["name"] for _, _, body in answers} == {"left"}


def test_nginx_in_a_container_reads_its_configuration(tmp_path):
    need("nginx")
    for name in ("nuzuh.conf", "app.conf", "site.conf"):
        (tmp_path / name).write_text((NGINX / name).read_text("utf-8"), "utf-8")
    text = (NGINX / "compose.conf").read_text("utf-8")
    text = text.replace("/tmp/", f"{tmp_path}/").replace("/etc/nginx/nuzuh/", f"{tmp_path}/")
    # Names of other containers, which nothing here knows.
    text = text.replace("app1:", "127.0.0.1:").replace("app2:", "127.0.0.2:")
    (tmp_path / "nginx.conf").write_text(text, "utf-8")
    words = [find_nginx(), "-t", "-c", str(tmp_path / "nginx.conf"), "-e", "stderr"]
    tried = subprocess.run(words, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "warn" not in tried.stderr
