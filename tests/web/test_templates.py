"""HTML comes from templates alone, and nothing that is put into one is ever more than text."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup
from streamlit.testing.v1 import AppTest

from nuzuh.evidence.published import Figure
from nuzuh.evidence.statements import Statement
from nuzuh.loaders.user import combine
from nuzuh.loaders.user.check import check
from nuzuh.scene.claims import questions_of
from nuzuh.scene.record_words import record_cells
from nuzuh.scene.seen import figures_seen, orders_seen
from nuzuh.scene.title_language import title_language
from nuzuh.scene.translator import Translator
from nuzuh.web.onefile.sources import seen_html
from nuzuh.web.panel import panel_html
from nuzuh.web.templates import element, paragraphs, render, style, table
from tests.loaders.user_files import HEADER

HOSTILE = (
    "</td></table></details><script>alert(1)</script><img src=x onerror=alert(2)> \"'` {{ 7 * 7 }}"
    "{% raw %} &amp; &lt;b&gt; \u202eright\u202c \u2067to\u2069 left\n\n\u2028<!-- ]]>"
)
ADDRESSES = [
    "javascript:alert(1)",
    " javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://example.org",
    "data:text/html,<script>alert(1)</script>",
    "//example.org",
    "\thttps://example.org",
]
CALM = {"a", "article", "b", "bdi", "br", "caption", "details", "div", "li", "p", "small", "span"}
CALM |= {"summary", "table", "tbody", "td", "th", "thead", "tr", "ul"}

texts = st.lists(
    st.one_of(
        st.sampled_from(
            ["<script>", "</td>", '"', "'", "{{ 7*7 }}", "{% if %}", "&amp;", "\u202e"]
        ),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8),
    ),
    max_size=4,
).map("".join)
addresses = st.one_of(
    st.sampled_from(ADDRESSES), texts, texts.map(lambda text: f"https://example.org/{text}")
)


def calm(page, *, more=()):
    """Hold a page to elements that run nothing, attributes likewise, and links to the web."""
    assert page.names() <= CALM | set(more)
    assert not [name for name in page.attributes() if name.startswith("on")]
    assert all(link.startswith(("https://", "http://")) for link in page.links())
    return page


@given(st.lists(texts, min_size=1, max_size=3), texts, texts, texts, addresses)
def test_a_table_shows_every_text_as_it_stands(read_html, head, cell, caption, name, address):
    links = [(cell, address), (name, "")]
    html = table(head, [[cell, links], [name, cell]], test_id=name, caption=caption, isolated=[1])
    page = calm(read_html(html))
    assert page.text == caption + "".join(head) + cell + cell + name + name + cell
    assert dict(page.elements)["table"]["data-testid"] == name
    leads = address.lower().startswith(("http://", "https://"))
    assert page.links() == ([address] if leads else [])
    if cell and "\u2068" not in cell:
        assert ("bdi", {"lang": title_language(cell)}) in page.elements


@given(texts, texts)
def test_an_element_holds_its_text_and_its_attributes(read_html, text, value):
    page = read_html(element("p", text, class_=value, data_date=date(2025, 10, 5)))
    assert page.elements == [("p", {"class": value, "data-date": "2025-10-05"})]
    assert page.text == text
    assert read_html(paragraphs([text, value])).text == text + value


def test_a_link_opens_beside_the_app(read_html):
    address = 'https://example.org/?a=1&b="x"'
    page = read_html(table(["x"], [[[("<b>title</b>", address)]]], test_id="t"))
    told = {"href": address, "target": "_blank", "rel": "noopener noreferrer"}
    assert ("a", told) in page.elements
    assert page.text == "x<b>title</b>"


def test_what_is_html_already_passes_and_a_name_that_is_missing_is_an_error(read_html):
    page = read_html(element("div", element("b", "a & b") + " < c"))
    assert [name for name, _ in page.elements] == ["div", "b"]
    assert page.text == "a & b < c"
    with pytest.raises(UndefinedError, match="'content' is undefined"):
        render("element", tag="p", attributes={})


def test_line_breaks_in_a_template_show_nowhere_and_those_in_a_text_stay():
    assert table(["a"], [["b"]], test_id="t") == (
        '<div class="nz-scroll"><table class="nz-table" data-testid="t"><thead><tr>'
        '<th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table></div>'
    )
    assert element("p", "one\n\n  two") == "<p>one\n\n  two</p>"


def test_our_style_sheets_cannot_end_their_element():
    sheet = style("style.css")
    assert isinstance(sheet, Markup)
    assert sheet.startswith("<style>")
    assert sheet.count("</") == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_but_one_of_the_web_is_led_to(read_html, english, address):
    figure = Figure(
        id="X1",
        value=1.0,
        low=None,
        high=None,
        quantifier="exact",
        unit="people",
        publisher=HOSTILE,
        as_of=date(2025, 10, 2),
        area=HOSTILE,
        coverage="city",
    )
    said = Statement(
        figure=figure,
        question="present_north",
        measure="people_present",
        kind="stock",
        counting="people",
        origin="",
        period_start=None,
        period_assumed=False,
        basis="observed",
        weak=False,
        source_title=HOSTILE,
        source_url=address,
        source_date=None,
        note="",
        repeats=((HOSTILE, address),),
        standing="latest",
    )
    told, day = {"present_north": [said, replace(said, standing="before")]}, date(2025, 10, 5)
    page = calm(read_html(panel_html(questions_of(told, day, english), day, english)))
    assert page.links() == []
    assert page.text.count(HOSTILE) == 6


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_table_may_hold_anything(read_html, some_estimates, some_orders, lang):
    t = Translator(lang)
    # A table lets no other than web addresses in: here one is forced on it.
    names = dict.fromkeys(("publisher", "destination", "source_title"), HOSTILE)
    figures = some_estimates(names, names | {"id": "T2", "repeats": "T1"}).assign(
        source_url="javascript:alert(1)"
    )
    orders = some_orders(dict.fromkeys(("issuer", "areas", "term", "source_title"), HOSTILE))
    seen = figures_seen(figures, t), orders_seen(orders, t)
    listed = calm(read_html(seen_html(seen[0], t) + seen_html(seen[1], t)))
    # In another language the areas of an order stand one by one, a semicolon of its own between.
    assert listed.text.count(HOSTILE) == (8 if lang == "en" else 7)
    shown = calm(read_html(render("record", cells=record_cells(figures.iloc[0], t))))
    assert shown.text.count(HOSTILE) == 3
    assert shown.links() == []


@pytest.mark.slow
def test_a_readers_file_is_text_on_every_page(root, read_html):
    name = "<img src=x onerror=alert(1)> {{ 7 * 7 }} &amp; \u202e.csv"
    publisher = HOSTILE.replace('"', '""')
    rows = f'{HEADER}\n2025-10-05,Rafah,7,people_present,"{publisher}",x'
    checked = check(rows.encode(), name)
    at = AppTest.from_file(str(root / "app.py"), default_timeout=120)
    at.session_state["user_files"] = (checked,)
    at.session_state["user_tables"] = combine(checked)
    at.session_state["own_version"] = ""  # so it is put together anew
    at.run()
    shown = at.get("html")
    at.switch_page("pages/yours.py").run()
    at.file_uploader[0].set_value((name, rows.encode(), "text/csv")).run()
    assert not at.exception
    bodies = [piece.proto.body for piece in [*shown, *at.get("html")]]
    page = calm(read_html("".join(body for body in bodies if not body.startswith("<style>"))))
    assert page.text.count("<img src=x onerror=alert(1)> {{ 7 * 7 }} &amp;") >= 3
    assert "<script>alert(1)</script>" in page.text


OTHERS = {"benchmarks", "build", "frontend", "tests"}
FIXED = {"copy_link.py", "browser_check.py", "component.py", "flows.py", "quoting.py"}
"""Streamlit components, whose place in the page is a text of their own that holds no data."""

READ = {"formats.py", "number_words.py", "server_headers.py"}
"""Which words a reader's file, or Streamlit's page, may hold: looked for, and never written."""

_HTML = re.compile(
    r"(?<!\(\?)(?<!\(\?P)<(!|/?[a-zA-Z][\w-]*(\s[^<>]*)?/?>|[a-z]+\s+[a-z-]+=)|&#?\w+;"
)


def html_in_code(source: str) -> list[str]:
    """Each text in a program that is HTML, and each call that escapes some by hand."""
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            found += [node.value] if _HTML.search(node.value) else []
        elif isinstance(node, ast.Call) and not isinstance(node.func, ast.Lambda):
            called = ast.unparse(node.func)
            found += [called] if called in ("escape", "html.escape", "Markup.escape") else []
    return found


@pytest.mark.slow
def test_no_program_writes_html_or_escapes_it(root):
    tops = [top for top in root.iterdir() if top.name not in OTHERS and top.name[0] != "."]
    files = [file for top in tops for file in ([top] if top.is_file() else top.rglob("*.py"))]
    programs = [file for file in files if file.suffix == ".py"]
    assert len(programs) > 150
    assert {
        file.name for file in programs if html_in_code(Path(file).read_text(encoding="utf-8"))
    } == FIXED | READ


@pytest.mark.parametrize(
    "code",
    [
        "x = f'<p class=\"quiet\">{text}</p>'",
        "x = '<br>'",
        "x = '<a href=' + url",
        "x = ''.join(['</div>'])",
        "x = '&amp;'",
        "x = escape(text)",
        "x = html.escape(text)",
    ],
)
def test_planted_html_is_seen(code):
    assert html_in_code(code)


def test_what_only_looks_like_html_passes():
    code = '"""A <b> in a docstring."""\nx = re.escape("1 < 2"), "(?P<sign>-)", "a <- b > c & d;"'
    assert html_in_code(code) == []
