"""``nuzuh export``: every format from one command, and every refusal in one sentence."""

from __future__ import annotations

import re

import pytest

from nuzuh import cli
from nuzuh.export.formats import FORMATS
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import template
from nuzuh.scene.export import metadata_of
from nuzuh.scene.story import told_story
from nuzuh.scene.translator import Translator
from tests.tools import need

DAY = ("--date", "2025-10-05")
ZOOM = "3.2/31.52/34.46"
PERIOD = ("--from", "2025-10-01", "--to", "2025-10-05")
BEGINNINGS = {
    "png": b"\x89PNG",
    "svg": b"<?xml",
    "pdf": b"%PDF-1.",
    "gif": b"GIF89a",
    "webp": b"WEBP",
    "mp4": b"ftyp",
    "html": b"<!doctype html>",
    "csv": b"date,pcode",
    "xlsx": b"PK",
    "geojson": b'{"type":"FeatureCollection"',
    "gpkg": b"SQLite format 3",
    "parquet": b"PAR1",
    "bundle": b"PK",
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys, *arguments):
    assert cli.main(["export", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.fullmatch(r"[^\n]+\n", printed.err), printed.err
    return printed.err


@pytest.mark.slow
@pytest.mark.parametrize("form", BEGINNINGS)
@pytest.mark.few(3)
def test_the_ending_of_a_file_says_its_format_and_a_second_run_gives_the_same(form, folder, capsys):
    when = PERIOD if FORMATS[form].family == "moving" else DAY
    ending = FORMATS[form].endings[0]
    for name in ("one", "two"):
        assert cli.main(["export", *when, "-o", f"{name}.{ending}"]) == 0
    one, two = ((folder / f"{name}.{ending}").read_bytes() for name in ("one", "two"))
    assert one == two
    assert BEGINNINGS[form] in one[:60]
    assert {path.name for path in folder.iterdir()} == {f"one.{ending}", f"two.{ending}"}
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "")


def test_a_format_may_be_named_where_the_ending_says_nothing(folder):
    assert cli.main(["export", *DAY, "--format", "csv", "-o", "people"]) == 0
    assert (folder / "people").read_bytes().startswith(b"\xef\xbb\xbfdate,pcode")


def test_a_period_of_data_is_a_row_a_day_and_governorate(folder):
    assert cli.main(["export", *PERIOD, "--layer", "density", "-o", "x.csv"]) == 0
    assert (folder / "x.csv").read_text(encoding="utf-8").count("\n") == 2 + 5 * 5


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param((), "--date", id="no day"),
        pytest.param(("--from", "2025-10-05", "--to", "2025-10-01"), "empty", id="empty period"),
        pytest.param(("--from", "2025-10-05"), "--to", id="a period without an end"),
        pytest.param(("--to", "2025-10-05"), "--from", id="a period without a start"),
        pytest.param(("--date", "2023-10-05"), "outside the data", id="before the data"),
        pytest.param(
            ("--from", "2023-10-01", "--to", "2023-11-01"), "outside the data", id="begins before"
        ),
        pytest.param((*DAY, "--compare", "2030-01-01"), "outside the data", id="compared outside"),
        pytest.param((*DAY, "--compare", "2025-10-05"), "two different", id="with itself"),
        pytest.param((*DAY, *PERIOD), "contradict", id="day and period"),
        pytest.param((*PERIOD, "--compare", "2025-01-01"), "contradict", id="period, compared"),
        pytest.param((*DAY, "--since", "2025-10-01"), "--from and --to", id="since, for data"),
        pytest.param((*DAY, "--paper", "a4"), "--paper says nothing", id="a table on paper"),
        pytest.param((*DAY, "--theme", "dark"), "--theme says nothing", id="a dark table"),
        pytest.param((*DAY, "--pcode", "PS0275"), "--pcode says nothing", id="a governorate"),
        pytest.param((*DAY, "--format", "xlsx"), "contradicts the ending", id="format and ending"),
        pytest.param(
            (*DAY, "--layer", "orders", "--show", "reconstructed"), "never", id="orders rebuilt"
        ),
        pytest.param(
            (*DAY, "--show", "reconstructed", "--without-later"), "came out later", id="rebuilt"
        ),
        pytest.param((*DAY, "--view", "Nobody"), "no publisher", id="an unknown publisher"),
        pytest.param((*DAY, "--view", "x" * 300), "no publisher", id="a name of 300 letters"),
        pytest.param(
            ("--date", "2023-10-10", "--show", "reconstructed", "--view", "UNESCO"),
            "",
            id="publishers who say nothing of the day",
        ),
        pytest.param((*DAY, "--figures", "missing.csv"), "cannot be read", id="figures not there"),
    ],
)
def test_what_cannot_be_exported_is_refused_and_leaves_no_file(options, told, folder, capsys):
    assert told in refused(capsys, *options, "-o", "x.csv")
    assert list(folder.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        pytest.param("x.gif", DAY, "--from and --to", id="a moving picture of a day"),
        pytest.param("x.mp4", (*PERIOD, "--paper", "a3"), "upright", id="a film on paper"),
        pytest.param("x.png", (*DAY, "--paper", "upright"), "a paper is one", id="upright print"),
        pytest.param("x.mp4", (*PERIOD, "--seconds", "60"), "make no clip of 60", id="few days"),
        pytest.param("x.gif", (*PERIOD, "--seconds", "0"), "5 to 60", id="no time"),
        pytest.param("x.mp4", (*PERIOD, "--moves", "arrivals"), "different days", id="arriving"),
        pytest.param("x.mp4", (*PERIOD, "--zoom", "3/31.5/34.4"), "--zoom", id="a zoomed film"),
        pytest.param("x.png", (*DAY, "--seconds", "10"), "--seconds", id="a print of 10 seconds"),
        pytest.param("x.png", (*DAY, "--zoom", "3/52.5/13.4"), "no zoom", id="off the Strip"),
        pytest.param("x.png", (*DAY, "--zoom", "30/31.6/34.1"), "move the map", id="at sea"),
        pytest.param(
            "x.png", (*DAY, "--zoom", "3/31.5/34.4", "--pcode", "north"), "contradict", id="two"
        ),
        pytest.param("x.mp4", (*PERIOD, "--kind", "series"), "--kind", id="a film of a series"),
        pytest.param("x.html", (*DAY, "--kind", "rivals"), "--kind says nothing", id="a page of"),
        pytest.param("x.pdf", (*DAY, "--kind", "comparison"), "--compare", id="compared with none"),
        pytest.param(
            "x.pdf",
            (*DAY, "--kind", "rivals", "--compare", "2025-01-01"),
            "contradict",
            id="both",
        ),
        pytest.param("x.svg", (*DAY, "--pcode", "PS9999"), "PS9999", id="no such governorate"),
        pytest.param(
            "x.pdf",
            (*DAY, "--kind", "series", "--without-later"),
            "came out later",
            id="a series that forgets",
        ),
    ],
)
def test_pictures_that_contradict_themselves_are_refused(name, options, told, folder, capsys):
    assert told in refused(capsys, *options, "-o", name)
    assert list(folder.iterdir()) == []


def test_a_day_compared_is_a_comparison_and_a_period_one_of_movements(folder, monkeypatch):
    asked = []
    monkeypatch.setattr("nuzuh.cli.export.write", lambda *args: asked.append(args) or b"x")
    cli.main(["export", *DAY, "--compare", "2025-01-01", "-o", "x.pdf"])
    cli.main(["export", *PERIOD, "-o", "x.svg"])
    cli.main(["export", *DAY, "--compare", "2025-01-01", "-o", "x.csv"])
    assert [(form, request.kind) for form, request, *_ in asked] == [
        ("pdf", "comparison"),
        ("svg", "map"),
        ("csv", "map"),
    ]
    assert str(asked[1][1].view.since) == "2025-10-01"
    assert len(list(folder.iterdir())) == 3


@pytest.mark.usefixtures("folder")
def test_orders_of_a_period_are_a_map_of_times_ordered_with_the_link_to_their_page(monkeypatch):
    asked = []
    monkeypatch.setattr("nuzuh.cli.export.write", lambda *args: asked.append(args) or b"x")
    orders = ("export", "--layer", "orders")
    for words in ((*DAY, "--since", "2025-03-18"), PERIOD, DAY):
        cli.main([*orders, *words, "-o", "x.pdf"])
        cli.main([*orders, *words, "--kind", "map", "-o", "x.pdf"])
    cli.main([*orders, *PERIOD, "-o", "x.csv"])
    assert [request.kind for _, request, *_ in asked] == (
        ["times", "map", "times", "map", "map", "map", "map"]
    )
    links = [metadata_of(request, tables).link for _, request, tables, _ in asked[:2]]
    assert links[0].startswith("http://localhost:8501/orders?")
    assert "since=2025-03-18" in links[0]
    assert links[1].startswith("http://localhost:8501/?")


def test_an_ending_that_no_format_has_is_refused_with_those_there_are(capsys, folder):
    told = refused(capsys, *DAY, "-o", "map.tiff")
    assert ".tiff" in told
    assert "geojson" in told
    assert list(folder.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "gpkg", "bundle"])
def test_a_full_disk_leaves_the_older_file_as_it_was(form, folder, capsys, monkeypatch):
    target = folder / f"older.{FORMATS[form].endings[0]}"
    target.write_bytes(b"older")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert "No space left on device" in refused(capsys, *DAY, "-o", str(target))
    assert target.read_bytes() == b"older"
    assert list(folder.iterdir()) == [target]


def test_a_reader_who_stops_the_work_finds_the_older_file(folder, capsys, monkeypatch):
    (folder / "x.csv").write_bytes(b"older")

    def stopped(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", stopped)
    assert cli.main(["export", *DAY, "-o", "x.csv"]) == 130
    assert "stopped" in capsys.readouterr().err
    assert [path.read_bytes() for path in folder.iterdir()] == [b"older"]


@pytest.mark.slow
@pytest.mark.thorough
def test_a_moving_picture_shows_a_readers_own_figures(folder):
    (folder / "mine.csv").write_bytes(template("estimates", "csv"))
    own = ["--figures", "mine.csv"]
    assert cli.main(["export", *PERIOD, *own, "-o", "own.gif"]) == 0
    assert cli.main(["export", *PERIOD, "-o", "plain.gif"]) == 0
    assert (folder / "own.gif").read_bytes() != (folder / "plain.gif").read_bytes()


@pytest.mark.slow
def test_without_what_came_out_later_a_table_has_no_page_of_a_later_day(folder):
    day = ("--date", "2025-08-20")
    for name, more in (("all", ()), ("then", ("--without-later",))):
        assert cli.main(["export", *day, *more, "-o", f"{name}.csv"]) == 0
    every, then = (
        (folder / f"{name}.csv").read_text(encoding="utf-8-sig") for name in ("all", "then")
    )
    assert ",later," in every
    assert ",later," not in then
    for form in ("png", "html", "zip"):
        assert cli.main(["export", *day, "--without-later", "-o", f"x.{form}"]) == 0


def test_a_folder_that_may_not_be_written_to_is_refused(folder, capsys):
    need("user")
    (folder / "closed").mkdir(mode=0o500)
    assert "cannot write" in refused(capsys, *DAY, "-o", "closed/x.csv")


@pytest.mark.parametrize("name", ["no/where.csv", ".", "x" * 300 + ".csv"])
def test_a_path_that_cannot_be_written_is_refused_before_the_work(name, capsys, monkeypatch):
    monkeypatch.setattr("nuzuh.cli.export.write", lambda *_: pytest.fail("the work was done"))
    assert "cannot write" in refused(capsys, *DAY, "--format", "csv", "-o", name)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param(("--compare-view", "un"), "publishers are compared in", id="published"),
        pytest.param(
            ("--show", "reconstructed", "--compare-view", "Nobody"), "no publisher", id="unknown"
        ),
        pytest.param(
            ("--show", "reconstructed", "--compare-view", "all"), "two different", id="the same"
        ),
        pytest.param(("--compare-show", "published"), "two different", id="the same kind"),
        pytest.param(
            ("--layer", "orders", "--compare-show", "reconstructed"), "only ever", id="orders"
        ),
        pytest.param(
            ("--without-later", "--compare-show", "reconstructed"), "came out later", id="later"
        ),
        pytest.param(
            ("--since", "2025-10-01", "--compare-view", "un"), "contradict", id="of a period"
        ),
        pytest.param(("--kind", "comparison"), "a second side", id="of one side"),
        pytest.param(
            ("--kind", "map", "--compare-show", "reconstructed"), "contradict", id="a map"
        ),
    ],
)
def test_sides_that_cannot_stand_beside_each_other_are_refused(options, told, folder, capsys):
    assert told in refused(capsys, *DAY, *options, "-o", "x.csv")
    assert list(folder.iterdir()) == []


def test_a_comparison_of_two_sides_is_a_table_with_their_difference(folder):
    sides = ("--show", "reconstructed", "--view", "un", "--compare-view", "israel")
    assert cli.main(["export", *DAY, *sides, "--kind", "comparison", "-o", "x.csv"]) == 0
    lines = (folder / "x.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("area,name,told_for,layer,unit,first_date")
    assert [line.split(",")[0] for line in lines[7:]] == ["north", "south", "strip"]
    assert cli.main(["export", *DAY, *sides, "-o", "x.html"]) == 0
    page = (folder / "x.html").read_text(encoding="utf-8")
    assert 'data-testid="compared"' in page
    assert "UN system minus Israeli authorities" in page


def test_a_speed_that_makes_no_clip_is_refused_with_its_length(capsys):
    period = ("--from", "2024-05-06", "--to", "2024-05-26", "-o", "x.mp4")
    assert "203 seconds" in refused(capsys, *period, "--speed", "0.1")
    assert "--seconds and --speed" in refused(capsys, *period, "--speed", "1", "--seconds", "9")


STORY = ("--story", "rafah-2024")


@pytest.mark.slow
def test_a_story_is_printed_whole_and_a_slide_of_it_is_one_step(folder):
    assert cli.main(["export", *STORY, "--lang", "he", "-o", "whole.svg"]) == 0
    whole = (folder / "whole.svg").read_text("utf-8")
    slide = ("--paper", "slide", "--step", "2", "-o", "slide.svg")
    assert cli.main(["export", "--kind", "story", *STORY, *slide]) == 0
    second = (folder / "slide.svg").read_text("utf-8")
    t = Translator("he")
    for step in told_story("rafah-2024", tables_in_use(), t).steps:
        assert step.title in whole
    told = told_story("rafah-2024", tables_in_use(), Translator("en")).steps
    assert told[1].title in second
    assert told[0].title not in second
    assert "/stories?" in second


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--kind", "story"), "--story"),
        (("--step", "2", *DAY), "--story"),
        (("--story", "gone"), "rafah-2024"),
        ((*STORY, "--step", "6"), "5 steps"),
        ((*STORY, *DAY), "--story and --date"),
        ((*STORY, "--kind", "rivals"), "--kind rivals"),
    ],
)
def test_a_story_that_is_not_there_is_refused_with_what_to_name(capsys, options, told):
    assert told in refused(capsys, *options, "-o", "x.png")


def test_a_story_is_no_table(capsys):
    assert "csv" in refused(capsys, *STORY, "-o", "x.csv")


def test_a_comparison_is_drawn_of_an_area_and_of_what_a_link_zooms_to(folder):
    sides = (*DAY, "--show", "reconstructed", "--compare-show", "published")
    for name, more in (("one", ()), ("two", ("--pcode", "north")), ("three", ("--zoom", ZOOM))):
        arguments = ["export", *sides, "--kind", "comparison", *more, "-o", f"{name}.svg"]
        assert cli.main(arguments) == 0
    one, two, three = ((folder / f"{name}.svg").read_text() for name in ("one", "two", "three"))
    assert len({one, two, three}) == 3
