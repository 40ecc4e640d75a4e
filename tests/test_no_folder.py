"""On a machine that cannot be written to: what needs a folder is refused in a sentence."""

from __future__ import annotations

import tempfile

import pytest

from nuzuh.export.formats import write
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.view import View


@pytest.fixture
def no_folder(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", list)


@pytest.mark.usefixtures("no_folder")
@pytest.mark.parametrize("form", ["xlsx", "gpkg"])
def test_what_passes_through_a_folder_is_refused(form, english):
    with pytest.raises(RefusedError) as refused:
        write(form, ExportRequest(View()), tables_in_use())
    assert refused.value.key == "no_folder"
    assert "temporary files" in refused_text(refused.value, english)


@pytest.mark.usefixtures("no_folder")
@pytest.mark.parametrize("form", ["csv", "geojson", "parquet", "txt"])
def test_what_needs_none_is_made(form):
    assert write(form, ExportRequest(View()), tables_in_use())


def test_what_else_goes_wrong_with_files_is_no_refusal():
    from nuzuh.export.making import making

    with pytest.raises(PermissionError), making("csv"):
        raise PermissionError
