"""The static site, built once for every test that looks at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nuzuh.export.site import Site, build_site
from nuzuh.export.site.folder import write_folder
from nuzuh.loaders.tables import tables_in_use

ADDRESS = "https://nuzuh.example.org/strip"


@pytest.fixture(scope="session")
def built() -> Site:
    return build_site(tables_in_use(), ADDRESS)


@pytest.fixture(scope="session")
def site_folder(built: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "strip"
    write_folder(folder, built.files)
    return folder
