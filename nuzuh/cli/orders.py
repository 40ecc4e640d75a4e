"""``nuzuh orders``: the evacuation orders of a day or a period, with their land and people."""

from __future__ import annotations

import sys
from datetime import date

import click

from nuzuh.balance.require import require_reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS
from nuzuh.cli.output import Output, output_option
from nuzuh.cli.parsing import Choice, Command, day
from nuzuh.cli.user_files import UserFiles, with_figures
from nuzuh.cli.versions import with_data
from nuzuh.export.formats import ORDERS_FORMATS
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.order_records import OrderRecords, order_records
from nuzuh.scene.outlines import DETAILS
from nuzuh.scene.timeline import check_day
from nuzuh.scene.translator import Translator

_BY_ENDING = {ending: form for form, told in ORDERS_FORMATS.items() for ending in told.endings}
"""The format that the ending of a file's name means."""


@click.command(cls=Command, help="evacuation orders and zones, with land and people, one row each")
@click.option("--date", "on", type=day, help="those in force on a day (ISO date)")
@click.option(
    "--from", "first", type=day, help="those in force at some time from this day, to --to"
)
@click.option("--to", "last", type=day, help="last day of the period")
@click.option(
    "--issued",
    is_flag=True,
    help="of the day or period only the orders that took effect in it, each once: those that a "
    "map of times ordered counts; no maps of earlier orders, no zones",
)
@click.option(
    "--view",
    default="all",
    help=f"whose figures people are estimated from: {', '.join(NAMED_VIEWS)}, or publishers' "
    "names joined by commas",
)
@click.option(
    "--format",
    "form",
    type=Choice(tuple(ORDERS_FORMATS)),
    help="guessed from the ending of FILE when not given, else csv",
)
@click.option(
    "--detail", type=Choice(DETAILS), default="display", help="of outlines: display alone"
)
@output_option(
    required=False, help="printed when not given; - is standard output, with the bytes of a file"
)
@with_data
@with_figures
def orders(
    on: date | None,
    first: date | None,
    last: date | None,
    issued: bool,  # noqa: FBT001
    view: str,
    form: str | None,
    detail: str,
    output: Output | None,
    user_files: UserFiles,
) -> None:
    """Print or write the orders and zones of a day or a period."""
    if detail == "full":
        raise RefusedError(
            "orders have no full detail: their land is that of numbered blocks, whose outlines are "
            "approximate unless NUZUH_BLOCKS names exact ones, and not that of the governorates"
        )
    days = _days(on, first, last)
    chosen = ORDERS_FORMATS[_format(form, output)]
    make = chosen.printed if output is None else chosen.make
    if make is None:
        raise RefusedError(f"{form} is nothing to print: name a file with -o")
    if output is not None:
        output.check()
    for one in days:
        check_day(one)
    tables = user_files.tables()
    require_reconstruction(tables, view)
    found = order_records(tables, view, days, Translator("en"), issued=issued)
    (output or Output(None)).write(make(found))
    _remark(found, days, view, "having taken effect" if issued else "in force")


def _days(on: date | None, first: date | None, last: date | None) -> tuple[date, date]:
    if on is not None:
        if first or last:
            raise RefusedError(f"--date and {'--from' if first else '--to'} contradict each other")
        return on, on
    if first is None and last is None:
        raise RefusedError("name a day with --date, or a period with --from and --to")
    if first is None:
        raise RefusedError("--to needs --from, the other end of the period")
    if last is None:
        raise RefusedError("--from needs --to, the other end of the period")
    if first > last:
        raise RefusedError(f"--from {first} lies after --to {last}")
    return first, last


def _format(form: str | None, output: Output | None) -> str:
    """The format that is asked for, or that the ending of the file's name means."""
    ending = output.ending if output else ""
    meant = _BY_ENDING.get(ending)
    if form is None and meant is None and ending:
        raise RefusedError(
            f"no format of orders ends in .{ending[:20]}; choose one with --format: "
            f"{', '.join(ORDERS_FORMATS)}"
        )
    if form and meant and form != meant and output:
        raise RefusedError(f"--format {form} contradicts the ending of {output.name}")
    return form or meant or "csv"


def _remark(found: OrderRecords, days: tuple[date, date], view: str, which: str) -> None:
    """Say on stderr what a reader of an empty file, or of empty cells, would ask."""
    first, last = days
    when = f"on {first}" if first == last else f"from {first} to {last}"
    if not any(record.kind != "zone" for record in found.records):
        sys.stderr.write(f"No evacuation order is on record as {which} {when}.\n")
    elif not found.has_people:
        why = (
            f"the view {view!r} has no ranges"
            if tables_in_use().archived is None
            else "how many were on that land is not kept of former versions of the data"
        )
        sys.stderr.write(f"People are left out but where an order says them: {why}.\n")
