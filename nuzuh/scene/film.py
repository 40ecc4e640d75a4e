"""What a moving picture shows on each of its days, or why there is none, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.precision import round_to_precision
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables
from nuzuh.scene.extent import Extent, extent_of
from nuzuh.scene.film_period import MovingError, Period, usual_moves
from nuzuh.scene.labels import in_brackets, reconstructed_people, reconstructed_range
from nuzuh.scene.layer import layer_of
from nuzuh.scene.legend_rows import legend_rows
from nuzuh.scene.mark import Mark
from nuzuh.scene.scene import Frame, SceneCube, scenes
from nuzuh.scene.solving import UnsolvedError, reconstruction_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.turning_points import captions_of, turning_points
from nuzuh.scene.view import View

MOVES = ("arrows", "arrivals", "none")
"""How a moving picture shows who moved since its first day: as arrows, as people who came and
left beside the people present of each area, or not at all."""


@dataclass(frozen=True)
class Film:
    """What a moving picture shows.

    Attributes:
        cube: what each of its frames shows.
        durations: how long each of them stays, in ms.
        captions: what happened by each of them; "" for nothing.
        what: the line below the day.
        extent: the part of the Strip that it shows; None for all of it.
        circles: whether a circle shows each number of people.
        warning: what its reader must not take it for; "" for nothing.
    """

    cube: SceneCube
    durations: tuple[int, ...]
    captions: tuple[str, ...]
    what: str
    extent: Extent | None = None
    circles: bool = False
    warning: str = ""

    @property
    def frames(self) -> tuple[Frame, ...]:
        """What it shows, day by day."""
        return self.cube.frames


def can_arrive(view: View) -> bool:
    """Whether people are seen arriving in a picture of a view: one account of all its days is."""
    return view.reconstructed and layer_of(view.layer).counts


def film_of(
    view: View,
    period: Period,
    tables: Tables,
    t: Translator,
    link: str = "",
    moves: str | None = None,
) -> Film:
    """Return what a moving picture of a view shows.

    Args:
        view: layer, whether and from whose figures it is reconstructed, whether
            figures that came out later count, and the area that is shown; its own day,
            zoom and period do not matter.
        period: the days of the frames.
        tables: what it is computed from; a reader's own rows are marked.
        t: the reader's language.
        link: address of the live view, or "".
        moves: one of :data:`MOVES`; as :func:`nuzuh.scene.film_period.usual_moves` when None.

    Raises:
        MovingError: when the view has no figure on any of the days, no solution, or is as
            published and people are to be seen arriving.
    """
    moves = moves or usual_moves(view)
    if moves not in MOVES:
        raise MovingError(t("moving.error.choice", known=", ".join(MOVES)))
    first, last = period.days[0], period.days[-1]
    seen = replace(view, zoom="", since=first if moves == "arrows" else None)
    arriving = moves == "arrivals"
    if arriving and not can_arrive(view):
        raise MovingError(t("moving.error.arrivals"))
    try:
        cube = scenes(seen, period.days, tables, t, link)
        reconstruction = reconstruction_of(seen, tables)
    except UnsolvedError as error:
        raise MovingError(t("error.balance")) from error
    extent = extent_of(seen, t)
    if extent is not None:
        cube = _within(cube, extent, t)
    if not any(mark.is_told for mark in cube.marks):
        raise MovingError(t("moving.error.nothing", start=t.day(first), end=t.day(last)))
    if arriving and reconstruction is not None:
        cube = _arriving(cube, _arrivals(reconstruction, first, t))
    points = turning_points(tables, t, extent.pcodes if extent else pc.GOVERNORATES)
    durations = tuple(period.durations)
    of_orders = layer_of(view.layer).evidence == "orders"
    return Film(
        cube=cube,
        durations=durations,
        captions=captions_of(points, period.days, durations, t),
        what=_what(cube, extent, moves, first, t),
        extent=extent,
        circles=arriving,
        warning="" if view.reconstructed or of_orders else t("moving.published"),
    )


def _what(cube: SceneCube, extent: Extent | None, moves: str, first: date, t: Translator) -> str:
    where = t("region.strip") if extent is None else extent.name
    told = t("moving.title", where=where, what=cube.notes.what)
    if moves == "none":
        return told
    days = t("panel.since", date=t.day(first))
    key = "print.arrows" if moves == "arrows" else "moving.arrivals"
    return told + t("list.sep") + t(key, days=days)


def _within(cube: SceneCube, extent: Extent, t: Translator) -> SceneCube:
    """What is told of a part of the Strip, and a legend of what occurs there."""
    frames = tuple(
        replace(
            frame,
            marks=extent.marks(frame.marks),
            ground=extent.marks(frame.ground),
            arrows=extent.arrows(frame.arrows),
            # What all figures of the Strip come to says nothing of a part.
            placed="",
        )
        for frame in cube.frames
    )
    legend = legend_rows(
        [mark for frame in frames for mark in frame.areas],
        cube.layer.ground,
        t,
        [arrow for frame in frames for arrow in frame.arrows],
        [frame.order_land for frame in frames],
    )
    return replace(cube, frames=frames, legend=tuple(legend))


def _arriving(cube: SceneCube, told: Callable[[Mark, date], tuple[str, ...]]) -> SceneCube:
    """Each frame with who came to an area and who left it among the area's notes."""
    frames = tuple(
        replace(
            frame,
            marks=tuple(
                replace(mark, notes=(*mark.notes, *told(mark, frame.day))) for mark in frame.marks
            ),
        )
        for frame in cube.frames
    )
    return replace(cube, frames=frames)


def _arrivals(
    reconstruction: Reconstruction, since: date, t: Translator
) -> Callable[[Mark, date], tuple[str, ...]]:
    """Return what says who came to an area, and who left it, from elsewhere in the Strip."""

    def told(mark: Mark, day: date) -> tuple[str, ...]:
        if mark.value is None:
            return ()
        others = tuple(pcode for pcode in pc.GOVERNORATES if pcode not in mark.pcodes)
        ways = {"came": (others, mark.pcodes), "left": (mark.pcodes, others)}
        notes = []
        for way, ends in ways.items():
            people, low, high = reconstruction.moved(since, day, *ends)
            # What the balance cannot tell from none is not told.
            if round_to_precision(people, low, high) > 0:
                number = reconstructed_people(people, low, high, t)
                likely = in_brackets(reconstructed_range(low, high, t))
                notes.append(t(f"moving.{way}", n=number, likely=likely))
        return tuple(notes)

    return told
