"""What a file of a view is called: two that differ never share a name, one never has two."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from nuzuh.balance.shipped import NAMED_VIEWS
from nuzuh.loaders.archive import former
from nuzuh.scene.film_period import usual_length, usual_moves
from nuzuh.scene.story_picture import STEP_PAPERS
from nuzuh.scene.view import View


def file_stem(
    view: View,
    *,
    days: Sequence[date] = (),
    kind: str = "map",
    paper: str = "a4",
    theme: str = "light",
    user: str = "",
    moving: bool = False,
) -> str:
    """Return the name of a view's file without its ending: ASCII letters, digits, hyphens, points.

    Everything that a file shows is in it but the record that is open, which no
    file holds, and the version of the data where it is the newest.

    Args:
        view: what is shown.
        days: first and last day of the period that the file holds; the view's own, and that
            of its other side, when empty.
        kind: kind of figure.
        paper: of a picture, or the shape of a moving one.
        theme: ``light`` or ``dark``.
        user: digest of a reader's own rows; "" without any.
        moving: what the browser alone decides is named there: ``{date}``, ``{since}``,
            ``{layer}``, ``{area}`` and ``{zoom}`` stand in its place, each of the
            optional ones with a hyphen of its own before it or empty.

    >>> file_stem(View())
    'nuzuh-2025-10-05-people-published-all-en'
    >>> file_stem(View(since=date(2025, 8, 14), perspective="OCHA,UNRWA"), kind="movements")
    'nuzuh-2025-10-05-since-2025-08-14-movements-people-published-of-1887d9-en'
    >>> file_stem(View(mode="reconstructed", compare_show="published"), kind="comparison")
    'nuzuh-2025-10-05-comparison-people-published-and-reconstructed-all-en'
    >>> file_stem(View(story="rafah-2024", step=2), kind="story", paper="slide")
    'nuzuh-story-rafah-2024-step-2-en-slide'
    """
    if kind == "story":
        parts = ["nuzuh", "story", view.story]
        parts += [f"step-{view.step or 1}"] if paper in STEP_PAPERS else []
        return "-".join((*parts, view.lang, *_ending(paper, theme, user)))
    sides = (view.other, view.alone) if view.compares else (view,)
    when = _both(side.date.isoformat() for side in sides)
    if days:
        ends = days[0].isoformat(), days[-1].isoformat()
        when = [ends[0], *(["to", ends[1]] if len(days) > 1 else [])]
    if view.since is not None:
        when += ["since", view.since.isoformat()]
    area, layer = [view.area] if view.area else [], view.layer
    area += [view.zoom.replace("/", "-")] if view.zoom else []
    if moving:
        when, layer, area = ["{date}{since}"], "{layer}", []
    parts = ["nuzuh", *when]
    parts += [] if kind == "map" else [kind]
    parts += [view.question.replace("_", "-")] if kind == "disagreement" and view.question else []
    parts += [layer]
    parts += _both("reconstructed" if side.reconstructed else "published" for side in sides)
    parts += [*_both(_whose(side.perspective) for side in sides), view.lang]
    parts += area
    parts[-1] += "{area}{zoom}" if moving else ""
    parts += ["by", _whose(view.by).removeprefix("of-")] if view.by else []
    parts += [] if view.later else ["without", "later"]
    return "-".join((*parts, *_ending(paper, theme, user)))


def _ending(paper: str, theme: str, user: str) -> list[str]:
    """What stands last in a name: of which data, whose own rows, and how it is drawn."""
    version = former()
    parts = ["data", version] if version else []
    parts += ["own", user] if user else []
    parts += [] if paper == "a4" else [paper]
    return parts + ([] if theme == "light" else [theme])


def picture_name(
    view: View,
    form: str = "png",
    kind: str = "map",
    *,
    paper: str = "a4",
    theme: str = "light",
    user: str = "",
) -> str:
    """Return the file name of a view's figure.

    >>> picture_name(View())
    'nuzuh-2025-10-05-people-published-all-en.png'
    >>> picture_name(View(), "pdf", "rivals", theme="dark")
    'nuzuh-2025-10-05-rivals-people-published-all-en-dark.pdf'
    """
    stem = file_stem(view, kind=kind, paper=paper, theme=theme, user=user)
    return f"{stem}.{form}"


def moving_name(
    view: View,
    start: date,
    end: date,
    *,
    fmt: str,
    size: str,
    theme: str = "light",
    user: str = "",
    moves: str | None = None,
    seconds: int | None = None,
) -> str:
    """Return the file name of a moving picture.

    >>> first, last = date(2025, 8, 14), date(2025, 10, 9)
    >>> moving_name(View(), first, last, fmt="mp4", size="square")
    'nuzuh-2025-08-14-to-2025-10-09-people-published-all-en-square.mp4'
    """
    moves = moves or usual_moves(view)
    shown = replace(view, date=end, zoom="", since=start if moves == "arrows" else None)
    kind = "arrivals" if moves == "arrivals" else "map"
    days = tuple(dict.fromkeys((start, end)))
    stem = file_stem(shown, days=days, kind=kind, paper=size, theme=theme, user=user)
    usual = seconds is None or (start < end and seconds == usual_length(start, end))
    return f"{stem}.{fmt}" if usual else f"{stem}-{seconds}s.{fmt}"


def one_file_name(view: View, user: str = "", kind: str = "map") -> str:
    """Return the file name of a view's page in one file, or of a story's.

    Args:
        view: what is shown.
        user: digest of a reader's own rows; "" without any.
        kind: ``map``, or ``list`` for that of the orders.

    >>> one_file_name(View())
    'nuzuh-2025-10-05-people-published-all-en.html'
    """
    return f"{file_stem(view, kind='story' if view.story else kind, user=user)}.html"


def _both(parts: Iterable[str]) -> list[str]:
    """What two sides have in common once, what they differ in one after the other."""
    return ["-and-".join(dict.fromkeys(parts))]


def _whose(view: str) -> str:
    """Whose figures: the id of a view that has a name, or a digest of the publishers' names."""
    if view in NAMED_VIEWS:
        return view
    return f"of-{hashlib.sha256(view.encode()).hexdigest()[:6]}"
