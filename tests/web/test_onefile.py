"""A page in one file: small, the same every time, closed to the network and to hostile names."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import numpy as np
import pytest
from markupsafe import Markup
from shapely import box

from nuzuh import loaders
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.file_names import one_file_name
from nuzuh.scene.scene import scene
from nuzuh.scene.seen import figures_seen, orders_seen
from nuzuh.scene.time_map import Area, CubeLayer, TimeMap
from nuzuh.scene.timeline import load_timeline, statements_on
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.onefile.document import Contents, compose, inline_script
from nuzuh.web.onefile.sources import seen_html
from nuzuh.web.timemap.message import view_message
from nuzuh.web.timemap.payload import build_payload, bundled
from tests.web.pages import page_file

LINK = "https://nuzuh.example.org/?date=2025-10-05&layer=people"
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'</title></style></textarea>"
    "</script x <!--<script>javascript:alert(3)\u2028&lt;b&gt;{date}%s"
)
CALM = {"script", "style", "link", "iframe", "object", "embed", "base", "form", "img", "svg"}


class Elements(HTMLParser):
    """The elements of a page, and the text of its scripts."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.text = ""
        self._in = ""
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self._in = tag
        if tag == "script":
            self.scripts.append((dict(attrs), ""))

    def handle_endtag(self, _):
        self._in = ""

    def handle_data(self, data):
        if self._in == "script":
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)
        elif self._in != "style":
            self.text += data

    def named(self, tag):
        return [attributes for name, attributes in self.found if name == tag]

    def script(self, identity):
        return next(text for attributes, text in self.scripts if attributes.get("id") == identity)

    def policy(self):
        return next(m["content"] for m in self.named("meta") if "http-equiv" in m) or ""


def page_of(view=None, **more):
    return page_file(view or View(), link=LINK, **more)


@pytest.fixture(scope="module")
def page():
    return Elements(page_of())


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("show", ["published", "reconstructed"])
@pytest.mark.few(2)
def test_it_is_small_and_the_same_every_time(lang, show):
    view = View(lang=lang, mode=show)
    first = page_of(view)
    assert len(first) < 1_300_000
    assert page_of(view) == first


@pytest.mark.slow
def test_every_element_is_closed_in_order(read_html):
    read_html(page_of().decode().removeprefix("<!doctype html>"))


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he", "rtl")])
def test_it_states_language_and_direction(lang, direction):
    found = Elements(page_of(View(lang=lang))).named("html")
    assert found == [{"lang": lang, "dir": direction}]


@pytest.mark.slow
def test_only_links_name_another_address(page):
    for tag, attributes in page.found:
        for name, value in attributes.items():
            if re.search(r"https?:|//", value or ""):
                assert (tag, name) == ("a", "href")
    assert not {tag for tag, _ in page.found} & (CALM - {"script", "style"})
    assert not any("src" in attributes for _, attributes in page.found)
    style = re.search(r"<style>(.*?)</style>", page_of().decode(), re.DOTALL)
    assert style
    assert not re.search(r"url\(|@import", style[1])


def test_the_policy_allows_its_own_two_scripts_and_nothing_else(page):
    run = [text for attributes, text in page.scripts if attributes.get("type") == "module"]
    assert len(run) == 2
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in run
    }
    rules = dict(rule.strip().split(" ", 1) for rule in page.policy().split(";"))
    assert rules["default-src"] == "'none'"
    assert set(rules["script-src"].split()) == hashes
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data: blob:"
    assert not any(name.startswith("on") for _, attributes in page.found for name in attributes)


def test_nothing_in_a_script_can_end_it():
    ends = 'a = "</SCRIPT >"; b = "<!--"; c = `<script>`; d = /<\\/script/; e = 1 < 2'
    safe = inline_script(ends)
    assert not re.search("</script|<!--|<script", safe, re.IGNORECASE)
    assert "1 < 2" in safe
    assert inline_script("a\r\nb\rc") == "a\nb\nc"


def test_it_carries_the_packed_map_and_its_hash(page):
    packed = base64.b64decode(page.script("onefile-data"), validate=True)
    told = json.loads(page.script("onefile-view"))
    (length,) = struct.unpack("<I", packed[16:20])
    assert packed[:16].decode() == told["signature"]
    assert hashlib.sha256(packed[20 : 20 + length]).hexdigest()[:16] == told["signature"]
    # The words of every phase of the timeline stand behind it.
    assert packed[20 + length :][:16].decode() == told["words"][0]
    assert len(told["words"]) == len(load_timeline().phases)
    assert hashlib.sha256(packed).hexdigest() in page.text
    assert loaders.data_version() in page.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(layer="orders"),
        View(layer="change", lang="ar", date=date(2024, 6, 7)),
        View(mode="reconstructed", lang="he", layer="density"),
    ],
    ids=str,
)
def test_without_its_script_it_holds_the_table_the_evidence_and_the_words_of_the_day(view):
    t = Translator(view.lang)
    found = Elements(page_of(view))
    for mark in scene(view, tables_in_use(), t).marks:
        for cell in mark.cells:
            texts = [cell] if isinstance(cell, str) else [text for text, _ in cell]
            assert all(text in found.text for text in texts)
    cards = {a["data-figure"] for _, a in found.found if "data-figure" in a}
    told = [
        s
        for statements in statements_on(tables_in_use(), view.date, later=True).values()
        for s in statements
    ]
    assert cards == {s.figure.id for s in told if s.standing == "latest"}
    assert t("map.disclaimer") in found.text
    assert t("map.attribution") in found.text
    assert t("onefile.evidence", date=t.day(view.date)) in found.text


@pytest.mark.slow
@pytest.mark.parametrize("show", ["published", "reconstructed"])
def test_every_figure_stands_with_its_source(show):
    found = Elements(page_of(View(mode=show)))
    links = {attributes["href"] for attributes in found.named("a")}
    figures = loaders.load_estimates().frame
    assert set(figures["source_url"]) - {""} <= links
    for title in set(figures["source_title"]):
        assert title in found.text
    orders = set(loaders.load_orders().frame["source_url"]) - {""}
    assert (orders <= links) == (show == "published")


def test_the_title_names_what_where_and_when(page):
    assert "People present, as published · Gaza Strip, 5 October 2025" in page.text
    headings = [tag for tag, _ in page.found if re.fullmatch(r"h\d", tag)]
    assert headings[0] == "h1"
    assert headings.count("h1") == 1
    assert set(headings) == {"h1", "h2"}


def test_it_is_cited_with_data_version_and_link(page):
    data = loaders.data_version()
    cited = f"Gaza Strip, view of 5 October 2025. Data version {data}. {LINK}"
    assert cited in page.text
    own = Elements(page_of(citation="A <b> & someone's own words."))
    assert "A <b> & someone's own words." in own.text


def test_without_a_live_view_there_is_no_link_to_one():
    found = Elements(page_file(View()))
    assert not any("data-live" in attributes for attributes in found.named("a"))
    assert "Live map" not in found.text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "/relative", "x"])
def test_a_link_that_is_no_web_address_is_refused(link):
    with pytest.raises(ValueError, match="not an http"):
        page_file(View(), link=link)


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2100, 1, 1)])
def test_a_day_outside_the_data_is_refused(day):
    span = load_timeline()
    with pytest.raises(RefusedError, match=f"outside the data, {span.first} to {span.last}"):
        page_file(View(date=day), link=LINK)


def test_the_file_is_named_after_the_view():
    view = View(date=date(2024, 6, 7), layer="density", lang="ar")
    assert one_file_name(view) == "nuzuh-2024-06-07-density-published-all-ar.html"


def hostile_map():
    people = np.array([[1000.0, 900.0], [200.0, np.nan]])
    nothing, unnoted = np.full((2, 2), np.nan), np.full((2, 2), -1, dtype=np.int32)
    layer = CubeLayer(
        "people",
        HOSTILE,
        HOSTILE,
        HOSTILE,
        edges=(500.0,),
        colours=("#fee391", "#d95f0e"),
        labels=(HOSTILE, HOSTILE),
        marks={"missing": HOSTILE},
        value=people,
        low=nothing,
        high=nothing,
        note=unnoted,
        columns=(HOSTILE, HOSTILE),
        legend=HOSTILE,
    )
    areas = [
        Area("A", HOSTILE, box(34.3, 31.4, 34.4, 31.5)),
        Area("B", "x" * 300, box(34.4, 31.4, 34.5, 31.5)),
    ]
    return TimeMap(date(2025, 10, 4), 2, areas, [layer], credits=[HOSTILE])


def hostile_contents(t, estimates, orders):
    packed = build_payload(hostile_map(), t)
    seen = figures_seen(estimates, t), orders_seen(orders, t)
    return Contents(
        t=t,
        title=HOSTILE,
        day=date(2025, 10, 5),
        headline=HOSTILE,
        footnotes=[HOSTILE],
        placed=HOSTILE,
        fit=[HOSTILE],
        payload=bundled([packed]),
        message=view_message(
            View(), t, signatures=[packed.signature], data=HOSTILE, address=LINK, notices=[HOSTILE]
        )
        | {"stem": HOSTILE, "layers": [("people", HOSTILE)]},
        still=Markup("<p>still</p>"),
        evidence=Markup("<p>evidence</p>"),
        sources=Markup().join(seen_html(listed, t) for listed in seen),
        method=[HOSTILE],
        licences=[HOSTILE],
        citation=HOSTILE,
        version=[HOSTILE],
        link=LINK,
    )


@pytest.fixture
def hostile(some_estimates, some_orders, english):
    names = {"publisher": HOSTILE, "destination": HOSTILE, "source_title": HOSTILE}
    return hostile_contents(
        english,
        some_estimates(names, {"repeats": "T1", "source_title": HOSTILE}),
        some_orders({"issuer": HOSTILE, "areas": HOSTILE, "source_title": HOSTILE}),
    )


def test_no_name_becomes_markup(hostile):
    page = compose(hostile)
    found = Elements(page)
    calm = Elements(
        compose(
            replace(
                hostile,
                **dict.fromkeys(("title", "headline", "placed", "citation"), "calm"),
                fit=["calm"],
                **{part: ["calm"] for part in ("method", "licences", "version")},
            )
        )
    )
    assert [tag for tag, _ in found.found] == [tag for tag, _ in calm.found]
    assert not {tag for tag, _ in found.found} & (CALM - {"script", "style"})
    assert not any(name.startswith("on") for _, attributes in found.found for name in attributes)
    assert all(a["href"].startswith("https://") for a in found.named("a"))
    assert "<" not in found.script("onefile-view")
    assert json.loads(found.script("onefile-view"))["stem"] == HOSTILE
    assert found.text.count("<script>alert(1)</script>") >= 10
