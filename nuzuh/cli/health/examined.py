"""Every look at the installation, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from nuzuh.cli.health.archived import archived
from nuzuh.cli.health.finding import Finding
from nuzuh.cli.health.fresh import fresh
from nuzuh.cli.health.installed import installed
from nuzuh.cli.health.reachable import reachable
from nuzuh.cli.health.shelved import shelved
from nuzuh.cli.health.writable import writable
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live.settings import SettingError, Settings, read_settings
from nuzuh.loaders.server_settings import read_server_settings


def examined(now: datetime) -> list[Finding]:
    """Return what every look at the installation found.

    Args:
        now: the present moment, with a zone.
    """
    findings = installed()
    try:
        settings = read_settings()
        read_server_settings()
    except SettingError as error:
        found = str(error).rstrip(".")
        do = "correct the variable: nothing that follows can be looked at before"
        return [*findings, Finding("installed", "settings", found, "broken", do)]
    looks: tuple[Callable[[Settings, datetime], Iterable[Finding]], ...] = (
        writable,
        lambda settings, _: reachable(settings),
        fresh,
        lambda *_: archived(),
        lambda settings, _: shelved(settings),
    )
    for look in looks:
        try:
            findings += look(settings, now)
        except DataError:
            # Named among what is installed: everything that follows is read from them.
            found = "cannot be looked at before the embedded data are whole"
            return [*findings, Finding("fresh", "what is shown", found, "look")]
    return findings
