"""The command that makes a file again, word by word."""

from __future__ import annotations

import shlex

from nuzuh.scene.request import ExportRequest


def command_of(request: ExportRequest, form: str, output: str) -> str:
    """Return the command line that makes the same bytes from the same data.

    Nothing is left to a default, so that the command outlives a change of one.

    >>> from nuzuh.scene.view import View
    >>> command_of(ExportRequest(View()), "csv", "people.csv")[:46]
    'nuzuh export --date 2025-10-05 --layer people '
    """
    view = request.view
    words: list[str] = ["nuzuh", "export"]
    if request.start is not None:
        words += ["--from", request.start.isoformat(), "--to", view.date.isoformat()]
    else:
        words += ["--date", view.date.isoformat()]
        if view.since is not None:
            words += ["--since", view.since.isoformat()]
    if view.compare is not None:
        words += ["--compare", view.compare.isoformat()]
    for option, side in (("view", view.compare_view), ("show", view.compare_show)):
        words += [f"--compare-{option}", side] if side else []
    words += ["--layer", view.layer, "--show", view.mode, "--view", view.perspective]
    words += ["--lang", view.lang, "--kind", request.kind]
    words += ["--paper", request.paper, "--theme", request.theme, "--detail", request.detail]
    if not view.later:
        words += ["--without-later"]
    if view.area:
        words += ["--pcode", view.area]
    if view.zoom:
        words += ["--zoom", view.zoom]
    words += ["--address", request.address, *request.cli_arguments]
    return shlex.join([*words, "--format", form, "-o", output])
