"""Pictures, moving pictures and the page in one file, as formats among the others."""

from __future__ import annotations

from collections.abc import Callable

from nuzuh.files.citation import citation_text
from nuzuh.files.request import Taking
from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.cube import packed
from nuzuh.scene.figures import figure_of
from nuzuh.scene.film import film_of
from nuzuh.scene.page import page_of
from nuzuh.scene.scene import scene

Writer = Callable[[Taking], bytes]
_FRAMES = ("slide", "square")
"""The papers whose shape a moving picture has."""


def as_picture(form: str) -> Writer:
    """Return what draws a figure for print in a format."""

    def draw(taking: Taking) -> bytes:
        # The drawing libraries take a second to import, which only a picture needs.
        from nuzuh.draw.sheets import print_figure

        shown = figure_of(
            taking.kind, taking.view, taking.tables, taking.words, taking.link, taking.compare
        )
        return print_figure(
            shown, words=taking.words, paper=taking.paper, theme=taking.theme, form=form
        )

    return draw


def as_moving(form: str) -> Writer:
    """Return what makes a moving picture of a period in a format."""

    def make(taking: Taking) -> bytes:
        from nuzuh.draw.film.period import frames_of
        from nuzuh.draw.film.picture import moving_picture

        if taking.paper not in _FRAMES:
            raise RefusedError(f"--paper of a moving picture is {' or '.join(_FRAMES)}")
        period = frames_of(taking.days[0], taking.days[-1], taking.words)
        return moving_picture(
            film_of(taking.view, period.days, taking.tables, taking.words),
            words=taking.words,
            fmt=form,
            size=taking.paper,
            theme=taking.theme,
            progress=taking.progress,
        )

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
