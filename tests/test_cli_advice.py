"""Whatever a check prints to paste works when it is pasted."""

from __future__ import annotations

import json
import shlex

import pytest

from nuzuh import cli
from nuzuh.loaders.user import UserDataError, check
from tests.loaders.user_files import SQUARE, geojson, table, workbook

ODD = 'Tal\'s "New" Camp = (north), $HOME `x` & long ' + "name " * 20 + "| end"
SHEET = [["date", "area", "value", "measure"], ["2025-10-05", "Rafah", 5, "idps"]]


def two_sheets(book):
    other = book.create_sheet("It's another")
    for row in SHEET:
        other.append(row)


FILES = {
    "area.csv": table("2025-10-05,Khan Yuniss,5,idps", header="date,area,value,measure"),
    "odd.csv": table(
        json.dumps("2025-10-05") + "," + '"' + ODD.replace('"', '""') + '",5,idps',
        header="date,area,value,measure",
    ),
    "dash.csv": table("2025-10-05,--Somewhere else,5,idps", header="date,area,value,measure"),
    "column.csv": table("2025-10-05,Rafah,5,idps", header="Dat reported,area,value,measure"),
    "measure.csv": table("2025-10-05,Rafah,5", header="date,area,total"),
    "counting.csv": table("2025-10-05,Rafah,5,movement", header="date,area,total,measure"),
    "dates.csv": table("03/04/2025,Rafah,5,idps", header="date,area,value,measure"),
    "parts.csv": table(
        "2025-10-05,Rafah,5,idps,one",
        "2025-10-05,Rafah,7,idps,two",
        header="date,area,value,measure,site name",
    ),
    "sheets.xlsx": workbook(*SHEET, change=two_sheets),
    "kind.geojson": geojson(SQUARE, date=["2025-09-09"]),
    "status.geojson": geojson(SQUARE, issued=["2025-09-09"], status=["Zone purple"]),
}


def asked(name):
    try:
        check(FILES[name], name)
    except UserDataError as refusal:
        return refusal.questions
    return ()


@pytest.mark.parametrize("name", FILES)
def test_every_answer_that_is_printed_is_taken(name, tmp_path, capsys):
    questions = asked(name)
    assert questions, name
    path = tmp_path / name
    path.write_bytes(FILES[name])
    for question in questions:
        assert cli.main(["check", str(path)]) == 2
        told = capsys.readouterr().err
        pasted = [one for one in map(question.option, question.choices) if f" {one}" in told]
        assert pasted, f"{question} is not answered in: {told}"
        for words in pasted:
            cli.main(["check", str(path), *shlex.split(words)])
            again = capsys.readouterr().err
            assert question.sentence not in again, words
            assert "is not known" not in again or question.about != "area", words


def test_what_is_needed_is_asked_of_the_columns_there_are(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_bytes(table("2025-10-05,Rafah,5", header="date,area,Registered souls"))
    assert cli.main(["check", str(path)]) == 2
    assert "--map 'Registered souls=value'" in capsys.readouterr().err
    told = ["--map", "Registered souls=value", "--measure", "idps"]
    assert cli.main(["check", str(path), *told]) == 0
