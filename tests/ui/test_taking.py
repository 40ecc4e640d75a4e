"""Each dialog to take away is of the day on the screen, and says by its title what it is."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.export.formats import ORDERS_FORMATS, OrdersFormat
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.translator import LANGUAGES, Translator

KINDS = ("print", "clip", "data", "page", "publishers")


def page(what, lang, day):
    from datetime import date

    import streamlit as st

    from nuzuh.scene.view import View
    from nuzuh.ui.taking import take

    if "view" not in st.session_state:
        st.session_state["view"] = View(date=date.fromisoformat(day), lang=lang)
        st.session_state["notices"] = ()
    take(what)


def opened(what, lang="en", day="2024-05-26"):
    kwargs = {"what": what, "lang": lang, "day": day}
    at = AppTest.from_function(page, default_timeout=60, kwargs=kwargs).run()
    assert not at.exception
    return at


def dialogs(at):
    return [block.proto.dialog for block in at.get("dialog")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("what", KINDS)
@pytest.mark.few(5)
def test_it_bears_its_name(what, lang):
    (dialog,) = dialogs(opened(what, lang))
    assert dialog.title == Translator(lang)(f"take.{what}")
    assert dialog.is_open


@pytest.mark.parametrize("what", ["", "nothing", "__class__", "link"])
def test_what_python_does_not_make_opens_none(what):
    assert dialogs(opened(what)) == []


def asked(at):
    return [element.proto for element in at.get("button")]


def test_a_figure_for_print_is_of_the_day(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "nuzuh.ui.taking.offer_print", lambda view, link, *_, **__: seen.append((view, link(view)))
    )
    opened("print")
    ((view, link),) = seen
    assert view.date == date(2024, 5, 26)
    assert "date=2024-05-26" in link


def test_data_and_citation_are_of_the_day():
    at = opened("data")
    assert "26 May 2024" in at.caption[0].value
    assert "date=2024-05-26" in at.code[0].value


def test_a_page_in_one_file_is_of_the_day_and_made_only_when_asked_for(monkeypatch):
    monkeypatch.setattr("nuzuh.ui.taking.one_file", lambda *_: pytest.fail("made in advance"))
    (button,) = asked(opened("page"))
    assert button.label == Translator("en")("onefile.button")


def test_a_clip_is_of_the_phase_of_the_day():
    captions = [element.value for element in opened("clip").caption]
    assert any(caption.startswith("Frames: ") for caption in captions)


def test_publishers_are_taken_one_by_one_and_make_a_reconstruction():
    at = opened("publishers")
    (choice,) = at.multiselect
    assert choice.value
    choice.set_value(["OCHA", "UNRWA"]).run()
    at.button[0].click().run()
    assert not at.exception
    chosen = at.session_state["view"]
    assert (chosen.perspective, chosen.mode) == ("OCHA,UNRWA", "reconstructed")


def test_without_a_publisher_there_is_nothing_to_use():
    at = opened("publishers")
    at.multiselect[0].set_value([]).run()
    assert at.button[0].disabled


def orders(lang, day, since, what="data"):
    from datetime import date

    import streamlit as st

    from nuzuh.scene.view import View
    from nuzuh.ui.taking import take

    st.session_state["view"] = View(
        date=date.fromisoformat(day),
        since=date.fromisoformat(since) if since else None,
        lang=lang,
        layer="orders",
    )
    st.session_state["notices"] = ()
    take(what, of_orders=True)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("since", ["", "2025-03-18"])
@pytest.mark.few(2)
def test_beside_the_map_of_orders_their_list_is_offered_in_each_of_its_forms(
    lang, since, monkeypatch
):
    monkeypatch.setattr(
        "nuzuh.ui.export_offer.order_records", lambda *_, **__: pytest.fail("made in advance")
    )
    kwargs = {"lang": lang, "day": "2025-08-20", "since": since}
    at = AppTest.from_function(orders, default_timeout=60, kwargs=kwargs).run()
    assert not at.exception
    assert [button.id.split("-")[-1] for button in asked(at)] == list(ORDERS_FORMATS)
    t = Translator(lang)
    days = [date.fromisoformat(day) for day in (since, "2025-08-20") if day]
    assert all(t.day(day) in at.caption[0].value for day in days)
    # A day's are in force on it; those of a period took effect in it.
    assert at.caption[0].value.startswith(
        t("taking.orders.issued" if since else "ordered.data", when="|").split("|")[0]
    )


def of_orders(what, since, lang="en"):
    kwargs = {"what": what, "lang": lang, "day": "2025-08-20", "since": since}
    at = AppTest.from_function(orders, default_timeout=60, kwargs=kwargs).run()
    assert not at.exception
    return at


def test_the_data_of_a_period_are_the_orders_that_it_lists(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "nuzuh.ui.export_offer.order_records",
        lambda *args, **options: seen.append((args[2], options["issued"])),
    )
    made = []
    monkeypatch.setattr(
        "nuzuh.ui.export_offer.ask_button",
        lambda _where, _label, wanted, **__: made.append(wanted()),
    )
    monkeypatch.setattr(
        "nuzuh.ui.export_offer.ORDERS_FORMATS",
        {"csv": OrdersFormat(lambda _: b"", ("csv",), None)},
    )
    for since in ("2025-03-18", ""):
        of_orders("data", since)
    for one in made:
        one.work(tables_in_use(), lambda *_: None)
    first, last = date(2025, 3, 18), date(2025, 8, 20)
    assert seen == [((first, last), True), ((last, last), False)]
    names = [one.name for one in made]
    assert names[0].startswith("nuzuh-2025-03-18-to-2025-08-20-issued-orders")
    assert names[1].startswith("nuzuh-2025-08-20-list-orders")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_clip_of_times_ordered_is_not_offered_and_says_what_to_do(lang):
    at, t = of_orders("clip", "2025-03-18", lang), Translator(lang)
    (told,) = at.info
    assert t("ordered.as.rail.movements.toggle") in told.value
    assert not at.button


@pytest.mark.usefixtures("made_here")
def test_a_clip_of_orders_shows_no_movements(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "nuzuh.ui.moving_picture.moving_picture",
        lambda shown, **_: seen.append((shown.cube.view.since, shown.cube.arrows)) or b"picture",
    )
    at = of_orders("clip", "")
    at.button(key="moving-make").click().run()
    assert at.session_state["file-moving"].job.wait(60)
    assert seen == [(None, [])]


@pytest.mark.parametrize(("since", "kind"), [("2025-03-18", "times"), ("", "map")])
def test_the_print_of_a_period_is_that_of_times_ordered(since, kind):
    at = of_orders("print", since)
    assert at.selectbox[0].value == kind
    (save,) = asked(at)
    assert save.label == Translator("en")("print.save")


def test_the_map_of_the_day_has_no_period_beside_the_map_of_the_orders(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "nuzuh.ui.print_offer.picture_name", lambda view, *_, **__: seen.append(view.since) or "x"
    )
    at = of_orders("print", "2025-03-18")
    at.selectbox[0].select("map").run()
    assert not at.exception
    assert seen == [date(2025, 3, 18), None]
