"""``nuzuh export --format site``: a folder of files, and nothing that is said of one view."""

from __future__ import annotations

import re

import pytest

from nuzuh import cli
from nuzuh.cli import site as command
from nuzuh.export.site import Site

SITE = ("export", "--format", "site")
OLDER, NEWER = "2026-01-01-aaaaaaa", "2026-02-01-bbbbbbb"


@pytest.fixture
def quick(monkeypatch):
    """A site of one page, which takes no time; returns the addresses that it was built for."""
    addresses = []

    def build(tables, address="", progress=None, **_):
        addresses.append(address)
        if progress is not None:
            progress(3, 3)
        return Site(tables, files={"index.html": b"<p>one", "assets/a.js": b"1"})

    monkeypatch.setattr(command, "build_site", build)
    return addresses


def refused(capsys, *arguments):
    assert cli.main([*SITE, *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.fullmatch(r"[^\n]+\n", printed.err), printed.err
    return printed.err


def test_it_writes_a_folder_and_says_how_much(quick, tmp_path, capsys):
    assert cli.main([*SITE, "-o", str(tmp_path / "site")]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("2 files, 0.0 MB: 2 written, 0 kept")
    assert (tmp_path / "site/index.html").read_bytes() == b"<p>one"
    assert cli.main([*SITE, "-o", str(tmp_path / "site")]) == 0
    assert "0 written" in capsys.readouterr().err
    assert quick == ["", ""]


def test_it_stands_where_the_address_says(quick, tmp_path):
    address = "https://nuzuh.example.org/"
    assert cli.main([*SITE, "-o", str(tmp_path / "site"), "--address", address]) == 0
    assert quick == [address]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://nuzuh.example/?a=b", "with a query"),
        ("https://nuzuh.example/#top", "a fragment"),
        ("https://nuzuh.example/?", "with a query"),
        ("https://me:secret@nuzuh.example/", "or a user"),
        ("https://nuzuh.example/a b", "not an http or https address"),
        ("https://nuzuh.example/\n", "not an http or https address"),
        ('https://nuzuh.example/"><b>', "not an http or https address"),
        ("https://nuzuh.example:99999/", "not an http or https address"),
        ("nuzuh.example", "not an http or https address"),
        ("javascript:alert(1)", "not an http or https address"),
    ],
)
def test_an_address_that_is_no_folder_is_refused(quick, tmp_path, capsys, address, said):
    told = refused(capsys, "-o", str(tmp_path / "site"), "--address", address)
    assert said in told
    assert "secret" not in told
    assert quick == []


@pytest.mark.parametrize(
    "options",
    [
        ("--date", "2025-10-05"),
        ("--lang", "ar"),
        ("--layer", "people"),
        ("--show", "published"),
        ("--view", "all"),
        ("--paper", "a4"),
        ("--without-later",),
        ("--figures", "mine.csv"),
        ("--story", "rafah-2024"),
    ],
)
def test_an_option_of_one_view_is_refused(quick, tmp_path, capsys, options):
    told = refused(capsys, "-o", str(tmp_path / "site"), *options)
    assert f"{options[0]} says nothing about a site" in told
    assert not (tmp_path / "site").exists()
    assert quick == []


def test_what_can_never_be_written_is_refused_before_the_work(quick, tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("years of work")
    assert "holds something" in refused(capsys, "-o", str(tmp_path))
    assert "a folder of files" in refused(capsys, "-o", "-")
    assert "a device" in refused(capsys, "-o", "/dev/null")
    assert "a file" in refused(capsys, "-o", str(tmp_path / "thesis.txt"))
    assert "http or https" in refused(capsys, "-o", str(tmp_path / "s"), "--address", "ftp://x")
    assert quick == []


@pytest.fixture
def asked(monkeypatch):
    """A site of one page a version; returns the versions that got some anew, build by build."""
    asked = []
    monkeypatch.setattr(command, "former_ids", lambda: [NEWER, OLDER])

    def build(tables, *_, archived=None, standing=None):
        asked.append((list(archived), sorted(standing)))
        pages = {f"v/{one}/index.html": b"<p>then" for one in archived}
        return Site(tables, files={"index.html": b"<p>one", **pages})

    monkeypatch.setattr(command, "build_site", build)
    return asked


def test_a_former_version_gets_its_pages_once_unless_asked(asked, tmp_path, capsys):
    for options in ((), (), ("--versions", "1"), ("--versions", "all"), ("--versions", "0")):
        assert cli.main([*SITE, "-o", str(tmp_path / "site"), *options]) == 0
    both = [OLDER, NEWER]
    assert asked == [
        ([NEWER, OLDER], []),
        ([], both),
        ([NEWER], both),
        ([NEWER, OLDER], both),
        ([], both),
    ]
    assert capsys.readouterr().err.splitlines()[-1].endswith(f"as they were: {OLDER}, {NEWER}")
    assert (tmp_path / f"site/v/{OLDER}/index.html").read_bytes() == b"<p>then"


@pytest.mark.parametrize("text", ["", "some", "-1", "1.5", "\u0661", "9" * 400])
def test_a_number_of_versions_that_is_none_is_refused(asked, tmp_path, capsys, text):
    refused(capsys, "-o", str(tmp_path / "site"), "--versions", text)
    assert asked == []


def test_versions_are_said_of_a_site_alone(capsys, tmp_path):
    assert cli.main(["export", "--versions", "1", "-o", str(tmp_path / "a.png")]) == 2
    assert "--format site" in capsys.readouterr().err


def test_a_version_that_is_left_out_is_named(tmp_path, capsys, monkeypatch):
    def build(tables, *_, **__):
        return Site(tables, files={"index.html": b""}, damaged={OLDER: f"{OLDER}.zip is damaged."})

    monkeypatch.setattr(command, "build_site", build)
    assert cli.main([*SITE, "-o", str(tmp_path / "site")]) == 0
    assert capsys.readouterr().err.splitlines()[0] == f"left out: {OLDER}.zip is damaged."
