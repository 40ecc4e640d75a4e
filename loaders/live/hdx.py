"""The Humanitarian Data Exchange: find a file of a data set anew each time, then fetch it.

Addresses and names of files change there without notice; only data sets keep
their ids. So the data set is asked for its files, and the file is chosen by its
format and by words in its name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urljoin

from nuzuh.loaders.dates import iso_day
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live.arrival import worse
from nuzuh.loaders.live.errors import FetchError, FetchRefusedError
from nuzuh.loaders.live.fetch import Fetched, Fetcher
from nuzuh.loaders.live.settings import Settings

Value = TypeVar("Value")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")

PUBLIC = "https://data.humdata.org"
"""Where readers find the data sets, even if a mirror was asked for them."""


@dataclass(frozen=True)
class Dataset:
    """A data set as the exchange describes it.

    Attributes:
        id: as it was asked for.
        title, licence: in the words of the exchange.
        day: the last day that the data set is about, ISO; "" when none is stated.
        resources: its files.
        page: where readers find it.
        base: address that was asked.
    """

    id: str
    title: str
    licence: str
    day: str
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
        day=_last_day(str(result.get("dataset_date") or "")),
        resources=tuple(resources),
        page=f"{PUBLIC}/dataset/{id_}",
        base=base,
    )


def _last_day(period: str) -> str:
    """The end of a period as the exchange writes it; its start when it goes on.

    >>> _last_day("[2019-07-18T00:00:00 TO 2020-12-31T23:59:59]")
    '2020-12-31'
    >>> _last_day("[2020-12-31T00:00:00 TO *]"), _last_day("some day")
    ('2020-12-31', '')
    """
    days = re.findall(r"\d{4}-\d{2}-\d{2}", period)
    return days[-1] if days and iso_day(days[-1]) else ""


def _moment(told: object) -> str:
    """A moment as the exchange writes it, in UTC and without a zone; "" for anything else.

    >>> _moment("2026-05-04T03:12:55.123456"), _moment(None), _moment("yesterday")
    ('2026-05-04T03:12:55', '', '')
    """
    try:
        moment = datetime.fromisoformat(str(told))
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="seconds")


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

    Of files that are equally likely the one with the latest year in its name comes first.
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
            _moment(entry.get("last_modified")),
        )
    assert first is not None
    raise first


def _fitting(
    resources: Sequence[dict[str, Any]], formats: Sequence[str], words: Sequence[str]
) -> list[dict[str, Any]]:
    """Files in one of the formats, likeliest first: by words in the name, then by its year."""

    def fits(entry: dict[str, Any]) -> bool:
        told = str(entry.get("format") or "").casefold().strip()
        return any(told in (wanted, f"zipped {wanted}") for wanted in map(str.casefold, formats))

    def score(entry: dict[str, Any]) -> tuple[int, int]:
        addresses = [str(entry.get(name) or "") for name in ("url", "download_url")]
        named = " ".join([str(entry.get("name")), *addresses]).casefold()
        # The folders of an address are numbers of the exchange, in which a year means nothing.
        files = [str(entry.get("name")), *(address.rpartition("/")[2] for address in addresses)]
        named_years = map(int, _YEAR.findall(" ".join(files)))
        # A year that is yet to come is one of projections.
        years = [year for year in named_years if year <= datetime.now(UTC).year]
        return -sum(word in named for word in words), -max(years, default=0)

    return sorted((entry for entry in resources if fits(entry)), key=score)
