"""The commands of editors: ``nuzuh figure add`` and ``nuzuh figure check``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from nuzuh.balance.solve import BalanceError
from nuzuh.cli.figure_answers import asked, confirmed
from nuzuh.cli.output import print_csv, print_json
from nuzuh.cli.parsing import Choice, Command, Group, format_option, pair
from nuzuh.loaders.editor.checking import check_rows
from nuzuh.loaders.editor.draft import Draft, draft_of
from nuzuh.loaders.editor.figure_reading import SEEN
from nuzuh.loaders.editor.given import Given
from nuzuh.loaders.editor.ledger_files import LedgerFiles, check_working_copy, read_ledger_files
from nuzuh.loaders.editor.put import change_of, put
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.estimates import KIND_OF_MEASURE, SCOPES, UNITS
from nuzuh.loaders.package import GEODATA
from nuzuh.loaders.reading import read_named
from nuzuh.loaders.user.limits import FILE_BYTES
from nuzuh.loaders.writing import check_writable, write_whole
from nuzuh.scene.figure_preview import figure_preview, tables_of
from nuzuh.scene.figure_words import (
    checked_words,
    doubt_words,
    earlier_words,
    finding_words,
    people_words,
    problem_words,
)
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.translator import Translator

_WARNED = 1
"""What a check ends with where nothing is refused, and something is to be looked at again."""
_REFUSED = 2


@click.group(cls=Group, help="add a figure to the ledger of a working copy, or check the ledger")
def figure() -> None:
    """Hold the commands of editors together."""


def _given(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each part of a figure."""
    measures, units = Choice(tuple(KIND_OF_MEASURE)), Choice(UNITS)
    options = (
        click.option("--speaker", help="whose figure it is: a name of publishers.csv"),
        click.option("--passed-on-by", help="the outlet, or IDMC, whose row it is"),
        click.option("--measure", type=measures, help="what is measured"),
        click.option("--number", help="the number in the words of the page: 'more than 400,000'"),
        click.option("--unit", type=units, help="people, where the number does not say it"),
        click.option("--counting", type=Choice(("people", "movements"))),
        click.option("--scope", type=Choice(SCOPES), help="what a share under orders counts"),
        click.option("--origin", help="where from, by name"),
        click.option("--origin-pcodes", help="where its name is not known"),
        click.option("--destination", help="the area, or where to, by name"),
        click.option("--destination-pcodes", help="where its name is not known"),
        click.option("--as-of", help="the day that it describes"),
        click.option("--since", help="the first day of its period"),
        click.option(
            "--basis",
            type=Choice(("stated", "assumed")),
            help="whether the page names that day; that of its series where not given",
        ),
        click.option("--title", help="of the page"),
        click.option("--link", help="of the page"),
        click.option("--page-date", help="of the page; none where it has none"),
        click.option("--seen", type=Choice(SEEN), help="how the page was seen"),
        click.option("--note", help="in your own words"),
        click.option("--repeats", metavar="ID", help="the figure that this one repeats"),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _folder_option(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--geodata",
        "folder",
        type=Path,
        default=GEODATA,
        metavar="FOLDER",
        help="the data to work on; those of this working copy",
    )(command)


@figure.command(cls=Command, help="add a figure: row, hashes and the line of the changelog")
@_given
@click.option(
    "--excuse",
    "excuses",
    multiple=True,
    type=pair,
    metavar="RULE=REASON",
    help="let the figure break a rule, or show a pattern, for a reason",
)
@click.option(
    "--ask/--no-ask", "asks", default=None, help="ask for what is not given; at a terminal it does"
)
@click.option("--preview/--no-preview", default=True, help="show what changes, in seconds")
@click.option("--dry-run", is_flag=True, help="write nothing")
@click.option("--patch", type=Path, metavar="FILE", help="write the change there, as a patch")
@_folder_option
def add(
    excuses: tuple[tuple[str, str], ...],
    folder: Path,
    patch: Path | None,
    *,
    asks: bool | None,
    preview: bool,
    dry_run: bool,
    **fields: str | None,
) -> None:
    """Read a figure, hold it against the ledger, show what it changes, and write it."""
    if not dry_run and patch is None:
        check_working_copy(folder)
    if patch is not None:
        check_writable(patch)
    files, t = read_ledger_files(folder), Translator("en")
    today = datetime.now(UTC).date()
    given = Given(**{name: text or "" for name, text in fields.items()})

    def drafted(given: Given) -> Draft:
        return draft_of(given, files, today=today, excuses=dict(excuses))

    someone = sys.stdin.isatty() if asks is None else asks
    draft = asked(given, drafted, t) if someone else drafted(given)
    _say(_about(draft, t))
    if draft.problems:
        raise RefusedError(
            "\n".join(
                f"--{one.where.replace('_', '-')}: {problem_words(one, t)}"
                for one in draft.problems
            )
            + f"\nnothing was written; {len(draft.problems)} to change first"
        )
    change = change_of(draft, files, today=today)
    if preview:
        _say(_changes(draft, files, t))
    names = ", ".join(change.after)
    if dry_run:
        _say([f"dry run: nothing was written; it would change {names}"])
    elif patch is not None:
        write_whole(patch, change.patch())
        _say([f"wrote {patch}; apply it with git apply {patch}"])
    elif someone and not confirmed(f"Write {draft.id} into {names}?"):
        _say(["nothing was written"])
    else:
        put(change)
        _say([f"wrote {draft.id}: {names}", "next: make balance, then make test"])


def _say(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def _about(draft: Draft, t: Translator) -> Iterator[str]:
    """The row, and what the ledger knows beside it."""
    yield from (f"{name}: {cell}" for name, cell in draft.cells.items() if cell)
    if draft.series:
        yield f"{t('figure.series').lower()}:"
        yield from _lines(earlier_words(draft.series, t))
    for one in draft.same if not draft.cells["repeats"] else ():
        who = f"{one.speaker}, {one.as_of}"
        yield f"the same statement as {one.id} ({who})? then --repeats {one.id}"
    for doubt in draft.doubts:
        yield f"to look at again ({doubt.rule}): {' '.join(doubt_words(doubt, t))}"


def _changes(draft: Draft, files: LedgerFiles, t: Translator) -> Iterator[str]:
    """What the figure changes on the map of its day and in the balance."""
    if draft.frame is None:
        return
    before, after = tables_of(files.estimates), tables_of(draft.frame)
    try:
        told = figure_preview(before, after, draft.id, t)
    except BalanceError as error:
        raise RefusedError(f"the balance did not converge with the figure ({error})") from error
    day = t.day(told.day)
    yield t("figure.map", date=day) + ":" if told.marks.rows else t("figure.map.same")
    yield from _lines(told.marks)
    if told.headline_changes:
        yield f"{t('figure.headline')}:"
        yield from (
            f"  {name}: {text}"
            for name, text in zip(
                (t("figure.before"), t("figure.after")), told.headline, strict=True
            )
        )
    else:
        yield t("figure.headline.same")
    yield people_words(told, t)
    yield from _lines(told.people)
    yield f"{t('record.balance')}:"
    yield from _lines(told.balance)


def _lines(table: TextTable) -> Iterator[str]:
    return ("  " + " | ".join(str(cell) or "-" for cell in row) for row in table.rows)


@figure.command(cls=Command, help="hold the ledger, or a file of rows, against every rule")
@click.argument("file", type=Path, required=False, metavar="[FILE.csv]")
@_folder_option
@format_option("text", "csv", "json")
@click.pass_context
def check(context: click.Context, file: Path | None, folder: Path, form: str) -> None:
    """Print what breaks a rule, and what shows a pattern that was often wrong."""
    files, t = read_ledger_files(folder), Translator("en")
    if file is None:
        checked = check_rows(files)
    else:
        checked = check_rows(files, read_named(file, FILE_BYTES), file.name)
    rows: list[dict[str, object]] = [
        {
            "kind": one.kind,
            "file": one.file,
            "row": one.row,
            "id": one.id,
            "column": one.column,
            "rule": one.rule,
            "why": why,
            "do": do,
        }
        for one in checked.findings
        for why, do in [finding_words(one, t)]
    ]
    if form == "json":
        print_json({"rows": checked.rows, "accepted": checked.accepted, "findings": rows})
    elif form == "text":
        _say(
            f"{r['file']}, row {r['row']}, {r['id']}, {r['column']}: {r['why']} {r['do']}".rstrip()
            + (f" [{r['rule']}]" if r["rule"] else "")
            for r in rows
        )
        _say([checked_words(checked, t)])
    elif rows:
        print_csv(rows)
    sys.stdout.flush()
    if rows:
        context.exit(_REFUSED if checked.refused else _WARNED)
