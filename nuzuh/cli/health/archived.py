"""Whether every archived version of the data can be shown."""

from __future__ import annotations

from nuzuh.cli.health.finding import Finding
from nuzuh.loaders.archive.entry import read_parts
from nuzuh.loaders.archive.shelf import SHIPPED, paths
from nuzuh.loaders.errors import DataError


def archived() -> list[Finding]:
    """Return what is found of the entries of the archive: each is read whole."""
    findings, sound = list[Finding](), 0
    for id_, path in sorted(paths().items()):
        try:
            read_parts(path)
            sound += 1
        except DataError as error:
            reason = str(error).rstrip(".")
            do = (
                "install this version of nuzuh anew"
                if path.parent == SHIPPED
                else f"restore {path} from a backup (nuzuh restore)"
            )
            findings.append(Finding("archive", id_, reason, "broken", do))
    whole = "version is" if sound == 1 else "versions are"
    return [Finding("archive", "entries", f"{sound} {whole} whole"), *findings]
