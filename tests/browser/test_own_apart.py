"""Who waits for the check of a file, on a real server: told so, and free to leave."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.browser.conftest import PATIENCE, ROOT, serve
from tests.browser.test_own import GOOD, bring, go
from tests.loaders.processes import children_of, gone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes in /proc")

SCRIPT = """
from nuzuh.loaders.user import apart
from tests.loaders import bad_work
apart._check_beside = bad_work.endless
exec(compile(open("app.py", encoding="utf-8").read(), "app.py", "exec"))
"""


@pytest.fixture(scope="module")
def endless(tmp_path_factory):
    """An app in which the check of a file has no end."""
    folder = tmp_path_factory.mktemp("endless")
    for name in ("app.py", "pages", ".streamlit"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "endless.py").write_text(SCRIPT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        with serve(folder, "endless.py") as address:
            yield address


def server_of(address: str) -> int:
    port = address.rpartition(":")[2]
    (server,) = (
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if f"--server.port={port}".encode() in path.read_bytes()
    )
    return server


def running_checks(server: int) -> list[int]:
    return [check for warm in children_of(server, deep=False) for check in children_of(warm)]


def wait_for(count: int, server: int) -> list[int]:
    until = time.monotonic() + 20
    while len(checks := running_checks(server)) != count:
        assert time.monotonic() < until, checks
        time.sleep(0.05)
    return checks


def comes_with_a_file(reader, address):
    someone = reader()
    someone.app = address
    someone.opens("/yours?date=2025-10-05")
    bring(someone, "mine.csv", GOOD)
    someone.page.wait_for_selector("[data-testid=own-waiting]", timeout=PATIENCE)
    return someone


def test_a_check_ends_with_its_reader(reader, endless):
    server = server_of(endless)
    someone = comes_with_a_file(reader, endless)
    assert (
        "Your file is being checked"
        in someone.page.locator("[data-testid=own-waiting]").inner_text()
    )
    checks = wait_for(1, server)
    someone.page.close()
    assert gone(checks)


def test_a_check_ends_when_its_reader_turns_to_something_else(reader, endless):
    server = server_of(endless)
    someone = comes_with_a_file(reader, endless)
    checks = wait_for(1, server)
    go(someone, "Map")
    someone.page.wait_for_selector("[data-testid=time-map]", timeout=PATIENCE)
    assert gone(checks)


def test_who_waits_is_told_the_place_and_takes_the_place_of_who_leaves(reader, endless):
    server = server_of(endless)
    first, _second, third = (comes_with_a_file(reader, endless) for _ in range(3))
    checks = wait_for(2, server)
    third.page.wait_for_selector("[data-testid=own-waiting]:has-text('number 1 in the queue')")
    first.page.close()
    third.page.wait_for_selector("[data-testid=own-waiting]:has-text('Your file is being checked')")
    assert len(set(wait_for(2, server)) & set(checks)) == 1
