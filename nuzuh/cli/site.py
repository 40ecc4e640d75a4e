"""``nuzuh export --format site``: the static site, written into a folder."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import click
from click.core import ParameterSource

from nuzuh.cli.output import Output, counted_steps
from nuzuh.export.site import build_site
from nuzuh.export.site.folder import Written, check_folder, pages_standing, write_folder
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.live.addresses import shown
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.data_versions import former_ids


def export_site(output: Output, address: str, versions: int | None) -> None:
    """Write the static site into the folder that ``-o`` names.

    Args:
        output: the folder.
        address: where the site will stand; "" where that is not known.
        versions: how many former versions of the data get pages anew, the newest ones; None for
            those that the folder has no pages of.

    Raises:
        RefusedError: for options that say something about one view, for an address that is not
            that of a folder, and for a folder that cannot be written.
    """
    # Half a minute of work: what can never be written is refused before it.
    _check_alone()
    _check_address(address)
    folder = output.file
    if folder is None:
        raise RefusedError("a site is a folder of files: name one with -o, not standard output")
    check_folder(folder)
    standing = pages_standing(folder)
    former = former_ids()
    site = build_site(
        tables_in_use(),
        address,
        counted_steps(),
        archived=[one for one in former if one not in standing]
        if versions is None
        else former[:versions],
        standing=standing,
    )
    for why in site.damaged.values():
        sys.stderr.write(f"left out: {why}\n")
    sys.stderr.write(_told(write_folder(folder, site.files)))


def _told(written: Written) -> str:
    stay = f"; as they were: {', '.join(written.stay)}" if written.stay else ""
    return (
        f"{written.files:,} files, {written.size / 1e6:.1f} MB: {written.changed:,} written, "
        f"{written.kept:,} kept from the build before, {written.removed:,} removed{stay}\n"
    )


def how_many(text: str) -> int:
    """Read of how many former versions of the data a site gets pages: ``all``, or a number.

    Raises:
        ValueError: when it is neither.

    >>> how_many("3")
    3
    """
    if text == "all":
        return sys.maxsize
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise ValueError(f"{text[:40]!r} is neither all nor a number of versions")
    return int(text)


def _check_alone() -> None:
    """Refuse options beside ``--format site`` but for its folder, address and versions."""
    context = click.get_current_context()
    known = ("form", "output", "address", "versions")
    given = [
        parameter.opts[0]
        for parameter in context.command.params
        if parameter.name and parameter.name not in known and is_given(parameter.name)
    ]
    if given:
        raise RefusedError(
            f"{given[0]} says nothing about a site, which has every view in every language"
        )


def _check_address(address: str) -> None:
    """Refuse an address to which the path of a page cannot be joined, or that gives away a key."""
    parts = urlsplit(address)
    if parts.query or parts.fragment or address.endswith(("?", "#")) or "@" in parts.netloc:
        raise RefusedError(
            f"{shown(address)[:80]!r} was given with a query, a fragment or a user: the address "
            "of a site is that of its folder alone, which stands in every page"
        )


def is_given(name: str) -> bool:
    """Whether the command line names an option, and does not leave it at its default."""
    source = click.get_current_context().get_parameter_source(name)
    return source not in (None, ParameterSource.DEFAULT)
