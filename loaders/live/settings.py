"""Where live data comes from and how far the project may go to fetch it.

Everything is set by whoever runs the project, through environment variables
that begin with ``NUZUH_``; nothing is ever taken from a reader.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import platformdirs

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Told = TypeVar("_Told", bound="DataclassInstance")
_TRUE = ("1", "true", "yes", "on")
_FALSE = ("0", "false", "no", "off", "")
_FOLDERS = ("cache", "archive", "records")


class SettingError(ValueError):
    """A setting makes no sense; the message names the variable and what it may be."""


@dataclass(frozen=True)
class Settings:
    """Base addresses, switches and limits of everything that is fetched.

    The environment variable of a field is its name in capitals after
    ``NUZUH_``: ``hdx_url`` is ``NUZUH_HDX_URL``. An address that is empty
    switches its source off.

    Attributes:
        hdx_url: the Humanitarian Data Exchange (boundaries, municipalities,
            population, displacement).
        arcgis_url: OCHA's map service, for boundaries when the exchange fails.
        geoboundaries_url: geoBoundaries, for boundaries when both fail.
        idmc_url: a CSV of IDMC events, or IDMC's own JSON, to use instead of the CSV on the
            exchange.
        deaths_url: TechForPalestine's daily casualties (JSON).
        orders_url: orders in the shape of GazaMaps (JSON); off by default,
            because no open licence was found.
        orders_key: sent as a bearer token to ``orders_url``; never shown.
        blocks: a GeoJSON file on this machine with exact outlines of the numbered blocks; they are
            drawn instead of the approximate cells. Off by default.
        blocks_number: the property of ``blocks`` that holds the number; "" for the only one
            whose values are mostly numbers of blocks.
        offline: never use the network.
        refresh: let the app refresh behind, beginning when it has started.
        cache: folder for the cache and the last good copies.
        archive: folder for former data versions, beside those that ship.
        records: folder for what was counted from movement records on this machine.
        fresh_seconds: age up to which a cached answer is used without asking again.
        connect_seconds: patience for a connection, and between two pieces of an answer.
        total_seconds: patience for one answer, with all redirects, retries and waits.
        wait_seconds: longest wait between two attempts, whatever the server asks for.
        attempts: how often one address is tried.
        download_bytes: largest answer.
        unpacked_bytes: largest sum of the files in an archive.
    """

    hdx_url: str = "https://data.humdata.org"
    arcgis_url: str = "https://gis.unocha.org/server/rest/services/COD/GLB_COD_Admin2/MapServer/0"
    geoboundaries_url: str = "https://www.geoboundaries.org/api/current/gbOpen/PSE/ADM2/"
    idmc_url: str = ""
    deaths_url: str = "https://data.techforpalestine.org/api/v2/casualties_daily.min.json"
    orders_url: str = ""
    orders_key: str = field(default="", repr=False)
    blocks: str = ""
    blocks_number: str = ""
    offline: bool = False
    refresh: bool = True
    cache: Path = field(default_factory=lambda: platformdirs.user_cache_path("nuzuh"))
    archive: Path = field(default_factory=lambda: platformdirs.user_data_path("nuzuh") / "archive")
    records: Path = field(default_factory=lambda: platformdirs.user_data_path("nuzuh") / "records")
    fresh_seconds: float = 3600.0
    connect_seconds: float = 10.0
    total_seconds: float = 60.0
    wait_seconds: float = 20.0
    attempts: int = 3
    download_bytes: int = 50_000_000
    unpacked_bytes: int = 200_000_000

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every base address that is configured: the only ones that may be private."""
        named = (f.name for f in fields(self) if f.name.endswith("_url"))
        return tuple(address for name in named if (address := getattr(self, name)))


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that the environment asks for.

    Args:
        environment: variables by name; those of the process when None.

    Raises:
        SettingError: naming the variable that makes no sense.

    Example:
        >>> read_settings({"NUZUH_OFFLINE": "1"}).offline
        True
    """
    given = os.environ if environment is None else environment
    named: dict[str, Any] = {
        n: Path() for n in _FOLDERS if given.get(f"NUZUH_{n.upper()}", "").strip()
    }
    try:
        usual = Settings(**named)
    except RuntimeError as error:
        lacking = ", ".join(f"NUZUH_{name.upper()}" for name in _FOLDERS if name not in named)
        raise SettingError(f"No home folder is known: set HOME, or {lacking}.") from error
    return settings_of(usual, given)


def settings_of(usual: _Told, environment: Mapping[str, str] | None = None) -> _Told:
    """Return settings as the environment changes them.

    Args:
        usual: a dataclass of switches, numbers, words, folders and addresses; the environment
            variable of a field is its name in capitals after ``NUZUH_``.
        environment: variables by name; those of the process when None.

    Raises:
        SettingError: naming the variable that makes no sense.
    """
    given = os.environ if environment is None else environment
    told: dict[str, Any] = {}
    for entry in fields(usual):
        variable = f"NUZUH_{entry.name.upper()}"
        if variable in given:
            told[entry.name] = _value(variable, given[variable].strip(), getattr(usual, entry.name))
    return replace(usual, **told)


def _value(variable: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        if text.lower() not in _TRUE + _FALSE:
            raise SettingError(f"{variable} is 1 or 0.")
        return text.lower() in _TRUE
    if isinstance(default, (int, float)):
        return _number(variable, text, whole=isinstance(default, int))
    if isinstance(default, Path):
        return _path(variable, text) if text else default
    if variable == "NUZUH_BLOCKS" and text:
        return str(_path(variable, text))
    if variable.endswith("_URL") and text:
        _check_address(variable, text)
    return text


def _path(variable: str, text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise SettingError(
            f"{variable} begins with a home folder (~) that is not known."
        ) from error


def _number(variable: str, text: str, *, whole: bool) -> float:
    try:
        number = int(text) if whole else float(text)
    except ValueError:
        number = 0
    if not (number > 0 and math.isfinite(number)):
        kind = "whole number" if whole else "number"
        raise SettingError(f"{variable} is a {kind} above zero.")
    return number


def _check_address(variable: str, text: str) -> None:
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        # The address itself may hold a key, so it is not repeated.
        raise SettingError(f"{variable} is an http or https address, or empty to switch it off.")
