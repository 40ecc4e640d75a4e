"""``nuzuh refresh`` and ``nuzuh diff``: for cron, so every end has its code."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest

from nuzuh import cli, loaders
from nuzuh.loaders.live.sources import SOURCES
from tests.loaders.live.recordings import EVENTS, casualties, events_csv
from tests.loaders.live.upstream import Answer, Upstream, as_json


@pytest.fixture
def upstream(monkeypatch, tmp_path):
    server = Upstream()
    server.answers["/deaths.json"] = as_json(casualties())
    server.answers["/events.csv"] = Answer(events_csv(*EVENTS))
    for name in ("HDX", "ARCGIS", "GEOBOUNDARIES"):
        monkeypatch.setenv(f"NUZUH_{name}_URL", "")
    monkeypatch.setenv("NUZUH_DEATHS_URL", f"{server.base}/deaths.json")
    monkeypatch.setenv("NUZUH_IDMC_URL", f"{server.base}/events.csv")
    monkeypatch.setenv("NUZUH_OFFLINE", "0")
    monkeypatch.setenv("NUZUH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NUZUH_FRESH_SECONDS", "0.001")
    yield server
    server.close()


def run(capsys, *arguments):
    code = cli.main(arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.slow
def test_a_refresh_says_what_changed_and_a_second_one_that_nothing_did(upstream, capsys):
    code, out, err = run(capsys, "refresh", "--source", "deaths", "--source", "displacement")
    assert (code, err) == (0, "")
    assert out == (
        "deaths: live, 3 new figures\ndisplacement: live, 3 new figures\n"
        "Deaths: 3 new figures; displacement: 3 new figures.\n"
    )
    assert (
        run(capsys, "refresh", "--source", "deaths")[1]
        == "deaths: live, nothing new\nNothing new.\n"
    )
    upstream.answers["/deaths.json"] = Answer(b"", 403)
    code, out, err = run(capsys, "refresh", "--source", "deaths", "--source", "displacement")
    assert code == 0
    assert "deaths: last good, nothing new; 127.0.0.1 refuses access (403)" in out
    assert out.endswith("Nothing new; not refreshed: deaths.\n")


def test_the_code_is_not_zero_when_nothing_could_be_refreshed(upstream, capsys):
    upstream.answers.clear()
    code, out, err = run(capsys, "refresh")
    assert code == 2
    assert out.count("\n") == len(SOURCES) - 1
    assert err.startswith("nothing could be refreshed: ")
    assert err.count("\n") == 1
    for switched_off in ("NUZUH_HDX_URL", "NUZUH_ARCGIS_URL", "NUZUH_GEOBOUNDARIES_URL"):
        assert switched_off in err


@pytest.mark.slow
@pytest.mark.usefixtures("upstream")
def test_a_diff_tells_and_keeps_nothing(capsys):
    before = loaders.data_version()
    code, out, _ = run(capsys, "diff", "--source", "deaths", "--format", "json")
    assert code == 0
    row = json.loads(out)[0]
    assert (row["status"], row["new"]) == (
        "live",
        ["TFP-2026-08-31", "TFP-2026-09-30", "TFP-2026-10-20"],
    )
    assert loaders.data_version() == before


def test_other_commands_use_what_a_refresh_has_left(upstream, capsys):
    run(capsys, "refresh", "--source", "displacement")
    asked = len(upstream.asked)
    _, out, _ = run(capsys, "estimates", "--measure", "movement", "--publisher", "SMC")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(out))}
    assert rows["IDMC-300001"]["value"] == "12000"
    told = {row["name"]: row for row in json.loads(run(capsys, "sources")[1])}
    assert told["displacement"]["status"] == "live"
    assert told["displacement"]["retrieved"]
    assert told["estimates"]["note"] == "Against the embedded table: 3 new."
    assert told["municipalities"]["status"] == "absent"
    assert len(upstream.asked) == asked


@pytest.mark.slow
@pytest.mark.usefixtures("upstream")
def test_a_command_in_a_later_process_uses_what_a_refresh_has_left(root, capsys):
    run(capsys, "refresh", "--source", "displacement")
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "nuzuh.cli",
            "estimates",
            "--publisher",
            "SMC",
            "--measure",
            "movement",
        ],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "IDMC-300001" in {row["id"] for row in csv.DictReader(io.StringIO(ended.stdout))}


@pytest.mark.slow
def test_a_cell_from_upstream_cannot_start_a_formula(upstream, capsys):
    place = "=HYPERLINK(1), Gaza Strip, PT"
    upstream.answers["/events.csv"] = Answer(
        events_csv({"locations_name": place, "sources": "@SUM(1)", "source_url": "javascript:1"})
    )
    assert run(capsys, "refresh", "--source", "displacement")[0] == 0
    out = run(capsys, "estimates", "--measure", "movement")[1]
    cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]
    assert "javascript" not in out


@pytest.mark.parametrize("command", ["refresh", "diff"])
def test_an_unknown_source_is_refused(capsys, command):
    code, out, err = run(capsys, command, "--source", "weather")
    assert (code, out) == (2, "")
    assert "invalid choice: 'weather'" in err


def test_a_setting_that_makes_no_sense_is_refused(capsys, monkeypatch):
    monkeypatch.setenv("NUZUH_HDX_URL", "gopher://x")
    code, _, err = run(capsys, "refresh")
    assert code == 2
    assert err.startswith("NUZUH_HDX_URL is an http or https address")
