"""Published movements: every figure once, in its place, and nothing added up."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape

import pytest

from nuzuh.draw.sheets import compose
from nuzuh.evidence.prepared_statements import statement_of
from nuzuh.evidence.statements import speaker_of
from nuzuh.files.movements import COLUMNS, movements_csv
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.movements import movements_of
from nuzuh.scene.published_movements import whole_of
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.flow_layout import diagram
from nuzuh.web.flow_pictures import flow_pictures, published_html

ENGLISH = Translator("en")
MAY = View(date=date(2024, 5, 26), since=date(2024, 5, 6))
AUTUMN = View(date=date(2025, 10, 5), since=date(2025, 8, 14))
RETURNS = View(date=date(2025, 2, 10), since=date(2025, 1, 19))
PERIODS = pytest.mark.parametrize("view", [MAY, AUTUMN, RETURNS], ids=["may", "autumn", "returns"])


@cache
def shown(view):
    return movements_of(view, tables_in_use(), Translator(view.lang))


def lines(view):
    return [line for group in shown(view).groups for line in group.lines]


@PERIODS
def test_every_figure_of_the_period_is_told_once_and_repeats_are_not(view):
    frame = tables_in_use().estimates
    of_period = frame[
        (frame["measure"] == "movement")
        & (frame["repeats"] == "")
        & (frame["as_of"] >= view.since.isoformat())
        & (frame["as_of"] <= view.date.isoformat())
    ]
    within = of_period[~(of_period["period_start"] < view.since.isoformat())]
    told = [line.statement.figure.id for line in lines(view)]
    assert sorted(told) == sorted(within["id"])
    assert shown(view).began_before == len(of_period) - len(within)


@PERIODS
def test_a_group_holds_figures_of_one_question_in_one_unit(view):
    for group in shown(view).groups:
        assert {line.statement.figure.unit for line in group.lines} == {group.unit}
        assert len({line.statement.question for line in group.lines}) == 1
    units = [group.unit for group in shown(view).groups]
    # People before movements counted, and both before what counts neither.
    order = {"people": 0, "movements": 1}
    assert units == sorted(units, key=lambda unit: order.get(unit, 2))


@PERIODS
def test_a_total_holds_its_parts_by_publisher_and_days(view):
    by_id = {line.statement.figure.id: line.statement for line in lines(view)}
    parts = [line for line in lines(view) if line.whole]
    assert parts
    for line in parts:
        part, whole = line.statement, by_id[line.whole]
        assert speaker_of(part) == speaker_of(whole)
        assert whole.period_start <= part.period_start
        assert part.figure.as_of <= whole.figure.as_of
        assert whole.figure.unit == part.figure.unit
        assert whole.days > part.days
        assert ENGLISH.figure(whole.figure) in line.part
    for statement in by_id.values():
        assert whole_of(statement, [statement]) is None


def test_a_total_holds_no_figure_of_other_places_and_none_that_is_larger(some_estimates):
    whole = {
        "measure": "movement",
        "origin": "north of Wadi Gaza",
        "origin_pcodes": "PS0255 PS0260",
        "destination": "Khan Younis",
        "destination_pcodes": "PS0270",
        "period_start": "2025-08-14",
        "period_basis": "stated",
        "as_of": "2025-09-30",
        "source_date": "2025-10-01",
        "value": "400000",
    }
    part = whole | {"as_of": "2025-09-10", "value": "100000"}
    south = {"destination": "south of Wadi Gaza", "destination_pcodes": "PS0265 PS0270 PS0275"}
    cases = (
        (whole, part, True),
        (whole | south, part, True),
        # Of more places than the total, or more people than it can be.
        (whole, part | south, False),
        (whole, part | {"value": "500000"}, False),
        (whole | {"note": "date to be confirmed"}, part, False),
    )
    for total, figure, holds in cases:
        rows = some_estimates(total, figure).to_dict("records")
        all_of, one = (statement_of(row, date(2025, 9, 30)) for row in rows)
        assert (whole_of(one, [all_of, one]) is not None) == holds, (total, figure)


@PERIODS
def test_rival_figures_in_a_cell_are_published_ones_from_lowest_to_highest(view):
    numbers = {line.number for line in lines(view)}
    assert shown(view).cells
    for cell in shown(view).cells:
        for arrow in cell.arrows:
            assert arrow.low <= arrow.high
            for line in arrow.lines:
                assert any(line.startswith(number) for number in numbers), line
        # People and movements counted stand apart.
        kinds = [arrow.counts for arrow in cell.arrows]
        assert kinds == sorted(set(kinds))


def told_numbers(text):
    return {int(found.replace(",", "")) for found in re.findall(r"\d{1,3}(?:,\d{3})+", text)}


@PERIODS
def test_no_number_of_the_published_picture_is_a_sum(view):
    published = set()
    for line in lines(view):
        figure = line.statement.figure
        published |= {round(n) for n in (figure.value, figure.low, figure.high) if n is not None}
    html = flow_pictures(shown(view), ENGLISH) + published_html(shown(view), ENGLISH)
    titles = {n for line in lines(view) for link in line.sources for n in told_numbers(link[0])}
    assert told_numbers(html) <= published | titles
    assert 'class="total"' not in html
    assert 'data-testid="flow-diagram"' not in html
    assert ENGLISH("movements.no_diagram") in html


def test_movements_narrow_to_one_publisher():
    for name in shown(AUTUMN).publishers:
        of_one = shown(replace(AUTUMN, by=name))
        told = [line for group in of_one.groups for line in group.lines]
        assert told
        assert {speaker_of(line.statement) for line in told} == {name}
        ids = {publisher for arrow in of_one.published for publisher in arrow.publishers}
        assert ids <= {line.who for line in told}
        assert of_one.publishers == shown(AUTUMN).publishers
        # The reconstruction stands on all of them still.
        assert of_one.matrix == shown(AUTUMN).matrix


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_publisher_without_movements_in_the_period_is_refused_in_a_sentence(lang):
    t = Translator(lang)
    with pytest.raises(RefusedError, match="Gaza Government") as refused:
        movements_of(replace(MAY, by="Gaza Government Media Office"), tables_in_use(), t)
    told = refused_text(refused.value, t)
    assert t.day(MAY.since) in told
    assert "{" not in told


def test_what_came_out_later_is_left_out_and_nothing_is_reconstructed():
    told = shown(MAY.without_later())
    assert told.matrix is told.sides is told.reconstructed is None
    assert not told.is_reconstructed
    assert {"GD0268", "GD0269"}.isdisjoint(
        line.statement.figure.id for group in told.groups for line in group.lines
    )


RECONSTRUCTED = replace(MAY, mode="reconstructed")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_picture_table_file_and_print_hold_the_same_numbers(lang, read_html):
    view, t = replace(RECONSTRUCTED, lang=lang), Translator(lang)
    told = shown(view)
    html = flow_pictures(told, t)
    text = read_html(html).text
    assert "built-in" not in text
    rows = list(csv.DictReader(io.StringIO(movements_csv(told, view))))
    tags, rows = rows[0], rows[1:]
    assert tags == {column.name: column.tag for column in COLUMNS}
    ways = {
        (row["origin_pcodes"], row["destination_pcodes"]): row
        for row in rows
        if row["row"] == "way"
    }
    assert len(ways) == len(told.matrix.passages)
    for one in told.matrix.passages:
        ends = told.matrix.places[one.origin].key, told.matrix.places[one.destination].key
        row = ways[ends]
        assert float(row["value"]) == round(one.moved.people)
        assert row["as_told"].startswith(one.moved.number)
        assert row["way"] == one.shut
        assert one.moved.number in text
        assert one.sentence in unescape(html)
        assert not one.moved.rounded or one.sentence in text
    for place, total in zip(told.matrix.places, told.matrix.totals, strict=True):
        for name, amount, end in (
            ("left", total.left, "origin_pcodes"),
            ("came", total.came, "destination_pcodes"),
            ("net", total.net, "destination_pcodes"),
        ):
            (row,) = (one for one in rows if one["row"] == name and one[end] == place.key)
            assert float(row["value"]) == round(amount.people)
            assert amount.number in text
    published = [row for row in rows if row["kind"] == "published"]
    assert [row["figure_id"] for row in published] == [
        line.statement.figure.id for group in told.groups for line in group.lines
    ]
    assert {row["data_version"] for row in rows} == {tables_in_use().version}
    sheet = " ".join(compose(told, t=t).texts)
    assert told.matrix.whole.number in sheet
    for row in told.reconstructed[:3]:
        assert row[2] in sheet
        assert row[2] in text


def test_the_diagram_is_as_wide_as_people_are_many():
    matrix = shown(RECONSTRUCTED).matrix
    nodes, ribbons = diagram(matrix)
    widths = {one.passage: one.width for one in ribbons}
    assert set(widths) == {at for at, one in enumerate(matrix.passages) if one.moved.rounded}
    largest, second = sorted(widths, key=widths.get, reverse=True)[:2]
    assert widths[largest] / widths[second] == pytest.approx(
        matrix.passages[largest].moved.people / matrix.passages[second].moved.people, rel=0.01
    )
    for node in nodes:
        of_node = [
            widths[at]
            for at, one in enumerate(matrix.passages)
            if at in widths and node.place == (one.origin if node.is_origin else one.destination)
        ]
        assert sum(of_node) <= node.height + 1.0 * len(of_node)


def test_answers_are_told_both_ways_that_of_the_picture_first():
    of_rafah = replace(RECONSTRUCTED, area="PS0275")
    first, second = shown(of_rafah).leads
    assert "reconstructed: left Rafah" in first
    assert second.startswith("As published: Rafah →")
    assert shown(replace(of_rafah, mode="published")).leads == (second, first)
    # A single figure bears its publisher and its day, as each of two rivals does.
    _, single = shown(replace(of_rafah, area="PS0255")).leads
    assert single.endswith("about 100,000 people, UN, 15 May 2024, since 11 May 2024.")
