"""Pictures, moving pictures and the page in one file, as formats among the others."""

from __future__ import annotations

from collections.abc import Callable

from nuzuh.balance.solve import BalanceError
from nuzuh.files.citation import citation_text
from nuzuh.files.request import Taking
from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.cube import packed
from nuzuh.scene.page import page_of
from nuzuh.scene.scene import scene

Writer = Callable[[Taking], bytes]
_FRAMES = ("slide", "square")
"""The papers whose shape a moving picture has."""


def as_picture(form: str) -> Writer:
    """Return what draws a figure for print in a format."""

    def draw(taking: Taking) -> bytes:
        # The drawing libraries take a second to import, which only a picture needs.
        from nuzuh.draw.sheets import PrintError, print_figure

        try:
            return print_figure(
                taking.kind,
                taking.view,
                words=taking.words,
                tables=taking.tables,
                paper=taking.paper,
                theme=taking.theme,
                form=form,
                link=taking.link,
                compare=taking.compare,
            )
        except PrintError as error:
            raise RefusedError(str(error)) from error

    return draw


def as_moving(form: str) -> Writer:
    """Return what makes a moving picture of a period in a format."""

    def make(taking: Taking) -> bytes:
        from nuzuh.draw.film.errors import MovingError
        from nuzuh.draw.film.picture import moving_picture

        if taking.paper not in _FRAMES:
            raise RefusedError(f"--paper of a moving picture is {' or '.join(_FRAMES)}")
        try:
            return moving_picture(
                taking.view,
                taking.days[0],
                taking.days[-1],
                words=taking.words,
                tables=taking.tables,
                fmt=form,
                size=taking.paper,
                theme=taking.theme,
                progress=taking.progress,
            )
        except MovingError as error:
            raise RefusedError(str(error)) from error
        except BalanceError as error:
            raise RefusedError("the balance did not converge for these publishers") from error

    return make


def as_page(taking: Taking) -> bytes:
    """Return the interactive page in one file."""
    from nuzuh.web.onefile import one_file
    from nuzuh.web.timemap.payload import build_payload

    view, tables, words = taking.view, taking.tables, taking.words
    shown = scene(view, tables, words, taking.link)
    page = page_of(shown, tables, words, citation_text(taking))
    try:
        return one_file(page, packed(view, tables, words, build_payload), words)
    except ValueError as error:
        raise RefusedError(str(error)) from error
