"""A CSV in a file begins with a byte order mark, on standard output with none; both are read."""

from __future__ import annotations

import io
import zipfile

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh import cli
from nuzuh.export.formats import write
from nuzuh.files.ledger import csv_file
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import read_estimates
from nuzuh.loaders.package import DESCRIPTOR, read_bytes
from nuzuh.loaders.seal import seal
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import check, template
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.view import View

MARK = b"\xef\xbb\xbf"


def written(folder, monkeypatch):
    """Every CSV that the app and the command line write to a file, by name."""
    monkeypatch.chdir(folder)
    assert cli.main(["export", "--date", "2025-10-05", "--lang", "ar", "-o", "people.csv"]) == 0
    assert cli.main(["template", "estimates", "-o", "mine.csv"]) == 0
    files = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    for layer in ("people", "orders"):
        with zipfile.ZipFile(
            io.BytesIO(write("bundle", ExportRequest(View(layer=layer)), tables_in_use()))
        ) as bundle:
            names = [name for name in bundle.namelist() if name.endswith(".csv")]
            files |= {f"{layer}/{name}": bundle.read(name) for name in names}
    return files


@pytest.mark.slow
def test_every_csv_in_a_file_begins_with_one_mark(tmp_path, monkeypatch):
    files = written(tmp_path, monkeypatch)
    assert len(files) == 10
    for name, content in files.items():
        assert content.startswith(MARK), name
        assert content.count(MARK) == 1, name
    line = files["people.csv"].split(b"\n")[2]
    assert "غزة".encode() in line


def test_the_bytes_of_a_file_are_the_mark_and_the_text():
    assert csv_file("name\nغزة\n") == b"\xef\xbb\xbfname\n\xd8\xba\xd8\xb2\xd8\xa9\n"


@pytest.mark.parametrize(
    "command",
    [
        ["estimates", "--to", "2023-10-10", "--format", "csv"],
        ["people", "--date", "2025-10-05", "--format", "csv"],
        ["movements", "--from", "2025-10-01", "--to", "2025-10-05", "--format", "csv"],
        ["orders", "--date", "2025-10-05", "--format", "csv"],
    ],
    ids=lambda words: words[0],
)
def test_standard_output_holds_no_mark(command, capsysbinary):
    assert cli.main(command) == 0
    out = capsysbinary.readouterr().out
    assert len(out) > 100
    assert MARK not in out


@pytest.mark.parametrize("mark", [b"", MARK], ids=["plain", "marked"])
def test_figures_are_read_with_and_without_it(mark, estimates_csv):
    frame = read_estimates(mark + estimates_csv({"value": "7"}), "some.csv")
    assert list(frame["id"]) == ["T1"]


@pytest.mark.parametrize("mark", [b"", MARK], ids=["plain", "marked"])
def test_a_readers_own_file_is_read_with_and_without_it(mark):
    plain = template("estimates", "csv").removeprefix(MARK)
    assert len(check(mark + plain, "mine.csv").frame) == 1


@pytest.mark.slow
def test_an_embedded_table_saved_with_a_mark_is_sealed_and_damage_still_found(geodata_copy):
    table = geodata_copy / "places.csv"
    table.write_bytes(MARK + table.read_bytes())
    before = (geodata_copy / DESCRIPTOR).read_text(encoding="utf-8")
    with pytest.raises(DataError, match="SHA-256"):
        read_bytes("places", geodata_copy)
    assert seal(geodata_copy) == ["places"]
    after = (geodata_copy / DESCRIPTOR).read_text(encoding="utf-8")
    digests = [line for line in before.splitlines() if "row_digests" in line]
    assert [line for line in after.splitlines() if "row_digests" in line] == digests
    read_bytes("places", geodata_copy)


@pytest.mark.slow
def test_the_ledger_of_a_bundle_is_read_again(estimates):
    with zipfile.ZipFile(
        io.BytesIO(write("bundle", ExportRequest(View()), tables_in_use()))
    ) as bundle:
        content = bundle.read("estimates.csv")
    assert set(read_estimates(content, "estimates.csv")["id"]) == set(estimates["id"])


@pytest.mark.slow
def test_the_ledger_is_downloaded_with_it(monkeypatch):
    offered = {}

    def button(*given, file_name, **_):
        offered[file_name] = given[1]

    monkeypatch.setattr("streamlit.download_button", button)
    page = AppTest.from_string(
        "from nuzuh.ui import shared\n"
        "shared.open_view()\n"
        "import runpy\n"
        "runpy.run_path('pages/estimates.py')\n",
        default_timeout=60,
    ).run()
    assert not offered
    page.button(key="nuzuh-estimates.csv-ask").click().run()
    assert not page.exception
    assert offered["nuzuh-estimates.csv"].startswith(b"\xef\xbb\xbfid,repeats,publisher,")
