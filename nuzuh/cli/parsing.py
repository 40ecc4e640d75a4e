"""What every command reads in the same way: its words, its kinds of values, its refusals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise, takewhile
from typing import Any, TypeVar

import click

from nuzuh.loaders.dates import iso_day
from nuzuh.loaders.live import adopt
from nuzuh.loaders.live.addresses import origin_of
from nuzuh.scene.parse_view import DEEPEST, zoom_of

_Function = TypeVar("_Function", bound=Callable[..., Any])

_LIKE_AN_OPTION = re.compile(r"-(?!\d*\.?\d+$)[^ =]+(=.*)?")
"""A word that is no value, unless it stands behind ``=``: ``-o``, but not ``-5`` or ``-``."""


class _Usage(click.Command):
    """A command whose usage starts in lower case, as its refusals do."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, "usage: ")


class Group(_Usage, click.Group):
    """Commands in the order in which they were added, where click sorts them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: D102 - as click's own
        del ctx
        return list(self.commands)


class Command(_Usage):
    """A command that is strict with the values of its options, and uses what was refreshed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words, each value too that a later one replaces.

        click gives an option whatever word follows, also another option:
        ``-o --lang ar`` would write a file of the name ``--lang``.
        """
        before = takewhile(lambda word: word not in ("--", *ctx.help_option_names), args)
        words = [re.sub(r"^(-\w)=", r"\1", word) for word in before]
        options = {name: option for option in self.get_params(ctx) for name in option.opts}
        for word, following in pairwise([*words, "--"]):
            name, sign, value = word.partition("=")
            option = options.get(name)
            if not isinstance(option, click.Option):
                continue
            if not option.is_flag:
                if not sign and _LIKE_AN_OPTION.fullmatch(following):
                    raise click.BadParameter("expected one argument", ctx, option)
                option.type(value if sign else following, option, ctx)
            elif sign:
                raise click.BadParameter(f"ignored explicit argument {value!r}", ctx, option)
        behind = args[len(words) :]
        asks_for_help = behind[:1] not in ([], ["--"])
        return super().parse_args(ctx, behind[:1] if asks_for_help else words + behind)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command on the newest data there are."""
        adopt()
        return super().invoke(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under their headings."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for option in self.get_params(ctx):
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx)):
                sections.setdefault(getattr(option, "heading", "options"), []).append(record)
        for heading, records in sections.items():
            with formatter.section(heading):
                formatter.write_dl(records)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the whole help, which click would cut in a narrow terminal."""
        del limit
        return self.help or ""


class Bare(Command):
    """A command that must also run where the newest data cannot be used."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and take nothing into use."""
        return click.Command.invoke(self, ctx)


class Headed(click.Option):
    """An option that stands under a heading of its own in the help."""

    def __init__(self, *args: Any, heading: str, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.heading = heading


class Choice(click.Choice[str]):
    """One of a few words."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Name the words there are."""
        del ctx
        return _no_choice(value, self.choices)


def format_option(*forms: str) -> Callable[[_Function], _Function]:
    """Add ``--format`` to a command, which is told it as ``form`` where there is a choice.

    Args:
        forms: the formats, the default first.
    """
    return click.option(
        "--format", "form", type=Choice(forms), default=forms[0], expose_value=len(forms) > 1
    )


def day(text: str) -> date:
    """Read a date.

    Raises:
        ValueError: when it is not written YYYY-MM-DD.
    """
    given = iso_day(text)
    if given is None:
        raise ValueError(f"{text[:40]!r} is not a date written YYYY-MM-DD")
    return given


def zoom(text: str) -> str:
    """Read how near a map is and what lies in its middle, as a link says it.

    Raises:
        ValueError: when it is none, or lies off the Strip.
    """
    read = zoom_of(text)
    if read is None:
        raise ValueError(
            f"{text[:40]!r} is no zoom: FACTOR/LATITUDE/LONGITUDE with a factor from 1 to "
            f"{DEEPEST}, as in 3.2/31.5/34.45"
        )
    return read


def web_address(text: str) -> str:
    """Read an address that a link in a picture may lead to.

    Raises:
        ValueError: when it is not an absolute http(s) address.
    """
    # Python's own reader of addresses passes over spaces, line breaks and marks of HTML.
    if origin_of(text) is None or re.search(r"[\s<>\"]", text):
        raise ValueError(f"{text[:40]!r} is not an http or https address")
    return text


def pair(text: str) -> tuple[str, str]:
    """Read what a reader takes a name for: ``theirs=ours``.

    Raises:
        ValueError: when there is no sign between the two.
    """
    # The last sign, since a name may hold one and none of ours does.
    name, sign, answer = text.rpartition("=")
    if not sign:
        raise ValueError(f"{text[:40]!r} holds no '='")
    return name, answer.strip()


def refusal(error: click.UsageError) -> str:
    """Say in one sentence what is wrong with a command line, and where to read how it goes."""
    command = error.ctx.command_path if error.ctx else "nuzuh"
    return f"{command}: {_reason(error)}; see {command} --help"


def _reason(error: click.UsageError) -> str:
    match error:
        case click.exceptions.NoSuchCommand(ctx=click.Context(command=Group() as group)):
            reason = _no_choice(error.command_name, group.commands)
            return f"argument command: {reason}"
        case click.MissingParameter(ctx=click.Context() as context):
            # What was given is read before click stops at the first that was not.
            missing = (p for p in context.command.params if p.required)
            names = (_name(p) for p in missing if p.name not in context.params)
            return f"the following arguments are required: {', '.join(names)}"
        case click.BadParameter(param=click.Parameter() as parameter):
            return f"argument {_name(parameter)}: {error.message}"
        case click.NoSuchOption():
            close = " or ".join(error.possibilities or ())
            meant = f" (did you mean {close}?)" if close else ""
            return f"unrecognized arguments: {error.option_name}{meant}"
    return error.message[:1].lower() + error.message[1:].rstrip(".")


def _no_choice(value: str, choices: Iterable[str]) -> str:
    return f"invalid choice: {value!r} (choose from {', '.join(map(repr, choices))})"


def _name(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Argument):
        return parameter.metavar or parameter.human_readable_name.lower()
    return "/".join(parameter.opts)
