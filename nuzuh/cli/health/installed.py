"""Whether what belongs to nuzuh is there: packages, fonts, scripts for browsers, embedded data."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import nuzuh
from nuzuh.balance.shipped import FOLDER as ENSEMBLES
from nuzuh.balance.shipped import NAMED_VIEWS
from nuzuh.cli.health.dependencies import python_and_packages
from nuzuh.cli.health.finding import Finding
from nuzuh.draw.type import FOLDER as FONTS
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.package import embedded_version, read_bytes, read_descriptor
from nuzuh.web.onefile.document import SCRIPTS

_AGAIN = "install this version of nuzuh anew; in a checkout, `git status` tells what was changed"


def installed() -> list[Finding]:
    """Return what is found of the installation itself."""
    package = Path(nuzuh.__file__).parent
    return [
        Finding("installed", "nuzuh", f"{nuzuh.__version__}, in {package}"),
        *python_and_packages(),
        _fonts(),
        _encoder(),
        _scripts(),
        *_data(),
        _ensembles(),
    ]


def _fonts() -> Finding:
    from matplotlib.font_manager import get_font  # noqa: PLC0415 (of use to this one look)

    files = sorted(FONTS.glob("*.ttf"))
    for file in files:
        try:
            get_font(file)
        except (OSError, RuntimeError, ValueError):
            return Finding("installed", "fonts", f"{file.name} cannot be read", "broken", _AGAIN)
    if not files:
        return Finding("installed", "fonts", f"none in {FONTS}", "broken", _AGAIN)
    return Finding("installed", "fonts", f"{len(files)} fonts for pictures")


def _encoder() -> Finding:
    """MP4 alone needs it: without it everything else is as before."""
    what, without = "video encoder", "MP4 cannot be made; GIF and WebP can"
    do = "for MP4, install nuzuh with its extra `video`"
    try:
        import av  # noqa: PLC0415 (may be missing)

        av.codec.Codec("libx264", "w")
    except ImportError:
        return Finding("installed", what, f"none: {without}", "ok", do)
    except (ValueError, OSError):
        found = f"av {av.__version__} without x264: {without}"
        return Finding("installed", what, found, "look", do)
    return Finding("installed", what, f"x264, by av {av.__version__}")


def _scripts() -> Finding:
    missing = [path.name for path in SCRIPTS if not _has_content(path)]
    if missing:
        found = f"missing or empty: {', '.join(missing)}"
        do = "install this version of nuzuh anew; in a checkout, `make frontend` builds them"
        return Finding("installed", "scripts for browsers", found, "broken", do)
    return Finding("installed", "scripts for browsers", f"{len(SCRIPTS)} are there")


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _data() -> Iterator[Finding]:
    what = "embedded data"
    try:
        names = [entry["name"] for entry in read_descriptor()["resources"]]
    except DataError as error:
        yield Finding("installed", what, str(error).rstrip("."), "broken", _AGAIN)
        return
    damaged = list[str]()
    for name in names:
        try:
            read_bytes(name)
        except DataError as error:
            damaged.append(str(error).rstrip("."))
    for reason in damaged:
        yield Finding("installed", what, reason, "broken", _AGAIN)
    if not damaged:
        yield Finding(
            "installed",
            what,
            f"{len(names)} files match their SHA-256; data version {embedded_version()}",
        )


def _ensembles() -> Finding:
    if damaged := [path.name for path in sorted(ENSEMBLES.glob("*.npz")) if not _is_whole(path)]:
        found = f"damaged: {', '.join(damaged)}"
        return Finding("installed", "ranges", found, "broken", _AGAIN)
    missing = [view for view in NAMED_VIEWS if not _has_content(ENSEMBLES / f"{view}.npz")]
    if missing:
        found = f"not shipped for the views {', '.join(missing)}: their ranges take a minute"
        return Finding("installed", "ranges", found, "look", _AGAIN)
    return Finding("installed", "ranges", f"shipped for {len(NAMED_VIEWS)} views")


def _is_whole(path: Path) -> bool:
    """Whether each part of a file of arrays has the checksum that it was written with."""
    try:
        with zipfile.ZipFile(path) as parts:
            return parts.testzip() is None
    except (OSError, zipfile.BadZipFile, zlib.error):
        return False
