"""The commands of nuzuh, and how whatever goes wrong in one is said."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Sequence

import click

from nuzuh.cli import (
    archive,
    backup,
    disagreement,
    doctor,
    export,
    figure,
    ledger,
    live,
    orders,
    reconstruction,
    records,
    user_files,
)
from nuzuh.cli.parsing import Group, refusal
from nuzuh.cli.process import SENTENCE, STOPPED, let_go_of_output
from nuzuh.loaders import DataError
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.live.settings import SettingError
from nuzuh.loaders.records.errors import MappingError
from nuzuh.loaders.user import UserDataError


@click.group(
    cls=Group,
    help="Published estimates of displacement in the Gaza Strip.",
    subcommand_metavar="command ...",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.pass_context
def _nuzuh(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        context.fail("the following arguments are required: command")


for _command in (
    *(ledger.estimates, ledger.sources, live.refresh, live.diff),
    *(reconstruction.people, reconstruction.movements, orders.orders),
    *(disagreement.disagreement, reconstruction.backtest),
    *(export.export, user_files.check, user_files.template),
    *(doctor.doctor, backup.backup, backup.restore),
    figure.figure,
    archive.archive,
    records.records,
):
    _nuzuh.add_command(_command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line.

    Args:
        arguments: the words after ``nuzuh``; those of the process when None.

    Returns:
        0, 2 when something was refused, or 130 when the reader stopped it.

    Raises:
        SystemExit: with 0, after ``--help``.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        # Not click's own main: it has other words, and another code for a broken pipe.
        with _nuzuh.make_context("nuzuh", words) as context:
            _nuzuh.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write(SENTENCE)
        return STOPPED
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has seen enough.
        let_go_of_output()
    except (OSError, zipfile.BadZipFile) as error:
        let_go_of_output()
        return _refused(_unforeseen(error))
    except (UserDataError, MappingError) as error:
        return _refused(*error.sentences)
    except click.UsageError as error:
        return _refused(refusal(error))
    except (RefusedError, DataError, SettingError) as error:
        return _refused(str(error))
    return 0


def _unforeseen(error: OSError | zipfile.BadZipFile) -> str:
    """What nobody else has said of a disk, or of a file that came with nuzuh."""
    if isinstance(error, OSError):
        return f"cannot write the output ({error.strerror or error})"
    return f"A file of this installation is damaged ({error}): run nuzuh doctor."


def _refused(*sentences: str) -> int:
    sys.stderr.write("".join(f"{sentence}\n" for sentence in sentences))
    return 2
