"""The commands of the population balance: ``nuzuh people``, ``movements`` and ``backtest``."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from datetime import date
from pathlib import Path
from typing import Any

import click

from nuzuh.balance.require import require_reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS, run_backtest
from nuzuh.balance.solve import BalanceError
from nuzuh.cli.output import counted_steps, print_csv, print_json
from nuzuh.cli.parsing import Command, day, format_option
from nuzuh.cli.user_files import UserFiles, with_figures
from nuzuh.loaders import data_version, pcodes, read_estimates
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.reading import read_named
from nuzuh.loaders.user.limits import FILE_BYTES, within_bytes
from nuzuh.scene.layers import movements_apart, people_apart


def _of_a_view(command: Callable[..., None]) -> Callable[..., Any]:
    """Add what every command of a reconstruction takes."""
    view = click.option(
        "--view",
        default="all",
        help=f"{', '.join(NAMED_VIEWS)}, or publishers' names joined by commas",
    )
    return view(format_option("json", "csv")(with_figures(command)))


@click.command(cls=Command, help="people present on a day, reconstructed")
@click.option("--date", "on", type=day, required=True, help="the day (ISO date)")
@_of_a_view
def people(on: date, view: str, form: str, user_files: UserFiles) -> None:
    """Print the people present on a day, with ranges."""
    tables = user_files.tables()
    reconstruction = require_reconstruction(tables, view, (on,))
    rows = [_ranged(row) for row in people_apart(reconstruction, on).to_dict("records")]
    if form == "csv":
        print_csv(rows)
        return
    by_pcode = {row["pcode"]: row for row in rows}
    outside, total = by_pcode.pop(pcodes.EXTERIOR), by_pcode.pop("total")
    print_json(
        {
            "date": on.isoformat(),
            "view": view,
            "kind": "reconstructed",
            "areas": list(by_pcode.values()),
            "outside": outside,
            "total": total["people"],
            "total_low": total["low"],
            "total_high": total["high"],
            "data": data_version(),
            "notices": list(reconstruction.notices),
            **({"own": tables.user.described} if tables.user.files else {}),
        }
    )


@click.command(cls=Command, help="movements in a period, reconstructed")
@click.option("--from", "first", type=day, required=True, help="first day")
@click.option("--to", "last", type=day, required=True, help="last day")
@_of_a_view
def movements(first: date, last: date, view: str, form: str, user_files: UserFiles) -> None:
    """Print the movements between every two areas in a period, with ranges."""
    if first > last:
        raise RefusedError(f"--from {first} lies after --to {last}")
    reconstruction = require_reconstruction(user_files.tables(), view, (first, last))
    table = movements_apart(reconstruction, first, last)
    rows = [_ranged(row) for row in table.to_dict("records")]
    if form == "csv":
        print_csv(rows)
    else:
        print_json(rows)


def _ranged(row: dict[Hashable, object]) -> dict[str, object]:
    """A row with whole people, and null where there is no range."""
    return {
        str(name): (None if math.isnan(value) else round(value))
        if isinstance(value, float)
        else value
        for name, value in row.items()
    }


@click.command(cls=Command, help="leave published figures out and predict them (minutes)")
@click.argument(
    "file",
    type=Path,
    required=False,
    metavar="[FILE.csv]",
    help="rows in the columns of estimates.csv; none of their ids is fitted",
)
@format_option("json")
def backtest(file: Path | None) -> None:
    """Print how far the balance lies from figures that it was not shown."""
    rows = None
    if file is not None:
        content = read_named(file, FILE_BYTES)
        within_bytes(content, file.name)
        rows = read_estimates(content, file.name)
    try:
        report = run_backtest(rows, progress=counted_steps())
    except BalanceError as error:
        raise RefusedError(f"the balance did not converge ({error})") from error
    print_json(report)
