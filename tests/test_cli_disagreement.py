"""``nuzuh disagreement``: what it prints, what it refuses, and that the docs tell the same."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from nuzuh import cli
from nuzuh.scene.disagreement_records import FIGURE_COLUMNS, QUESTION_COLUMNS

DAYS = ("--from", "2025-09-01", "--to", "2025-09-30")


def out(capsys, *arguments):
    assert cli.main(["disagreement", *arguments]) == 0
    return capsys.readouterr().out


def refused(capsys, *arguments):
    assert cli.main(["disagreement", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


def test_the_questions_of_a_period_the_most_disputed_first(capsys):
    told = json.loads(out(capsys, *DAYS))
    assert [tuple(row) for row in told] == [QUESTION_COLUMNS] * len(told)
    times = [row["times"] or 0 for row in told]
    assert times == sorted(times, reverse=True)
    assert told[0]["question"] == "moved_south"


def test_csv_has_the_same_rows_each_with_its_source(capsys):
    asked = (*DAYS, "--question", "moved_south")
    told = json.loads(out(capsys, *asked))
    head, *rows = csv.reader(io.StringIO(out(capsys, *asked, "--format", "csv")))
    assert tuple(head) == FIGURE_COLUMNS
    assert [row[head.index("id")] for row in rows] == [row["id"] for row in told]
    assert all(row[head.index("source_title")] for row in rows)
    assert {row[head.index("unit")] for row in rows} == {"people", "movements"}


def test_the_example_of_the_docs_is_what_the_command_says(capsys, root):
    page = (root / "docs" / "disagreement.md").read_text("utf-8")
    told = json.loads(out(capsys, *DAYS, "--question", "moved_south"))
    rows = re.findall(
        r"^\| ([^|\n]+) \| about ([\d,]+) \| (\d+) September \| ([\d,]+) (above|below) "
        r"([\d,]+): .*?([\d.]+) times",
        page,
        re.MULTILINE,
    )
    assert len(rows) == 3
    for publisher, figure, day, apart, way, level, times in rows:
        row = next(
            one
            for one in told
            if one["publisher"] == publisher and one["value"] == number(figure) and one["standing"]
        )
        assert row["as_of"] == f"2025-09-{day}"
        assert row["apart"] == number(apart) * (1 if way == "above" else -1)
        assert row["median_of_others"] == number(level)
        assert max(row["times"], 1 / row["times"]) == pytest.approx(float(times), abs=0.05)
    counted = [row for row in told if row["unit"] == "movements"]
    assert 321_200 in [row["low"] for row in counted]
    assert all(row["reconstructed"] is None for row in counted)


def number(text):
    return int(text.replace(",", ""))


def test_what_cannot_be_told_is_one_sentence_that_says_what_to_change(capsys):
    assert "lies after" in refused(capsys, "--from", "2025-09-02", "--to", "2025-09-01")
    assert "choose one of present_north" in refused(capsys, *DAYS, "--question", "who")
    never = refused(capsys, *DAYS, "--question", "ever_ordered")
    assert "these were: moved_south" in never
    assert "lies outside the data" in refused(capsys, "--from", "2022-01-01", "--to", "2022-02-01")
    assert "no publisher is called" in refused(capsys, *DAYS, "--view", "Nobody")


def test_a_view_without_a_reconstruction_says_so_beside_the_rows(capsys):
    nothing = ("--view", "Shelter Cluster")
    code = cli.main(["disagreement", *DAYS, *nothing])
    told = capsys.readouterr()
    assert code == 0
    assert {row["reconstructed"] for row in json.loads(told.out)} == {None}
    assert "Nothing is compared with a reconstruction" in told.err
