"""How the server behaves, set by whoever runs it; where data come from is set beside.

Both stand in environment variables that begin with ``NUZUH_``: see
:mod:`nuzuh.loaders.live.settings` for the others, and docs/deploy.md for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nuzuh.loaders.live.settings import SettingError, settings_of

_LOGS = ("text", "json")


@dataclass(frozen=True)
class ServerSettings:
    """What the server shows of itself, and how it ends.

    Attributes:
        log: ``text`` for lines that a person reads, ``json`` for one JSON object a line on stdout.
        metrics: let everybody read Streamlit's metrics; else only who asks from this machine.
        grace_seconds: how long files in the making may take when the server is told to end.
    """

    log: str = "text"
    metrics: bool = False
    grace_seconds: float = 20.0


def read_server_settings(environment: Mapping[str, str] | None = None) -> ServerSettings:
    """Return the settings of the server that the environment asks for.

    Args:
        environment: variables by name; those of the process when None.

    Raises:
        SettingError: naming the variable that makes no sense.

    Example:
        >>> read_server_settings({"NUZUH_LOG": "json"}).log
        'json'
    """
    settings = settings_of(ServerSettings(), environment)
    if settings.log not in _LOGS:
        raise SettingError(f"NUZUH_LOG is {' or '.join(_LOGS)}.")
    return settings
