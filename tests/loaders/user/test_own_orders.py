"""What is an order: never a boundary, an area marked safe, or a date that says nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.order_book import order_book
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.user import Decisions, UserDataError, check, combine, is_user_row
from nuzuh.loaders.user.maps import joining
from nuzuh.loaders.user.maps.blocklists import blocks_in, land_of
from nuzuh.loaders.user.maps.kinds import kind_of
from nuzuh.loaders.user.maps.statuses import meaning_of
from nuzuh.loaders.user.refusal import Question
from tests.loaders.map_files import NORTH, RAFAH, features, kml, kml_polygon
from tests.loaders.user_files import SQUARE, geojson, left, notes, workbook

BOUNDARIES = (
    {"ADM2_PCODE": ["PS0270"], "ADM2_EN": ["Khan Younis"], "validOn": ["2023-10-19"]},
    {"adm2_name": ["Khan Younis"], "cod_version": ["v01"]},
    {"shapeName": ["Khan Younis"], "shapeISO": ["PS-KYS"]},
    {"name": ["خان يونس"], "admin_level": ["5"], "boundary": ["administrative"]},
    {"NAME_EN": ["Khan Younis"], "lang1": ["ar"]},
    {"admin2Pcode": ["PS0270"]},
    {"@id": ["relation/1"], "name": ["خان يونس"]},
)
DATES = ("date", "Date", "validTo", "issued", "last_edited_date", "time")


def asked(content: bytes, **told: object) -> tuple[Question, ...]:
    with pytest.raises(UserDataError) as refusal:
        check(content, "a", decisions=Decisions(**told))
    assert not refusal.value.problems
    return refusal.value.questions


@pytest.mark.parametrize("markers", BOUNDARIES)
@pytest.mark.parametrize("field", DATES)
def test_boundaries_are_never_orders_whatever_days_they_hold(markers, field):
    checked = check(features(SQUARE, **markers, **{field: ["2025-06-20"]}), "a")
    assert checked.kind == "areas"


@pytest.mark.parametrize(
    "field", ["date", "Time", "updated", "created_at", "last_edited_date", "EditDate", "تاريخ"]
)
def test_a_bare_date_is_asked_about(field):
    content = features(SQUARE, title=["Zone"], **{field: ["2025-06-20"]})
    (question,) = asked(content)
    assert (question.about, question.given) == ("kind", field)
    assert question.choices == ("areas", "orders")
    told = Decisions().with_answer("kind", "", "areas")
    assert check(content, "a", decisions=told).kind == "areas"


@pytest.mark.parametrize(
    "fields",
    [
        {"issued": ["2025-06-20"]},
        {"order_date": ["2025-06-20"]},
        {"announced": ["2025-06-20"]},
        {"date": ["2025-06-20"], "Block": ["36"]},
        {"Date": ["2025-06-20"], "BlockNumber": ["36"]},
        {"date": ["2025-06-20"], "Status": ["Evacuation order"]},
    ],
)
def test_what_says_that_it_is_of_orders_is(fields):
    checked = check(features(SQUARE, **fields), "a")
    assert (checked.kind, checked.first) == ("orders", date(2025, 6, 20))


def test_a_day_of_issue_under_another_name_is_proposed():
    content = features(SQUARE, evacuation_date=["2025-06-20"])
    (question,) = asked(content)
    assert (question.given, question.proposed) == ("evacuation_date", "issued_on")
    told = Decisions().with_answer("column", question.given, "issued_on")
    assert check(content, "a", decisions=told).first == date(2025, 6, 20)


def test_days_before_the_war_need_the_readers_word():
    content = features(SQUARE, issued=["2019-06-25"])
    (question,) = asked(content)
    assert (question.about, question.given) == ("kind", "2019-06-25")
    assert check(content, "a", decisions=Decisions(kind="orders")).kind == "orders"
    assert check(content, "a", decisions=Decisions(kind="areas")).kind == "areas"


SAFE = (
    "Safe", "SAFE ZONE", "humanitarian area", "Recommended", "lifted", "Cancelled", "canceled",
    "expired", "Rescinded", "draft", "TEST", "inactive", "منطقة آمنة", "ملغى", "إنسانية", "مسودة",
    "אזור בטוח", "בוטל", "הומניטרי", "טיוטה",
)  # fmt: skip
ORDERED = (
    "Displaced", "evacuate", "Evacuation order", "active", "In force", "warning", "إخلاء", "פינוי",
)  # fmt: skip


@pytest.mark.parametrize("word", SAFE)
@pytest.mark.parametrize("field", ["StatusText", "status", "State", "الحالة", "Block status"])
@pytest.mark.few(30)
def test_areas_marked_safe_or_lifted_are_no_orders(word, field):
    fields = {"issued": ["2025-09-09"] * 2, field: ["Displaced", word]}
    checked = check(features(SQUARE, RAFAH, **fields), "a")
    assert [*checked.frame["feature"]] == [1]
    assert left(checked)["no_order"].numbers == (2,)
    assert left(checked)["no_order"].names == (word,)


@pytest.mark.parametrize("word", ORDERED)
def test_words_for_orders_need_no_question(word):
    checked = check(features(SQUARE, issued=["2025-09-09"], status=[word]), "a")
    assert "no_order" not in left(checked)


@pytest.mark.parametrize(
    "word", ["Phase 2", "yellow", "evacuation order lifted", "not safe", "no longer active", "لا"]
)
def test_other_words_of_a_field_of_states_are_asked_about_once(word):
    content = features(SQUARE, RAFAH, issued=["2025-09-09"] * 2, status=[word, word])
    (question,) = asked(content)
    assert (question.about, question.given, question.rows) == ("status", word, 2)
    assert question.choices == ("in", "out")
    told = Decisions().with_answer("status", word, "in")
    assert len(check(content, "a", decisions=told).frame) == 2
    with pytest.raises(UserDataError, match="holds no order: 2 marked as no order"):
        check(content, "a", decisions=Decisions().with_answer("status", word, "out"))


@pytest.mark.parametrize("field", ["type", "Label", "zone_type", "name", "Description"])
def test_in_other_fields_only_what_says_nothing_else_counts(field):
    fields = {"issued": ["2025-09-09"] * 3, field: ["Block 1", "Safe zone", "Safe Street 5"]}
    content = features(SQUARE, RAFAH, NORTH, **fields)
    if "type" in field:  # once it says "safe" it is a field of states
        assert {question.given for question in asked(content)} == {"Block 1", "Safe Street 5"}
        told = Decisions(status={"Block 1": "in", "Safe Street 5": "in"})
    else:
        told = Decisions()
    assert left(check(content, "a", decisions=told))["no_order"].numbers == (2,)


def test_a_word_for_no_order_in_a_field_of_any_name_is_asked_about():
    fields = {"issued": ["2025-09-09"] * 2, "lage": ["Displaced", "Safe"]}
    (question,) = asked(features(SQUARE, RAFAH, **fields))
    assert (question.about, question.given, question.rows) == ("status", "Safe", 1)
    told = Decisions().with_answer("status", "Safe", "out")
    checked = check(features(SQUARE, RAFAH, **fields), "a", decisions=told)
    assert left(checked)["no_order"].numbers == (2,)


def test_a_folder_of_safe_zones_is_no_folder_of_orders():
    order = "<ExtendedData><Data name='issued'><value>2025-09-09</value></Data></ExtendedData>{}"
    whole = kml(order.format(kml_polygon())).decode()
    safe = f"<Folder><name>Safe zones</name><Placemark>{order.format(kml_polygon(RAFAH))}"
    content = whole.replace("</Document>", f"{safe}</Placemark></Folder></Document>").encode()
    assert left(check(content, "a"))["no_order"].numbers == (2,)


def test_orders_without_a_day_are_left_out_and_counted():
    content = features(SQUARE, RAFAH, NORTH, issued=["2025-09-09", None, " "])
    checked = check(content, "a")
    assert [*checked.frame["feature"]] == [1]
    assert left(checked)["no_day"].numbers == (2, 3)
    with pytest.raises(UserDataError, match="holds no order: 1 without a day"):
        check(features(SQUARE, issued=[None]), "a", "orders")


@given(st.text(max_size=40))
def test_no_word_means_both(word):
    assert meaning_of(word) in ("in", "out", "")
    if meaning_of(word) == "out":
        assert meaning_of(f"not {word}") == ""


@given(st.dictionaries(st.text(max_size=20), st.lists(st.text(max_size=9), min_size=1, max_size=1)))
def test_any_fields_are_of_areas_or_orders_or_asked_about(fields):
    kind = kind_of(fields)
    assert kind in ("areas", "orders") or isinstance(kind, Question)


def records(*rows: dict) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode()


BY_BLOCKS = {
    "a list": records({"date": "2025-06-20", "displacement_blocks": "606, 607"}),
    "numbers": records({"day of order": "2025-06-20", "Blocks": ["606", 607]}),
    "an answer": json.dumps(
        {"data": [{"issued": "2025-06-20", "block_numbers": "606;607"}]}
    ).encode(),
    "a table": b"date,blocks\n2025-06-20,606; 607\n",
    "a workbook": workbook(["Blocks", "Date"], ["606, 607", date(2025, 6, 20)]),
    "a row a block": b"date,COD_mod\n2025-06-20,606\n2025-06-20,607\n",
    "a row a block of JSON": records(
        {"date": "2025-06-20", "block": 606}, {"date": "2025-06-20", "block": 607}
    ),
}


@pytest.mark.parametrize("kind", BY_BLOCKS)
def test_orders_told_by_blocks_are_drawn_from_these(kind):
    told = Decisions(columns={"day of order": "issued_on"} if kind == "numbers" else {})
    checked = check(BY_BLOCKS[kind], "a.csv" if kind.startswith("a ") else "a", "orders", told)
    (row,) = checked.frame.itertuples()
    known = load_blocks().frame.set_index("block").loc[["606", "607"]]
    assert (row.blocks, row.pcodes) == ("606; 607", " ".join(known["pcode"].unique()))
    assert row.area_km2 == pytest.approx(known["area_km2"].sum())
    for place in known.itertuples():
        assert shapely.contains_xy(row.geometry, place.longitude, place.latitude)
    assert "cells" in notes(checked)
    assert row.geometry.equals(land_of(["606", "607"]).shape)


def test_a_list_of_blocks_is_known_without_being_told_so():
    for kind, content in BY_BLOCKS.items():
        if kind != "numbers":
            assert check(content, "a.xlsx" if kind == "a workbook" else "a").kind == "orders", kind


def test_a_table_of_people_by_block_is_no_list_of_orders():
    content = (
        b"date,block,idps,area,publisher\n2025-06-20,606,500,Gaza,x\n2025-06-20,607,9,Gaza,x\n"
    )
    assert [question.about for question in asked(content)] == ["parts"]
    assert check(content, "a.csv", decisions=Decisions(add_parts=True)).kind == "estimates"


def test_blocks_called_safe_are_no_orders_and_unknown_ones_are_named():
    checked = check(
        records(
            {"date": "2025-06-20", "displacement_blocks": "606, 9998", "labeled_safe_blocks": "96"},
            {"date": "2025-06-21", "displacement_blocks": "", "labeled_safe_blocks": "97, 96"},
            {"date": "2025-06-22", "displacement_blocks": "9999", "labeled_safe_blocks": ""},
            {"date": "2025-06-23", "displacement_blocks": "89.2", "labeled_safe_blocks": ""},
        ),
        "a",
    )
    assert [*checked.frame["feature"]] == [1, 4]
    assert [*checked.frame["blocks"]] == ["606", "89.2"]
    assert checked.frame["area_km2"].isna().tolist() == [False, True]  # a part: nobody knows
    assert dict(notes(checked)["no_blocks"].values) == {"n": 2, "blocks": "9998, 9999"}
    assert left(checked)["no_order"].numbers == (2,)
    assert left(checked)["no_block"].numbers == (3,)


def test_a_list_without_a_known_block_is_refused():
    with pytest.raises(UserDataError, match="names no block that is known"):
        check(records({"date": "2025-06-20", "blocks": "9999"}), "a")


def test_the_rows_of_a_day_and_state_are_one_order():
    rows = ["2025-06-20,606,Displaced", "2025-06-21,606,Displaced", "2025-06-20,607,Displaced"]
    rows += ["2025-06-20,97,Safe", ",97,Displaced"]
    checked = check("\n".join(["date,COD_mod,status", *rows]).encode(), "a.csv")
    assert [*checked.frame["blocks"]] == ["606; 607", "606"]
    assert left(checked)["no_order"].numbers == (5,)
    assert left(checked)["no_day"].numbers == (6,)


def own_land(*files, day=date(2025, 9, 9)):
    """The land under a reader's own orders alone, and how each of them is known."""
    tables = combine(*files)
    own = tables.orders[tables.orders["id"].map(is_user_row)].reset_index(drop=True)
    book = order_book(replace(tables, orders=own))
    return book.under(day), [book.areas[row].outline for row in own["id"]]


def km2(land):
    return land.ground.area(land.cover)


def test_orders_of_blocks_that_are_told_twice_cover_their_land_once():
    checked = check(records({"date": "2025-06-20", "blocks": "606; 607"}), "a")
    once, outlines = own_land(checked, day=date(2025, 6, 21))
    twice, _ = own_land(checked, checked, day=date(2025, 6, 21))
    assert outlines == ["blocks"]
    assert km2(once) == km2(twice)
    known = load_blocks().frame.set_index("block")["area_km2"]
    assert km2(once) == pytest.approx([known["606"] + known["607"]] * 2)


def test_a_part_of_a_block_covers_between_nothing_and_all_of_it():
    checked = check(records({"date": "2025-06-20", "blocks": "89.2"}), "a")
    land, _ = own_land(checked, day=date(2025, 6, 21))
    known = load_blocks().frame.set_index("block")["area_km2"]
    assert km2(land) == pytest.approx((0, known["89"]))


def test_numbers_that_are_no_blocks_of_the_map_do_not_count():
    """The outline says where an order lies, whatever number is written beside it."""
    apart = features(SQUARE, SQUARE, Block=["606", "607"], date=["2025-09-09"] * 2)
    checked = check(apart, "a")
    assert [*checked.frame["blocks"]] == ["", ""]
    land, outlines = own_land(checked)
    assert set(outlines) == {"given"}
    one = checked.frame["area_km2"][0]
    low, high = km2(land)
    assert low == pytest.approx(one, rel=0.05)
    assert low <= high < 2 * one  # at its edge it is not known whether they lie on each other


def test_polygons_that_lie_on_the_blocks_that_they_name_add_up():
    shapes = [land_of([block]).shape for block in ("606", "607")]
    fields = {"Block": ["606", "607"], "date": ["2025-09-09"] * 2}
    checked = check(features(*shapes, **fields), "a")
    assert [*checked.frame["blocks"]] == ["606", "607"]
    land, _ = own_land(checked)
    assert km2(land) == pytest.approx([checked.frame["area_km2"].sum()] * 2, rel=0.05)


def test_a_polygon_of_more_than_the_block_that_it_names_is_not_that_block():
    around = land_of(["606"]).shape.buffer(0.01)
    checked = check(features(around, Block=["606"], date=["2025-09-09"]), "a")
    assert [*checked.frame["blocks"]] == [""]


@pytest.mark.parametrize("text", ["89-2", "1-2000", "606-", "-607", "606-607-608"])
def test_what_is_no_range_of_blocks_is_no_list_of_them(text):
    assert blocks_in(text) is None


def test_the_land_of_an_order_is_what_lies_in_the_strip():
    coast = shapely.box(34.22, 31.34, 34.33, 31.37)  # in part sea
    (row,) = check(features(coast, issued=["2025-09-09"]), "a").frame.itertuples()
    square = check(features(SQUARE, issued=["2025-09-09"]), "a").frame["area_km2"][0]
    whole = square * coast.area / SQUARE.area
    assert square <= row.area_km2 < 0.75 * whole


@given(st.lists(st.sampled_from([*load_blocks().frame["block"][:80], "9999", "89.2"]), max_size=9))
def test_the_land_of_blocks_never_exceeds_their_sum(blocks):
    land = land_of(tuple(dict.fromkeys(blocks)))
    known = load_blocks().frame.set_index("block")["area_km2"]
    whole = [known[block] for block in dict.fromkeys(blocks) if block in known.index]
    assert (land.km2 or 0) == pytest.approx(sum(whole), abs=1e-3)
    assert (land.shape is None) == (not land.blocks)


@given(st.text(max_size=60))
def test_any_text_is_a_list_of_blocks_or_none(text):
    found = blocks_in(text)
    assert found is None or all(block.replace(".", "").isdigit() for block in found)


def test_the_blocks_of_one_order_are_one_order_where_there_are_many(monkeypatch):
    monkeypatch.setattr(joining, "APART", 2)
    boxes = [shapely.box(34.30 + n / 100, 31.34, 34.305 + n / 100, 31.35) for n in range(3)]
    across = shapely.box(34.30, 31.36, 34.36, 31.42)  # of Khan Younis and Deir al-Balah
    content = features(
        *boxes,
        boxes[0],
        across,
        name=["a", "b", "c", "d", "e"],
        issued=[*["2025-09-09"] * 3, "2025-09-10", "2025-09-10"],
    )
    checked = check(content, "a")
    assert dict(notes(checked)["joined"].values) == {"n": 5, "orders": 3}
    first, middle, last = checked.frame.itertuples()
    assert (first.name, first.pcodes, first.issued_on.day) == ("a; b; c", "PS0270", 9)
    assert {middle.pcodes, last.pcodes} == {"PS0265", "PS0270"}
    alone = check(features(*boxes, issued=["2025-09-09"] * 3), "a")
    each = [check(features(box, issued=["2025-09-09"]), "a").frame["area_km2"][0] for box in boxes]
    assert first.area_km2 == pytest.approx(sum(each), abs=1e-3)
    assert len(alone.frame) == 1
    assert checked.frame["id"].is_unique


def test_orders_on_the_same_land_are_not_added_up(monkeypatch):
    monkeypatch.setattr(joining, "APART", 1)
    checked = check(features(SQUARE, SQUARE, issued=["2025-09-09"] * 2), "a")
    alone = check(features(SQUARE, issued=["2025-09-09"]), "a")
    assert checked.frame["area_km2"][0] == pytest.approx(alone.frame["area_km2"][0], abs=1e-3)


def test_a_name_of_another_place_is_asked_about_and_a_code_is_wrong():
    content = geojson(SQUARE, name=["Beit Hanoun"])
    (question,) = asked(content)
    assert (question.about, question.proposed) == ("area", "PS0270")
    told = Decisions().with_answer("area", "Beit Hanoun", "PS0270")
    assert check(content, "a", decisions=told).areas == ("PS0270",)
    both = geojson(SQUARE, RAFAH, name=["Beit Hanoun", "Rafah"])
    told = Decisions().with_answer("area", "Beit Hanoun", "")
    assert left(check(both, "a", decisions=told))["answered"].names == ("Beit Hanoun",)
