"""Whether every archived version of the data can be shown."""

from __future__ import annotations

from nuzuh.balance.archived.adding import checked_entry
from nuzuh.cli.health.finding import Finding
from nuzuh.loaders.archive.shelf import SHIPPED, entries
from nuzuh.loaders.errors import DataError


def archived() -> list[Finding]:
    """Return what is found of the entries of the archive: each is read whole."""
    findings, sound = list[Finding](), 0
    for path in entries():
        try:
            checked_entry(path)
            sound += 1
        except DataError as error:
            reason = str(error).rstrip(".")
            do = (
                "install this version of nuzuh anew"
                if path.parent == SHIPPED
                else f"put a whole copy of {path} in its place (nuzuh restore, or nuzuh archive "
                "add --from), or take it away"
            )
            findings.append(Finding("archive", path.stem, reason, "broken", do))
    whole = "version is" if sound == 1 else "versions are"
    return [Finding("archive", "entries", f"{sound} {whole} whole"), *findings]
