"""Map files at full detail: the boundaries that a refresh brought, or a sentence, never others."""

from __future__ import annotations

import io
import json
import shlex
import zipfile
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from nuzuh import cli
from nuzuh.export.formats import FORMATS, file_name, write
from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.live.sources import stored
from nuzuh.loaders.live.store import Manifest, Store
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene import outlines as module
from nuzuh.scene.outlines import DETAILS, has_full_outlines, outlines
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.view import View

DISPLAY, FULL = ExportRequest(View()), ExportRequest(View(), detail="full")
SOURCE = "OCHA COD-AB State of Palestine"
PAGE = "https://data.humdata.org/dataset/cod-ab-pse"
MISSING = (
    "outlines at full detail are not here: no refresh has brought the boundaries of COD-AB to this "
    "machine; run nuzuh refresh --source boundaries, or take --detail display"
)

NO_BLOCKS = (
    "orders have no full detail: their land is that of numbered blocks, whose outlines are "
    "approximate unless NUZUH_BLOCKS names exact ones, and not that of the governorates"
)


def keep(folder, source=SOURCE, finer=0.001):
    """Keep boundaries as a refresh does: the display ones, with a vertex in each edge."""
    frame = load_boundaries().frame
    shapes = shapely.segmentize(frame.geometry.to_numpy(), finer)
    content = stored(gpd.GeoDataFrame(frame.assign(geometry=shapes), crs=frame.crs))
    manifest = Manifest(
        *("", "", 5, "2026-03-01", "2026-11-20T03:00:00+00:00"), source, (PAGE,), "CC BY-IGO 3.0"
    )
    store = Store(folder)
    with store.locked("boundaries"):
        store.write("boundaries", content, manifest, "geojson")


@pytest.fixture
def without(monkeypatch, tmp_path):
    monkeypatch.setenv("NUZUH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def refreshed(without):
    keep(without)
    return without


def vertices(shapes):
    return sum(map(shapely.get_num_coordinates, shapes))


def read(form, content, folder):
    """Return the shapes of a map file, and what it says of itself."""
    if form == "geojson":
        told = json.loads(content)
        return [shapely.geometry.shape(f["geometry"]) for f in told["features"]], told["about"]
    if form == "gpkg":
        path = folder / "x.gpkg"
        path.write_bytes(content)
        about = pyogrio.read_dataframe(path, layer="about", read_geometry=False)
        frame = pyogrio.read_dataframe(path, layer="areas")
        return list(frame.geometry), dict(zip(about["name"], about["text"], strict=True))
    meta = pq.read_schema(io.BytesIO(content)).metadata
    return list(gpd.read_parquet(io.BytesIO(content)).geometry), json.loads(meta[b"nuzuh"])["about"]


@pytest.mark.parametrize("form", ["geojson", "gpkg", "parquet"])
@pytest.mark.usefixtures("refreshed")
def test_a_map_file_holds_the_outlines_that_it_says(form, tmp_path):
    shapes, about = read(form, write(form, FULL, tables_in_use()), tmp_path)
    rough, said = read(form, write(form, DISPLAY, tables_in_use()), tmp_path)
    assert vertices(shapes) == vertices(outlines("full").shapes.values())
    assert vertices(shapes) > 2 * vertices(rough)
    assert (about["detail"], said["detail"]) == ("full", "display")
    assert about["outlines"] == "Outlines at full detail, valid 1 March 2026."
    assert said["outlines"] == (
        "Outlines for display, generalised to 40 m, valid 19 October 2023: no measure of land."
    )
    assert (about["source_of_outlines"], about["licence_of_outlines"]) == (SOURCE, "CC BY-IGO 3.0")
    assert said["source_of_outlines"].startswith(SOURCE)
    assert said["licence_of_outlines"] == "CC BY-IGO"
    assert about["attribution"] == "Boundaries: OCHA COD-AB (CC BY-IGO 3.0)."
    assert "generalised" in said["attribution"]


@pytest.mark.parametrize("lang", ["ar", "he"])
@pytest.mark.usefixtures("refreshed")
def test_it_is_said_in_the_language_of_the_file(lang, tmp_path):
    request = replace(FULL, view=View(lang=lang))
    _, about = read("geojson", write("geojson", request, tables_in_use()), tmp_path)
    assert about["outlines"].endswith("2026.")
    assert not about["outlines"].isascii()


@pytest.mark.usefixtures("refreshed")
def test_numbers_are_the_same_whatever_the_outlines():
    rows = [
        [feature["properties"] for feature in json.loads(content)["features"]]
        for content in (write("geojson", r, tables_in_use()) for r in (DISPLAY, FULL))
    ]
    assert rows[0] == rows[1]


@pytest.mark.usefixtures("refreshed")
def test_the_box_is_that_of_the_outlines():
    box = json.loads(write("geojson", FULL, tables_in_use()))["bbox"]
    bounds = shapely.total_bounds(list(outlines("full").shapes.values()))
    assert box == [round(float(edge), 6) for edge in bounds]


@pytest.mark.parametrize("form", [f for f in FORMATS if "detail" in FORMATS[f].takes])
@pytest.mark.usefixtures("without")
def test_what_is_not_here_is_refused_and_never_stood_in_for(form):
    with pytest.raises(RefusedError) as refused:
        write(form, FULL, tables_in_use())
    assert str(refused.value) == MISSING
    assert not has_full_outlines()


def test_boundaries_of_others_are_not_those_of_cod_ab(without):
    keep(without, "geoBoundaries PSE ADM2 (source not stated)")
    with pytest.raises(RefusedError, match=r"another source \(geoBoundaries PSE ADM2"):
        outlines("full")
    assert not has_full_outlines()


def test_a_damaged_copy_is_none(refreshed):
    for path in (refreshed / "good/boundaries").glob("*.geojson"):
        path.write_bytes(b"{}")
    with pytest.raises(RefusedError) as refused:
        outlines("full")
    assert str(refused.value) == MISSING


def test_there_are_two_details_and_no_more():
    with pytest.raises(RefusedError, match="there is no detail 'coarse'; one of display, full"):
        outlines("coarse")
    with pytest.raises(RefusedError, match="there is no detail"):
        write("geojson", replace(FULL, detail="coarse"), tables_in_use())
    assert DETAILS == ("display", "full")


@pytest.mark.usefixtures("refreshed")
def test_a_period_that_no_file_holds_is_refused(monkeypatch):
    monkeypatch.setattr(module, "_MOST_VERTICES", 3 * vertices(outlines("full").shapes.values()))
    days = replace(FULL, start=date(2025, 10, 2))
    with pytest.raises(RefusedError) as refused:
        write("geojson", days, tables_in_use())
    assert str(refused.value) == (
        "4 days with outlines at full detail are more than a file holds: take 3 days at most, or "
        "--detail display"
    )
    write("geojson", replace(FULL, start=date(2025, 10, 3)), tables_in_use())


def test_two_details_are_two_names_where_a_file_has_outlines():
    assert file_name("geojson", FULL) == "nuzuh-2025-10-05-people-published-all-en-full.geojson"
    assert file_name("csv", FULL) == file_name("csv", DISPLAY)
    assert file_name("png", FULL) == file_name("png", DISPLAY)


@pytest.mark.slow
@pytest.mark.usefixtures("refreshed")
@pytest.mark.thorough
def test_a_bundle_says_which_outlines_and_is_rebuilt_by_its_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["export", "--date", "2025-10-05", "--detail", "full", "-o", "x.zip"]) == 0
    with zipfile.ZipFile("x.zip") as bundle:
        view, readme = json.loads(bundle.read("view.json")), bundle.read("README.md").decode()
        package = json.loads(bundle.read("datapackage.json"))
        drawn = json.loads(bundle.read("data.geojson"))
    told = outlines("full")
    assert view["outlines"] == {
        "source": SOURCE,
        "as_of": "2026-03-01",
        "digest": told.about.digest,
    }
    assert f"{SOURCE}, 2026-03-01, digest {told.about.digest}" in readme
    assert drawn["about"]["detail"] == "full"
    terms = {entry["path"]: entry.get("licenses") for entry in package["resources"]}
    assert terms["data.geojson"] == [{"title": "CC BY-IGO 3.0", "path": PAGE}]
    assert "--detail full" in view["command"]
    assert cli.main(shlex.split(view["command"])[1:]) == 0
    assert (tmp_path / "bundle.zip").read_bytes() == (tmp_path / "x.zip").read_bytes()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("export", "--date", "2025-10-05", "--detail", "full", "-o", "x.geojson"), MISSING),
        (
            ("export", "--date", "2025-10-05", "--detail", "full", "-o", "x.csv"),
            "--detail says nothing about csv",
        ),
        (
            ("export", "--date", "2025-10-05", "--detail", "display", "-o", "x.png"),
            "--detail says nothing about png",
        ),
        (
            ("orders", "--date", "2025-10-05", "--detail", "full", "-o", "x.geojson"),
            NO_BLOCKS,
        ),
    ],
)
@pytest.mark.usefixtures("without")
def test_the_command_refuses_in_one_sentence(words, why, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(words) == 2
    assert capsys.readouterr().err == f"{why}\n"
    assert not list(tmp_path.glob("x.*"))


@pytest.mark.usefixtures("refreshed")
def test_the_command_writes_what_is_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ("export", "--date", "2025-10-05", "--detail", "full", "-o", "x.geojson")
    assert cli.main(words) == 0
    assert json.loads((tmp_path / "x.geojson").read_bytes())["about"]["detail"] == "full"


def test_outlines_that_change_while_a_file_is_made_are_not_mixed(refreshed):
    told = outlines("full").about
    keep(refreshed, finer=0.0005)
    with pytest.raises(RefusedError, match="has brought other outlines in this moment"):
        module.shapes_of(told)


def test_outlines_meet_without_gaps_or_overlaps(refreshed):
    assert refreshed.exists()
    for detail in DETAILS:
        shapes = list(outlines(detail).shapes.values())
        assert all(shape.is_valid for shape in shapes)
        assert shapely.coverage_is_valid(shapes)
