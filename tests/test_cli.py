"""The command line: the same tables without a browser, and every refusal in one sentence."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from PIL import Image

from nuzuh import cli, loaders
from nuzuh.loaders.estimates import COLUMNS

EXPORT = ("export", "--date", "2025-10-05", "--layer", "people", "--format", "png")


@pytest.fixture
def run(capsys):
    """Run a command and return what it printed."""

    def started(*arguments):
        assert cli.main(arguments) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return started


@pytest.fixture
def refused(capsys):
    """Run a command that must be refused and return its one sentence."""

    def started(*arguments):
        assert cli.main(arguments) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert re.fullmatch(r"[^\n]+\n", printed.err), printed.err
        assert "Traceback" not in printed.err
        return printed.err

    return started


def strict_json(text):
    def never(name):
        pytest.fail(f"{name} is not JSON")

    return json.loads(text, parse_constant=never)


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_estimates_as_csv_are_every_figure_in_the_columns_of_the_file(run, estimates):
    rows = rows_of(run("estimates"))
    assert len(rows) == len(estimates)
    assert list(rows[0])[: len(COLUMNS)] == list(COLUMNS)
    assert [row["as_of"] for row in rows] == sorted(row["as_of"] for row in rows)


def test_estimates_can_be_filtered_by_every_condition_at_once(run, estimates):
    text = run(
        "estimates",
        *("--from", "2025-09-01", "--to", "2025-10-05"),
        *("--measure", "movement", "--publisher", "OCHA", "--format", "csv"),
    )
    rows = rows_of(text)
    expected = estimates[
        (estimates["measure"] == "movement")
        & (estimates["publisher"] == "OCHA")
        & estimates["as_of"].between("2025-09-01", "2025-10-05")
    ]
    assert {row["id"] for row in rows} == set(expected["id"])
    assert "GD0502" in {row["id"] for row in rows}


def test_as_of_leaves_out_what_describes_a_later_day(run):
    rows = rows_of(run("estimates", "--as-of", "2025-10-05", "--from", "2025-10-01"))
    days = {row["as_of"] for row in rows}
    assert max(days) == "2025-10-05"
    assert min(days) >= "2025-10-01"
    earlier = run("estimates", "--as-of", "2025-10-02", "--to", "2025-10-05")
    assert max(row["as_of"] for row in rows_of(earlier)) == "2025-10-02"


def test_json_has_numbers_as_numbers_and_null_for_what_was_not_reported(run):
    rows = strict_json(run("estimates", "--as-of", "2025-10-05", "--format", "json"))
    by_id = {row["id"]: row for row in rows}
    range_ = by_id["GD0505"]
    assert (range_["value"], range_["low"], range_["high"]) == (None, 600_000, 700_000)
    said = by_id["GD0508"]
    assert (said["value"], said["low"], said["repeats"]) == (900_000, None, None)
    assert said["publisher"] == "Israeli defence minister"
    assert said["source_url"].startswith("https://")
    assert (said["kind"], said["weak"]) == ("flow", False)


def test_json_and_csv_hold_the_same_figures(run):
    conditions = ("--measure", "idps", "--from", "2025-01-01")
    from_csv = rows_of(run("estimates", *conditions))
    from_json = strict_json(run("estimates", *conditions, "--format", "json"))
    assert len(from_csv) == len(from_json) > 0
    for one, other in zip(from_csv, from_json, strict=True):
        assert one["id"] == other["id"]
        for name in ("value", "low", "high"):
            assert (one[name] == "") == (other[name] is None)
            assert other[name] is None or float(one[name]) == other[name]


def test_a_measure_without_figures_in_a_period_is_an_empty_table(run):
    conditions = ("--from", "2019-01-01", "--to", "2019-01-02")
    assert rows_of(run("estimates", *conditions)) == []
    assert run("estimates", *conditions).count("\n") == 1
    assert strict_json(run("estimates", *conditions, "--format", "json")) == []


def test_sources_name_licence_days_rows_and_status_of_every_table(run):
    rows = strict_json(run("sources", "--format", "json"))
    tables = [source.name for source in loaders.all_sources()]
    live = ["boundaries", "municipalities", "population", "displacement", "deaths"]
    assert [row["name"] for row in rows] == tables + live
    for row in rows:
        assert row["status"] in ("embedded", "absent")
        assert row["reason"]
    for row in rows[: len(tables)]:
        assert {"name", "licence", "as_of", "retrieved", "rows", "status"} <= set(row)
        assert all(row[key] for key in ("name", "licence", "as_of", "retrieved", "rows"))
        assert row["status"] == "embedded"
    assert {row["name"]: row["rows"] for row in rows}["estimates"] > 700


@pytest.mark.slow
def test_export_writes_a_picture_whose_link_opens_the_same_view(run, tmp_path):
    target = tmp_path / "map.png"
    text = run(
        *EXPORT, "--lang", "ar", "--address", "https://nuzuh.example.org/", "-o", str(target)
    )
    assert text == ""
    with Image.open(target) as image:
        assert image.format == "PNG"
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert "2025" in image.info["Title"]
        assert image.info["Source"] == (
            "https://nuzuh.example.org/?date=2025-10-05&layer=people&phase=gaza-city"
            f"&lang=ar&show=published&view=all&data={loaders.data_version()}"
        )
    assert list(tmp_path.iterdir()) == [target]


@pytest.fixture
def blank_picture(monkeypatch):
    """Leave out the drawing where only the writing is tested."""
    monkeypatch.setattr("nuzuh.draw.sheets.saving.to_bytes", lambda *_, **__: b"picture")


@pytest.mark.slow
@pytest.mark.usefixtures("blank_picture")
def test_export_takes_the_place_of_an_older_picture(run, tmp_path):
    target = tmp_path / "map.png"
    target.write_bytes(b"an older picture")
    run(*EXPORT, "-o", str(target))
    assert target.read_bytes() == b"picture"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param((), "command", id="no command"),
        pytest.param(("map",), "choice", id="unknown command"),
        pytest.param(("estimates", "--colour", "red"), "--colour", id="unknown option"),
        pytest.param(("estimates", "--format", "xml"), "xml", id="unknown format"),
        pytest.param(("estimates", "--from", "1 May"), "YYYY-MM-DD", id="date in words"),
        pytest.param(("estimates", "--to", "20251005"), "YYYY-MM-DD", id="date without dashes"),
        pytest.param(("estimates", "--as-of", "2025-02-30"), "YYYY-MM-DD", id="no such day"),
        pytest.param(("estimates", "--as-of", ""), "YYYY-MM-DD", id="an empty date"),
        pytest.param(("estimates", "--measure", "people"), "people_present", id="no measure"),
        pytest.param(("estimates", "--publisher", "ocha"), "OCHA", id="unknown publisher"),
        pytest.param(("estimates", "--publisher", "a\nb" * 99), "OCHA", id="junk publisher"),
        pytest.param(
            ("estimates", "--from", "2025-02-01", "--to", "2025-01-31"), "after", id="from > to"
        ),
        pytest.param(("sources", "--format", "csv"), "csv", id="sources as csv"),
        pytest.param(("export", "--date", "2025-10-05"), "-o", id="no file"),
        pytest.param(("export", "-o", "map.png"), "--date", id="no date"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(refused, arguments, told):
    assert told in refused(*arguments)


@pytest.mark.usefixtures("blank_picture")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param(("--date", "2023-09-30"), "outside the data", id="before the data"),
        pytest.param(("--date", "2099-01-01"), "outside the data", id="after the data"),
        pytest.param(("--date", "5/10/2025"), "YYYY-MM-DD", id="bad date"),
        pytest.param(("--layer", "population"), "population", id="bad layer"),
        pytest.param(("--layer", ""), "", id="empty layer"),
        pytest.param(("--lang", "fr"), "fr", id="bad language"),
        pytest.param(("--format", "docx"), "docx", id="bad format"),
        pytest.param(("--address", "http://["), "", id="an address that is none"),
        pytest.param(("--address", "nowhere"), "", id="an address that is not absolute"),
        pytest.param(("--address", "javascript:alert(1)"), "", id="an address that runs"),
    ],
)
def test_a_picture_that_cannot_be_drawn_is_refused_and_leaves_no_file(
    refused, tmp_path, options, told
):
    assert told in refused(*EXPORT, *options, "-o", str(tmp_path / "map.png"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("blank_picture")
@pytest.mark.parametrize(
    "target",
    [
        pytest.param("missing/map.png", id="a folder that is not there"),
        pytest.param("folder", id="a folder"),
        pytest.param("file/map.png", id="a file for a folder"),
        pytest.param(".", id="the folder itself"),
        pytest.param("..", id="the folder above"),
        pytest.param("x" * 300 + ".png", id="a name too long"),
    ],
)
def test_a_picture_that_cannot_be_written_is_refused_and_leaves_no_file(
    refused, tmp_path, monkeypatch, target
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    assert "cannot write" in refused(*EXPORT, "-o", target)
    assert {path.name for path in tmp_path.rglob("*")} == {"folder", "file"}
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


@pytest.mark.usefixtures("blank_picture")
def test_a_disk_that_fills_up_leaves_the_older_picture_as_it_was(refused, tmp_path, monkeypatch):
    target = tmp_path / "map.png"
    target.write_bytes(b"an older picture")

    def full(_):
        # What was written so far lies in a buffer, until the system has to find room for it.
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert "No space left on device" in refused(*EXPORT, "-o", str(target))
    assert target.read_bytes() == b"an older picture"
    assert list(tmp_path.iterdir()) == [target]


def test_output_that_cannot_be_written_is_refused_in_one_sentence(monkeypatch, capsys):
    class Full(io.StringIO):
        def flush(self):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("sys.stdout", Full())
    assert cli.main(["sources"]) == 2
    assert re.fullmatch(r"[^\n]*No space left on device[^\n]*\n", capsys.readouterr().err)


def test_damaged_data_are_refused_with_their_sentence(refused, monkeypatch):
    def broken():
        raise loaders.DataError("estimates.csv", "a count is never negative", row=7)

    monkeypatch.setattr("nuzuh.cli.ledger.load_estimates", broken)
    assert refused("estimates") == "estimates.csv, row 7: a count is never negative.\n"


@pytest.mark.parametrize("command", [(), ("estimates",), ("sources",), ("export",)])
def test_help_explains_and_ends_well(capsys, command):
    with pytest.raises(SystemExit) as ended:
        cli.main([*command, "--help"])
    assert ended.value.code == 0
    assert "usage: nuzuh" in capsys.readouterr().out
