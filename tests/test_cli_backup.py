"""``nuzuh backup`` and ``nuzuh restore``: from one machine to another, in one sentence each."""

from __future__ import annotations

import pytest

from nuzuh import cli
from nuzuh.loaders.live.store import Store
from tests.loaders.live.recordings import casualties
from tests.loaders.live.upstream import Upstream, as_json


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine that has refreshed one table."""
    server = Upstream()
    server.answers["/deaths.json"] = as_json(casualties())
    monkeypatch.setenv("NUZUH_DEATHS_URL", f"{server.base}/deaths.json")
    monkeypatch.setenv("NUZUH_OFFLINE", "0")
    monkeypatch.setenv("NUZUH_CACHE", str(tmp_path / "one"))
    monkeypatch.setenv("NUZUH_ARCHIVE", str(tmp_path / "archive"))
    assert cli.main(["refresh", "--source", "deaths"]) == 0
    server.close()
    return tmp_path


def run(capsys, *words):
    capsys.readouterr()
    code = cli.main(words)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_from_one_machine_to_another(machine, monkeypatch, capsys):
    file = str(machine / "b.zip")
    code, out, err = run(capsys, "backup", "-o", file)
    retrieved = Store(machine / "one").read("deaths")[1].retrieved_at[:16].replace("T", " ")
    assert (code, err) == (0, "")
    assert out == f"wrote {file}:\n  deaths, retrieved {retrieved} UTC\n"
    monkeypatch.setenv("NUZUH_CACHE", str(machine / "two"))
    assert run(capsys, "restore", file) == (
        *(0, f"restored:\n  deaths, retrieved {retrieved} UTC\n", ""),
    )
    assert Store(machine / "two").read("deaths") == Store(machine / "one").read("deaths")
    assert run(capsys, "restore", file) == (
        *(0, f"nothing to restore:\n  deaths, retrieved {retrieved} UTC: was there already\n", ""),
    )


def test_standard_output_is_the_file(machine, capsysbinary):
    capsysbinary.readouterr()
    assert cli.main(["backup", "-o", "-"]) == 0
    out = capsysbinary.readouterr().out
    assert cli.main(["backup", "-o", str(machine / "b.zip")]) == 0
    assert (machine / "b.zip").read_bytes() == out


def test_nothing_to_keep_is_refused_and_makes_no_file(machine, monkeypatch, capsys):
    monkeypatch.setenv("NUZUH_CACHE", str(machine / "none"))
    assert run(capsys, "backup", "-o", str(machine / "b.zip")) == (
        2,
        "",
        f"there is nothing to keep in {machine / 'none'}: no refresh has brought a table yet\n",
    )
    assert not (machine / "b.zip").exists()
    assert not (machine / "none").exists()


def test_what_is_no_backup_is_refused(machine, capsys):
    (machine / "x.zip").write_bytes(b"no zip")
    for name, why in (
        ("x.zip", "x.zip is not a whole zip archive.\n"),
        ("none.zip", "none.zip cannot be read (No such file or directory).\n"),
        (".", f"{machine.name} cannot be read (it is a folder): name a file.\n"),
    ):
        assert run(capsys, "restore", str(machine / name)) == (2, "", why)


def test_what_is_damaged_is_left_out_and_said(machine, capsys):
    (machine / "archive").mkdir()
    (machine / "archive/2026-09-01-0000000.zip").write_bytes(b"PK")
    code, out, err = run(capsys, "backup", "-o", str(machine / "b.zip"))
    assert code == 0
    assert out.startswith("wrote ")
    assert err.startswith("left out: 2026-09-01-0000000.zip is damaged")
    for path in (machine / "one/good/deaths").glob("*.csv"):
        path.write_bytes(b"torn")
    code, out, err = run(capsys, "backup", "-o", str(machine / "c.zip"))
    assert (code, out) == (2, "")
    assert ": the copy of deaths is damaged; 2026-09-01-0000000.zip is damaged" in err
