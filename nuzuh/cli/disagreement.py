"""``nuzuh disagreement``: publishers by how far they stand from each other in a period, and why."""

from __future__ import annotations

import sys
from datetime import date

import click

from nuzuh.balance.require import require_reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS
from nuzuh.cli.output import print_json
from nuzuh.cli.parsing import Command, day, format_option
from nuzuh.cli.user_files import UserFiles, with_figures
from nuzuh.cli.versions import with_data
from nuzuh.evidence.statements import QUESTIONS
from nuzuh.files.ledger import ledger_csv
from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.disagreement_measured import measured_of
from nuzuh.scene.disagreement_records import (
    FIGURE_COLUMNS,
    QUESTION_COLUMNS,
    figure_rows,
    question_rows,
    records_of_rows,
)


@click.command(cls=Command, help="who disagrees in a period, by how much, and why")
@click.option("--from", "first", type=day, required=True, help="first day")
@click.option("--to", "last", type=day, required=True, help="last day")
@click.option(
    "--question",
    metavar="QUESTION",
    help="the figures on one question, as moved_south; without it all questions of the period, "
    "the most disputed first",
)
@click.option(
    "--view",
    default="all",
    help=f"whose figures they are held against, reconstructed: {', '.join(NAMED_VIEWS)}, or "
    "publishers' names joined by commas",
)
@format_option("json", "csv")
@with_data
@with_figures
def disagreement(
    first: date, last: date, question: str | None, view: str, form: str, user_files: UserFiles
) -> None:
    """Print the questions of a period, or the figures on one, by how far publishers stand apart."""
    if first > last:
        raise RefusedError(f"--from {first} lies after --to {last}")
    if question is not None and question not in QUESTIONS:
        known = ", ".join(QUESTIONS)
        raise RefusedError(f"there is no question {question[:40]!r}; choose one of {known}")
    tables = user_files.tables()
    reconstruction = require_reconstruction(tables, view)
    found = measured_of(tables, view, first, last)
    if question is None:
        columns, rows = QUESTION_COLUMNS, question_rows(found, (first, last), view, tables.version)
    else:
        mine = [one for one in found if one.group.question == question]
        if not mine:
            asked = ", ".join(dict.fromkeys(one.group.question for one in found))
            raise RefusedError(
                f"nobody answered {question} from {first} to {last}; these were: {asked}"
            )
        columns, rows = FIGURE_COLUMNS, figure_rows(mine, view, tables.version)
    if form == "csv":
        sys.stdout.write(ledger_csv(records_of_rows(columns, rows)))
    else:
        print_json(rows)
    if not reconstruction.has_observations:
        sys.stderr.write(
            f"Nothing is compared with a reconstruction: the view {view!r} has no figure to "
            "reconstruct from.\n"
        )
