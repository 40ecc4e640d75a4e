"""The pages of the static site that are read like a report: areas, ledger, sources, about."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.matching import matching
from nuzuh.evidence.published import figure_of
from nuzuh.export.site import about, areas, ledger, sources
from nuzuh.export.site.build import PAGES
from nuzuh.export.site.gathered import Site
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.publishers import load_publishers
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.withdrawn import load_withdrawn
from nuzuh.scene.area_by_month import month_ends, months_table
from nuzuh.scene.area_overview import area_overview
from nuzuh.scene.area_profile import area_profile, reconstruction_beside
from nuzuh.scene.area_quotes import quotes_of
from nuzuh.scene.ledger_entries import whole_ledger
from nuzuh.scene.opening import opening
from nuzuh.scene.regions import AREAS, pcodes_of
from nuzuh.scene.scales import GROUP_COLOURS
from nuzuh.scene.series import Curve, PublishedPoint, people_over_time
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.site.area_chart import people_chart
from nuzuh.web.site.document import SiteFrame, document
from nuzuh.web.site.ledger import ledger_html

MAKERS = (areas, ledger, sources, about)
ADDRESS = "https://nuzuh.example/gaza/"
MARKUP = "<script>alert(1)</script>"
ENGLISH = Translator("en")


class Row:
    """What one row of a table holds: its text, its links, its attributes."""

    def __init__(self, attributes):
        self.attributes, self.text, self.links = attributes, "", []


class Rows(HTMLParser):
    """Reads the rows of the body of the table of the ledger."""

    def __init__(self):
        super().__init__()
        self.rows, self.open = [], False

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "tr" and "id" in told:
            self.rows.append(Row(told))
            self.open = True
        elif tag == "a" and self.open:
            self.rows[-1].links.append(told["href"])
        elif tag in ("br", "p", "td") and self.open:
            self.rows[-1].text += "\n"

    def handle_endtag(self, tag):
        if tag == "tr":
            self.open = False

    def handle_data(self, data):
        if self.open:
            self.rows[-1].text += data


class Controls(HTMLParser):
    """Finds the controls that are seen where no script runs."""

    def __init__(self):
        super().__init__()
        self.path, self.seen = [], []

    def handle_starttag(self, tag, attrs):
        if tag in ("select", "input", "button", "textarea") and not any(self.path):
            self.seen.append(tag)
        if tag not in ("br", "input"):
            self.path.append("hidden" in dict(attrs))

    def handle_startendtag(self, tag, attrs):
        """What closes itself, as in a drawing, holds nothing."""

    def handle_endtag(self, tag):  # noqa: ARG002 - the parser's own signature
        self.path.pop()


def rows_in(html):
    reader = Rows()
    reader.feed(str(html))
    return reader.rows


def plain(text):
    """Words without the isolates around foreign names, and without how spaces are written."""
    return " ".join(re.sub("[\u2068\u2069]", "", text).split())


@pytest.fixture(scope="module")
def made():
    """Every page in each language by its path, and the site that took in what they load."""
    site = Site(tables_in_use(), ADDRESS)
    pages = {
        lang: {page.path: page for maker in MAKERS for page in maker.pages(site, Translator(lang))}
        for lang in LANGUAGES
    }
    return site, pages


@pytest.fixture(scope="module", params=LANGUAGES)
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def pages(made, lang):
    return made[1][lang]


@pytest.fixture(scope="module")
def t(lang):
    return Translator(lang)


@pytest.fixture(scope="module")
def rows(pages):
    return rows_in(pages["estimates/"].main)


def found_by(row, told):
    """Publisher, measure and places that the script of the ledger finds a row by."""
    places = map(int, row.attributes["data-k"].split())
    lists = (told["publishers"], told["measures"], told["places"])
    return tuple(one[at] for one, at in zip(lists, places, strict=True))


class TestLedger:
    def test_every_figure_stands_there_once(self, rows, estimates):
        assert Counter(row.attributes["id"] for row in rows) == Counter(estimates["id"])

    def test_each_says_its_number_date_kind_range_and_source(self, rows, estimates, t):
        told = {row.attributes["id"]: row for row in rows}
        for _, row in estimates.iterrows():
            shown, figure = told[row["id"]], figure_of(row)
            text = plain(shown.text)
            # With its quantifier and its range, as it was worded.
            assert plain(t.figure(figure)) in text
            assert plain(t.day(figure.as_of, short=True)) in text
            assert plain(row["source_title"]) in text
            if row["source_url"]:
                assert row["source_url"] in shown.links
            else:
                assert t("panel.nolink") in text
            assert plain(row["note"]) in text
            assert not row["weak"] or t("panel.weak") in text
            if t.has(f"basis.{row['basis']}"):
                assert t(f"basis.{row['basis']}") in text

    def test_what_repeats_another_leads_to_it(self, rows, estimates):
        ids = set(estimates["id"])
        told = {row.attributes["id"]: row for row in rows}
        repeating = estimates[estimates["repeats"] != ""]
        assert len(repeating) > 10
        for figure, other in zip(repeating["id"], repeating["repeats"], strict=True):
            assert f"#{other}" in told[figure].links
            assert other in ids

    def test_what_became_of_each_in_the_reconstruction_is_told_with_its_reason(self, rows, t):
        told = {row.attributes["id"]: plain(row.text) for row in rows}
        entries = whole_ledger(tables_in_use(), t).entries
        assert all(one.balance for one in entries)
        for one in entries:
            (_, treatment), *more = one.balance
            assert treatment in told[one.id]
            assert all(plain(f"{name}: {text}") in told[one.id] for name, text in more)

    def test_a_withdrawn_figure_says_what_became_of_it(self, pages, t):
        withdrawn = load_withdrawn().frame
        assert len(withdrawn) >= 2
        for _, row in withdrawn.iterrows():
            said = re.search(rf'<li id="{row["id"]}">(.*?)</li>', pages["estimates/"].main)
            text = plain(unescape(re.sub("<[^>]+>", "", said[1])))
            assert row[f"reason_{t.language.suffix}"] in text
            assert t.day(row["withdrawn_on"].date()) in text
            assert all(other in text for other in row["see"].split())
            assert row["held_in"] in text

    def test_an_area_finds_what_the_ledger_of_the_app_finds(self, made, rows, estimates):
        _, by_lang = made
        told = by_lang["en"]["estimates/"].told
        for area in AREAS:
            found = {
                row.attributes["id"]
                for row in rows
                if set(found_by(row, told)[2]) & set(told["areas"][area])
            }
            assert found == set(matching(estimates, area=pcodes_of(area))["id"])

    def test_each_can_be_found_by_publisher_and_measure(self, rows, pages, estimates):
        offered = re.findall(r'<option value="([^"]*)"', pages["estimates/"].main)
        values = {unescape(value) for value in offered}
        for _, row in estimates.iterrows():
            assert row["publisher"] in values
            assert any(row["measure"] in value.split() for value in values)
        told = pages["estimates/"].told
        found = {row.attributes["id"]: found_by(row, told) for row in rows}
        for _, row in estimates.iterrows():
            assert found[row["id"]][:2] == (row["publisher"], row["measure"])

    def test_it_is_small(self, pages):
        assert len(gzip.compress(pages["estimates/"].main.encode(), mtime=0)) < 150_000

    def test_nothing_of_a_figure_becomes_markup(self, read_html):
        whole = whole_ledger(tables_in_use(), ENGLISH)
        parts = dict.fromkeys(("number", "kinds", "where", "publisher", "note", "spread"), MARKUP)
        bad = replace(
            whole.entries[0],
            **parts,
            source=(MARKUP, "javascript:alert(1)"),
            balance=((MARKUP, MARKUP), (MARKUP, MARKUP)),
            publisher_id='"><script>',
        )
        html = ledger_html(replace(whole, entries=(bad,)), MARKUP, ENGLISH)
        page = read_html(html)
        assert "script" not in page.names()
        assert not any(link.startswith("javascript") for link in page.links())
        assert MARKUP in page.text


class TestAreas:
    def test_there_is_a_page_of_each(self, pages):
        assert {f"areas/{area}/" for area in AREAS} <= set(pages)

    def test_a_page_says_what_the_scene_says(self, pages, read_html, t, lang):
        view = replace(opening().view, lang=lang)
        tables = tables_in_use()
        for area in AREAS:
            told, page = (
                area_profile(view, area, tables, t),
                read_html(pages[f"areas/{area}/"].main),
            )
            text = plain(page.text)
            said = [
                told.title,
                *(one.text for one in told.published),
                *told.reconstructed,
                *(one.text for one in told.explained),
                told.moved,
                told.orders.sentence,
                told.orders.people,
                told.claims_lead,
                told.in_ledger,
                told.to_map,
                *(cell for table in told.movements for row in table.rows for cell in row),
                *(row.name for group in told.orders.groups for row in group.orders),
                *(one.number for one in (*told.named, *told.of_parts)),
            ]
            for words in filter(None, said):
                assert plain(words) in text, (area, words)

    def test_no_number_of_it_is_without_its_source(self, pages, read_html, t, lang):
        view, tables = replace(opening().view, lang=lang), tables_in_use()
        for area in AREAS:
            told, page = (
                area_profile(view, area, tables, t),
                read_html(pages[f"areas/{area}/"].main),
            )
            sources_told = [
                *(one.source for one in told.published if one.source),
                *(one.source for one in (*told.named, *told.of_parts)),
                *(row.source for group in told.orders.groups for row in group.orders),
            ]
            text, links = plain(page.text), set(page.links())
            for title, url in sources_told:
                assert plain(title) in text
                assert not url or url in links

    def test_figures_for_the_whole_strip_stand_on_its_page_where_all_others_lead(
        self, pages, read_html, t, lang
    ):
        view, tables = replace(opening().view, lang=lang), tables_in_use()
        strip = read_html(pages["areas/strip/"].main)
        text, links = plain(strip.text), set(strip.links())
        assert any(attributes.get("id") == "figures" for _, attributes in strip.elements)
        for area in AREAS:
            told = area_profile(view, area, tables, t)
            for claim in told.of_all:
                title, url = claim.source
                parts = (claim.number, claim.where, claim.publisher, claim.when, title)
                assert all(plain(part) in text for part in parts)
                assert not url or url in links
            leads = "../strip/#figures" in read_html(pages[f"areas/{area}/"].main).links()
            assert leads == bool(told.of_all)

    def test_sentences_to_quote_name_their_source_or_the_data_and_the_link(self, pages, lang, t):
        view = replace(opening().view, lang=lang)
        for area in AREAS:
            page = pages[f"areas/{area}/"]
            link = page.told["link"]
            folder = "" if lang == "en" else f"{lang}/"
            assert link.startswith(f"{ADDRESS}{folder}areas/{area}/?")
            parts = parse_qs(urlsplit(link).query)
            assert parts["data"] == [tables_in_use().version]
            assert parts["date"] == [view.date.isoformat()]
            told = area_profile(view, area, tables_in_use(), t)
            expected = quotes_of(told, tables_in_use().version, link, t)
            found = re.findall(r"<span data-quote>(.*?)</span>", page.main)
            texts = [plain(unescape(re.sub("<[^>]+>", "", one))) for one in found]
            assert texts == [plain(one) for one in expected]
            assert any(text.endswith(link) for text in texts)

    def test_all_at_a_glance_are_those_of_the_app(self, pages, read_html, t, lang):
        overview = area_overview(replace(opening().view, lang=lang), tables_in_use(), t)
        page = read_html(pages["areas/"].main)
        text = plain(page.text)
        for row in (*overview.rows, *overview.regions):
            assert f"{row.area}/" in page.links()
            for told in (row.published, row.reconstructed, row.change, row.orders):
                assert plain(told.number) in text
                assert all(plain(note) in text for note in told.notes)
                assert {url for _, url in told.sources} <= set(page.links())
        assert plain(overview.note) in text

    def test_a_link_leads_to_the_area_on_the_map_and_in_the_ledger(self, pages, read_html, lang):
        for area in AREAS:
            links = read_html(pages[f"areas/{area}/"].main).links()
            to_map = next(link for link in links if link.startswith("../../?"))
            query = parse_qs(urlsplit(to_map).query)
            assert (query["area"], query["lang"]) == ([area], [lang])
            assert f"../../estimates/?area={area}" in links

    def test_the_day_of_the_page_is_told_to_its_script(self, pages):
        day = opening().view.date.isoformat()
        for path, page in pages.items():
            if path.startswith("areas/"):
                assert page.told["day"] == day

    def test_each_is_small(self, pages):
        for path, page in pages.items():
            if path != "estimates/":
                assert len(gzip.compress(page.main.encode(), mtime=0)) < 40_000, path


def curve_of(days=(), people=(), low=(), high=(), points=()):
    return Curve("Rafah", ("PS0275",), days, people, low, high, points)


def point(day, people, side="un"):
    return PublishedPoint(
        day, people, side, "UN", "UN", f"{people:,} people", "A page", "https://e.org"
    )


class TestChart:
    FIRST = date(2024, 1, 1)

    def paths(self, svg):
        return [
            re.search(rf'class="si-{name}".*? d="([^"]*)"', svg)[1] for name in ("band", "line")
        ]

    def test_published_figures_are_never_joined(self):
        days = [self.FIRST + timedelta(days=30 * n) for n in range(6)]
        svg = people_chart(
            curve_of(points=tuple(point(day, 1000 * n + 1000) for n, day in enumerate(days))),
            self.FIRST,
            ENGLISH,
        )
        assert self.paths(svg) == ["", ""]
        assert svg.count('class="si-mark') == 6

    def test_a_line_breaks_off_where_nothing_can_be_told(self):
        days = tuple(self.FIRST + timedelta(days=3 * n) for n in range(6))
        people = (5.0, 6.0, None, None, 7.0, 8.0)
        low, high = (1.0, None, None, None, 2.0, 3.0), (9.0, None, None, None, 9.0, 9.0)
        band, line = self.paths(people_chart(curve_of(days, people, low, high), days[0], ENGLISH))
        assert line.count("M") == 2
        assert line.count("L") == 2
        assert band.count("M") == band.count("Z") == 2

    @given(
        st.lists(st.floats(0, 3e6, allow_nan=False), min_size=1, max_size=40),
        st.lists(st.floats(0, 3e6, allow_nan=False), max_size=8),
    )
    def test_everything_lies_within_the_scale(self, numbers, published):
        span = load_timeline()
        days = tuple(span.first + timedelta(days=n) for n in range(len(numbers)))
        told = tuple(numbers)
        points = tuple(point(span.last, number) for number in published)
        svg = people_chart(curve_of(days, told, told, told, points), span.last, ENGLISH)
        _, line = self.paths(svg)
        places = [tuple(map(int, one.split())) for one in line[1:].split("L")]
        assert all(0 <= y <= 1000 for _, y in places)
        # More people never lie lower.
        order = sorted(zip(told, (y for _, y in places), strict=True))
        assert [y for _, y in order] == sorted((y for _, y in order), reverse=True)
        downs = [float(y) for y in re.findall(r'<svg x="[\d.]+%" y="([\d.]+)%"', svg)]
        assert len(downs) == len(points)
        assert all(0 <= y <= 100 for y in downs)

    def test_its_signs_and_colours_are_those_of_the_app(self, root):
        sheet = (root / "nuzuh/web/site/pages.css").read_text(encoding="utf-8")
        light, dark = re.findall(r":root \{ (--si-un[^}]*)\}", sheet)
        for told, theme in ((light, "light"), (dark, "dark")):
            colours = dict(re.findall(r"--si-(\w+): (#\w+);", told))
            assert colours == GROUP_COLOURS[theme]

    def test_a_page_draws_its_own_area_with_its_own_figures(self, pages, t, lang):
        tables, view = tables_in_use(), replace(opening().view, lang=lang)
        reconstruction = reconstruction_beside(view, tables)
        told = people_over_time(reconstruction, view, tables, t, areas=AREAS)
        for area, curve in zip(AREAS, told, strict=True):
            main = pages[f"areas/{area}/"].main
            about = t("chart.about", title=t("chart.title"), name=curve.name)
            assert f'role="img" aria-label="{about}"' in unescape(main)
            names = [unescape(name) for name in re.findall(r"<title>(.*?)</title>", main)]
            assert len(names) == len(curve.points)
            both = zip(names, curve.points, strict=True)
            assert all(name.startswith(one.told) for name, one in both)
            months = months_table(reconstruction, curve, t)
            assert all(row[1] in unescape(main) for row in months.rows)


class TestMonths:
    def test_rows_are_the_last_days_of_months_and_the_last_day(self):
        days, span = list(month_ends()), load_timeline()
        assert days == sorted(set(days))
        assert days[-1] == span.last
        assert all((day + timedelta(days=1)).day == 1 for day in days[:-1])
        assert (days[0].year, days[0].month) == (span.first.year, span.first.month)

    @pytest.mark.parametrize("area", AREAS)
    def test_each_published_figure_stands_in_one_row_with_its_source(self, area):
        tables, view = tables_in_use(), opening().view
        reconstruction = reconstruction_beside(view, tables)
        (curve,) = people_over_time(reconstruction, view, tables, ENGLISH, areas=[area])
        cells = [row[2] for row in months_table(reconstruction, curve, ENGLISH).rows]
        links = [link for cell in cells if not isinstance(cell, str) for link in cell]
        span = load_timeline()
        shown = [one for one in curve.points if one.day <= span.last]
        assert Counter(url for _, url in links) == Counter(one.url for one in shown)
        assert all(one.told in " ".join(text for text, _ in links) for one in shown)

    def test_what_cannot_be_told_is_no_zero(self):
        table = months_table(None, curve_of(), ENGLISH)
        assert {row[1] for row in table.rows} == {"–"}


class TestSources:
    def test_every_publisher_and_how_to_correct_a_figure(self, pages, read_html, estimates, t):
        page = read_html(pages["sources/"].main)
        publishers = load_publishers().frame.set_index("publisher")
        for name in estimates["publisher"].unique():
            assert name in publishers.index
        assert page.text.count(t("about.correct.text")) == 1
        rows = [attributes for tag, attributes in page.elements if tag == "table"]
        assert {row["data-testid"] for row in rows} == {"publishers-table", "sources-table"}

    def test_the_page_about_says_all_that_the_app_says(self, pages, read_html, t):
        text = plain(read_html(pages["about/"].main).text)
        keys = [key for key in t.starting(("about.",)) if not key.startswith("about.cite")]
        for key in keys:
            words = plain(t.starting((key,))[key])
            parts = [part for part in re.split(r"\{\w+\}", words) if part.strip()]
            assert all(part.strip() in text for part in parts), key
        assert t("snapshot.reconstructed", view=t("view.all")) in text

    @pytest.mark.parametrize("address", ["", ADDRESS])
    def test_a_citation_names_the_data_and_the_place_as_far_as_it_is_known(self, address, t):
        (page,) = about.pages(Site(tables_in_use(), address), t)
        text = plain(unescape(re.sub("<[^>]+>", "\n", page.main)))
        assert tables_in_use().version in text
        assert (ADDRESS in text) == bool(address)
        parts = {"data": tables_in_use().version, "date": t.day(opening().view.date)}
        key = "about.cite.example" if address else "about.cite.unplaced"
        assert plain(t(key, link=address, **parts)) in text


class TestFrame:
    def frame(self, t):
        return SiteFrame(t, "", "", ["assets/a.css"], [(path, path) for path, _ in PAGES], [])

    def test_what_a_page_loads_stands_in_the_site(self, made, pages):
        site, _ = made
        for page in pages.values():
            assert set(page.scripts) <= set(site.files)

    def test_no_page_needs_a_script_or_asks_another_host(self, pages, t, read_html):
        for page in pages.values():
            html = document(page, self.frame(t)).decode()
            for name, told in read_html(page.main).elements:
                assert not any(key.startswith("on") for key in told), name
                assert name not in ("script", "img", "iframe", "link", "form") or (
                    name == "form" and "hidden" in told
                )
            assert "<script>" not in html
            assert re.findall(r'(?:src|href)="(?:https?:)?//', html.split("<main>")[0]) == []
            reader = Controls()
            reader.feed(str(page.main))
            # What only a script can bring to life is hidden until it does.
            assert reader.seen == []

    def test_its_ways_lead_somewhere(self, made, lang, t):
        _, by_lang = made
        known = {path for path, _ in PAGES} | set(by_lang[lang])
        for path, page in by_lang[lang].items():
            for link in re.findall(r'<a href="([^"#]+)"', page.main):
                target = urlsplit(unescape(link))
                if target.scheme:
                    continue
                parts = [*PurePosixPath(path).parts]
                for step in target.path.split("/"):
                    if step == "..":
                        parts.pop()
                    elif step:
                        parts.append(step)
                place = "/".join(parts) + ("/" if parts else "")
                assert place in known, (path, link)
        assert t is not None

    def test_headings_lead_through_a_page(self, pages, read_html):
        for page in pages.values():
            told = [name for name, _ in read_html(page.main).elements]
            levels = [int(name[1]) for name in told if re.fullmatch(r"h\d", name)]
            assert levels.count(1) == 1
            assert levels[0] == 1
            assert all(b <= a + 1 for a, b in pairwise(levels))

    def test_ids_are_given_once(self, pages, read_html):
        for path, page in pages.items():
            ids = [told["id"] for _, told in read_html(page.main).elements if "id" in told]
            assert len(ids) == len(set(ids)), path


def test_governorates_have_a_small_drawing_each(pages):
    assert pages["areas/"].main.count('data-testid="people-chart"') == len(pc.GOVERNORATES)
