"""Pictures, moving pictures and the page in one file, as formats among the others."""

from __future__ import annotations

from collections.abc import Callable

from nuzuh.files.citation import citation_text
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.comparison import Comparison, comparison_of
from nuzuh.scene.export import Metadata, metadata_of
from nuzuh.scene.figures import figure_of
from nuzuh.scene.film import film_of
from nuzuh.scene.film_period import frames_of
from nuzuh.scene.layer import layer_of
from nuzuh.scene.page import Page, page_of
from nuzuh.scene.provenance import sources_of
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.scene import scene
from nuzuh.scene.seen import seen_lists_of
from nuzuh.scene.translator import Translator

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
        shown = figure_of(request.kind, view, tables, t, link)
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


def story_page(page: Page, tables: Tables, t: Translator) -> bytes:
    """Return a story as a page in one file, which opens at the step of the page's view.

    Args:
        page: what it says.
        tables: what it is computed from.
        t: the reader's language.

    Raises:
        ValueError: see :func:`nuzuh.web.onefile.one_file`.
    """
    from nuzuh.export.time_map import kinds_of_story
    from nuzuh.scene.story import told_story
    from nuzuh.web.onefile import one_file

    view = page.scene.view
    story = told_story(view.story, tables, t)
    kinds = kinds_of_story(story, tables, t)
    first = next(kind for kind in kinds if kind.view.kind == view.kind)
    others = [(kind.view, kind.payloads, kind.ensemble) for kind in kinds]
    return one_file(page, first.payloads, t, first.ensemble, story=story, kinds=others)


def as_page(request: ExportRequest, tables: Tables, _: Progress | None) -> bytes:
    """Return the interactive page in one file."""
    from nuzuh.export.time_map import ensemble_for, payloads_of
    from nuzuh.web.onefile import one_file

    view, t, told = request.view, request.t, metadata_of(request, tables)
    if view.compares:
        return compared_page(comparison_of(view, tables, t, told.link), tables, t, told)
    page = page_of(scene(view, tables, t, told.link), tables, t, citation_text(told))
    try:
        if view.story:
            return story_page(page, tables, t)
        return one_file(page, payloads_of(view, tables, t), t, ensemble_for(view, tables))
    except ValueError as error:
        raise RefusedError(str(error)) from error


def compared_page(shown: Comparison, tables: Tables, t: Translator, told: Metadata) -> bytes:
    """Return a comparison as a page in one file.

    Args:
        shown: what is compared.
        tables: what it was computed from.
        t: the language of the page.
        told: what the file says of itself.
    """
    from nuzuh.export.time_map import maps_compared
    from nuzuh.web.onefile.comparison import comparison_file

    of_orders = layer_of(shown.view.layer).evidence == "orders"
    try:
        return comparison_file(
            shown,
            maps_compared(shown, tables, t),
            t,
            seen=seen_lists_of(tables, t.lang, orders=of_orders),
            tables=sources_of(t),
            citation=citation_text(told),
        )
    except ValueError as error:
        raise RefusedError(str(error)) from error
