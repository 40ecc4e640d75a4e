"""The Humanitarian Data Exchange: find a file of a data set anew each time, then fetch it.

Addresses and names of files change there without notice; only data sets keep
their ids. So the data set is asked for its files, and the file is chosen by its
format and by words in its name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urljoin

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live.arrival import worse
from nuzuh.loaders.live.errors import FetchError, FetchRefusedError
from nuzuh.loaders.live.fetch import Fetched, Fetcher
from nuzuh.loaders.live.settings import Settings

Value = TypeVar("Value")


PUBLIC = "https://data.humdata.org"
"""Where readers find the data sets, even if a mirror was asked for them."""


@dataclass(frozen=True)
class Dataset:
    """A data set as the exchange describes it."""

    id: str
    title: str
    licence: str
    resources: tuple[dict[str, Any], ...]
    page: str
    base: str


def dataset(
    fetcher: Fetcher, settings: Settings, ids: Sequence[str], *, stale: bool
) -> Fetched[Dataset]:
    """Return the first of several data sets that the exchange knows.

    Args:
        fetcher: the session.
        settings: for the address of the exchange.
        ids: the present id of a data set, then former ones.
        stale: look into the cache only.

    Raises:
        FetchError: with the reason for the first id.
    """
    if not settings.hdx_url:
        raise FetchRefusedError("the exchange is switched off (NUZUH_HDX_URL is empty)")
    base = settings.hdx_url.rstrip("/") + "/"
    first: FetchError | None = None
    for id_ in ids:

        def parse(body: bytes, id_: str = id_) -> Dataset:
            return _read(body, id_, base)

        try:
            address = urljoin(base, "api/3/action/package_show")
            return fetcher.get(address, parse, params={"id": id_}, stale=stale)
        except FetchError as error:
            first = first or error
            if error.passing:
                break
    raise first or FetchRefusedError("no data set was asked for")


def _read(body: bytes, id_: str, base: str) -> Dataset:
    name = f"HDX {id_}"
    try:
        told: Any = json.loads(body)
    except ValueError as error:
        raise DataError(name, "is not valid JSON") from error
    result = told.get("result") if isinstance(told, dict) and told.get("success") else None
    resources = result.get("resources") if isinstance(result, dict) else None
    if not isinstance(resources, list) or not all(isinstance(r, dict) for r in resources):
        raise DataError(name, "does not describe a data set with its files")
    assert isinstance(result, dict)
    return Dataset(
        id=id_,
        title=str(result.get("title") or id_)[:200],
        licence=str(result.get("license_title") or "not stated")[:100],
        resources=tuple(resources),
        page=f"{PUBLIC}/dataset/{id_}",
        base=base,
    )


def resource(
    fetcher: Fetcher,
    found: Fetched[Dataset],
    parse: Callable[[bytes], Value],
    *,
    formats: Sequence[str],
    words: Sequence[str] = (),
    stale: bool,
) -> Fetched[Value]:
    """Fetch the file of a data set that has a format, and the most of several words in its name.

    Files that do not parse are passed over, so that a new file of another kind
    beside the wanted one does no harm.

    Raises:
        FetchError: with the reason for the likeliest file.
    """
    fitting = _fitting(found.value.resources, formats, words)
    if not fitting:
        raise FetchRefusedError(
            f"HDX {found.value.id} has no file in the format {' or '.join(formats)}"
        )
    first: FetchError | None = None
    for entry in fitting[:3]:
        address = str(entry.get("download_url") or entry.get("url") or "")
        try:
            got = fetcher.get(urljoin(found.value.base, address), parse, stale=stale)
        except FetchError as error:
            first = first or error
            continue
        return Fetched(
            got.value,
            worse(got.status, found.status),
            got.retrieved_at,
        )
    assert first is not None
    raise first


def _fitting(
    resources: Sequence[dict[str, Any]], formats: Sequence[str], words: Sequence[str]
) -> list[dict[str, Any]]:
    """Files in one of the formats, those with the most of the words in their name first."""

    def fits(entry: dict[str, Any]) -> bool:
        told = str(entry.get("format") or "").casefold().strip()
        return any(told in (wanted, f"zipped {wanted}") for wanted in map(str.casefold, formats))

    def score(entry: dict[str, Any]) -> int:
        named = f"{entry.get('name')} {entry.get('url')} {entry.get('download_url')}".casefold()
        return -sum(word in named for word in words)

    return sorted((entry for entry in resources if fits(entry)), key=score)
