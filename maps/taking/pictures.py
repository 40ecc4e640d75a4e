"""Pictures, films and pages as formats among the others."""

from __future__ import annotations

from collections.abc import Callable

from balance.solve import BalanceError
from loaders.errors import RefusedError
from maps.taking.request import Taking

FILM_SIZES = {"slide": "slide", "square": "square"}
"""Papers that have the shape of a film."""


def as_picture(form: str) -> Callable[[Taking], bytes]:
    """Return what draws a figure for print in a format: png, svg or pdf."""

    def draw(taking: Taking) -> bytes:
        # The drawing libraries take a second to import, which only a picture needs.
        from maps.print import PrintError, print_figure

        try:
            return print_figure(
                taking.kind,
                taking.view,
                words=taking.words,
                paper=taking.paper,
                theme=taking.theme,
                form=form,
                link=taking.link,
                compare=taking.compare,
                own=taking.own,
            )
        except PrintError as error:
            raise RefusedError(str(error)) from error

    return draw


def as_film(form: str) -> Callable[[Taking], bytes]:
    """Return what makes a moving picture in a format: gif, webp or mp4."""

    def film(taking: Taking) -> bytes:
        from maps.moving.errors import MovingError
        from maps.moving.picture import moving_picture

        if taking.own is not None:
            raise RefusedError("a moving picture shows the published figures only, not a file")
        if taking.start is None:
            raise RefusedError(f"{form} moves: name its period with --from and --to")
        try:
            return moving_picture(
                taking.view,
                taking.start,
                taking.view.date,
                words=taking.words,
                fmt=form,
                size=FILM_SIZES.get(taking.paper, "slide"),
                theme=taking.theme,
                progress=taking.progress,
            )
        except MovingError as error:
            raise RefusedError(str(error)) from error

    return film


def as_page(taking: Taking) -> bytes:
    """Return the page in one file."""
    from maps.onefile import one_file
    from maps.timemap.data import TimeMapError

    try:
        return one_file(taking.view, words=taking.words, link=taking.link, own=taking.own)
    except BalanceError as error:
        raise RefusedError("the balance did not converge for these publishers") from error
    except TimeMapError as error:
        raise RefusedError(str(error)) from error
