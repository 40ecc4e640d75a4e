"""Former versions of the data in the static site: their own numbers, and a way to the newest."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from urllib.parse import urljoin, urlsplit

import pandas as pd
import pytest

from nuzuh.export.site import Site, build, build_site
from nuzuh.loaders.archive import shelf
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.data_versions import former_ids, former_text, shown_again
from nuzuh.scene.people_by_day import people_frame
from nuzuh.scene.scene import scene
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.web.site.document import SiteFrame
from tests.export.test_site import Read, folder_of, plain, rows_of
from tests.sites import ADDRESS

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

OLD = "2026-08-22-79be9da"
NEVER = "2020-01-01-0000000"


def below(lang: str = "en", path: str = "") -> str:
    return f"v/{OLD}/{'' if lang == 'en' else lang + '/'}{path}index.html"


@pytest.fixture(scope="module")
def former(built: Site) -> dict[str, Read]:
    """The pages of former versions."""
    return {
        path: Read(body)
        for path, body in built.files.items()
        if path.startswith("v/") and path.endswith(".html")
    }


@pytest.fixture
def then():
    with shown_again(OLD) as tables:
        yield tables


def test_each_version_of_the_archive_has_pages_in_each_language(former):
    for version in former_ids():
        for code in LANGUAGES:
            folder = f"v/{version}/{'' if code == 'en' else code + '/'}"
            for path in ("", "orders/", "estimates/"):
                assert f"{folder}{path}index.html" in former
    assert {path.split("/")[1] for path in former} == set(former_ids())


def test_every_page_says_its_version_and_leads_to_the_newest(built, former, then):
    del then
    for path, page in former.items():
        code = page.named("html")[0]["lang"]
        assert page.meta("robots") == "noindex", path
        assert plain(former_text(Translator(code))) in plain(page.text), path
        assert f"{ADDRESS}/{path.removesuffix('index.html')}" in [
            a["href"] for a in page.named("link") if a["rel"] == "canonical"
        ]
        (way,) = [a["href"] for a in page.named("a") if a.get("id") == "site-newest"]
        there = urlsplit(urljoin(folder_of(path), way))
        newest = f"{there.path.removeprefix('/strip/')}index.html"
        assert newest in built.files
        assert not newest.startswith("v/")
        assert Read(built.files[newest]).named("html")[0]["lang"] == code
        # A page that the newest version has not is a day, which its map shows.
        assert newest == path.removeprefix(f"v/{OLD}/") or there.query.startswith("date=")
        told = page.told("site-frame")
        assert (told["data"], told["newest"]) == (OLD, tables_in_use_now())


def tables_in_use_now() -> str:
    return shelf.running()


def test_the_newest_pages_are_no_former_ones(built):
    for path, body in built.files.items():
        if path.endswith("index.html") and not path.startswith("v/"):
            page = Read(body)
            assert not any(m.get("name") == "robots" for m in page.named("meta")), path
            assert not any(a.get("id") == "site-newest" for a in page.named("a")), path
            told = page.told("site-frame")
            code = page.named("html")[0]["lang"]
            there = below(code, told["path"]) in built.files
            assert told["versions"] == {OLD: "page" if there else "map"}, path


def test_links_of_its_pages_stay_in_the_version_or_say_that_they_leave_it(former):
    for path, page in former.items():
        for link in page.named("a"):
            if urlsplit(link["href"]).scheme or link.get("id") == "site-newest":
                continue
            there = urljoin(folder_of(path), link["href"])
            assert f"/v/{OLD}/" in there or "data-newest" in link, (path, link)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_has_the_numbers_of_then(built, former, lang, then):
    t = Translator(lang)
    days = build.days.views_of_days(t)
    assert days[0].date <= then.last == load_timeline().last
    others = 0
    for view in days:
        where = below(lang, f"days/{view.date.isoformat()}/")
        shown = scene(view, then, t)
        assert plain(shown.notes.lead) in plain(former[where].text), where
        rows = [
            "".join(c if isinstance(c, str) else "".join(x for x, _ in c) for c in mark.cells)
            for mark in shown.marks
        ]
        assert list(map(plain, rows_of(built.files[where]))) == list(map(plain, rows))
        now = where.removeprefix(f"v/{OLD}/")
        others += now in built.files and rows_of(built.files[now]) != rows_of(built.files[where])
    assert others


def test_people_of_the_latest_day_are_those_that_the_archive_keeps(built, then):
    view = build.days.views_of_days(Translator("en"))[0]
    assert view.reconstructed
    frame = people_frame(then)
    told = frame[(frame["date"] == pd.Timestamp(view.date)) & (frame["view"] == "all")]
    where = below(path=f"days/{view.date.isoformat()}/")
    rows = " ".join(rows_of(built.files[where]))
    places = told[told["pcode"].str.startswith("PS") & told["people"].notna()]
    assert len(places) == len(rows_of(built.files[where]))
    for row in places.itertuples():
        assert f"about {row.people:,.0f}likely {row.low:,.0f} to {row.high:,.0f}" in rows


def test_the_ledger_holds_every_row_of_then(built):
    with zipfile.ZipFile(shelf.SHIPPED / f"{OLD}.zip") as entry:
        rows = list(csv.DictReader(io.StringIO(entry.read("estimates.csv").decode("utf-8-sig"))))
    for code in LANGUAGES:
        page = Read(built.files[below(code, "estimates/")])
        assert {row["id"] for row in rows} == {a["id"] for a in page.named("tr") if "id" in a}
    assert len(rows) == 791


def test_what_its_pages_load_stands_in_its_own_folder(built, former):
    assets = {path for path in built.files if path.startswith(f"v/{OLD}/assets/")}
    loaded = set()
    for path, page in former.items():
        for tag in ("script", "link"):
            for a in page.named(tag):
                value = a.get("src") or (
                    a["href"]
                    if "rel" in a and a["rel"] in ("stylesheet", "icon", "modulepreload")
                    else ""
                )
                if value:
                    loaded.add(urljoin(folder_of(path), value).removeprefix(f"{ADDRESS}/"))
    assert loaded
    assert loaded <= assets


@pytest.fixture
def small(monkeypatch):
    """A site of few pages."""
    monkeypatch.setattr(build, "MAKERS", (build.days.pages, build.sources.pages, build.data.pages))
    monkeypatch.setattr(build, "FORMER_MAKERS", (build.days.pages,))


def versions_of(site: Site, path: str = "sources/") -> dict[str, str]:
    return Read(site.files[f"{path}index.html"]).told("site-frame")["versions"]


@pytest.mark.usefixtures("small")
def test_damaged_entries_are_left_out_and_named(monkeypatch, tmp_path):
    content = bytearray((shelf.SHIPPED / f"{OLD}.zip").read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / f"{OLD}.zip").write_bytes(content)
    (tmp_path / f"{NEVER}.zip").write_bytes(b"no zip")
    (tmp_path / "holiday.zip").write_bytes(b"not ours")
    monkeypatch.setattr(shelf, "SHIPPED", tmp_path)
    site = build_site(tables_in_use())
    assert not [path for path in site.files if path.startswith(("v/", f"data/{OLD}/"))]
    assert set(site.damaged) == {OLD, NEVER}
    listed = json.loads(site.files["data/index.json"])["versions"]
    assert {one["id"] for one in listed if "damaged" in one} == {OLD, NEVER}
    assert versions_of(site) == {OLD: "damaged", NEVER: "damaged"}
    assert OLD not in site.files["404.html"].decode()


@pytest.mark.usefixtures("small")
def test_a_version_without_pages_is_known_by_its_tables():
    site = build_site(tables_in_use(), archived=())
    assert not [path for path in site.files if path.startswith("v/")]
    assert versions_of(site) == {OLD: "tables"}


@pytest.mark.usefixtures("small")
def test_pages_that_stand_already_are_led_to():
    day = "days/2025-10-05/"
    site = build_site(tables_in_use(), archived=(), standing={OLD: {"", day}, NEVER: {""}})
    assert versions_of(site, day) == {OLD: "page", NEVER: "map"}
    assert versions_of(site) == {OLD: "map", NEVER: "map"}
    assert NEVER in site.files["404.html"].decode()


def test_what_is_not_there_is_told_with_the_versions_that_are(built):
    page = Read(built.files["404.html"])
    links = {a["href"] for a in page.named("a")}
    for code in LANGUAGES:
        assert Translator(code)("site.missing.version") in page.text
        assert f"{ADDRESS}/{below(code).removesuffix('index.html')}" in links
    assert not re.search(
        r'(?:href|src)="(?!https://nuzuh\.example\.org/strip/)', built.files["404.html"].decode()
    )


@pytest.mark.parametrize(
    ("path", "version", "told"),
    [
        ("a/", "new", {"old": "page", "bad": "damaged"}),
        ("b/", "new", {"old": "map", "bad": "damaged"}),
        ("a/", "old", {}),
    ],
)
def test_a_frame_knows_what_there_is_of_a_link(path, version, told):
    held = {"old": {"", "a/"}, "new": {"", "a/", "b/"}}
    pageless = {"bad": "damaged", "old": "tables"}
    frame = SiteFrame(Translator("ar"), version, "new", [], [], [], held=held, pageless=pageless)
    assert frame.others(path) == told
    assert frame.nearest("b/") == "new"
    assert frame.place("a/") == ("ar/a/" if version == "new" else "v/old/ar/a/")
