"""A link survives mail: what is written around, into and behind it changes nothing."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nuzuh.scene.parse_view import Known, parse_view
from nuzuh.scene.view import View
from tests.scene.test_view import DATA, KNOWN, SPAN, parse, views

TAILS = [
    ".",
    ",",
    ";",
    ":",
    "!",
    "?",
    ")",
    ").",
    "]",
    "]]",
    "}",
    ">",
    ">.",
    "'",
    '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}.",
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}",
    "\N{HORIZONTAL ELLIPSIS}",
    "\N{ARABIC COMMA}",
    "\N{ARABIC SEMICOLON}",
    "\N{ARABIC QUESTION MARK}",
    "\N{RIGHT-TO-LEFT MARK}",
    "\N{POP DIRECTIONAL FORMATTING}.",
    "\N{POP DIRECTIONAL ISOLATE}",
    "\N{NO-BREAK SPACE}",
    "*",
    "**",
    "_",
    "|",
    "=",
    "%20",
    "%0A",
    "%0D%0A",
    "%3E",
    "%E2%80%8F",
    "&gt;",
    "&quot;&gt;",
    "&amp;",
    "&",
]
TRACKED = "&utm_source=mail&utm_medium=email&fbclid=IwAR0&mc_cid=1&embed=true&embed_options=light"
DAMAGES = {
    "nothing": lambda link: link,
    "escaped": lambda link: link.replace("&", "&amp;"),
    "escaped twice": lambda link: link.replace("&", "&amp;amp;"),
    "unpadded": lambda link: re.sub(r"((?:date|since)=\d+)-0?(\d+)-0?", r"\1-\2-", link),
    "encoded twice": lambda link: link.replace("%", "%25"),
    "encoded whole": lambda link: link.split("?")[0] + "?" + quote(link.split("?")[1]),
    "quoted-printable": lambda link: link.replace("=", "=3D"),
    "en dashes": lambda link: link.replace("-", "%E2%80%93"),
    "capitals": lambda link: link.split("?")[0] + "?" + link.split("?")[1].upper(),
    "small letters": lambda link: link.lower(),
    "tracked": lambda link: link + TRACKED,
    "tracked, escaped": lambda link: (link + TRACKED).replace("&", "&amp;"),
}


def opened(link, **options):
    """Open a link as a browser and Streamlit do."""
    query = parse_qs(urlsplit(link).query, keep_blank_values=True)
    return parse_view(query, SPAN, DATA, KNOWN, **options)


@given(views, st.sampled_from(sorted(DAMAGES)), st.sampled_from(["", *TAILS]))
@example(View(perspective="PM (Israel)"), "nothing", ")")
def test_a_link_damaged_in_the_mail_is_the_same_view(view, damage, tail):
    link = DAMAGES[damage](view.link("https://nuzuh.example.org/", SPAN, DATA)) + tail
    parsed = opened(link)
    assert (parsed.view, parsed.notices) == (view, ())


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_every_damage_with_every_tail(damage, tail):
    view = View(
        date(2024, 5, 6),
        "density",
        "ar",
        perspective="IDF,U.N.",
        since=date(2024, 5, 1),
        place="Al-Mawasi (Khan Younis)",
    )
    link = DAMAGES[damage](view.link("https://nuzuh.example.org/", SPAN, DATA)) + tail
    assert (opened(link).view, opened(link).notices) == (view, ())


@pytest.mark.parametrize(
    ("query", "day"),
    [
        ("date=2025-10-5", date(2025, 10, 5)),
        ("date=2025-1-5", date(2025, 1, 5)),
        ("date=2025-1-05%E2%80%8F", date(2025, 1, 5)),
        ("amp;date=2024-02-29", date(2024, 2, 29)),
        ("?date=2024-02-29", date(2024, 2, 29)),
        ("DATE=2024-02-29", date(2024, 2, 29)),
        ("date=%E2%80%AB2024-02-29%E2%80%AC", date(2024, 2, 29)),
    ],
)
def test_days_that_only_a_link_may_write_so(query, day):
    parsed = opened(f"https://nuzuh.example.org/?{query}")
    assert (parsed.view.date, parsed.notices) == (day, ())


def test_a_key_as_we_write_it_wins_over_a_mended_one():
    parsed = parse({"amp;date": "2024-01-02", "date": "2024-05-06", "amp;DATE": "2024-03-04"})
    assert (parsed.view.date, parsed.notices) == (date(2024, 5, 6), ())


@pytest.mark.parametrize(
    "key", ["dat", "layr", "from", "veiw", "layers", "lan", "shwo", "phas", "fgure", "amp;foo"]
)
def test_a_key_that_looks_like_ours_is_told_once_and_never_echoed(key):
    for query in ({key: "2024-01-02"}, {key: "2024-01-02", "amp;other": "<b>"}):
        parsed = parse(query | {"date": "2024-05-06"})
        assert (parsed.view.date, parsed.notices) == (date(2024, 5, 6), ("unknown_key",))


@pytest.mark.parametrize(
    "key",
    [
        "embed",
        "embed_options",
        "utm_source",
        "utm_term",
        "fbclid",
        "gclid",
        "msclkid",
        "mc_eid",
        "igshid",
        "_ga",
        "_gl",
        "_hsenc",
        "ref",
        "share",
        "feature",
        "page",
        "source",
        "si",
        "s",
        "t",
        "",
        "x" * 5_000,
    ],
)
def test_what_streamlit_and_those_who_count_visits_add_is_passed_over(key):
    assert parse({key: "1"}).notices == ()
    assert parse({f"amp;{key}": "1"}).notices == () or not key.startswith(
        ("embed", "utm_", "fbclid", "gclid", "mc_")
    )


@pytest.mark.parametrize(
    ("written", "view", "notices"),
    [
        ("UN", "UN", ()),
        ("UN).", "UN", ()),
        ("un", "un", ()),
        ("un.", "un", ()),
        ("Un", "all", ("bad_view",)),
        ("UN,idf.", "IDF,UN", ()),
        ("un,IDF", "all", ("bad_view",)),
        ("Israel", "israel", ()),
        (",", "all", ("bad_view",)),
    ],
)
def test_a_publisher_and_a_group_that_are_written_alike_are_told_apart(written, view, notices):
    parsed = parse_view({"view": written}, SPAN, DATA, Known(publishers={"UN", "IDF"}))
    assert (parsed.view.perspective, parsed.notices) == (view, notices)


def test_what_came_out_later_is_left_out_with_one_key():
    without = View(later=False)
    assert without.query(SPAN, DATA)["later"] == "no"
    assert "later" not in View().query(SPAN, DATA)
    assert parse({"later": "no"}).view == without
    assert parse({"later": "yes"}).view == View()
    assert parse({"later": "No."}).view == without
    assert parse({"later": "0"}).notices == ("bad_later",)


def test_a_view_without_what_came_out_later_is_never_reconstructed():
    assert View(mode="reconstructed").reconstructed
    assert not View(mode="reconstructed", later=False).reconstructed
    assert View(mode="reconstructed").without_later() == View(later=False)
    parsed = parse({"show": "reconstructed", "later": "no"})
    assert (parsed.view, parsed.notices) == (View(later=False), ("later_published",))


OPENING = View(date(2026, 8, 20), mode="reconstructed")


@pytest.mark.parametrize(
    ("query", "day", "show"),
    [
        ({}, OPENING.date, "reconstructed"),
        ({"layer": "density", "lang": "he"}, OPENING.date, "reconstructed"),
        ({"date": "junk"}, OPENING.date, "reconstructed"),
        ({"show": "published"}, OPENING.date, "published"),
        ({"later": "no"}, OPENING.date, "published"),
        ({"date": "2025-10-05"}, date(2025, 10, 5), "published"),
        ({"phase": "ceasefire"}, date(2025, 10, 26), "published"),
        ({"date": "2024-05-06", "show": "reconstructed"}, date(2024, 5, 6), "reconstructed"),
    ],
)
def test_a_link_that_names_no_day_opens_where_the_app_opens(query, day, show):
    parsed = parse(query, opening=OPENING)
    assert (parsed.view.date, parsed.view.mode) == (day, show)
    assert "later_published" not in parsed.notices


def test_an_opening_keeps_the_other_parts_of_the_link():
    view = parse({"layer": "density", "lang": "he", "area": "PS0275"}, opening=OPENING).view
    assert (view.layer, view.lang, view.area) == ("density", "he", "PS0275")
