"""``nuzuh archive`` and ``--data``: the numbers as they were, and a sentence for what cannot be."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import shutil
import zipfile
from datetime import UTC, datetime

import pytest

from nuzuh import cli
from nuzuh.loaders import data_version
from nuzuh.loaders.archive import shelf
from nuzuh.loaders.archive.entry import packed, read_index, read_parts
from nuzuh.loaders.package import embedded_version
from nuzuh.loaders.records.shelf import Shelf
from nuzuh.scene.view import View
from tests.loaders.records.shelved import entry, figures
from tests.loaders.test_archive import CONTENT, MADE_UP
from tests.loaders.user_files import table

OLD = "2026-08-22-79be9da"
SHIPPED = max(shelf.SHIPPED.glob("*.zip"))
DAY = ("--date", "2025-10-05")
PERIOD = ("--from", "2025-08-14", "--to", "2025-10-05")


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("NUZUH_ARCHIVE", str(tmp_path / "archive"))
    return tmp_path / "archive"


@pytest.fixture
def nuzuh(capsys):
    """Runs a command; returns its code and what it printed."""

    def run(*words):
        code = cli.main([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_the_version_in_use_that_ships_archived_is_not_archived_again(nuzuh, own):
    code, out, err = nuzuh("archive", "add")
    assert (code, err) == (0, "")
    assert out.startswith(f"{data_version()} is in the archive since ")
    assert "nothing was changed" in out
    assert not own.exists()


@pytest.mark.slow
def test_a_version_that_is_not_there_yet_is_added_as_it_ships(nuzuh, own, monkeypatch, tmp_path):
    monkeypatch.setattr(shelf, "SHIPPED", tmp_path / "none")
    code, out, _ = nuzuh("archive", "add")
    assert (code, "is archived: " in out) == (0, True)
    path = own / f"{data_version()}.zip"
    monkeypatch.undo()
    assert read_parts(path)[1] == read_parts(shelf.SHIPPED / path.name)[1]
    assert read_index(path).published == datetime.now(UTC).date()


def test_an_entry_is_taken_over_with_its_day(nuzuh, own, tmp_path):
    given = tmp_path / f"{MADE_UP}.zip"
    given.write_bytes(CONTENT)
    code, out, _ = nuzuh("archive", "add", "--from", given)
    assert (code, f"{MADE_UP} is archived" in out) == (0, True)
    assert read_index(own / given.name) == read_index(given)
    before = (own / given.name).read_bytes()
    assert "nothing was changed" in nuzuh("archive", "add", "--from", given)[1]
    assert (own / given.name).read_bytes() == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"not a zip", "is not a whole zip archive"),
        (CONTENT[:-200], "is not a whole zip archive"),
        (b"0" * 20_000_001, "is larger than a version of the data can be"),
    ],
)
def test_what_is_no_version_is_refused(nuzuh, own, tmp_path, content, told):
    given = tmp_path / f"{MADE_UP}.zip"
    given.write_bytes(content)
    code, out, err = nuzuh("archive", "add", "--from", given)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1
    assert not own.exists()


def test_what_could_not_be_shown_again_is_not_kept(nuzuh, own, tmp_path):
    version, parts = read_index(SHIPPED), dict(read_parts(SHIPPED)[1])
    del parts["balance/un.bin.xz"]
    given = tmp_path / SHIPPED.name
    given.write_bytes(packed(version, parts))
    code, _, err = nuzuh("archive", "add", "--from", given)
    assert (code, "holds no whole picture of 'un'" in err) == (2, True)
    assert not own.exists()


def test_any_other_zip_is_refused(nuzuh, tmp_path):
    given = tmp_path / "some.zip"
    with zipfile.ZipFile(given, "w") as archive:
        archive.writestr("readme.txt", "hello")
    code, _, err = nuzuh("archive", "add", "--from", given)
    assert (code, "neither an entry of the archive nor a version kept whole" in err) == (2, True)


def test_a_day_that_cannot_be_is_refused(nuzuh, tmp_path):
    given = tmp_path / f"{MADE_UP}.zip"
    given.write_bytes(CONTENT)
    code, _, err = nuzuh("archive", "add", "--from", given, "--published", "1999-01-01")
    assert (code, "not on 1999-01-01" in err) == (2, True)


def test_versions_are_listed(nuzuh):
    code, out, _ = nuzuh("archive", "list")
    assert code == 0
    assert f"{OLD}  published 2026-11-22  791 estimates  214 orders\n" in out
    assert f"{data_version()}  " in out
    assert out.count("(in use)") == 1
    rows = json.loads(nuzuh("archive", "list", "--format", "json")[1])
    assert rows[-1]["id"] == OLD
    assert rows[-1]["last"] == "2026-08-22"


def test_damaged_entries_are_named_and_whole_ones_too(nuzuh, own):
    code, out, _ = nuzuh("archive", "check")
    assert code == 0
    assert out.count(": whole\n") == len(out.splitlines())
    own.mkdir()
    (own / f"{MADE_UP}.zip").write_bytes(CONTENT[:100])
    (own / "holiday.zip").write_bytes(b"x")
    code, out, err = nuzuh("archive", "check")
    assert code == 2
    assert f"{MADE_UP}.zip is damaged" in out
    assert "holiday.zip is damaged" in out
    assert err.startswith("2 of ")


@pytest.mark.parametrize(
    "words",
    [
        ("people", *DAY),
        ("movements", *PERIOD),
        ("estimates",),
        ("orders", *DAY),
        ("disagreement", *PERIOD),
        ("sources",),
        ("export", *DAY, "-o", "-", "--format", "csv"),
    ],
)
def test_a_version_that_never_was_is_refused_with_the_list_of_those_that_were(nuzuh, words):
    code, out, err = nuzuh(*words, "--data", "2026-08-22-0000000")
    assert (code, out) == (2, "")
    assert err == (
        f"there is no data version '2026-08-22-0000000'; there are {data_version()}, {OLD}\n"
    )


def test_a_damaged_version_is_refused_in_a_sentence(nuzuh, own):
    own.mkdir()
    (own / f"{MADE_UP}.zip").write_bytes(CONTENT[:100])
    code, out, err = nuzuh("estimates", "--data", MADE_UP)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"{MADE_UP}.zip is damaged" in err


def test_people_of_a_former_version_have_their_ranges_and_movements_none(nuzuh):
    code, out, _ = nuzuh("people", *DAY, "--data", OLD)
    told = json.loads(out)
    assert (code, told["data"]) == (0, OLD)
    gaza = next(area for area in told["areas"] if area["pcode"] == "PS0260")
    assert gaza["low"] < gaza["people"] < gaza["high"]
    assert "movements and changes are told without one" in told["notices"][-1]
    assert nuzuh("people", *DAY)[1] != out
    _, out, _ = nuzuh("movements", *PERIOD, "--data", OLD, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {(row["low"], row["high"]) for row in rows} == {("", "")}


def test_the_days_of_a_former_version_end_with_it(nuzuh):
    code, _, err = nuzuh("people", "--date", "2026-09-01", "--data", OLD)
    assert (code, "2023-10-06 to 2026-08-22" in err) == (2, True)


def test_chosen_publishers_and_own_rows_are_refused_for_a_former_version(nuzuh, tmp_path):
    code, _, err = nuzuh("people", *DAY, "--data", OLD, "--view", "OCHA")
    assert (code, "only the views all, un, israel, palestine are kept" in err) == (2, True)
    mine = tmp_path / "mine.csv"
    mine.write_bytes(table("2025-10-05,Rafah,7,people_present,Us,A survey"))
    code, _, err = nuzuh("people", *DAY, "--data", OLD, "--figures", mine)
    assert (code, "your own rows stand only beside the newest figures" in err) == (2, True)


def test_rows_of_a_former_version_are_those_that_it_held(nuzuh):
    _, out, _ = nuzuh("estimates", "--data", OLD)
    rows = list(csv.DictReader(io.StringIO(out)))
    # Withdrawn since.
    assert {"GD0265", "GD0422"} <= {row["id"] for row in rows}
    assert len(rows) == 791
    sources = json.loads(nuzuh("sources", "--data", OLD)[1])
    assert {(row["name"], row["status"]) for row in sources} >= {
        ("estimates", "archived"),
        ("orders", "archived"),
        ("closures", "embedded"),
    }


def test_the_version_that_runs_may_be_named(nuzuh):
    assert nuzuh("people", *DAY, "--data", data_version()) == nuzuh("people", *DAY)


@pytest.mark.slow
@pytest.mark.parametrize("show", ["published", "reconstructed"])
@pytest.mark.few(1)
def test_a_bundle_of_a_former_version_is_rebuilt_by_its_own_command(nuzuh, tmp_path, show):
    import shlex

    target = tmp_path / "bundle.zip"
    assert nuzuh("export", *DAY, "--show", show, "--data", OLD, "-o", target)[0] == 0
    first = target.read_bytes()
    with zipfile.ZipFile(target) as archive:
        readme = archive.read("README.md").decode()
        view = json.loads(archive.read("view.json"))
    assert OLD in json.dumps(view)
    assert data_version() not in readme
    (command,) = (line for line in readme.splitlines() if line.startswith("nuzuh export"))
    words = shlex.split(command)[1:]
    assert words[words.index("--data") + 1] == OLD
    words[words.index("-o") + 1] = str(target)
    assert nuzuh(*words)[0] == 0
    assert target.read_bytes() == first
    newest = tmp_path / "newest.zip"
    assert nuzuh("export", *DAY, "--show", show, "-o", newest)[0] == 0
    with zipfile.ZipFile(newest) as archive:
        assert "--data" not in archive.read("README.md").decode()


def test_a_shipped_entry_is_a_backup_that_can_be_added_elsewhere(nuzuh, own, tmp_path, monkeypatch):
    given = tmp_path / f"{OLD}.zip"
    shutil.copy(shelf.SHIPPED / given.name, given)
    monkeypatch.setattr(shelf, "SHIPPED", tmp_path / "none")
    assert nuzuh("archive", "add", "--from", given)[0] == 0
    assert (own / given.name).exists()
    assert json.loads(nuzuh("people", *DAY, "--data", OLD)[1])["data"] == OLD
    assert View().date.isoformat() in DAY


# Figures made of movement records are nobody's that were published.


def test_records_in_use_are_left_out_of_what_is_archived(nuzuh, own, monkeypatch, tmp_path):
    monkeypatch.setenv("NUZUH_RECORDS", str(tmp_path / "records"))
    Shelf(tmp_path / "records").put(entry())
    version = embedded_version()
    code, out, err = nuzuh("archive", "add")
    assert (code, err) == (0, "The figures of movement records in use here are left out.\n")
    assert out.startswith(f"{version} is in the archive since ")
    assert data_version() != version
    assert not own.exists()


def test_an_entry_with_figures_of_records_is_refused(nuzuh, own, tmp_path):
    _, parts = read_parts(SHIPPED)
    rows = parts["estimates.csv"] + figures("made-up").split(b"\n", 1)[1]
    given = tmp_path / "2027-01-01-0123456.zip"
    version = read_index(SHIPPED)
    more = dataclasses.replace(version, id=given.stem, estimates=version.estimates + 3)
    given.write_bytes(packed(more, {**parts, "estimates.csv": rows}))
    code, out, err = nuzuh("archive", "add", "--from", given)
    assert (code, out) == (2, "")
    assert "holds REC-MADE-UP-1, a figure made of movement records" in err
    assert not own.exists()
