"""The static site: whole, small, closed to other hosts, and in the words of the app."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
import struct
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest

from nuzuh.export.site import Site, build_site
from nuzuh.export.site.days import turning_days, views_of_days
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.data_versions import former_ids
from nuzuh.scene.opening import opening
from nuzuh.scene.scene import scene
from nuzuh.scene.story import story_views, told_story
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.site.document import POLICY
from tests.sites import ADDRESS

pytestmark = pytest.mark.slow

OPENING_BYTES = 400_000
WHOLE_BYTES = 30_000_000
FORMER_BYTES = 6_000_000
"""Of the pages of a former version of the data, and what they load."""
NEWEST_BYTES = 23_500_000
"""Of the newest version alone, beside which pages of a former one have their place."""
ATTRIBUTES = ("href", "src")


class Read(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self._in: list[str] = []
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "link", "img", "br", "input"):
            self._in.append(self.found[-1][1].get("id") or tag)

    def handle_endtag(self, _tag):
        self._in.pop()

    def handle_data(self, data):
        if not self._in or self._in[-1] not in ("script", "style", "site-frame", "site-told"):
            self.texts.append((self._in[-1] if self._in else "", data))
        else:
            self.texts.append((f"#{self._in[-1]}", data))

    @property
    def text(self) -> str:
        return "".join(data for where, data in self.texts if not where.startswith("#"))

    def told(self, identity):
        return json.loads("".join(data for where, data in self.texts if where == f"#{identity}"))

    def named(self, tag):
        return [attributes for name, attributes in self.found if name == tag]

    def meta(self, name):
        key = "property" if ":" in name and not name.startswith("twitter") else "name"
        return next(m["content"] for m in self.named("meta") if m.get(key) == name)


def plain(text: str) -> str:
    return re.sub(r"[\s\u2068\u2069]+", " ", text).strip()


@pytest.fixture(scope="session")
def every(built: Site) -> dict[str, Read]:
    """Every page, those of former versions of the data among them."""
    return {path: Read(body) for path, body in built.files.items() if path.endswith(".html")}


@pytest.fixture(scope="session")
def pages(every) -> dict[str, Read]:
    """The pages of the newest version."""
    return {path: page for path, page in every.items() if not path.startswith("v/")}


def place(lang: str, path: str = "") -> str:
    return f"{'' if lang == 'en' else lang + '/'}{path}index.html"


def folder_of(path: str) -> str:
    return f"{ADDRESS}/{path.removesuffix('index.html')}"


def test_every_language_has_the_same_pages(pages):
    english = {p for p in pages if p.split("/")[0] not in LANGUAGES and p != "404.html"}
    for code in LANGUAGES:
        if code != "en":
            assert {
                p.removeprefix(f"{code}/") for p in pages if p.startswith(f"{code}/")
            } == english
    days = {view.date.isoformat() for view in views_of_days(Translator("en"))}
    wanted = {"", "orders/", "stories/", "about/", *(f"stories/{one}/" for one in story_views())}
    assert {f"{p}index.html" for p in (*wanted, *(f"days/{day}/" for day in days))} <= english


def test_every_file_that_a_page_leads_to_is_there(built, every):
    data = re.compile(r"data/[^/]+/.*")
    for path, page in every.items():
        for _, attributes in page.found:
            for name in ATTRIBUTES:
                value = attributes.get(name, "")
                if not value or urlsplit(value).scheme in ("http", "https"):
                    continue
                there = unquote(urlsplit(urljoin(folder_of(path), value)).path)
                assert there.startswith("/strip/"), (path, value)
                below = there.removeprefix("/strip/")
                if below.endswith("/") or not below:
                    below += "index.html"
                assert below in built.files or data.fullmatch(below), (path, value)


def files_of(payload, folder):
    """The files that a payload is put together from, see ``frontend/src/chunks.ts``."""
    return [f"{folder}assets/{name}.bin" for name in payload.split("-") if name]


def test_every_payload_that_a_map_may_fetch_is_there(built, every):
    for path, page in every.items():
        if not any(a.get("id") == "site-told" for a in page.named("script")):
            continue
        told = page.told("site-told")
        if "message" not in told:
            continue
        assert told["code"] in built.files
        folder = page.told("site-frame")["folder"]
        kinds = told["message"]["others"]
        for kind in kinds:
            for signature in (kind["signature"], kind["ensemble"], kind["orders"], *kind["words"]):
                assert set(files_of(signature, folder)) <= set(built.files), path
        shown = told["message"]["view"]
        assert shown == told["known"]["opening"]
        assert any(
            kind["view"]["show"] == shown["show"] and kind["view"]["view"] == shown["view"]
            for kind in kinds
        )


def test_nothing_but_sources_and_its_own_address_names_another_host(every):
    for path, page in every.items():
        for tag, attributes in page.found:
            for name, value in attributes.items():
                if not re.search(r"https?:|//", value):
                    continue
                own = value.startswith(f"{ADDRESS}/")
                assert (tag, name) == ("a", "href") or (own and tag in ("link", "meta")), (
                    path,
                    tag,
                    value,
                )
                if tag == "a" and not own:
                    assert attributes.get("rel") == "noopener noreferrer", (path, value)


def test_every_page_has_the_policy_and_nothing_inline_runs(every):
    for path, page in every.items():
        policies = [m["content"] for m in page.named("meta") if "http-equiv" in m]
        assert policies == [POLICY], path
        for script in page.named("script"):
            assert script.get("type") == "application/json" or script.get("src"), path
        assert not any(n.startswith("on") for _, a in page.found for n in a), path
    assert "'unsafe-eval'" not in POLICY
    assert "script-src 'self'" in POLICY


def test_every_page_says_language_direction_and_version(pages):
    for path, page in pages.items():
        if path == "404.html":
            continue
        code = path.split("/")[0] if path.split("/")[0] in LANGUAGES else "en"
        root = page.named("html")[0]
        right_to_left = LANGUAGES[code].right_to_left
        assert (root["lang"], root["dir"]) == (code, "rtl" if right_to_left else "ltr")
        assert tables_in_use().version in page.text, path
        assert len(page.named("h1")) == 1, path


def test_every_page_leads_to_itself_in_the_other_languages(pages):
    for path, page in pages.items():
        if path == "404.html":
            continue
        below = re.sub(r"^(ar|he)/", "", path).removesuffix("index.html")
        links = {a["data-lang"]: a["href"] for a in page.named("a") if "data-lang" in a}
        assert set(links) == set(LANGUAGES)
        for code, href in links.items():
            there = urljoin(folder_of(path), href)
            assert there == f"{ADDRESS}/{'' if code == 'en' else code + '/'}{below}"


def expected(view: View) -> tuple[str, list[str]]:
    shown = scene(view, tables_in_use(), Translator(view.lang))
    rows = [
        "".join(c if isinstance(c, str) else "".join(text for text, _ in c) for c in mark.cells)
        for mark in shown.marks
    ]
    return shown.notes.lead, rows


def rows_of(body: bytes) -> list[str]:
    table = re.search(r'data-testid="layer-table">.*?</table>', body.decode(), re.DOTALL)
    assert table
    rows = re.findall(r"<tr>(<td>.*?)</tr>", table[0], re.DOTALL)
    return [html.unescape(re.sub("<[^>]+>", "", row)) for row in rows]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_says_what_the_app_says_of_it(built, pages, lang):
    shown = {f"days/{v.date.isoformat()}/": v for v in views_of_days(Translator(lang))}
    latest = replace(opening().view, lang=lang)
    orders = replace(latest, layer="orders", mode="published")
    for path, view in {**shown, "": latest, "orders/": orders}.items():
        where = place(lang, path)
        lead, rows = expected(view)
        assert plain(lead) in plain(pages[where].text), where
        assert list(map(plain, rows_of(built.files[where]))) == list(map(plain, rows)), where
        for question in scene(view, tables_in_use(), Translator(lang)).questions:
            assert plain(question.text) in plain(pages[where].text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_story_is_read_without_scripts(pages, lang):
    t = Translator(lang)
    for story in story_views():
        text = plain(pages[place(lang, f"stories/{story}/")].text)
        for step in told_story(story, tables_in_use(), t).steps:
            for paragraph in step.paragraphs:
                assert plain(paragraph) in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_leads_to_the_moving_map_of_it(pages, lang):
    for view in views_of_days(Translator(lang)):
        page = pages[place(lang, f"days/{view.date.isoformat()}/")]
        (link,) = [a["href"] for a in page.named("a") if "?date=" in a["href"]]
        query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
        assert query == view.query(load_timeline(), tables_in_use().version)


def test_the_days_are_few_and_each_phase_has_one():
    span = load_timeline()
    days = turning_days(span.phases, span.last)
    assert len(days) <= 16
    for phase in span.phases:
        assert any(span.phase_of(day) == phase for day in days)


def test_a_shared_link_has_a_title_a_day_and_a_picture_in_its_language(built, pages):
    for lang in LANGUAGES:
        t = Translator(lang)
        for view in views_of_days(t):
            page = pages[place(lang, f"days/{view.date.isoformat()}/")]
            assert page.meta("og:title").count(t.day(view.date)) == 1
            assert page.meta("og:description") == expected(view)[0]
            picture = page.meta("og:image")
            assert picture.startswith(f"{ADDRESS}/assets/preview-{view.date.isoformat()}")
            body = built.files[picture.removeprefix(f"{ADDRESS}/")]
            assert body.startswith(b"\x89PNG")
            assert struct.unpack(">II", body[16:24]) == (1200, 630)
            assert len(body) < 100_000
        home = pages[place(lang)]
        assert f"preview-{opening().view.date.isoformat()}-{lang}" in home.meta("og:image")
        area = pages[place(lang, "areas/north/")]
        assert area.meta("og:title").count(t.day(opening().view.date)) == 1
        # A story of another time has no picture of the latest day.
        for story, (first, *_) in story_views().items():
            picture = pages[place(lang, f"stories/{story}/")].meta("og:image")
            assert f"preview-{first.date.isoformat()}-{first.layer}-{first.mode}." in picture


def test_the_pages_that_are_not_there_are_told_in_every_language(pages):
    page = pages["404.html"]
    assert {a.get("lang") for a in page.named("section")} == set(LANGUAGES)
    for code in LANGUAGES:
        assert Translator(code)("site.missing") in page.text
    assert all(a["href"].startswith(f"{ADDRESS}/") for a in page.named("a"))


def test_the_opening_and_the_whole_are_small(built):
    for lang in LANGUAGES:
        where = place(lang)
        page = Read(built.files[where])
        told = page.told("site-told")
        view = told["known"]["opening"]
        at = next(i for i, p in enumerate(told["known"]["phases"]) if view["date"] <= p["end"])
        message = told["message"]
        loaded = [
            where,
            told["code"],
            *(urljoin(where, a["src"]) for a in page.named("script") if "src" in a),
            *(urljoin(where, a["href"]) for a in page.named("link") if a["rel"] == "stylesheet"),
            *files_of(message["signature"], ""),
            *files_of(message["words"][at], ""),
        ]
        sizes = [
            len(gzip.compress(built.files[str(PurePosixPath(path))], mtime=0))
            for path in (one.removeprefix("../") for one in loaded)
        ]
        assert sum(sizes) < OPENING_BYTES
    whole = {path: len(body) for path, body in built.files.items()}
    former = sum(size for path, size in whole.items() if path.startswith("v/"))
    assert sum(whole.values()) - former < NEWEST_BYTES
    assert former < FORMER_BYTES * len(former_ids())
    assert sum(whole.values()) < WHOLE_BYTES


def test_names_of_assets_tell_what_is_in_them(built):
    for path, body in built.files.items():
        if "assets/" in path:
            assert hashlib.sha256(body).hexdigest()[:16] in path


@pytest.fixture(scope="module")
def built_again() -> Site:
    """The same without an address."""
    return build_site(tables_in_use())


@pytest.mark.thorough
def test_without_an_address_every_reference_is_relative(built_again):
    for path, body in built_again.files.items():
        if path.endswith("index.html"):
            page = Read(body)
            assert not [a for a in page.named("link") if a["rel"] == "canonical"]
            if path.startswith("v/"):
                # Old figures are shown nowhere else.
                continue
            picture = page.meta("og:image")
            there = urljoin(folder_of(path), picture).removeprefix(f"{ADDRESS}/")
            assert there in built_again.files


def packaged(path, files, named):
    """A package of data, but for the size and the hash of files that name the site's address."""
    package = json.loads(files[path])
    for one in package["resources"]:
        if path.removesuffix("datapackage.json") + one["path"] in named:
            assert one.pop("bytes") > 0
            assert one.pop("hash")
    return package


@pytest.mark.thorough
def test_the_same_tables_give_the_same_bytes(built, built_again):
    assert built.files.keys() == built_again.files.keys()
    named = {path for path, body in built.files.items() if ADDRESS.encode() in body}
    for path, body in built.files.items():
        if path.endswith("index.html"):
            # The way to the address, and what stands in its place where there is none.
            told = (Read(one).told("site-frame") for one in (body, built_again.files[path]))
            assert next(told) == next(told)
        elif path.endswith("datapackage.json"):
            one, other = (packaged(path, site.files, named) for site in (built, built_again))
            assert one == other
        elif path != "404.html":
            # The feed and the data name the address where there is one.
            other = built_again.files[path]
            assert body == other or (ADDRESS.encode() in body and ADDRESS.encode() not in other)
