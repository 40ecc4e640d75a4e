"""What each frame says: for every area the words of its label, its colour and its marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from balance.layers import LayerValue
from balance.shipped import load_reconstruction
from balance.solve import BalanceError
from loaders.orders import load_orders
from maps.labels import AreaLabel, area_labels
from maps.moving.errors import MovingError
from maps.reconstruction import view_name
from maps.scales import SCALES
from maps.timeline import load_timeline, phase_names, reconstructed_values_of, values_of
from maps.view import View
from maps.words import Words


@dataclass(frozen=True)
class AreaFrame:
    """An area in a frame.

    Attributes:
        label: the words beside it, and the marks that are drawn over it.
        colour: that of the class that its number falls into; None for none.
    """

    label: AreaLabel
    colour: str | None

    @property
    def pcodes(self) -> tuple[str, ...]:
        """The governorates that it is made of."""
        return self.label.pcodes


@dataclass(frozen=True)
class Frame:
    """A day, the name of the phase it lies in, and what the map shows of each area."""

    day: date
    phase: str
    areas: tuple[AreaFrame, ...]


@dataclass(frozen=True)
class Story:
    """All frames, and what stands below every one of them.

    Attributes:
        frames: in the order of their days.
        sources: whose figures are shown anywhere in the picture, the most frequent first.
        method: how the numbers came about, in a sentence.
    """

    frames: tuple[Frame, ...]
    sources: tuple[str, ...]
    method: str

    @property
    def labels(self) -> Iterator[AreaLabel]:
        """The labels of all frames."""
        return (area.label for frame in self.frames for area in frame.areas)


def tell(view: View, days: Iterable[date], words: Words) -> Story:
    """Return what a view shows on some days; the day of the view itself does not matter.

    Args:
        view: layer, and whether and from whose figures it is reconstructed.
        days: the days of the frames.
        words: the reader's language.

    Raises:
        MovingError: when the view has no figure on any of the days, or no solution.
    """
    span, names = load_timeline(), phase_names(words.lang)
    try:
        values = {day: _values(view, day) for day in days}
    except BalanceError as error:
        raise MovingError(words("error.balance")) from error
    if all(value.value is None for areas in values.values() for value in areas):
        first, last = min(values), max(values)
        raise MovingError(
            words("moving.error.nothing", start=words.day(first), end=words.day(last))
        )
    frames = (
        Frame(day, names[span.phase_of(day).id], _areas(areas, view.layer, words))
        for day, areas in values.items()
    )
    return Story(tuple(frames), _sources(view, values), _method(view, words))


def _values(view: View, day: date) -> list[LayerValue]:
    if view.reconstructed:
        return reconstructed_values_of(view.layer, day, view.view)
    return values_of(view.layer, day)


def _areas(values: list[LayerValue], layer: str, words: Words) -> tuple[AreaFrame, ...]:
    frames = []
    for label in area_labels(values, layer, words):
        colour = None if label.shade is None else SCALES[layer].colours[label.shade]
        frames.append(AreaFrame(label, colour))
    return tuple(frames)


def _sources(view: View, values: dict[date, list[LayerValue]]) -> tuple[str, ...]:
    if view.reconstructed:
        rows = load_reconstruction(view.view).rows
        return tuple(rows.loc[rows["weight"] > 0, "publisher"].value_counts().index)
    issuers = load_orders().frame.set_index("id")["issuer"]
    named: Counter[str] = Counter()
    for areas in values.values():
        for value in areas:
            if value.published and value.published.figure:
                named[value.published.figure.publisher] += 1
            if value.share:
                named.update(issuers.loc[list(value.share.orders)])
    # Equally frequent names in the order of the alphabet: the same input, the same bytes.
    return tuple(sorted(named, key=lambda name: (-named[name], name.casefold())))


def _method(view: View, words: Words) -> str:
    if view.layer == "orders":
        return words("legend.orders")
    if view.reconstructed:
        return words("snapshot.reconstructed", view=view_name(view.view, words))
    return words("snapshot.as_published")
