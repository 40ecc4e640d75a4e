"""A damaged, truncated or edited file stops the start with a sentence that says where."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders import DataError
from nuzuh.loaders.package import DESCRIPTOR, GEODATA, read_bytes, read_descriptor
from nuzuh.loaders.seal import seal

FILES = {entry["name"]: entry["path"] for entry in read_descriptor()["resources"]}
TABLES = [name for name, file in FILES.items() if file.endswith(".csv")]
SHAPES = [name for name, file in FILES.items() if file.endswith(".geojson")]


def refused(name: str, folder: Path) -> DataError:
    with pytest.raises(DataError) as refusal:
        read_bytes(name, folder)
    error = refusal.value
    assert str(error).startswith(error.file)
    assert str(error).endswith(".")
    assert "\n" not in str(error)
    return error


def edit(folder: Path, name: str, change) -> None:
    path = folder / FILES[name]
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize("name", FILES)
def test_an_undamaged_copy_is_taken(geodata_copy, name):
    assert read_bytes(name, geodata_copy) == read_bytes(name)


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_file_is_refused_where_it_breaks_off(geodata_copy, name):
    edit(geodata_copy, name, lambda content: content[: len(content) // 2])
    error = refused(name, geodata_copy)
    assert error.file == FILES[name]
    assert error.row is not None
    assert error.row > 1


@pytest.mark.parametrize("name", TABLES)
def test_an_edited_cell_is_refused_with_its_row(geodata_copy, name):
    # The smallest table has two rows below its head.
    row = min(5, len(read_bytes(name).decode().splitlines()))

    def change(content: bytes) -> bytes:
        lines = content.split(b"\n")
        lines[row - 1] = b"X" + lines[row - 1]
        return b"\n".join(lines)

    edit(geodata_copy, name, change)
    assert refused(name, geodata_copy).row == row


@pytest.mark.parametrize("name", TABLES)
def test_a_deleted_line_is_refused_with_the_row_where_it_stood(geodata_copy, name):
    row = min(4, len(read_bytes(name).decode().splitlines()) - 1)

    def change(content: bytes) -> bytes:
        lines = content.split(b"\n")
        return b"\n".join(lines[: row - 1] + lines[row:])

    edit(geodata_copy, name, change)
    assert refused(name, geodata_copy).row == row


@pytest.mark.parametrize("name", TABLES)
def test_a_row_added_at_the_end_is_refused_with_its_row(geodata_copy, name):
    rows = len(read_bytes(name).decode().splitlines())
    edit(geodata_copy, name, lambda content: content + content.splitlines(keepends=True)[-1])
    assert refused(name, geodata_copy).row == rows + 1


@pytest.mark.parametrize("name", TABLES)
def test_a_renamed_column_is_refused_in_row_one(geodata_copy, name):
    edit(geodata_copy, name, lambda content: b"x" + content)
    assert refused(name, geodata_copy).row == 1


@pytest.mark.parametrize("name", FILES)
def test_garbled_bytes_are_refused_with_their_line(geodata_copy, name):
    edit(geodata_copy, name, lambda content: content.replace(b"\n", b"\n\xfe\xfe", 1))
    error = refused(name, geodata_copy)
    assert error.row == 2
    assert "UTF-8" in error.rule


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file_is_refused_without_a_row_that_does_not_exist(geodata_copy, name):
    edit(geodata_copy, name, lambda _: b"")
    assert refused(name, geodata_copy).row in (None, 1)


@pytest.mark.parametrize("name", FILES)
def test_a_deleted_file_is_refused_by_name(geodata_copy, name):
    (geodata_copy / FILES[name]).unlink()
    error = refused(name, geodata_copy)
    assert error.file == FILES[name]
    assert "cannot be read" in error.rule


@pytest.mark.parametrize("name", SHAPES)
def test_broken_json_is_refused_with_its_line(geodata_copy, name):
    edit(geodata_copy, name, lambda content: content.replace(b"\n", b"\n]", 1))
    error = refused(name, geodata_copy)
    assert error.row == 2
    assert "not valid JSON" in error.rule


@pytest.mark.parametrize("name", SHAPES)
def test_a_moved_border_is_refused(geodata_copy, name):
    edit(geodata_copy, name, lambda content: re.sub(rb"34\.4(\d)", rb"34.5\1", content, count=1))
    assert "SHA-256" in refused(name, geodata_copy).rule


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda b: b.replace(b"people", b"peo\rple", 1), id="a lone carriage return"),
        pytest.param(lambda b: b.replace(b"\n", b"\r"), id="old line ends"),
        pytest.param(lambda b: b.replace(b"PCBS", b"x" * 200_000, 1), id="a cell too long"),
        pytest.param(lambda b: b.replace(b"PCBS", b"\0", 1), id="a null"),
        pytest.param(lambda b: b.replace(b"PCBS", b'"PCBS', 1), id="a stray quote"),
        pytest.param(lambda b: b.replace(b"\n", b"\r\n"), id="ends of lines as on Windows"),
        pytest.param(lambda b: b"\xef\xbb\xbf" + b, id="a byte order mark"),
        pytest.param(lambda _: b"<html>Not found</html>", id="another document"),
    ],
)
def test_no_damage_to_the_figures_escapes_as_another_kind_of_error(geodata_copy, change):
    edit(geodata_copy, "estimates", change)
    assert refused("estimates", geodata_copy).file == "estimates.csv"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return Path(shutil.copytree(GEODATA, tmp_path_factory.mktemp("damage") / "geodata"))


@given(st.sampled_from(sorted(FILES)), st.floats(0, 1), st.binary(max_size=3), st.integers(0, 3))
def test_any_change_of_any_byte_is_refused(scratch, name, place, put, cut):
    content = read_bytes(name)
    at = int(place * len(content))
    damaged = content[:at] + put + content[at + cut :]
    if damaged != content:
        (scratch / FILES[name]).write_bytes(damaged)
        try:
            assert refused(name, scratch).file == FILES[name]
        finally:
            (scratch / FILES[name]).write_bytes(content)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="broken"),
        pytest.param("{}", id="an empty object"),
        pytest.param("[]", id="a list"),
        pytest.param("null", id="nothing"),
        pytest.param('{"resources": [1]}', id="a number for a file"),
        pytest.param('{"resources": [{"name": "estimates"}]}', id="a file without a path"),
        pytest.param(
            '{"resources": [{"name": "estimates", "path": "estimates.csv"}]}', id="no hash"
        ),
        pytest.param(
            '{"resources": [{"name": "estimates", "path": "estimates.csv", "hash": 5}]}',
            id="a number for a hash",
        ),
    ],
)
def test_a_damaged_descriptor_is_refused_by_name(geodata_copy, text):
    (geodata_copy / DESCRIPTOR).write_text(text, encoding="utf-8")
    assert refused("estimates", geodata_copy).file == DESCRIPTOR


def test_a_descriptor_that_is_not_text_or_not_there_is_refused(geodata_copy):
    (geodata_copy / DESCRIPTOR).write_bytes(b"\xfe\xfe")
    assert refused("estimates", geodata_copy).file == DESCRIPTOR
    (geodata_copy / DESCRIPTOR).unlink()
    assert refused("estimates", geodata_copy).file == DESCRIPTOR


def test_a_name_that_is_not_in_the_package_is_refused():
    with pytest.raises(DataError, match="no resource named 'estimate'"):
        read_bytes("estimate")


@pytest.mark.slow
def test_sealing_takes_a_deliberate_edit_into_the_package(geodata_copy):
    edit(
        geodata_copy,
        "publishers",
        lambda content: content + "New office,un,A new office,مكتب,משרד,,\n".encode(),
    )
    refused("publishers", geodata_copy)
    assert seal(geodata_copy) == ["publishers"]
    assert read_bytes("publishers", geodata_copy).endswith("משרד,,\n".encode())
    assert seal(geodata_copy) == []
    # What was sealed is guarded like the rest.
    edit(geodata_copy, "publishers", lambda content: content.replace(b"A new", b"An old"))
    rows = len(read_bytes("publishers").splitlines())
    assert refused("publishers", geodata_copy).row == rows + 1


@pytest.mark.slow
def test_sealing_what_has_not_changed_writes_the_same_descriptor(geodata_copy):
    before = (geodata_copy / DESCRIPTOR).read_bytes()
    assert seal(geodata_copy) == []
    assert json.loads((geodata_copy / DESCRIPTOR).read_bytes()) == json.loads(before)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("estimates", (b"900000", b"90000"), r"estimates\.csv, row \d+: [^\n]*\n"),
        # Read while modules load: every one that names an area needs it.
        ("territory", (b"{", b"["), r"territory\.json[^\n]*\n"),
    ],
)
def test_the_start_stops_with_one_sentence_when_a_file_was_edited(
    root, tmp_path, name, change, sentence
):
    for room in ("geodata", "loaders", "nuzuh"):
        shutil.copytree(root / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    edit(tmp_path / "geodata", name, lambda content: content.replace(*change))
    ended = subprocess.run(
        [sys.executable, "-m", "nuzuh.cli", "sources"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert re.fullmatch(sentence, ended.stderr)
