"""Features of a shapefile, whose parts reach the driver under names of our own, and alone."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping

import geopandas as gpd
import pyogrio

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import formats, limits
from nuzuh.loaders.user.maps.crs import defined_crs
from nuzuh.loaders.user.maps.rawshapes import RawShapes, few, plain_value
from nuzuh.loaders.user.notes import Note


def read_shapefile(
    parts: Mapping[str, bytes], file: str, encoding: str, notes: tuple[Note, ...] = ()
) -> RawShapes:
    """Return the features of a shapefile.

    Args:
        parts: its parts by their suffix.
        file: its name, for messages.
        encoding: how its texts are written; "" where the file says so.
        notes: what is not read of the archive that it lies in.

    Raises:
        DataError: when it is damaged, too large, or a table without shapes.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for suffix, content in parts.items():
            if suffix != ".prj":
                archive.writestr(f"layer{suffix}", content)
    content = packed.getvalue()
    written = encoding or _encoding(parts)
    try:
        with warnings.catch_warnings():
            # Drivers warn of odd attributes and times; what matters is checked by whoever asks.
            warnings.simplefilter("ignore")
            told = pyogrio.read_info(content, force_feature_count=True, encoding=written)
            few(int(told["features"]), file)
            frame = pyogrio.read_dataframe(
                content, max_features=limits.FEATURES, encoding=written, datetime_as_string=True
            )
    except DataError:
        raise
    except Exception as error:  # the driver raises types of its own
        raise DataError(file, f"cannot be read as a map: {formats.SAVE_MAP}") from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise DataError(file, "holds a table without shapes")
    for name in frame.columns:
        if name != frame.geometry.name:
            frame[name] = frame[name].astype("object").map(_value)
    system = parts.get(".prj", b"").decode("utf-8", "replace").strip()
    crs = defined_crs(system, file) if system else None
    frame = frame.set_axis(range(1, len(frame) + 1), axis="index")
    return RawShapes(frame.set_crs(crs, allow_override=True), notes)


def _encoding(parts: Mapping[str, bytes]) -> str | None:
    """UTF-8 where the texts are that and no part says so; else what the driver makes of it."""
    table = parts[".dbf"]
    texts = table[int.from_bytes(table[8:10], "little") :]
    if ".cpg" in parts or texts.isascii():
        return None
    try:
        texts.decode()
    except UnicodeDecodeError:
        return None
    return "UTF-8"


def _value(value: object) -> object:
    if value is None or value != value:  # noqa: PLR0124 - what is not itself is no number
        return None
    return plain_value(value if isinstance(value, int | float | str) else str(value))
