"""The exact outlines of blocks that whoever runs nuzuh brings, read once in the life of a process.

They are no live data: nothing is asked for over the network. They stand here since they come
into use together with what does, as a part of the data version.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path

import geopandas as gpd

from nuzuh.loaders.block_map import embedded_block_map, with_outlines
from nuzuh.loaders.errors import DataError, one_line
from nuzuh.loaders.live.settings import SettingError, Settings
from nuzuh.loaders.reading import read_named
from nuzuh.loaders.table import Provenance, Table
from nuzuh.loaders.user import limits

_LISTED = 12


@dataclass(frozen=True)
class BlockFile:
    """The blocks with the outlines of the operator's file.

    Attributes:
        table: the map of blocks, with where it comes from.
        digest: of the file and of the property that its numbers stand in.
        places: the governorate of every number in the file, known or not.
    """

    table: Table[gpd.GeoDataFrame]
    digest: str
    places: dict[str, str]


def block_file(settings: Settings) -> BlockFile | None:
    """Return the blocks with the outlines that ``NUZUH_BLOCKS`` names; None where it names none.

    The file is read when it is first asked for, and not again: to use another, start nuzuh anew.

    Raises:
        SettingError: saying in one sentence what is wrong with the file, and what to do.
    """
    if not settings.blocks:
        if settings.blocks_number:
            raise SettingError(
                "NUZUH_BLOCKS_NUMBER names a property of the file that NUZUH_BLOCKS names, "
                "and NUZUH_BLOCKS names none."
            )
        return None
    found = _read(settings.blocks, settings.blocks_number)
    if isinstance(found, str):
        raise SettingError(found)
    return found


@lru_cache(maxsize=4)
def _read(path: str, number: str) -> BlockFile | str:
    """The outlines of a file, or why they cannot be used: that is remembered too."""
    # Reading shapes needs more than most commands do.
    from nuzuh.loaders.user.apart import within_limits  # noqa: PLC0415
    from nuzuh.loaders.user.maps.given_blocks import read_given_blocks  # noqa: PLC0415

    name = one_line(Path(path).name) or path
    try:
        content = read_named(Path(path), limits.FILE_BYTES, name)
        limits.within_bytes(content, name)
        given = within_limits(partial(read_given_blocks, content, name, number), name)
    except DataError as error:
        return f"NUZUH_BLOCKS: {str(error).rstrip('.')}; or unset it, to draw approximate cells."
    frame = with_outlines(given.outlines)
    lost = sorted(set(embedded_block_map().frame["block"]) - set(frame["block"]), key=int)
    exact = int(frame["given"].sum())
    told = [
        f"Exact outlines of {exact} blocks from the property {given.number!r}",
        f"approximate cells of the other {len(frame) - exact}" if len(frame) > exact else "",
        f"{given.parts} outlines of parts put together to their blocks" if given.parts else "",
        f"{given.mended} outlines mended" if given.mended else "",
        f"{given.left_out} features left out, with no area, no number, or away from their block"
        if given.left_out
        else "",
        f"{given.overlaps} overlaps given to the block that comes first" if given.overlaps else "",
        f"numbers that no block has: {_listed(given.unknown)}" if given.unknown else "",
        f"blocks of which the outlines of others leave no land: {_listed(lost)}" if lost else "",
    ]
    digest = hashlib.sha256(content + b"\0" + given.number.encode()).hexdigest()
    embedded = embedded_block_map().provenance
    provenance = Provenance(
        name=embedded.name,
        title="Numbered blocks, with outlines from a file of this computer",
        source=f"{name}; {embedded.source}",
        source_links=embedded.source_links,
        licence=f"of {name}: as its owner says; {embedded.licence}",
        as_of=embedded.as_of,
        retrieved_at=datetime.now(UTC).isoformat(timespec="minutes"),
        status="given",
        rows=len(frame),
        reason="it was read from this computer when nuzuh started",
        note="; ".join(filter(None, told)) + ".",
    )
    return BlockFile(Table(frame, provenance), digest, dict(given.places))


def _listed(numbers: object) -> str:
    names = [str(number) for number in numbers]  # type: ignore[attr-defined]
    return ", ".join(names[:_LISTED]) + (" …" if len(names) > _LISTED else "")
