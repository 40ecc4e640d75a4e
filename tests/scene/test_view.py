"""The link is the view: what comes from a URL never breaks anything and never comes back."""

from __future__ import annotations

from datetime import date
from string import Formatter
from typing import get_args
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nuzuh.scene.gazetteer import place_keys, places_of
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.parse_view import Known, Notice, parse_view
from nuzuh.scene.received import mended
from nuzuh.scene.translator import LANGUAGES, Translator, catalogue
from nuzuh.scene.view import CASE_DATE, Phase, Timeline, View

PARTS = ("date", "layer", "phase", "lang", "figure", "later", "data")
PUBLISHERS = frozenset({"IDF", "OCHA", "PM (Israel)", "Médecins Sans Frontières", "U.N."})
PLACES = ("Al-Mawasi (Khan Younis)", "Khuza'a", "As Siafa (North Gaza) 2", "Beach (Shati) camp")
DATA = "2026-08-22-abc1234"
FIGURES = frozenset({"GD0508", "GD0417"})
SPAN = Timeline(
    date(2023, 10, 1),
    date(2026, 8, 22),
    (
        Phase("prewar", date(2023, 10, 1), date(2023, 10, 6), date(2023, 10, 6)),
        Phase("war", date(2023, 10, 7), date(2025, 10, 9), date(2025, 10, 5)),
        Phase("ceasefire", date(2025, 10, 10), date(2026, 12, 31), date(2025, 10, 26)),
    ),
)
NOTICES = get_args(Notice)
JUNK = [
    "x" * 10_000,
    "<script>alert(1)</script>",
    "\0",
    "\u2068",
    "%00",
    "../../etc/passwd",
    "'; DROP TABLE",
    "\ud800",
    "٢٠٢٥-١٠-٠٥",
    "{date}",
    "people density",
    "2025-1O-O5",
    "",
]


KNOWN = Known(figures=FIGURES, publishers=PUBLISHERS, places=PLACES)


def parse(query, opening=None):
    return parse_view(query, SPAN, DATA, KNOWN, opening=opening)


def is_valid(view):
    return (
        SPAN.first <= view.date <= SPAN.last
        and view.layer in LAYERS
        and view.lang in LANGUAGES
        and (view.figure == "" or view.figure in FIGURES)
    )


texts = (
    st.text()
    | st.text(st.characters(exclude_categories=[]))
    | st.sampled_from(JUNK)
    | st.dates().map(str)
    | st.sampled_from([*LAYERS, *FIGURES])
)


@pytest.mark.slow
@given(
    st.dictionaries(
        st.sampled_from(PARTS) | texts | st.sampled_from(PARTS).map("amp;{}".format),
        texts | st.lists(texts, max_size=3),
    )
)
@example(dict.fromkeys(PARTS, "x" * 10_000))
@example({"date": [], "layer": [], "figure": []})
def test_whatever_a_url_says_there_is_a_valid_view_and_known_notices(query):
    parsed = parse(query)
    assert is_valid(parsed.view)
    assert set(parsed.notices) <= set(NOTICES)
    assert len(parsed.notices) == len(set(parsed.notices))


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("part", [part for part in PARTS if part != "data"])
def test_junk_gives_the_default_and_a_notice(part, junk):
    parsed = parse({part: junk})
    assert parsed.view == View()
    assert parsed.notices == (f"bad_{part}",)


@pytest.mark.parametrize(
    "text",
    ["2025-W40-7", "20251005", "2025-10-05T00:00", "2025-10-005", "25-10-05", "2025-2-30", "5"],
)
def test_a_date_is_written_with_year_month_and_day_only(text):
    assert parse({"date": text}).notices == ("bad_date",)


@pytest.mark.parametrize("text", ["2023-09-30", "2026-08-23", "0001-01-01", "9999-12-31"])
def test_a_date_outside_the_data_gives_the_default_and_says_so(text):
    parsed = parse({"date": text})
    assert (parsed.view.date, parsed.notices) == (CASE_DATE, ("date_outside",))


@pytest.mark.parametrize("day", [SPAN.first, SPAN.last])
def test_the_first_and_the_last_day_can_be_shown(day):
    assert parse({"date": str(day)}).view.date == day


def test_a_phase_opens_its_preset_and_a_date_wins_over_it():
    assert parse({"phase": "ceasefire"}).view.date == date(2025, 10, 26)
    assert parse({"phase": "ceasefire", "date": "2024-01-02"}).view.date == date(2024, 1, 2)
    assert parse({"phase": "ceasefire", "date": "junk"}).view.date == date(2025, 10, 26)


def test_one_bad_part_leaves_the_others_as_they_were_asked():
    parsed = parse({"date": "2024-01-02", "layer": "<b>", "lang": "ar", "figure": "GD0508"})
    assert parsed.view == View(date(2024, 1, 2), "people", "ar", "GD0508")
    assert parsed.notices == ("bad_layer",)


def test_of_a_part_given_twice_the_last_counts():
    assert parse({"layer": ["junk", "density"]}).view.layer == "density"
    assert parse({"layer": []}).notices == ("bad_layer",)


def test_a_link_to_data_that_never_were_opens_and_says_so():
    parsed = parse({"data": "2024-01-01-0000000", "layer": "change"})
    assert (parsed.view.layer, parsed.notices) == ("change", ("no_version",))
    assert parse({"data": DATA}).notices == ()


def test_an_empty_query_is_the_default_view_without_a_notice():
    parsed = parse({})
    assert (parsed.view, parsed.notices) == (View(), ())
    assert parsed.view.date == date(2025, 10, 5)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_can_only_name_our_own_dates_and_versions(notice, lang):
    text = catalogue(lang)[f"notice.{notice}"]
    ours = {"first", "last", "data"}
    if notice == "withdrawn_figure":
        ours = {"id", "date", "reason", "see", "data"}  # each from our own table
    assert {name for _, name, _, _ in Formatter().parse(text) if name} <= ours


views = st.builds(
    View,
    date=st.dates(SPAN.first, SPAN.last),
    layer=st.sampled_from(LAYERS),
    lang=st.sampled_from(LANGUAGES),
    figure=st.sampled_from(["", *sorted(FIGURES)]),
    perspective=st.sampled_from(
        ["all", "un", "IDF", "PM (Israel)", "IDF,Médecins Sans Frontières,U.N."]
    ),
    area=st.sampled_from(["", "PS0255"]),
    since=st.sampled_from([None, SPAN.first]),
    later=st.booleans(),
    place=st.sampled_from(["", *PLACES]),
) | st.builds(View, mode=st.just("reconstructed"), date=st.dates(SPAN.first, SPAN.last))


@given(views)
def test_a_view_comes_back_from_its_own_query_without_a_notice(view):
    parsed = parse(view.query(SPAN, DATA))
    assert (parsed.view, parsed.notices) == (view, ())


@given(
    views,
    st.sampled_from(
        [
            "http://localhost:8501",
            "http://localhost:8501/?date=2020-01-01&x=1#top",
            "https://nuzuh.example.org/app/",
            "https://nuzuh.example.org/app/map?lang=he",
        ]
    ),
)
def test_a_link_is_absolute_and_holds_every_part(view, address):
    link = urlsplit(view.link(address, SPAN, DATA))
    here = urlsplit(address)
    assert (link.scheme, link.netloc) == (here.scheme, here.netloc)
    assert link.path == (here.path or "/")
    assert link.fragment == ""
    parts = {key: values[0] for key, values in parse_qs(link.query).items()}
    assert {"date", "layer", "phase", "lang", "data"} <= set(parts)
    assert parts == view.query(SPAN, DATA)
    assert parse(parts).view == view


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_every_day_has_a_phase_and_a_day_within_one_has_that_one(day):
    phase = SPAN.phase_of(day)
    assert phase in SPAN.phases
    within = [p for p in SPAN.phases if p.start <= day <= p.end]
    assert not within or within == [phase]


def test_the_embedded_timeline_opens_every_preset(timeline):
    for phase in timeline.phases:
        parsed = parse_view({"phase": phase.id}, timeline, DATA)
        assert (parsed.view.date, parsed.notices) == (phase.preset, ())
        assert timeline.phase_of(phase.preset) == phase


def test_a_link_names_a_block_and_an_order_that_exist():
    known = Known(blocks={"89", "2231"}, orders={"GO0170"})
    read = parse_view({"block": "89", "order": "GO0170"}, SPAN, DATA, known)
    assert (read.view.block, read.view.order, read.notices) == ("89", "GO0170", ())
    again = parse_view(read.view.query(SPAN, DATA), SPAN, DATA, known)
    assert again == read
    none = parse_view({"block": "8801", "order": "89"}, SPAN, DATA, known)
    assert (none.view.block, none.view.order) == ("", "")
    assert none.notices == ("bad_block", "bad_order")


def test_a_link_names_a_place_in_one_way_whatever_its_language():
    known = Known(places=place_keys())
    for key in place_keys():
        view = View(place=key, lang="ar")
        assert parse_view(view.query(SPAN, DATA), SPAN, DATA, known).view == view
    none = parse_view({"place": "Atlantis"}, SPAN, DATA, known)
    assert (none.view.place, none.notices) == ("", ("bad_place",))


def test_no_two_places_have_one_name_in_a_link():
    keys = place_keys()
    assert len({mended(key).casefold() for key in keys}) == len(keys)
    assert max(map(len, keys)) <= 64
    for lang in LANGUAGES:
        assert len(places_of(Translator(lang))) == len(keys)
    assert [place.name for place in places_of(Translator("en"))][:3] == list(keys[:3])


STORIES = {
    name: tuple(
        View(date(2024, 5, day), story=name, step=step) for step, day in enumerate(days, start=1)
    )
    for name, days in (("rafah", (5, 6, 14, 26)), ("north", (7, 8, 9)))
}


def compared(**query):
    return parse_view(query, SPAN, DATA, Known(publishers=PUBLISHERS, stories=STORIES))


def test_a_link_of_a_comparison_names_its_other_side():
    read = compared(
        date="2025-10-05",
        compare="2025-08-14",
        **{"compare-view": "IDF,OCHA", "compare-show": "reconstructed"},
    )
    other = read.view.other
    assert read.notices == ()
    assert (other.date, other.perspective, other.mode) == (
        date(2025, 8, 14),
        "IDF,OCHA",
        "reconstructed",
    )
    assert compared(**read.view.query(SPAN, DATA)).view == read.view
    assert View().other == View()


@pytest.mark.parametrize(
    ("part", "junk"),
    [
        ("compare", "2027-01-01"),
        ("compare", "<b>"),
        ("compare-view", "Nobody"),
        ("compare-show", "both"),
        ("question", "who"),
        ("by", "Nobody"),
        ("story", "gone"),
        ("step", "2"),
    ],
)
def test_a_part_that_is_gone_leaves_the_page_and_says_so(part, junk):
    read = compared(**{part: junk})
    assert read.view == View()
    assert read.notices == (f"bad_{part.replace('-', '_')}",)


def test_a_story_opens_its_first_step_unless_the_link_names_one_that_it_has():
    assert compared(story="rafah").view.step == 1
    assert compared(story="rafah", step="4").view.step == 4
    gone = compared(story="north", step="4")
    assert (gone.view.step, gone.notices) == (1, ("bad_step",))


def test_a_story_opens_the_day_of_its_step_unless_the_link_names_another():
    opened = compared(story="rafah", step="3", lang="ar")
    assert opened.view == View(date(2024, 5, 14), lang="ar", story="rafah", step=3)
    assert opened.notices == ()
    moved = compared(story="rafah", step="3", date="2024-06-01")
    assert (moved.view.date, moved.view.step) == (date(2024, 6, 1), 3)


def test_a_page_lets_go_of_what_only_others_have_a_use_for():
    view = View(question="present_north", by="OCHA", story="rafah", step=2, area="north")
    assert view.on_page("movements") == View(by="OCHA", area="north")
    assert view.on_page("") == View(area="north")
