"""The static site, built once for every test that looks at it."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from nuzuh.export.site import Site, build_site
from nuzuh.export.site.folder import write_folder
from nuzuh.loaders.tables import tables_in_use

ADDRESS = "https://nuzuh.example.org/strip"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Site:
    """The site; of several processes the first builds it for all."""
    if worker_id == "master":
        return build_site(tables_in_use(), ADDRESS)
    # What is above the folder of one process is the run's, and goes with it.
    kept = tmp_path_factory.getbasetemp().parent / "site"
    if not kept.exists():
        whole = kept.with_name(f"site-{worker_id}")
        whole.write_bytes(pickle.dumps(build_site(tables_in_use(), ADDRESS)))
        whole.replace(kept)
    # Nobody else writes to the folder of a run.
    site: Site = pickle.loads(kept.read_bytes())  # noqa: S301
    return site


@pytest.fixture(scope="session")
def site_folder(built: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "strip"
    write_folder(folder, built.files)
    return folder
