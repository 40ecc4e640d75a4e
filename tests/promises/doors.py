"""The doors through which promises are tried: the one place that knows where the code lives."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from urllib.parse import parse_qs

from nuzuh import __version__, loaders
from nuzuh.balance.shipped import compute_ranges, load_reconstruction
from nuzuh.cli import main
from nuzuh.export.formats import file_name
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.arrows import Arrow, published_arrows, published_movements, reconstructed_arrows
from nuzuh.scene.flows import largest_flows
from nuzuh.scene.known import known_in
from nuzuh.scene.opening import opening
from nuzuh.scene.parse_view import parse_view
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

__all__ = ["VERSION", "Ran", "arrows", "file_names", "give_ranges", "opened", "run"]

VERSION = __version__
"""Of the program: it stands in what is written, and is no promise."""

MEMBERS = 20
"""Size of the ensemble behind the ranges."""


@dataclass(frozen=True)
class Ran:
    """What a command line has left: its exit code and what it printed."""

    code: int
    out: str
    err: str


def run(*words: str) -> Ran:
    """Run ``nuzuh`` with these words, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(list(words))
        except SystemExit as end:
            code = int(end.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


def opened(query: str) -> tuple[View, list[str]]:
    """Open a link's query as the app does; return its view, and the names of its notices."""
    parsed = parse_view(
        parse_qs(query, keep_blank_values=True),
        load_timeline(),
        loaders.data_version(),
        known_in(tables_in_use()),
        opening=opening().view,
    )
    return parsed.view, list(parsed.notices)


def written(view: View) -> dict[str, str]:
    """Return every part of a view as its own link writes it."""
    return view.query(load_timeline(), loaders.data_version())


def file_names(view: View) -> list[str]:
    """Return the names of a view's files: data, page, map, film, series, movements, bundle."""
    return [
        file_name("csv", ExportRequest(view)),
        file_name("html", ExportRequest(view)),
        file_name("png", ExportRequest(view, theme="dark")),
        file_name("mp4", ExportRequest(view, start=view.since, paper="square")),
        file_name("pdf", ExportRequest(view, kind="series", paper="a3")),
        file_name("svg", ExportRequest(view, kind="movements", paper="slide")),
        file_name("bundle", ExportRequest(view)),
    ]


def arrows(view: View) -> list[dict[str, object]]:
    """Return the arrows of a view with their numbers, the largest first."""
    if view.since is None:
        return []
    return [_told(arrow) for arrow in _arrows(view, Translator(view.lang))]


def _arrows(view: View, t: Translator) -> list[Arrow]:
    assert view.since is not None
    if view.reconstructed:
        reconstruction = load_reconstruction(tables_in_use(), view.perspective)
        return reconstructed_arrows(largest_flows(reconstruction, view.since, view.date), t)
    movements = published_movements(tables_in_use(), t, later=view.later)
    return published_arrows(movements, view.since, view.date, t)


def _told(arrow: Arrow) -> dict[str, object]:
    return {
        "from": " ".join(arrow.origins),
        "to": " ".join(arrow.destinations),
        "low": arrow.low,
        "high": arrow.high,
        "number": arrow.number,
        "sentence": arrow.sentence,
    }


def give_ranges() -> None:
    """Give the reconstruction of all publishers its ranges, from a small ensemble."""
    compute_ranges(tables_in_use(), "all", members=MEMBERS)
