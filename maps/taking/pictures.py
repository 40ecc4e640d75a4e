"""Pictures as a format among the others."""

from __future__ import annotations

from collections.abc import Callable

from balance.solve import BalanceError
from loaders.errors import RefusedError
from maps.taking.request import Taking


def as_picture(form: str) -> Callable[[Taking], bytes]:
    """Return what draws a picture in a format."""
    del form

    def draw(taking: Taking) -> bytes:
        # The drawing libraries take a second to import, which only a picture needs.
        from maps.snapshot import save_picture
        from maps.timeline import shown_values

        try:
            values = shown_values(taking.view, taking.own)
        except BalanceError as error:
            raise RefusedError("the balance did not converge for these publishers") from error
        return save_picture(
            values,
            taking.view,
            words=taking.words,
            data=taking.data,
            link=taking.link,
            own=taking.own,
        )

    return draw
