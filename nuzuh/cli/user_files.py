"""A reader's own file: ``nuzuh check``, ``nuzuh template``, and the options of other commands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from nuzuh.cli.output import Output, output_option
from nuzuh.cli.parsing import Choice, Command, pair
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.estimates import KIND_OF_MEASURE
from nuzuh.loaders.reading import read_named
from nuzuh.loaders.records.mapping_example import FORMATS, records_template
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.loaders.user.apart import check_apart
from nuzuh.loaders.user.check import Checked
from nuzuh.loaders.user.decisions import (
    COUNTINGS,
    DAY_ORDERS,
    KINDS,
    Decisions,
    Kind,
    answers_from_json,
    answers_to_json,
)
from nuzuh.loaders.user.limits import FILE_BYTES
from nuzuh.loaders.user.tables import combine
from nuzuh.loaders.user.template import template as template_content
from nuzuh.loaders.user.template import template_formats
from nuzuh.loaders.writing import write_whole
from nuzuh.scene.own_file import remarks
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class UserFiles:
    """A reader's files, and their answers to what those leave open.

    Attributes:
        decisions: the answers.
        figures: the files that a command computes with.
    """

    decisions: Decisions
    figures: tuple[Path, ...] = ()

    def checked(self, path: Path) -> Checked:
        """Read and check a file with the answers.

        Raises:
            DataError: when it cannot be read or is refused.
        """
        content = read_named(path, FILE_BYTES)
        return check_apart(content, path.name, decisions=self.decisions)

    def tables(self) -> Tables:
        """Return the tables in use with the files in them, which is said on stderr.

        Raises:
            DataError: when a file is refused.
        """
        if not self.figures:
            return tables_in_use()
        if tables_in_use().archived is not None:
            raise RefusedError(
                "your own rows stand only beside the newest figures: leave out --figures, or --data"
            )
        tables = combine(*map(self.checked, self.figures))
        user, files = tables.user, ", ".join(tables.user.files)
        left = f"Left out of them: {user.left_out}. " if user.left_out else ""
        sys.stderr.write(
            f"Computed with rows of your own: {user.rows} ({files}; {user.digest}). {left}"
            "A link to the view does not hold them.\n"
        )
        return tables

    def arguments(self) -> tuple[str, ...]:
        """Return the words of a command line that read the files again."""
        words: list[str] = []
        for path in self.figures:
            # Where the files lie on this computer is nobody else's business.
            words += ["--figures", path.name]
        return (*words, *self.decisions.arguments())


_GIVEN = {one.name: "file_kind" if one.name == "kind" else one.name for one in fields(Decisions)}
"""What click calls each of the reader's answers: a picture has a kind too."""


def with_file_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options with which a reader answers what a file leaves open: ``user_files``."""

    @click.option(
        "--map",
        "columns",
        multiple=True,
        type=pair,
        metavar="THEIRS=OURS",
        help="take a column of the file for one of ours; nothing after = leaves it out",
    )
    @click.option(
        "--file-kind",
        type=Choice(KINDS),
        help="what is in the file; guessed when not given",
    )
    @click.option(
        "--area",
        "areas",
        multiple=True,
        type=pair,
        metavar="NAME=PCODES",
        help="the governorates that a name in the file means, as P-codes joined by spaces; "
        "nothing after = leaves its rows out",
    )
    @click.option(
        "--measure",
        type=Choice(sorted(KIND_OF_MEASURE)),
        help="what the numbers of the file count",
    )
    @click.option(
        "--counting",
        type=Choice(COUNTINGS),
        help="whether movements count everyone once, or a person each time they move",
    )
    @click.option(
        "--dates",
        type=Choice(DAY_ORDERS),
        help="in which order days such as 03/04/2025 are written",
    )
    @click.option(
        "--sum",
        "add_parts",
        is_flag=True,
        help="add rows of parts (sites, camps, blocks, groups of people) up to their area",
    )
    @click.option(
        "--status",
        multiple=True,
        type=pair,
        metavar="WORD=out",
        help="areas marked with a word are no orders (out), or are (in)",
    )
    @click.option("--sheet", help="the sheet of a workbook to read")
    @click.option("--file-layer", help="the layer to read, of a file that holds several")
    @click.option("--encoding", help="how a text file is written, such as cp1256")
    @click.option(
        "--answers",
        type=Path,
        metavar="FILE",
        help="answers about an earlier file of this layout, as the check kept them; "
        "options given beside it go before them",
    )
    @wraps(command)
    def run(**options: Any) -> None:
        answers = {name: options.pop(option) for name, option in _GIVEN.items()}
        given: dict[str, Any] = {
            name: dict(answer) if isinstance(answer, tuple) else answer
            for name, answer in answers.items()
            if answer is not None
        }
        path = options.pop("answers")
        decisions = _merged(_read_answers(path) if path else Decisions(), given)
        figures = {"figures": options.pop("figures")} if "figures" in options else {}
        command(user_files=UserFiles(decisions, **figures), **options)

    return run


def _merged(saved: Decisions, given: Mapping[str, Any]) -> Decisions:
    """Saved answers with those given beside them, which go before."""
    changed: dict[str, Any] = {
        name: {**getattr(saved, name), **answer} if isinstance(answer, dict) else answer
        for name, answer in given.items()
        if answer
    }
    return replace(saved, **changed)


def _read_answers(path: Path) -> Decisions:
    return answers_from_json(read_named(path, FILE_BYTES), path.name)


def with_figures(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options with which a command computes with a reader's own figures beside ours."""
    return click.option(
        "--figures",
        multiple=True,
        type=Path,
        metavar="FILE",
        help="your own estimates or orders, used beside the embedded ones (see nuzuh check)",
    )(with_file_options(command))


@click.command(cls=Command, help="what is understood of a file of your own")
@click.argument("file", type=Path, metavar="FILE")
@click.option("--kind", type=Choice(KINDS), help="the same as --file-kind")
@click.option(
    "--save-answers",
    type=Path,
    metavar="FILE",
    help="keep the answers for the next file of this layout (see --answers)",
)
@with_file_options
def check(file: Path, kind: Kind | None, save_answers: Path | None, user_files: UserFiles) -> None:
    """Print what was understood of a file."""
    decisions = replace(user_files.decisions, kind=kind or user_files.decisions.kind)
    for line in _report(replace(user_files, decisions=decisions).checked(file)):
        sys.stdout.write(f"{line}\n")
    if save_answers is not None:
        write_whole(save_answers, answers_to_json(decisions) + b"\n")


@click.command(cls=Command, help="a file to fill in with your own data")
@click.argument("kind", type=Choice((*KINDS, "records")))
@output_option()
def template(kind: str, output: Output) -> None:
    """Write a template, in the format of the file's ending; the first of its formats for ``-``."""
    forms = FORMATS if kind == "records" else template_formats(kind)
    form = output.ending if output.file else forms[0]
    output.write(records_template(form) if kind == "records" else template_content(kind, form))


def _report(checked: Checked) -> list[str]:
    """What was understood of a file, a line each."""
    lines = [f"{checked.file}: {checked.kind}, accepted", f"rows: {len(checked.frame)}"]
    if checked.kind == "estimates":
        lines.append(f"measures: {', '.join(sorted(set(checked.frame['measure'])))}")
    if checked.first is not None:
        lines.append(f"period: {checked.first} to {checked.last}")
    lines.append(f"areas: {', '.join(checked.areas)}")
    lines.append("columns:")
    for match in checked.matches:
        taken = f"{match.ours} ({match.how})" if match.ours else "not used"
        lines.append(f"  {match.given or '(without a name)'} -> {taken}")
    lines += remarks(checked, Translator("en"))
    return lines
