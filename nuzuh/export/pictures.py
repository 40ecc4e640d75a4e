"""Pictures, moving pictures and the page in one file, as formats among the others."""

from __future__ import annotations

from collections.abc import Callable

from nuzuh.files.citation import citation_text
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.export import metadata_of
from nuzuh.scene.figures import figure_of
from nuzuh.scene.film import film_of
from nuzuh.scene.film_period import frames_of
from nuzuh.scene.page import page_of
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.scene import scene

Progress = Callable[[int, int], None]
"""Hears how many steps of how many are done."""
Writer = Callable[[ExportRequest, Tables, Progress | None], bytes]
"""Makes a file of what is asked for."""


def as_picture(form: str) -> Writer:
    """Return what draws a figure for print in a format."""

    def draw(request: ExportRequest, tables: Tables, _: Progress | None) -> bytes:
        # The drawing libraries take a second to import, which only a picture needs.
        from nuzuh.draw.sheets import print_figure

        view, t, link = request.view, request.t, metadata_of(request, tables).link
        shown = figure_of(request.kind, view, tables, t, link, request.compare)
        return print_figure(shown, t=t, paper=request.paper, theme=request.theme, form=form)

    return draw


def as_moving(form: str) -> Writer:
    """Return what makes a moving picture of a period in a format."""

    def make(request: ExportRequest, tables: Tables, progress: Progress | None) -> bytes:
        from nuzuh.draw.film.picture import SIZES, moving_picture

        if request.paper not in SIZES:
            raise RefusedError(f"--paper of a moving picture is {', '.join(SIZES)}")
        days, link = request.days, metadata_of(request, tables).link
        period = frames_of(days[0], days[-1], request.t, seconds=request.seconds)
        return moving_picture(
            film_of(request.view, period, tables, request.t, link, request.moves),
            t=request.t,
            fmt=form,
            size=request.paper,
            theme=request.theme,
            progress=progress,
        )

    return make


def as_page(request: ExportRequest, tables: Tables, _: Progress | None) -> bytes:
    """Return the interactive page in one file."""
    from nuzuh.export.time_map import ensemble_for, payloads_of
    from nuzuh.web.onefile import one_file

    view, t, told = request.view, request.t, metadata_of(request, tables)
    page = page_of(scene(view, tables, t, told.link), tables, t, citation_text(told))
    try:
        return one_file(page, payloads_of(view, tables, t), t, ensemble_for(view, tables))
    except ValueError as error:
        raise RefusedError(str(error)) from error
