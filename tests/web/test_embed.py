from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from nuzuh.web.embed import embed_link, embed_snippet

LINK = "https://nuzuh.example.org/app/?date=2025-10-05&view=UN%2COCHA"


def test_the_address_keeps_every_part_of_the_view():
    link = urlsplit(embed_link(LINK + "#top"))
    assert (link.netloc, link.path, link.fragment) == ("nuzuh.example.org", "/app/", "")
    assert parse_qs(link.query) == {
        "date": ["2025-10-05"],
        "view": ["UN,OCHA"],
        "embed": ["true"],
    }


def test_a_link_from_within_a_frame_asks_for_it_once():
    assert embed_link("http://localhost/?embed=true&EMBED=x&date=2025-10-05").endswith(
        "?date=2025-10-05&embed=true"
    )


def test_the_snippet_is_one_element_whatever_the_title(read_html):
    title = "\"><script>alert(1)</script> <b>'&amp;"
    page = read_html(embed_snippet(LINK, title, height=640))
    assert [name for name, _ in page.elements] == ["iframe"]
    attributes = page.elements[0][1]
    assert attributes["title"] == title
    assert attributes["src"] == embed_link(LINK)
    assert (attributes["height"], attributes["loading"]) == ("640", "lazy")
    assert "allow-top-navigation" not in (attributes["sandbox"] or "")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "/relative", "https://", "", "data:,x"])
def test_what_is_no_web_address_is_refused(link):
    with pytest.raises(ValueError, match="not an http"):
        embed_snippet(link, "Map")
