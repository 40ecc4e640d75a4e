"""A file of blocks that the operator brings: what of it is drawn, counted, refused."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from pathlib import Path
from random import Random

import geopandas as gpd
import pytest
import shapely
from streamlit.testing.v1 import AppTest

from nuzuh import cli, loaders
from nuzuh.balance.shipped import balance_inputs, key_of
from nuzuh.evidence.order_book import order_book
from nuzuh.loaders import current
from nuzuh.loaders.block_map import embedded_block_map, load_block_map, with_outlines
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live import adopt
from nuzuh.loaders.live import adoption as adopting
from nuzuh.loaders.live.given_blocks import block_file as block_file_of
from nuzuh.loaders.live.settings import SettingError, Settings, read_settings
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.maps.given_blocks import read_given_blocks
from nuzuh.scene.provenance import sources_of
from tests.loaders.block_files import FEW, block_file, cells, in_metres, km2
from tests.loaders.mutations import changed


def read(content, number=""):
    return read_given_blocks(content, "mine.geojson", number)


def refused(content, number=""):
    with pytest.raises(DataError) as refusal:
        read(content, number)
    return str(refusal.value)


def areas(given):
    frame = given.outlines.set_index("block")
    return {block: km2(shape) for block, shape in frame.geometry.items()}


def test_outlines_are_read_as_they_are():
    given = read(block_file())
    assert list(given.outlines["block"]) == list(FEW)
    assert given.number == "BLOCK"
    assert (given.unknown, given.parts, given.mended, given.left_out) == ((), 0, 0, 0)
    assert given.overlaps == 0
    for block, cell in zip(FEW, cells(FEW), strict=True):
        assert areas(given)[block] == pytest.approx(km2(cell), rel=1e-4)


@pytest.mark.parametrize(
    "written", [["606", "607"], [606, 607], [606.0, 607.0], ["0606", " 607.0 "]]
)
def test_numbers_may_be_written_in_any_way(written):
    assert list(read(block_file(FEW[:2], Nr=written)).outlines["block"]) == ["606", "607"]


def test_the_property_of_numbers_is_found_or_asked_for():
    names = ["a", "b", "c", "d", "e"]
    assert read(block_file(id=names, Nr=list(FEW))).number == "Nr"
    several = block_file(fid=[1, 2, 3, 4, 5], Nr=list(FEW))
    told = refused(several)
    assert "NUZUH_BLOCKS_NUMBER" in told
    assert "fid, Nr" in told
    assert read(several, "Nr").number == "Nr"
    assert "id, no" in refused(block_file(id=names, no=names))
    assert "has no property 'nr'" in refused(several, "nr")
    assert "holds no number" in refused(block_file(id=names, Nr=list(FEW)), "id")


def test_another_numbering_is_refused():
    """Numbers that blocks have, on outlines of others."""
    told = refused(block_file(shapes=cells(FEW), Nr=["88", "1", "606", "700", "36"]))
    assert "numbers blocks in another way" in told
    assert "5 of 5" in told
    assert "holds the numbers of known blocks" in refused(
        block_file(Nr=[9001, 9002, 9003, 9004, 9005])
    )


def test_an_outline_away_from_its_block_is_left_out_among_many_that_fit():
    blocks = list(embedded_block_map().frame["block"][:20])
    frame = embedded_block_map().frame.set_index("block").loc[blocks]
    squares = list(shapely.buffer(shapely.points(frame["longitude"], frame["latitude"]), 0.001))
    squares[3] = shapely.affinity.translate(squares[3], yoff=0.2)
    given = read(block_file(blocks, shapes=squares))
    assert blocks[3] not in set(given.outlines["block"])
    assert given.left_out == 1


def test_unknown_numbers_are_told_and_placed():
    given = read(block_file(Nr=["606", "607", "88", "8801", "8802.1"]))
    assert given.unknown == ("8801", "8802.1")
    assert list(given.outlines["block"]) == ["606", "607", "88"]
    pcodes = embedded_block_map().frame.set_index("block")["pcode"]
    assert given.places["8801"] == pcodes["89"]
    assert given.places["8802.1"] == pcodes["1"]
    assert given.left_out == 0


def test_parts_are_put_together_to_their_block():
    (cell,) = cells(["606"])
    x0, y0, x1, y1 = cell.bounds
    middle = (x0 + x1) / 2
    halves = [
        shapely.intersection(cell, shapely.box(x0, y0, middle, y1)),
        shapely.intersection(cell, shapely.box(middle, y0, x1, y1)),
    ]
    given = read(block_file(shapes=halves, Nr=["606.1", "606.2"]))
    assert list(given.outlines["block"]) == ["606"]
    assert areas(given)["606"] == pytest.approx(km2(cell), rel=1e-4)
    assert given.parts == 2


def test_holes_are_kept():
    (cell,) = cells(["606"])
    hole = in_metres(cell, lambda flat: flat.representative_point().buffer(50))
    given = read(block_file(["606"], shapes=[shapely.difference(cell, hole)]))
    assert areas(given)["606"] == pytest.approx(km2(cell) - km2(hole), rel=1e-4)
    assert len(given.outlines.geometry[0].interiors) == 1


def test_where_outlines_overlap_the_first_has_the_land():
    first, second = cells(["606", "607"])
    wide = in_metres(first, lambda flat: flat.buffer(60))
    given = read(block_file(shapes=[wide, second], Nr=["606", "607"]))
    assert given.overlaps == 1
    told = areas(given)
    assert told["606"] == pytest.approx(km2(wide), rel=1e-5)
    assert told["607"] == pytest.approx(km2(shapely.difference(second, wide)), rel=1e-5)
    assert sum(told.values()) == pytest.approx(km2(wide, second), rel=1e-5)


def test_a_crossing_outline_is_mended_and_what_has_no_area_left_out():
    (cell,) = cells(["606"])
    x0, y0, x1, y1 = cell.bounds
    bow = shapely.Polygon([(x0, y0), (x1, y1), (x1, y0), (x0, y1)])
    line = shapely.LineString([(x0, y0), (x1, y1)])
    given = read(block_file(shapes=[bow, line, None], Nr=["606", "607", "88"]))
    assert (given.mended, given.left_out) == (1, 2)
    assert list(given.outlines["block"]) == ["606"]
    assert given.outlines.geometry[0].is_valid


@pytest.mark.parametrize("code", [28191, 32636, 3857, 2039])
def test_another_projection_is_brought_to_degrees(code):
    shapes = list(gpd.GeoSeries(cells(FEW), crs="EPSG:4326").to_crs(code))
    named = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}}
    given = read(block_file(shapes=shapes, crs=named, Nr=list(FEW)))
    for block, cell in zip(FEW, cells(FEW), strict=True):
        assert areas(given)[block] == pytest.approx(km2(cell), rel=1e-4)
    assert "34.2-34.6 E" in refused(block_file(shapes=shapes, Nr=list(FEW)))  # and no word of it


def test_outlines_elsewhere_and_swapped_axes_are_refused_with_advice():
    swapped = [shapely.transform(cell, lambda xy: xy[:, ::-1]) for cell in cells(FEW)]
    assert "longitude first" in refused(block_file(shapes=swapped, Nr=list(FEW)))
    away = [*cells(FEW)[:4], shapely.box(35, 32, 35.1, 32.1)]
    told = refused(block_file(shapes=away, Nr=list(FEW)))
    assert "feature 5" in told
    assert "EPSG:4326" in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"{}", "mine.geojson"),
        (b'{"type": "FeatureCollection", "features": []}', "mine.geojson"),
        (b"[1, 2]", "mine.geojson"),
        (b'{"type": "Fea', "mine.geojson"),
        (b"block;area\n606;1", "is no GeoJSON"),
        (b"\x89PNG\r\n", "a picture"),
        (b" " * (limits.FILE_BYTES + 1), "at most 10 MB"),
    ],
)
def test_what_is_no_geojson_of_blocks_is_refused_by_name(content, words):
    told = refused(content)
    assert words in told
    assert told.startswith("mine.geojson")


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused_in_words(seed):
    chance = Random(seed)  # noqa: S311 (a draw, not a secret)
    content = changed(block_file(), chance)
    with suppress(DataError):  # and nothing else
        assert read(content).outlines.geometry.is_valid.all()


def test_blocks_without_an_outline_keep_what_is_left_of_their_cells():
    frame = embedded_block_map().frame
    (cell,) = cells(["606"])
    wide = in_metres(cell, lambda flat: flat.buffer(100))
    given = read(block_file(["606"], shapes=[wide])).outlines
    made = with_outlines(given)
    assert list(made["block"]) == list(frame["block"])
    assert made["block"][made["given"]].tolist() == ["606"]
    flat = made.to_crs(32636)
    assert flat.area.sum() == pytest.approx(frame.to_crs(32636).area.sum(), rel=1e-4)
    shapes = flat.geometry.values
    over, under = shapely.STRtree(shapes).query(shapes, predicate="overlaps")
    assert all(
        shapely.area(shapely.intersection(shapes[a], shapes[b])) < 1
        for a, b in zip(over, under, strict=True)
    )
    km = made.set_index("block")["area_km2"]
    before = frame.set_index("block")["area_km2"]
    assert km["606"] == pytest.approx(km2(wide), rel=1e-5)
    assert km["88"] == before["88"]
    touched = [b for b in km.index if b != "606" and km[b] < before[b]]
    assert touched
    assert all(km[b] >= 0 for b in touched)


def test_a_block_that_others_cover_has_no_land_on_the_map():
    first, second = cells(["606", "607"])
    made = with_outlines(read(block_file(["606"], shapes=[shapely.union(first, second)])).outlines)
    assert "607" not in set(made["block"])
    assert len(made) == len(embedded_block_map().frame) - 1


@pytest.fixture
def brought(tmp_path):
    """Bring a file of blocks: its settings. Afterwards the embedded tables are in use again."""

    def bring(content=None, name="mine.geojson", **more):
        path = tmp_path / name
        path.write_bytes(block_file() if content is None else content)
        folders = {"cache": tmp_path / "cache", "records": tmp_path / "records"}
        return Settings(blocks=str(path), **folders, offline=True, **more)

    yield bring
    current.put_in_use(current.EMBEDDED)
    current.follow_tables()
    adopting._adopted = type(adopting._adopted)()


def test_given_blocks_come_into_use_as_a_part_of_the_data_version(brought, english):
    before, balance = loaders.data_version(), key_of(tables_in_use(), "all")
    adopt(brought())
    with_blocks = loaders.data_version()
    assert with_blocks != before
    table = load_block_map()
    assert set(table.frame["block"][table.frame["given"]]) == set(FEW)
    assert "mine.geojson" in table.provenance.source
    assert "Exact outlines of 5 blocks" in table.provenance.note
    told = next(row for row in sources_of(english) if "mine.geojson" in row.source)
    assert told.status == "from this computer"
    assert any("Exact outlines of 5 blocks" in note for note in told.notes)
    assert key_of(tables_in_use(), "all") == balance
    assert balance_inputs().ordered is not None
    adopt(dataclasses.replace(brought(block_file(FEW[:2]), "other.geojson")))
    assert loaders.data_version() not in (before, with_blocks)


def test_an_order_whose_blocks_all_have_outlines_is_drawn_by_them(brought):
    adopt(brought())
    areas_of = order_book(tables_in_use()).areas.values()
    assert {area.outline for area in areas_of} > {"blocks"}
    for area in areas_of:
        ground = order_book(tables_in_use()).ground
        exact = bool(area.cover) and ground.given[area.cover.high > 0].all()
        assert (area.outline == "given") <= exact


@pytest.mark.parametrize("kind", ["folder", "none", "not json", "empty"])
def test_a_file_that_cannot_be_used_is_one_sentence_with_its_variable(brought, tmp_path, kind):
    settings = brought(b"" if kind == "empty" else b"{]")
    if kind in ("folder", "none"):
        path = tmp_path / kind
        if kind == "folder":
            path.mkdir()
        settings = dataclasses.replace(settings, blocks=str(path))
    with pytest.raises(SettingError, match=r"^NUZUH_BLOCKS: [^\n]+\.$"):
        adopt(settings)


def test_a_link_is_followed(brought, tmp_path):
    settings = brought()
    link = tmp_path / "link.geojson"
    link.symlink_to(settings.blocks)
    found = block_file_of(dataclasses.replace(settings, blocks=str(link)))
    assert found.table.frame["given"].sum() == len(FEW)


def test_the_file_is_read_once(brought):
    settings = brought()
    first = block_file_of(settings)
    Path(settings.blocks).write_text("{}", encoding="utf-8")
    assert block_file_of(settings) is first


def test_the_property_is_set_beside_the_file(brought):
    settings = read_settings({"NUZUH_BLOCKS": "a.geojson", "NUZUH_BLOCKS_NUMBER": "Nr"})
    assert (settings.blocks, settings.blocks_number) == ("a.geojson", "Nr")
    with pytest.raises(SettingError, match="NUZUH_BLOCKS_NUMBER"):
        block_file_of(Settings(blocks_number="Nr"))
    two = block_file(fid=[1, 2, 3, 4, 5], Nr=list(FEW))
    assert block_file_of(brought(two, blocks_number="Nr")).table.frame["given"].sum() == len(FEW)


def test_a_command_ends_with_the_sentence(brought, monkeypatch, capsys):
    settings = brought(b"{]", "broken.geojson")
    monkeypatch.setenv("NUZUH_BLOCKS", settings.blocks)
    assert cli.main(["people", "--date", "2025-10-05"]) != 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "NUZUH_BLOCKS: broken.geojson" in told.err
    assert told.err.count("\n") == 1


@pytest.mark.slow
def test_the_app_says_the_sentence_and_nothing_else(brought, monkeypatch, root):
    settings = brought(b"{]", "torn.geojson")
    monkeypatch.setenv("NUZUH_BLOCKS", settings.blocks)
    app = AppTest.from_file(str(root / "app.py"), default_timeout=120).run()
    assert not app.exception
    (error,) = app.error
    assert "NUZUH_BLOCKS: torn.geojson" in error.value
