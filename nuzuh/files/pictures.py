"""Pictures, moving pictures and the page in one file, as formats among the others."""

from __future__ import annotations

from collections.abc import Callable

from nuzuh.balance.solve import BalanceError
from nuzuh.files.citation import citation_text
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.export import metadata_of
from nuzuh.scene.request import Request

Progress = Callable[[int, int], None]
"""Hears how many steps of how many are done."""
Writer = Callable[[Request, Tables, Progress | None], bytes]
"""Makes a file of what is asked for."""
_FRAMES = ("slide", "square")
"""The papers whose shape a moving picture has."""


def as_picture(form: str) -> Writer:
    """Return what draws a figure for print in a format."""

    def draw(request: Request, tables: Tables, _: Progress | None = None) -> bytes:
        # The drawing libraries take a second to import, which only a picture needs.
        from nuzuh.draw.sheets import PrintError, print_figure

        try:
            return print_figure(
                request.kind,
                request.view,
                words=request.words,
                tables=tables,
                paper=request.paper,
                theme=request.theme,
                form=form,
                link=metadata_of(request, tables).link,
                compare=request.compare,
            )
        except PrintError as error:
            raise RefusedError(str(error)) from error

    return draw


def as_moving(form: str) -> Writer:
    """Return what makes a moving picture of a period in a format."""

    def make(request: Request, tables: Tables, progress: Progress | None) -> bytes:
        from nuzuh.draw.film.errors import MovingError
        from nuzuh.draw.film.picture import moving_picture

        if request.paper not in _FRAMES:
            raise RefusedError(f"--paper of a moving picture is {' or '.join(_FRAMES)}")
        try:
            return moving_picture(
                request.view,
                request.days[0],
                request.days[-1],
                words=request.words,
                tables=tables,
                fmt=form,
                size=request.paper,
                theme=request.theme,
                progress=progress,
            )
        except MovingError as error:
            raise RefusedError(str(error)) from error
        except BalanceError as error:
            raise RefusedError("the balance did not converge for these publishers") from error

    return make


def as_page(request: Request, tables: Tables, _: Progress | None) -> bytes:
    """Return the interactive page in one file."""
    from nuzuh.web.onefile import one_file

    told = metadata_of(request, tables)
    try:
        return one_file(
            request.view,
            words=request.words,
            tables=tables,
            link=told.link,
            citation=citation_text(told),
        )
    except BalanceError as error:
        raise RefusedError("the balance did not converge for these publishers") from error
    except ValueError as error:
        raise RefusedError(str(error)) from error
