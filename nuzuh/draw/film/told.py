"""What each frame says: for every area the words of its label, its colour and its marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.balance.solve import BalanceError
from nuzuh.draw.film.errors import MovingError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.arrows import Arrow, published_arrows, published_movements, reconstructed_arrows
from nuzuh.scene.completeness import completeness
from nuzuh.scene.flows import largest_flows
from nuzuh.scene.labels import area_labels, own_note, publisher_name, speaker_name
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.mark import Mark
from nuzuh.scene.method import method_text
from nuzuh.scene.scales import SCALES
from nuzuh.scene.timeline import load_timeline, phase_names, shown_values, total_of
from nuzuh.scene.view import View
from nuzuh.scene.words import Words


@dataclass(frozen=True)
class AreaFrame:
    """An area in a frame.

    Attributes:
        label: the words beside it, and the marks that are drawn over it.
        colour: that of the class that its number falls into; None for none.
    """

    label: Mark
    colour: str | None

    @property
    def pcodes(self) -> tuple[str, ...]:
        """The governorates that it is made of."""
        return self.label.pcodes


@dataclass(frozen=True)
class Frame:
    """What a day shows.

    Attributes:
        day: the day.
        phase: name of the phase that it lies in.
        areas: what the map shows of each area.
        placed: what the figures of the day come to; "" where nothing is to be said.
        arrows: the movements from the first day of the view's period to this one.
    """

    day: date
    phase: str
    areas: tuple[AreaFrame, ...]
    placed: str = ""
    arrows: tuple[Arrow, ...] = ()


@dataclass(frozen=True)
class Story:
    """All frames, and what stands below every one of them.

    Attributes:
        frames: in the order of their days.
        sources: whose figures are shown anywhere in the picture, the most frequent first.
        method: how the numbers came about, and which rows are a reader's own.
        since: first day of the movements; None without arrows.
    """

    frames: tuple[Frame, ...]
    sources: tuple[str, ...]
    method: str
    since: date | None = None

    @property
    def labels(self) -> Iterator[Mark]:
        """The labels of all frames."""
        return (area.label for frame in self.frames for area in frame.areas)

    @property
    def arrows(self) -> list[Arrow]:
        """The arrows of all frames."""
        return [arrow for frame in self.frames for arrow in frame.arrows]


def tell(view: View, days: Iterable[date], words: Words, tables: Tables) -> Story:
    """Return what a view shows on some days; the day of the view itself does not matter.

    Args:
        view: layer, whether and from whose figures it is reconstructed, whether
            figures that came out later count, and the first day of its movements.
        days: the days of the frames.
        words: the reader's language.
        tables: what it is computed from.

    Raises:
        MovingError: when the view has no figure on any of the days, or no solution.
    """
    span, names = load_timeline(), phase_names(words.lang)
    try:
        values = {day: shown_values(tables, replace(view, date=day)) for day in days}
        movements = _Movements(view, words, tables)
        arrows = {day: movements.until(day) for day in values}
        balance = load_reconstruction(tables, view.view).rows if view.reconstructed else None
    except BalanceError as error:
        raise MovingError(words("error.balance")) from error
    if all(value.value is None for areas in values.values() for value in areas):
        first, last = min(values), max(values)
        raise MovingError(
            words("moving.error.nothing", start=words.day(first), end=words.day(last))
        )
    frames = tuple(
        Frame(
            day,
            names[span.phase_of(day).id],
            _areas(areas, view.layer, words),
            completeness(areas, total_of(tables, day, later=view.later), words),
            arrows[day],
        )
        for day, areas in values.items()
    )
    if balance is None:
        named = _named(values, tables, words) + movements.named(frames)
    else:
        used = balance.loc[balance["weight"] > 0, "publisher"]
        named = Counter(speaker_name(str(name), words) for name in used)
    method = " ".join(filter(None, [method_text(view, words), own_note(tables.user, words)]))
    return Story(frames, _by_frequency(named), method, view.since)


class _Movements:
    """The arrows of a view's period, up to each day."""

    def __init__(self, view: View, words: Words, tables: Tables) -> None:
        self._since, self._words = view.since, words
        has_arrows, rebuilt = view.since is not None, view.reconstructed
        self._picture = load_reconstruction(tables, view.view) if has_arrows and rebuilt else None
        self._published = (
            published_movements(tables, words, later=view.later)
            if has_arrows and not rebuilt
            else []
        )

    def until(self, day: date) -> tuple[Arrow, ...]:
        since = self._since
        if since is None or day < since:
            return ()
        if self._picture is not None:
            flows = largest_flows(self._picture, since, day)
            return tuple(reconstructed_arrows(flows, self._words))
        return tuple(published_arrows(self._published, since, day, self._words))

    def named(self, frames: Iterable[Frame]) -> Counter[str]:
        """How often each publisher's figures stand behind an arrow."""
        publishers = {one.who: one.publisher for one in self._published}
        return Counter(
            publishers[who] for frame in frames for arrow in frame.arrows for who in arrow.sources
        )


def _areas(values: list[LayerValue], layer: str, words: Words) -> tuple[AreaFrame, ...]:
    frames = []
    for label in area_labels(values, layer, words):
        colour = None if label.shade is None else SCALES[layer].colours[label.shade]
        frames.append(AreaFrame(label, colour))
    return tuple(frames)


def _named(values: dict[date, list[LayerValue]], tables: Tables, words: Words) -> Counter[str]:
    """How often each publisher or issuer stands behind an area of a day."""
    orders = tables.orders.set_index("id")["issuer"]
    named: Counter[str] = Counter()
    for areas in values.values():
        for value in areas:
            if value.published and value.published.figure:
                named[publisher_name(value.published.figure, words)] += 1
            if value.share:
                issuers = orders.loc[[order.id for order in value.share.behind]]
                named.update(speaker_name(str(name), words) for name in issuers)
    return named


def _by_frequency(named: Counter[str]) -> tuple[str, ...]:
    # Equally frequent names in the order of the alphabet: the same input, the same bytes.
    return tuple(sorted(named, key=lambda name: (-named[name], name.casefold())))
