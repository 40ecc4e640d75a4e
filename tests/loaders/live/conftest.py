from __future__ import annotations

import dataclasses

import pytest

from nuzuh.loaders.live.settings import Settings
from tests.loaders.live.recordings import good_day, municipalities_zip
from tests.loaders.live.upstream import Upstream


@pytest.fixture(scope="session")
def shapefile(tmp_path_factory):
    return municipalities_zip(tmp_path_factory.mktemp("mun") / "shapes")


@pytest.fixture(scope="module")
def server():
    upstream = Upstream()
    yield upstream
    upstream.close()


@pytest.fixture
def upstream(server, shapefile):
    """Every upstream, on a good day."""
    server.answers.clear()
    server.asked.clear()
    server.heard.clear()
    good_day(server, shapefile)
    return server


@pytest.fixture
def settings(upstream, tmp_path):
    """Settings that know the loopback only, and have no patience."""
    base = upstream.base
    return Settings(
        hdx_url=base,
        arcgis_url=f"{base}/arcgis",
        geoboundaries_url=f"{base}/geoboundaries/",
        deaths_url=f"{base}/deaths.json",
        cache=tmp_path / "cache",
        archive=tmp_path / "archive",
        records=tmp_path / "records",
        fresh_seconds=0.001,
        connect_seconds=0.25,
        total_seconds=0.7,
        wait_seconds=0.02,
        attempts=2,
        download_bytes=2_000_000,
        unpacked_bytes=5_000_000,
    )


@pytest.fixture
def without_fallbacks(settings):
    """The same, with boundaries from the exchange only."""
    return dataclasses.replace(settings, arcgis_url="", geoboundaries_url="")
