"""The commands that print what is published: ``nuzuh estimates`` and ``nuzuh sources``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date

import click

from nuzuh.cli.output import print_json
from nuzuh.cli.parsing import Command, day, format_option
from nuzuh.cli.versions import with_data
from nuzuh.evidence.matching import matching
from nuzuh.files.ledger import ledger_csv
from nuzuh.loaders import all_sources, load_estimates
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.estimates import KIND_OF_MEASURE
from nuzuh.loaders.live import live_sources
from nuzuh.scene.ledger_selection import Records, records_of


@click.command(cls=Command, help="published figures, one row each")
@click.option("--from", "first", type=day, help="first day described (ISO date)")
@click.option("--to", "last", type=day, help="last day described (ISO date)")
@click.option("--measure", help="people_present, movement, idps, ...")
@click.option("--publisher", help="exact name, as on the page of sources")
@click.option(
    "--as-of", type=day, help="only what describes this day or an earlier one, as on the map"
)
@format_option("csv", "json")
@with_data
def estimates(
    first: date | None,
    last: date | None,
    measure: str | None,
    publisher: str | None,
    as_of: date | None,
    form: str,
) -> None:
    """Print the published figures that meet every condition."""
    table = load_estimates().frame
    for name, wanted, names in (
        ("measure", measure, set(KIND_OF_MEASURE)),
        ("publisher", publisher, set(table["publisher"])),
    ):
        if wanted is not None and wanted not in names:
            known = ", ".join(sorted(names, key=str.casefold))
            raise RefusedError(f"no figure has the {name} {wanted[:40]!r}; choose one of {known}")
    if first and last and first > last:
        raise RefusedError(f"--from {first} lies after --to {last}")
    ends = [end for end in (last, as_of) if end is not None]
    rows = matching(
        table, measure=measure, publisher=publisher, first=first, last=min(ends, default=None)
    ).sort_values(["as_of", "id"], kind="stable")
    if form == "csv":
        sys.stdout.write(ledger_csv(records_of(rows)))
    else:
        print_json(_objects(records_of(rows)))


def _objects(records: Records) -> list[dict[str, object]]:
    """Rows for JSON: numbers as numbers, and null for what was not reported."""
    return [
        {name: _json_value(name, text) for name, text in zip(records.columns, row, strict=True)}
        for row in records.rows
    ]


def _json_value(name: str, text: str) -> object:
    if name == "weak":
        return text == "True"
    if name in ("value", "low", "high") and text:
        number = float(text)
        return int(number) if number.is_integer() else number
    return text or None


@click.command(cls=Command, help="what the project stands on")
@format_option("json")
@with_data
def sources() -> None:
    """Print the provenance of every table, the live ones too."""
    tables = all_sources()
    named = {source.name for source in tables}
    # Live orders are part of the table of that name, which tells of them itself.
    tables += [source for source in live_sources() if source.name not in named]
    rows = [asdict(source) for source in tables]
    for row in rows:
        row["retrieved"] = row.pop("retrieved_at")
    print_json(rows)
