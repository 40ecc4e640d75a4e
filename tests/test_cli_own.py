"""A reader's own file on the command line: checked, answered, used, and marked."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from nuzuh import cli
from tests.loaders.user_files import geojson, table

ROW = "2025-10-05,Rafah,123456,people_present,Us,A survey"


@pytest.fixture
def mine(tmp_path):
    """Write a file of the reader's own; return its path as text."""

    def written(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return written


def refused(capsys, *arguments):
    assert cli.main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err


def test_check_prints_what_was_understood(mine, capsys):
    assert cli.main(["check", mine("a.csv", table(ROW, "2025-10-06,Gaza,n/a,idps,Us,x"))]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    for part in (
        "estimates, accepted",
        "rows: 1",
        "2025-10-05",
        "Rafah",
        "area -> destination",
        "Rows: 1 (3)",
    ):
        assert part in printed.out


def test_check_lists_every_problem_with_row_and_column(mine, capsys):
    bad = table("03/04/2025,Rafah,lots,idps,Us,x", ",Rafah,5,idps,Us,x")
    told = refused(capsys, "check", mine("a.csv", bad)).splitlines()
    assert len(told) == 2
    assert told[0].startswith("a.csv, row 2, column value: 'lots'")
    assert told[1].endswith("with --dates day-first, or --dates month-first.")


def test_an_answer_is_taken(mine, capsys):
    path = mine("a.csv", table("2025-10-05,Khan Yuniss,5", header="Dat reported,area,total"))
    told = refused(capsys, "check", path)
    for part in ("--map 'Dat reported=as_of'", "--area 'Khan Yuniss=PS0270'", "--measure"):
        assert part in told
    answers = ["--map", "Dat reported=as_of", "--area", "Khan Yuniss=PS0270", "--measure", "idps"]
    assert cli.main(["check", path, *answers]) == 0


def test_the_kind_may_be_said(mine, capsys):
    path = mine("a.geojson", geojson())
    assert cli.main(["check", path]) == 0
    assert "areas, accepted" in capsys.readouterr().out
    assert "day of issue" in refused(capsys, "check", path, "--kind", "orders")


@pytest.mark.parametrize("kind", ["estimates", "areas", "orders"])
def test_a_template_can_be_checked(kind, tmp_path, capsys):
    forms = ("csv", "xlsx") if kind == "estimates" else ("geojson",)
    for form in forms:
        target = str(tmp_path / f"t.{form}")
        assert cli.main(["template", kind, "-o", target]) == 0
        assert cli.main(["check", target]) == 0
        assert kind in capsys.readouterr().out


def test_a_template_in_a_format_that_does_not_exist_is_refused(tmp_path, capsys):
    assert ".csv or .xlsx" in refused(
        capsys, "template", "estimates", "-o", str(tmp_path / "t.pdf")
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_people_with_a_readers_figures_say_so(mine, capsys):
    path = mine("a.csv", table(ROW))
    assert cli.main(["people", "--date", "2025-10-05", "--figures", path]) == 0
    printed = capsys.readouterr()
    told = json.loads(printed.out)
    assert told["own"]["files"] == ["a.csv"]
    assert told["own"]["rows"] == 1
    assert "of your own: 1 (a.csv" in printed.err
    assert cli.main(["people", "--date", "2025-10-05"]) == 0
    assert "own" not in json.loads(capsys.readouterr().out)


@pytest.mark.slow
def test_a_picture_with_a_readers_figures_is_another_and_its_link_is_the_same(mine, tmp_path):
    path, plain, own = mine("a.csv", table(ROW)), tmp_path / "plain.png", tmp_path / "own.png"
    assert cli.main(["export", "--date", "2025-10-05", "-o", str(plain)]) == 0
    assert cli.main(["export", "--date", "2025-10-05", "--figures", path, "-o", str(own)]) == 0
    assert plain.read_bytes() != own.read_bytes()
    titles = [Image.open(picture).text["Title"] for picture in (plain, own)]
    assert titles[0] == titles[1]


def test_a_refused_file_leaves_no_picture(mine, tmp_path, capsys):
    target = tmp_path / "own.png"
    bad = mine("a.csv", table("2025-10-05,Rafah,lots,idps,Us,x"))
    arguments = ["export", "--date", "2025-10-05", "--figures", bad, "-o", str(target)]
    assert "row 2, column value" in refused(capsys, *arguments)
    assert not target.exists()


def test_a_file_that_is_not_there_is_refused_in_a_sentence(capsys, tmp_path):
    assert "cannot be read" in refused(capsys, "check", str(tmp_path / "none.csv"))
    assert "cannot be read" in refused(capsys, "check", str(tmp_path))


def test_answers_are_kept_for_the_next_file_of_the_layout(mine, tmp_path, capsys):
    header, kept = "Dat reported,area,total", str(tmp_path / "answers.json")
    first = mine("a.csv", table("2025-10-05,Khan Yuniss,5", header=header))
    second = mine("b.csv", table("2025-10-12,Khan Yuniss,6", header=header))
    answers = ["--map", "Dat reported=as_of", "--area", "Khan Yuniss=PS0270", "--measure", "idps"]
    assert cli.main(["check", first, *answers, "--save-answers", kept]) == 0
    assert cli.main(["check", second, "--answers", kept]) == 0
    assert "measures: idps\n" in capsys.readouterr().out
    given = ["--answers", kept, "--measure", "sheltered"]
    assert cli.main(["check", second, *given]) == 0
    assert "measures: sheltered\n" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "[]", '{"dates": "backwards"}', '{"areas": 3}'])
def test_answers_that_are_none_are_refused_in_a_sentence(mine, capsys, content):
    told = refused(
        capsys, "check", mine("a.csv", table(ROW)), "--answers", mine("no.json", content.encode())
    )
    assert told.startswith("no.json holds no answers")
    assert told.count("\n") == 1
