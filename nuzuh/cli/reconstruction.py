"""The commands of the population balance: ``nuzuh people``, ``movements`` and ``backtest``."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from nuzuh.balance import priors
from nuzuh.balance.backtest import LeaveOut
from nuzuh.balance.explain import explain
from nuzuh.balance.require import require_reconstruction
from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS, run_backtest
from nuzuh.balance.solve import BalanceError
from nuzuh.cli.output import counted_steps, print_csv, print_json
from nuzuh.cli.parsing import Command, day, format_option
from nuzuh.cli.user_files import UserFiles, with_figures
from nuzuh.cli.versions import with_data
from nuzuh.loaders import data_version, pcodes, read_estimates
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.reading import read_named
from nuzuh.loaders.user.limits import FILE_BYTES, within_bytes
from nuzuh.scene.from_records import records_note
from nuzuh.scene.layers import movements_apart, people_apart
from nuzuh.scene.movement_matrix import Amount, MovementMatrix, matrix_of
from nuzuh.scene.translator import Translator

ALL = "all"
"""In the place of an area: whatever the other end of a way is."""


def _of_a_view(command: Callable[..., None]) -> Callable[..., Any]:
    """Add what every command of a reconstruction takes."""
    view = click.option(
        "--view",
        default="all",
        help=f"{', '.join(NAMED_VIEWS)}, or publishers' names joined by commas",
    )
    return view(format_option("json", "csv")(with_data(with_figures(command))))


@click.command(cls=Command, help="people present on a day, reconstructed")
@click.option("--date", "on", type=day, required=True, help="the day (ISO date)")
@click.option(
    "--explain",
    "why",
    is_flag=True,
    help="say which figures carry and contradict each number, and what a side moves (JSON)",
)
@_of_a_view
def people(on: date, view: str, form: str, user_files: UserFiles, *, why: bool) -> None:
    """Print the people present on a day, with ranges."""
    if why and form == "csv":
        raise RefusedError("--explain is given as JSON only: leave out --format csv")
    tables = user_files.tables()
    reconstruction = require_reconstruction(tables, view, (on,))
    rows = [_ranged(row) for row in people_apart(reconstruction, on).to_dict("records")]
    if form == "csv":
        print_csv(rows)
        return
    by_pcode = {row["pcode"]: row for row in rows}
    of_records = records_note(tables, Translator("en"))
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
            **({"why": _explained(reconstruction, on)} if why else {}),
            "data": data_version(),
            "notices": list(reconstruction.notices),
            **({"from_records": of_records} if of_records else {}),
            **({"own": tables.user.described} if tables.user.files else {}),
        }
    )


@click.command(cls=Command, help="movements in a period, reconstructed")
@click.option("--from", "first", type=day, required=True, help="first day")
@click.option("--to", "last", type=day, required=True, help="last day")
@click.option(
    "--totals",
    is_flag=True,
    help='add all who left each place, all who came to it, and all together, the other end "all"',
)
@_of_a_view
def movements(
    first: date, last: date, view: str, form: str, user_files: UserFiles, *, totals: bool
) -> None:
    """Print the movements between every two areas in a period, with ranges."""
    if first > last:
        raise RefusedError(f"--from {first} lies after --to {last}")
    reconstruction = require_reconstruction(user_files.tables(), view, (first, last))
    table = movements_apart(reconstruction, first, last)
    rows = [_ranged(row) for row in table.to_dict("records")]
    if totals:
        matrix = matrix_of(reconstruction, (first, last), Translator("en"), view)
        rows += [_ranged(row) for row in _totals(matrix)]
    if form == "csv":
        print_csv(rows)
    else:
        print_json(rows)


def _totals(matrix: MovementMatrix) -> Iterator[dict[Hashable, object]]:
    """All who left each place, all who came to it, and all together; each with its own range."""

    def row(origin: str, destination: str, amount: Amount) -> dict[Hashable, object]:
        return {
            "origin": origin,
            "destination": destination,
            "people": amount.people,
            "low": amount.low,
            "high": amount.high,
        }

    for place, total in zip(matrix.places, matrix.totals, strict=True):
        yield row(place.key, ALL, total.left)
        yield row(ALL, place.key, total.came)
    yield row(ALL, ALL, matrix.whole)


def _explained(reconstruction: Reconstruction, on: date) -> list[dict[str, object]]:
    """Why the number of each area, and of the whole Strip, is what it is; ids and numbers."""
    areas = reconstruction.areas_told(on)
    found = [explain(reconstruction, on, places) for places in [*areas, priors.AREAS]]
    return [
        {
            "pcode": " ".join(one.places),
            "people": round(one.number),
            "carried": [{"id": c.id, "days": c.days} for c in one.carried],
            "contradicted": [
                {
                    "id": c.id,
                    "days": c.days,
                    "people": round(c.people),
                    "errors": round(c.errors, 2),
                }
                for c in one.contradicted
            ],
            "left_out": None
            if one.without is None
            else {side: round(shift) for side, shift in one.without.items()},
            "births": round(one.births),
            "deaths": round(one.deaths),
        }
        for one in found
        if one is not None
    ]


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
@click.option(
    "--leave-out",
    type=click.Choice(get_args(LeaveOut)),
    default="side-week",
    show_default=True,
    help="what goes at a time: all rows of one source on one day, or everything that one side "
    "said of a week and of three days before and after it",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="processes"
)
@format_option("json")
def backtest(file: Path | None, leave_out: LeaveOut, workers: int) -> None:
    """Print how far the balance lies from figures that it was not shown."""
    rows = None
    if file is not None:
        content = read_named(file, FILE_BYTES)
        within_bytes(content, file.name)
        rows = read_estimates(content, file.name)
    try:
        report = run_backtest(rows, leave_out=leave_out, workers=workers, progress=counted_steps())
    except BalanceError as error:
        raise RefusedError(f"the balance did not converge ({error})") from error
    print_json(report)
