"""The land that the browser draws on a day is what orders on record say: its own code, in Node."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest
import shapely

from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.times_ordered import times_ordered
from nuzuh.evidence.zones import zones_on
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.land import land_of
from nuzuh.scene.time_map import Land, LandBlock, LandOrder, LandRun
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.web.timemap.payload import build_payload
from tests.web.timemaps import FIRST, map_of, squares
from tests.workshop import run

ENGLISH = Translator("en")
SCRIPT = """
import { readFileSync } from "node:fs";
import { Blocks } from "./src/blocks";
import { Land } from "./src/land";
import { unpack } from "./src/unpack";

// What a canvas draws, as lists of corners.
globalThis.Path2D = class {
  lines = [];
  moveTo(x, y) { this.lines.push({ closed: false, at: [[x, y]] }); }
  lineTo(x, y) { this.lines.at(-1).at.push([x, y]); }
  closePath() { this.lines.at(-1).closed = true; }
};
const [file, asked] = process.argv.slice(2);
const { days = [], periods = [], unions = [], points = [], blocks = [] } = JSON.parse(asked);
const payload = await unpack(readFileSync(file));
const land = new Land(payload.header.land);
// A degree is about as long as on the page.
const UNIT = 3000;
const drawn = new Blocks(payload.blockShapes, (at) => at.map((one) => one * UNIT));
const degrees = (corner) => corner.map((one) => one / UNIT);
const back = ({ closed, at }) => ({ closed, at: at.map(degrees) });
const times = ({ least, most }) => ({ least: [...least], most: [...most] });
console.log(JSON.stringify({
  numbers: land.data.blocks.map(({ number }) => number),
  days: days.map((day) => ({
    spell: land.spell(day),
    on: land.on(day).map((run) => land.order(run).id),
    sure: [...land.sure(day)],
    possible: [...land.possible(day)],
    zones: land.zones(day).map((run) => ({ ...land.order(run), ...run })),
  })),
  periods: periods.map(([from, to]) => ({
    ...times(land.timesOrdered(from, to)),
    issued: land.issued(from, to).map(({ runs: [run] }) => land.order(run).id),
  })),
  over: blocks.map((block) => land.ordersOver(block)),
  unions: unions.map((marks) => drawn.outline(drawn.marks(marks)).lines.map(back)),
  hits: points.map(([x, y]) => drawn.hit(x * UNIT, y * UNIT)),
}));
"""


@pytest.fixture(scope="module")
def browser_says(workshop, tmp_path_factory):
    """Ask the browser's code about the land of a time map."""
    folder = tmp_path_factory.mktemp("land")
    source, built = workshop / "land.ts", folder / "land.mjs"
    source.write_text(SCRIPT, encoding="utf-8")
    tool = workshop / "node_modules/esbuild/bin/esbuild"
    told = run(
        workshop,
        str(tool),
        str(source),
        "--bundle",
        "--format=esm",
        "--platform=node",
        f"--outfile={built}",
    )
    assert told.returncode == 0, told.stderr

    def ask(drawn, **asked):
        packed = folder / "packed"
        packed.write_bytes(build_payload(drawn, ENGLISH).data)
        answer = run(folder, "node", str(built), str(packed), json.dumps(asked))
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    return ask


def strip(land):
    """A time map of all days that has no more than the land of the Strip."""
    span = load_timeline()
    areas = {block.area for block in land.blocks}
    named = [
        square.__class__(pcode, pcode, square.shape)
        for pcode, square in zip(sorted(areas), squares(len(areas)), strict=True)
    ]
    value = np.full((len(areas), (span.last - span.first).days + 1), 1e5)
    return map_of(value, named, first=span.first, land=land)


@pytest.mark.parametrize("later", [True, False])
def test_on_every_day_it_draws_what_the_orders_on_record_say(browser_says, later):
    book, span = order_book(tables_in_use()), load_timeline()
    turns = {day for day in book.turning_days() if span.first <= day <= span.last}
    days = sorted(turns | {day - timedelta(1) for day in turns if day > span.first} | {span.last})
    told = browser_says(
        strip(land_of(tables_in_use(), later=later)), days=[(d - span.first).days for d in days]
    )
    assert told["numbers"] == list(book.ground.blocks)
    seen = 0
    for day, drawn in zip(days, told["days"], strict=True):
        under = book.under(day, later=later)
        assert drawn["sure"] == under.cover.sure.astype(int).tolist(), day
        assert drawn["possible"] == under.cover.possible.astype(int).tolist(), day
        zones = zones_on(book, day, later=later)
        assert sorted(drawn["on"]) == sorted([one.id for one in (*under.running, *zones)]), day
        assert sorted((z["id"], z["zone"], z["sure"], z["possible"]) for z in drawn["zones"]) == (
            sorted(
                (
                    z.id,
                    z.kind,
                    np.flatnonzero(z.cover.sure).tolist(),
                    np.flatnonzero(z.cover.possible).tolist(),
                )
                for z in zones
            )
        ), day
        moved = {z.id: z.course_as_of for z in zones if not z.course_known}
        for zone in drawn["zones"]:
            as_of = moved.get(zone["id"])
            assert zone["asOf"] == (None if as_of is None else (as_of - span.first).days), day
        seen += under.cover.sure.any()
    assert seen > 100


@pytest.mark.parametrize("later", [True, False])
def test_times_ordered_and_the_orders_behind_them_are_those_that_python_counts(browser_says, later):
    book, span = order_book(tables_in_use()), load_timeline()
    periods = [
        (date(2023, 10, 7), date(2025, 1, 18)),
        (date(2025, 3, 18), date(2025, 10, 5)),
        (date(2025, 8, 20), date(2025, 8, 20)),
        # Its reports came out one after the other.
        (date(2024, 8, 16), date(2024, 8, 16)),
        (date(2024, 8, 16), date(2024, 8, 17)),
        (date(2024, 8, 17), date(2024, 8, 31)),
        (span.first, span.last),
    ]
    land = land_of(tables_in_use(), later=later)
    told = browser_says(
        strip(land), periods=[[(day - span.first).days for day in days] for days in periods]
    )
    for (first, last), times in zip(periods, told["periods"], strict=True):
        counted = times_ordered(book, first, last, later=later)
        assert (times["least"], times["most"]) == (counted.least.tolist(), counted.most.tolist())
        assert sorted(times["issued"]) == sorted(one.id for one in counted.issued)
    assert max(told["periods"][-1]["least"]) > 5


def row_of(shapes, orders=(), runs=()):
    """Blocks on a made-up map of four days."""
    blocks = [LandBlock(str(n), "A0", shape, given=n == 0) for n, shape in enumerate(shapes)]
    return map_of([[1e5] * 4], land=Land(blocks, orders, runs))


def day_of(index):
    return FIRST + timedelta(index)


def test_a_report_of_the_same_order_is_no_second_time(browser_says):
    orders = [
        LandOrder("R1", "R1", "order", "", "blocks"),
        LandOrder("R2", "R1", "order", "", "blocks"),
        LandOrder("M1", "M1", "map", "", "blocks"),
        LandOrder("Z1", "Z1", "zone", "no_go", "", FIRST),
    ]
    runs = [
        LandRun(0, day_of(0), day_of(0), (0, 1), ()),
        LandRun(1, day_of(1), day_of(2), (0,), (2,)),
        LandRun(2, day_of(0), day_of(3), (1,), ()),
        LandRun(3, day_of(1), day_of(3), (0, 1, 2), ()),
    ]
    shapes = [shapely.box(n, 0, n + 1, 1) for n in range(3)]
    told = browser_says(
        row_of(shapes, orders, runs),
        days=[0, 1, 2, 3],
        periods=[(0, 3), (0, 0), (1, 3)],
        blocks=[0, 2],
    )
    assert [day["sure"] for day in told["days"]] == [[1, 1, 0], [1, 1, 0], [1, 1, 0], [0, 1, 0]]
    assert [day["possible"] for day in told["days"]] == [
        [0, 0, 0],
        [0, 0, 1],
        [0, 0, 1],
        [0, 0, 0],
    ]
    assert [len(day["zones"]) for day in told["days"]] == [0, 1, 1, 1]
    # Between two days on which nothing begins or ends nothing is drawn anew.
    spells = [day["spell"] for day in told["days"]]
    assert (spells[1] == spells[2], len(set(spells))) == (True, 3)
    whole, first, rest = told["periods"]
    # The report that came into force last tells it best.
    assert (whole["least"], whole["most"], whole["issued"]) == ([1, 0, 0], [1, 0, 1], ["R2"])
    assert (first["least"], first["most"]) == ([1, 1, 0], [1, 1, 0])
    # The order began before.
    assert (rest["least"], rest["most"]) == ([0, 0, 0], [0, 0, 0])
    assert [
        (over["order"], over["start"], over["end"], over["sure"]) for over in told["over"][0]
    ] == [
        (0, 0, 0, True),
        (1, 1, 2, True),
        (3, 1, 3, True),
    ]
    assert [(over["order"], over["sure"]) for over in told["over"][1]] == [(1, False), (3, True)]


def area_of(lines):
    """The area that lines enclose, by the even-odd rule; all of them are closed."""
    assert all(line["closed"] for line in lines)
    rings = [shapely.make_valid(shapely.Polygon(line["at"])) for line in lines]
    whole = shapely.Polygon()
    for ring in rings:
        whole = shapely.symmetric_difference(whole, ring)
    return whole


def same(drawn, wanted):
    """Whether two shapes are one but for corners within a metre of each other."""
    return shapely.symmetric_difference(drawn, wanted).area <= 5e-4 * wanted.area


def test_the_outline_of_blocks_has_no_borders_between_them(browser_says):
    land = land_of(tables_in_use(), later=True)
    dice = np.random.default_rng(3)
    every = len(land.blocks)
    unions = [[], list(range(every)), [7]] + [
        sorted(dice.choice(every, size=size, replace=False).tolist()) for size in (40, 200, 500)
    ]
    points = [block.shape.representative_point() for block in land.blocks[::9]]
    told = browser_says(
        strip(land), unions=unions, points=[[p.x, p.y] for p in points] + [[34.0, 31.0]]
    )
    for marks, lines in zip(unions, told["unions"], strict=True):
        wanted = shapely.union_all([land.blocks[block].shape for block in marks])
        assert same(area_of(lines), wanted)
    assert told["hits"] == [*range(0, every, 9), -1]


def test_corners_on_the_side_of_a_neighbour_leave_no_border_either(browser_says):
    # The corner between the two on the right lies on the side of the one on the left.
    shapes = [shapely.box(0, 0, 1, 2), shapely.box(1, 0, 2, 1), shapely.box(1, 1, 2, 2)]
    hole = shapely.Polygon([(3, 0), (6, 0), (6, 3), (3, 3)], [[(4, 1), (5, 1), (5, 2), (4, 2)]])
    told = browser_says(
        row_of([*shapes, hole]),
        unions=[[0, 1, 2], [1, 2], [3]],
        points=[(4.5, 1.5), (3.5, 0.5), (0.5, 1.9)],
    )
    together, right, holed = (area_of(lines) for lines in told["unions"])
    assert same(together, shapely.box(0, 0, 2, 2))
    assert len(told["unions"][0]) == 1
    assert same(right, shapely.box(1, 0, 2, 2))
    assert same(holed, hole)
    assert told["hits"] == [-1, 3, 0]
