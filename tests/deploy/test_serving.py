"""Two processes of the app behind the proxy, and how one of them ends."""

from __future__ import annotations

import gzip
import http.client
import re
import signal
import threading
import time
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.deploy.proxy import nginx_before
from tests.deploy.serving import served
from tests.tools import need

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

PATIENCE = 60


@pytest.fixture(scope="module")
def apps(tmp_path_factory):
    folder = tmp_path_factory.mktemp("apps")
    with served(folder) as one, served(folder) as two:
        one.wait_until_ready()
        two.wait_until_ready()
        yield one, two


@pytest.fixture(scope="module")
def proxy(apps, tmp_path_factory):
    need("nginx")
    folder = tmp_path_factory.mktemp("nginx")
    with nginx_before(folder, [app.port for app in apps]) as running:
        yield running


def ask(address, path="/", **headers):
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=told)
    answer = connection.getresponse()
    headers, body = answer.headers, answer.read()
    connection.close()
    return answer.status, headers, body


def opened(address, query, cookie=""):
    """Open the app as a browser does; return the kinds of messages of the first run."""
    kinds = []
    with connect(
        address.replace("http", "ws") + "/_stcore/stream",
        subprotocols=["streamlit"],
        additional_headers={"Cookie": cookie},
        origin=address,
        max_size=None,
        proxy=None,
    ) as stream:
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.context_info.url = address
        stream.send(message.SerializeToString())
        while "script_finished" not in kinds:
            kinds.append(ForwardMsg.FromString(stream.recv(PATIENCE)).WhichOneof("type"))
    return kinds


def test_a_reader_opens_the_map_through_the_proxy(proxy):
    status, headers, body = ask(proxy.app)
    assert status == 200
    assert b"<title>Streamlit</title>" in body
    kinds = opened(proxy.app, "date=2025-10-05", headers["set-cookie"].split(";")[0])
    assert kinds.count("delta") > 3


def test_each_header_is_said_once(proxy):
    _, headers, _ = ask(proxy.app)
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy"):
        assert len(headers.get_all(name)) == 1
    assert "script-src" in headers["content-security-policy"]


def test_scripts_come_compressed_and_whole(proxy):
    page = ask(proxy.app)[2].decode()
    script = re.search(r'src="\./(static/js/[^"]+\.js)"', page)[1]
    status, headers, body = ask(proxy.app, f"/{script}", Accept_Encoding="gzip")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert "immutable" in headers["cache-control"]
    assert gzip.decompress(body) == ask(proxy.app, f"/{script}")[2]


def test_metrics_are_for_the_machine_itself(proxy, apps):
    assert ask(proxy.app, "/_stcore/metrics")[0] == 404
    assert ask(apps[0].address, "/_stcore/metrics", X_Forwarded_For="hidden")[0] == 404
    assert ask(apps[0].address, "/_stcore/metrics")[0] == 200


def test_the_log_tells_what_happened_and_not_to_whom(apps):
    for app in apps:
        events = app.events()
        assert [event["event"] for event in events[:2]] == ["start", "ready"]
        assert "2025-10-05" not in app.said()
        assert "127.0.0.1" not in app.said()


def test_a_process_that_is_told_to_end_while_somebody_reads_ends_well(tmp_path):
    with served(tmp_path, NUZUH_GRACE_SECONDS="30") as app:
        app.wait_until_ready()
        # A reader is on the page, and stays there.
        held = threading.Thread(target=opened, args=(app.address, "date=2025-10-05"), daemon=True)
        held.start()
        held.join(PATIENCE)
        began = time.monotonic()
        app.process.send_signal(signal.SIGTERM)
        assert app.process.wait(PATIENCE) == 0
        assert time.monotonic() - began < 30
        assert [event["event"] for event in app.events()][-3:] == ["ending", "closing", "end"]


def test_a_setting_that_makes_no_sense_stops_the_start_with_a_sentence(tmp_path):
    with served(tmp_path, NUZUH_LOG="xml") as app:
        assert app.process.wait(PATIENCE) != 0
        assert app.said().strip().splitlines()[-1] == "NUZUH_LOG is text or json."
