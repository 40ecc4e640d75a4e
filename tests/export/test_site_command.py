"""``nuzuh export --format site``: a folder of files, and nothing that is said of one view."""

from __future__ import annotations

import re

import pytest

from nuzuh import cli
from nuzuh.cli import export as command
from nuzuh.export.site import Site, build
from nuzuh.loaders.tables import tables_in_use

SITE = ("export", "--format", "site")


@pytest.fixture
def quick(monkeypatch):
    """A site of one page, which takes no time; returns the addresses that it was built for."""
    addresses = []

    def build(tables, address="", progress=None):
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


@pytest.mark.slow
def test_the_pages_of_an_older_version_stand_in_its_folder():

    tables = tables_in_use()
    site = Site(tables, versions=("old",), folder="v/old/", newest="new")
    before, build.MAKERS = build.MAKERS, (build.days.pages, build.about.pages)
    try:
        build.add_pages(site)
    finally:
        build.MAKERS = before
    pages = [path for path in site.files if path.endswith(".html")]
    assert pages
    assert all(path.startswith("v/old/") for path in pages)
    for path in pages:
        body = site.files[path].decode()
        up = "../" * path.count("/")
        assert f'src="{up}assets/' in body
        assert '"newest":"new"' in body
