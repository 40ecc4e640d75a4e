"""What a view shows, decided once: the scene of a day, and the scenes of many days.

A scene holds words, numbers and days, and nothing that computes: whoever draws,
writes or sends it takes what stands in it, and asks no table. It round-trips
through JSON (:func:`to_json`, :func:`from_json`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from pydantic import TypeAdapter

from nuzuh.balance.result import Reconstruction
from nuzuh.balance.solve import BalanceError
from nuzuh.evidence.statements import Statement
from nuzuh.loaders.tables import Tables
from nuzuh.scene.arrows import Arrow, published_arrows, published_movements, reconstructed_arrows
from nuzuh.scene.claims import Question, lead_of, questions_of
from nuzuh.scene.completeness import completeness
from nuzuh.scene.extent import Extent
from nuzuh.scene.flows import largest_flows
from nuzuh.scene.from_records import speaker_naming
from nuzuh.scene.headline import said_headline
from nuzuh.scene.labels import title_of
from nuzuh.scene.layer import Layer, layer_of
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.legend_rows import LegendRow, legend_rows
from nuzuh.scene.mark import Mark
from nuzuh.scene.marks import columns_of, marks_of
from nuzuh.scene.method import reading_note
from nuzuh.scene.notes import Notes, notes_of, publishers_of_balance
from nuzuh.scene.order_land import OrderLand, orders_of_day
from nuzuh.scene.reconstruction import how_figures_fit, said_reconstructed_headline
from nuzuh.scene.said import Said
from nuzuh.scene.solving import UnsolvedError, nothing_reconstructed, reconstruction_of
from nuzuh.scene.timeline import (
    check_day,
    check_days,
    left_out,
    load_timeline,
    phase_names,
    shown_by_day,
    statements_on,
    total_of,
)
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

Model = TypeVar("Model")


@dataclass(frozen=True)
class Scene:
    """What a view shows on its day.

    Attributes:
        view: what is looked at.
        layer: the record of its layer.
        notes: the words around the map: title, headline, what the figures come to,
            method, sources, credits, data version, link.
        unit: unit of the numbers.
        marks: the areas from north to south, each governorate once.
        columns: titles of the table that says the same, see :attr:`nuzuh.scene.mark.Mark.cells`.
        arrows: the movements of the view's period, the largest first; none without one.
        legend: the classes, and of everything else what occurs.
        reading: how the numbers are to be read.
        questions: what publishers said by the day, by the question they answer.
        lead: how many of these came out later, or are left out for it.
        fit: how rival figures fit into a reconstruction.
        circles: whether a circle shows each number beside its colour.
        user: digest of a reader's own rows; "" without any.
        ground: the marks whose colours are drawn, where the layer stands over another one;
            none where they are its own.
        legend_unit: unit of the numbers that the classes of the legend stand for.
        order_land: the land under orders that is drawn over the colours; None for none.
        extent: the part of the Strip that its map shows; None for all of it.
    """

    view: View
    layer: Layer
    notes: Notes
    unit: str
    marks: tuple[Mark, ...]
    columns: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    legend: tuple[LegendRow, ...]
    reading: str
    questions: tuple[Question, ...]
    lead: tuple[str, ...] = ()
    fit: tuple[str, ...] = ()
    circles: bool = False
    user: str = ""
    ground: tuple[Mark, ...] = ()
    legend_unit: str = ""
    order_land: OrderLand | None = None
    extent: Extent | None = None

    @property
    def areas(self) -> tuple[Mark, ...]:
        """The marks whose colours and patterns are drawn: they cover the Strip once."""
        return self.ground or self.marks

    @property
    def is_faint(self) -> bool:
        """Whether the colours are the ground of something else, and paler: arrows, or land."""
        return bool(self.arrows) or self.order_land is not None

    @property
    def has_data_gap(self) -> bool:
        """Whether it is a reconstruction that tells no number: no figure speaks of the day."""
        return self.view.reconstructed and not any(mark.is_told for mark in self.marks)


@dataclass(frozen=True)
class Frame:
    """What a view shows on one of many days.

    Attributes:
        day: the day.
        phase: name of the phase that it lies in.
        marks: the areas from north to south, each governorate once.
        placed: what the figures of the day come to; "" where nothing is to be said.
        arrows: the movements from the first day of the view's period to this one.
        ground, order_land: as in :class:`Scene`.
    """

    day: date
    phase: str
    marks: tuple[Mark, ...]
    placed: str = ""
    arrows: tuple[Arrow, ...] = ()
    ground: tuple[Mark, ...] = ()
    order_land: OrderLand | None = None

    @property
    def areas(self) -> tuple[Mark, ...]:
        """The marks whose colours and patterns are drawn: they cover the Strip once."""
        return self.ground or self.marks


@dataclass(frozen=True)
class SceneCube:
    """What a view shows on many days, prepared once for all of them.

    Attributes:
        view: what is looked at; its own day is the last one.
        layer: the record of its layer.
        frames: in the order of their days.
        notes: the words around all of them; sources are the names of those whose
            figures are shown anywhere, the most frequent first.
        unit, columns, legend, legend_unit, reading: as in :class:`Scene`, of all frames.
        user: digest of a reader's own rows; "" without any.
    """

    view: View
    layer: Layer
    frames: tuple[Frame, ...]
    notes: Notes
    unit: str
    columns: tuple[str, ...]
    legend: tuple[LegendRow, ...]
    reading: str
    user: str = ""
    legend_unit: str = ""

    @property
    def marks(self) -> Iterator[Mark]:
        """The marks of all frames."""
        return (mark for frame in self.frames for mark in frame.marks)

    @property
    def arrows(self) -> list[Arrow]:
        """The arrows of all frames."""
        return [arrow for frame in self.frames for arrow in frame.arrows]


def scene(view: View, tables: Tables, t: Translator, link: str = "") -> Scene:
    """Return what a view shows on its day.

    Args:
        view: what is looked at.
        tables: what it is computed from.
        t: the reader's language.
        link: address of the live view, or "".

    Raises:
        RefusedError: for a day outside the data, an empty period, or a balance
            that does not converge.
    """
    check_days(view)
    values = _values(view, [view.date], tables)[view.date]
    reconstruction, record = reconstruction_of(view, tables), layer_of(view.layer)
    marks = marks_of(values, view.layer, tables, t)
    ground, land = _ground(view, [view.date], tables, t)[view.date], _land(view, view.date, tables)
    arrows = arrows_until(view, tables, t)(view.date)
    statements = statements_on(tables, view.date, later=view.later)
    questions = questions_of(statements, view.date, t)
    if reconstruction is None:
        sources = [mark.cited for mark in (*marks, *ground)]
    else:
        sources = publishers_of_balance(reconstruction, tables, t)
    what = f"{title_of(view.layer, t, reconstructed=view.reconstructed)} ({_unit(view, t)})"
    if view.since is not None:
        days = t("relief.days", start=t.day(view.since), end=t.day(view.date))
        what += t("list.sep") + t("print.arrows", days=days)
    sources += [source for arrow in arrows for source in arrow.sources]
    return Scene(
        view=view,
        layer=record,
        notes=notes_of(
            view,
            tables,
            t,
            link,
            what=what,
            lead=headline_of(view, statements, reconstruction, tables, t),
            placed=_placed(values, view.date, view, tables, t),
            sources=sources,
        ),
        unit=_unit(view, t),
        marks=marks,
        columns=columns_of(view.layer, t, reconstructed=view.reconstructed),
        arrows=arrows,
        legend=tuple(legend_rows(ground or marks, record.ground, t, arrows, [land])),
        reading=reading_note(view.layer, t, reconstructed=view.reconstructed),
        questions=questions,
        lead=lead_of(questions, t, left_out(tables, view)),
        fit=tuple(how_figures_fit(reconstruction, statements, view.date, t))
        if reconstruction
        else (),
        circles=record.counts and not arrows,
        user=tables.user.digest,
        ground=ground,
        legend_unit=t(f"layer.{record.ground}.unit"),
        order_land=land,
    )


def headline_of(
    view: View,
    statements: dict[str, list[Statement]],
    reconstruction: Reconstruction | None,
    tables: Tables,
    t: Translator,
) -> str:
    """Return the sentence above the map of a view.

    Args:
        view: what is looked at.
        statements: what was published by its day.
        reconstruction: what it shows; None as published.
        tables: what it is computed from.
        t: the reader's language.
    """
    return said_headline_of(view, statements, reconstruction, tables).words(t)


def said_headline_of(
    view: View,
    statements: dict[str, list[Statement]],
    reconstruction: Reconstruction | None,
    tables: Tables,
) -> Said:
    """Return what :func:`headline_of` puts into words."""
    if reconstruction is None:
        strip = None
        if layer_of(view.layer).evidence == "orders":
            strip = orders_of_day(tables, view.date, later=view.later).strip
        return said_headline(statements, view.date, orders=strip)
    total = total_of(tables, view.date, later=True)
    return said_reconstructed_headline(reconstruction, view.perspective, view.date, total=total)


def scenes(
    view: View,
    days: Iterable[date],
    tables: Tables,
    t: Translator,
    link: str = "",
    *,
    with_arrows: bool = True,
) -> SceneCube:
    """Return what a view shows on some days; the view's own day does not matter.

    Args:
        view: what is looked at.
        days: the days.
        tables: what it is computed from.
        t: the reader's language.
        link: address of the live view, or "".
        with_arrows: tell movements too, where the view has a period.

    Raises:
        RefusedError: for a day outside the data, or a balance that does not converge.
    """
    span, names = load_timeline(), phase_names(t.lang)
    listed = list(days)
    for day in listed:
        check_day(day)
    shown = view if with_arrows else replace(view, since=None)
    until = arrows_until(shown, tables, t)
    values, ground = _values(view, listed, tables), _ground(view, listed, tables, t)
    frames = tuple(
        Frame(
            day,
            names[span.phase_of(day).id],
            marks_of(values[day], view.layer, tables, t),
            _placed(values[day], day, view, tables, t),
            until(day),
            ground[day],
            _land(view, day, tables),
        )
        for day in listed
    )
    areas = [mark for frame in frames for mark in frame.areas]
    arrows = [arrow for frame in frames for arrow in frame.arrows]
    reconstruction, record = reconstruction_of(view, tables), layer_of(view.layer)
    named = _named(frames) if reconstruction is None else _used(reconstruction, tables, t)
    return SceneCube(
        view=view,
        layer=record,
        frames=frames,
        notes=notes_of(
            view,
            tables,
            t,
            link,
            what=title_of(view.layer, t, reconstructed=view.reconstructed),
            # Equally frequent names in the order of the alphabet: the same input, the same bytes.
            sources=sorted(named, key=lambda name: (-named[name], name.casefold())),
        ),
        unit=_unit(view, t),
        columns=columns_of(view.layer, t, reconstructed=view.reconstructed),
        legend=tuple(
            legend_rows(areas, record.ground, t, arrows, [frame.order_land for frame in frames])
        ),
        reading=reading_note(view.layer, t, reconstructed=view.reconstructed),
        user=tables.user.digest,
        legend_unit=t(f"layer.{record.ground}.unit"),
    )


def to_json(model: object) -> bytes:
    """Return a scene, or any other model of this room, as JSON."""
    return TypeAdapter(type(model)).dump_json(model)


def from_json(kind: type[Model], content: bytes) -> Model:
    """Return the model that :func:`to_json` wrote.

    Raises:
        ValidationError: when the content is not of that kind.
    """
    return TypeAdapter(kind).validate_json(content)


def check_has_data(shown: Scene) -> None:
    """Refuse a reconstruction that says nothing about its day.

    Raises:
        RefusedError: in one sentence.
    """
    if shown.has_data_gap:
        raise nothing_reconstructed(shown.view)


def arrows_until(view: View, tables: Tables, t: Translator) -> Callable[[date], tuple[Arrow, ...]]:
    """Return what gives the arrows from the first day of a view's period to another day.

    Args:
        view: what is looked at; without a period there are no arrows.
        tables: what it is computed from.
        t: the reader's language.
    """
    since = view.since
    if since is None:
        return lambda _: ()
    reconstruction = reconstruction_of(view, tables)
    if reconstruction is not None:
        told = reconstruction

        def reconstructed(day: date) -> tuple[Arrow, ...]:
            flows = largest_flows(told, since, day)
            return tuple(reconstructed_arrows(flows, t)) if day >= since else ()

        return reconstructed
    movements = published_movements(tables, t, later=view.later)

    def published(day: date) -> tuple[Arrow, ...]:
        return tuple(published_arrows(movements, since, day, t)) if day >= since else ()

    return published


def _unit(view: View, t: Translator) -> str:
    return t(f"layer.{view.layer}.unit")


def _values(view: View, days: Iterable[date], tables: Tables) -> dict[date, list[LayerValue]]:
    try:
        return shown_by_day(tables, view, days)
    except BalanceError as error:
        raise UnsolvedError from error


def _ground(
    view: View, days: Iterable[date], tables: Tables, t: Translator
) -> dict[date, tuple[Mark, ...]]:
    """The marks of the layer that a view's layer stands over; none where it stands alone."""
    under = layer_of(view.layer).over
    if not under:
        return dict.fromkeys(days, ())
    # What is never reconstructed stands over what was published, as in the browser's cube.
    mode = "reconstructed" if view.reconstructed else "published"
    values = _values(replace(view, layer=under, mode=mode), days, tables)
    return {day: marks_of(of_day, under, tables, t) for day, of_day in values.items()}


def _land(view: View, day: date, tables: Tables) -> OrderLand | None:
    if layer_of(view.layer).evidence != "orders":
        return None
    return orders_of_day(tables, day, later=view.later).land


def _placed(values: list[LayerValue], day: date, view: View, tables: Tables, t: Translator) -> str:
    return completeness(values, total_of(tables, day, later=view.later), t)


def _named(frames: Iterable[Frame]) -> Counter[str]:
    """How often each publisher or issuer stands behind an area or an arrow of a day."""
    named: Counter[str] = Counter()
    for frame in frames:
        told = (*frame.marks, *frame.ground)
        named.update(source.name for mark in told for source in mark.sources)
        named.update(name for arrow in frame.arrows for name in arrow.publishers)
    return named


def _used(reconstruction: Reconstruction, tables: Tables, t: Translator) -> Counter[str]:
    used = reconstruction.rows.loc[reconstruction.rows["weight"] > 0, "publisher"]
    named = speaker_naming(tables, t)
    return Counter(named(str(name)) for name in used)
