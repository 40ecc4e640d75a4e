"""The words beside each area: name, number with quantifier and range, who, when, how old."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from nuzuh.evidence.precision import bearable, bearable_step
from nuzuh.evidence.published import CURRENT_DAYS, TOO_OLD_DAYS, AreaFigure, Figure
from nuzuh.loaders.areas import load_area_names
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.own import is_theirs
from nuzuh.loaders.publishers import UNATTRIBUTED
from nuzuh.loaders.publishers import names as publisher_names
from nuzuh.loaders.tables import UserData
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.layer import Layer, layer_of
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.mark import Mark, Pattern
from nuzuh.scene.order_words import share_notes, share_text, whole_share
from nuzuh.scene.words import Words


def title_of(layer: str, words: Words, *, reconstructed: bool) -> str:
    """Return what a map shows: the layer, as published or reconstructed."""
    return words(f"layer.{layer}.{'reconstructed' if reconstructed else 'title'}")


def area_labels(values: list[LayerValue], layer: str, words: Words) -> list[Mark]:
    """Return the label of each area of a layer, in the order of the values."""
    return [label_of(value, layer, words) for value in values]


def patterns_on(labels: Iterable[Mark], layer: str, words: Words) -> list[tuple[str, str]]:
    """Return the marks that occur on a map with their words, for its legend.

    Args:
        labels: the labels of all areas.
        layer: id of the layer.
        words: the reader's language.

    Returns:
        Pairs of ``missing``, ``too_old``, ``more``, ``last_known``, ``wide`` or
        ``joint`` and what it means.
    """
    listed = list(labels)
    occur: set[str] = {label.pattern for label in listed}
    occur |= {"wide"} if any(label.wide for label in listed) else set()
    occur |= {"joint"} if any(len(label.pcodes) > 1 for label in listed) else set()
    told = pattern_words(layer, words)
    return [(pattern, text) for pattern, text in told.items() if pattern in occur]


def pattern_words(layer: str, words: Words) -> dict[str, str]:
    """Return the words for every mark of a map, in the order of its legend."""
    return {
        "missing": words(layer_of(layer).missing),
        "too_old": words("legend.too_old", days=TOO_OLD_DAYS),
        "more": words("legend.more"),
        "last_known": words("legend.last_known", days=CURRENT_DAYS),
        "wide": words("legend.wide"),
        "joint": words("legend.together"),
    }


def rounded_value(value: LayerValue, layer: str) -> float | None:
    """Return an area's number as it is told, however old it is; tables keep it with its status.

    What is computed or reconstructed is rounded before it is told; coloured by
    the number before rounding, an area could stand in another class than its label.
    """
    if value.value is None:
        return None
    rounding = layer_of(layer).rounding
    if rounding == "percent":
        return whole_share(value.value)
    if rounding == "figure":
        if value.reconstructed:
            return max(bearable(value.value, value.low, value.high), 0.0)
        return value.value
    return _rounded(value.value)


def rounded_range(value: LayerValue, layer: str) -> tuple[float | None, float | None]:
    """Return the ends of an area's range as they are told; None where there is none."""
    if value.low is None or value.high is None:
        return value.low, value.high
    if layer_of(layer).rounding == "figure":
        if value.reconstructed:
            low, high = (bearable(end, value.low, value.high) for end in (value.low, value.high))
            return max(low, 0.0), high
        return value.low, value.high
    return _rounded(value.low), _rounded(value.high)


def layer_number(value: LayerValue, layer: str, words: Words) -> str:
    """Return a layer's number for an area with its quantifier, range and unit.

    Change and density are arithmetic on a published figure: they are rounded to
    what it can bear, and keep its quantifier.
    """
    record = layer_of(layer)
    if value.value is None:
        return words(_missing(value, record))
    if value.reconstructed:
        return _reconstructed(value, record, words)
    if record.rounding == "figure":
        assert value.published is not None
        assert value.published.figure is not None
        return words.figure(value.published.figure, unit=False)
    if record.rounding == "percent":
        return share_text(value.value, value.quantifier, words)
    scaled = [None if n is None else _rounded(n) for n in (value.value, value.low, value.high)]
    central, low, high = scaled
    has_value = (
        value.published is not None
        and value.published.figure is not None
        and (value.published.figure.value is not None)
    )
    if record.signed:
        return _change(central if has_value else None, low, high, words)
    return words.quantified(central if has_value else None, low, high, value.quantifier)


def _missing(value: LayerValue, layer: Layer) -> str:
    """The key of the words for an area without a number."""
    known = value.share is not None and value.share.is_open
    return "legend.unmeasured" if known else layer.missing


def _reconstructed(value: LayerValue, layer: Layer, words: Words) -> str:
    """The reconstructed number, rounded to what its range can bear."""
    assert value.value is not None
    if layer.rounding == "figure":
        return reconstructed_people(value.value, value.low, value.high, words)
    number = _rounded(value.value)
    return words("recon.about", n=_signed(number, words) if layer.signed else words.number(number))


def reconstructed_people(number: float, low: float | None, high: float | None, words: Words) -> str:
    """Return a reconstructed number of people in words: never finer than its range can bear."""
    told = bearable(number, low, high)
    if told <= 0:
        step = bearable_step(number, low, high)
        return words("recon.under", n=words.number(step))
    return words("recon.about", n=words.number(told))


def reconstructed_range(low: float | None, high: float | None, words: Words) -> str:
    """Return the likely range of a reconstructed number of people, or that there is none."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return words("recon.norange")
    ends = (words.number(bearable(end, low, high)) for end in (low, high))
    return words("recon.likely", low=next(ends), high=next(ends))


def _rounded(number: float) -> float:
    """Round to two significant digits, the most that an estimate of this kind bears."""
    return float(f"{number:.2g}")


def _signed(percent: float, words: Words) -> str:
    number = words.number(abs(percent))
    # What is told as zero has no sign.
    sign = "" if number == "0" else "+" if percent > 0 else "−"
    return sign + number + "%"


def _change(central: float | None, low: float | None, high: float | None, words: Words) -> str:
    def signed(number: float) -> str:
        return _signed(number, words)

    if central is None and low is not None and high is not None:
        return words("q.range", low=signed(low), high=signed(high))
    shown = next(n for n in (central, low, high) if n is not None)
    # "More than" and "fewer than" speak of people; of a change they read as a
    # bound on the number line, which the arithmetic signs say without words.
    if central is not None and low is not None and high is not None:
        about = words("q.approximately", n=signed(central))
        return words("q.between", n=about, low=signed(low), high=signed(high))
    if central is None:
        return ("≥ " if low is not None else "≤ ") + signed(shown)
    return words("q.approximately", n=signed(shown))


def label_of(value: LayerValue, layer: str, words: Words, *, age: str | None = None) -> Mark:
    """Return the label of one area of a layer.

    Args:
        value: the area's value.
        layer: id of the layer.
        words: the reader's language.
        age: what stands in the place of the figure's age; the age itself when None.
    """
    record = layer_of(layer)
    drawn, (low, high) = rounded_value(value, layer), rounded_range(value, layer)
    pattern = _pattern(value)
    if pattern == "too_old":
        drawn = low = high = None
    below = value.quantifier in ("less than", "up to", "nearly")
    has_colour = drawn is not None and pattern != "more"
    return Mark(
        pcodes=value.pcodes,
        name=words.together(governorate_name(pcode, words.lang) for pcode in value.pcodes),
        number=_number(value, layer, pattern, words),
        table_number=layer_number(value, layer, words),
        notes=_notes(value, record, words, age),
        value=drawn,
        low=low,
        high=high,
        shade=record.scale.shade(drawn, below=below) if has_colour and drawn is not None else None,
        pattern=pattern,
        wide=record.weighs_range and _is_wide(value, drawn, low, high),
        status=value.status,
        reconstructed=value.reconstructed,
        rivals=len(value.published.rivals) if value.published and value.status != "too_old" else 0,
    )


def _pattern(value: LayerValue) -> Pattern:
    if value.share is not None and value.share.is_open:
        return "more"
    if value.value is None:
        return "missing"
    return "" if value.status == "current" else value.status


def _is_wide(value: LayerValue, drawn: float | None, low: float | None, high: float | None) -> bool:
    """Whether the range, or what rivals say, spans more than the number itself."""
    if drawn is None:
        return False
    if low is not None and high is not None and high - low > drawn:
        return True
    figure = value.published.figure if value.published is not None else None
    if value.published is None or figure is None:
        return False
    said = [figure.central, *(rival.central for rival in value.published.rivals)]
    return max(said) - min(said) > figure.central


def _number(value: LayerValue, layer: str, pattern: Pattern, words: Words) -> str:
    if pattern == "too_old":
        assert value.published is not None
        assert value.published.figure is not None
        return words("map.too_old", date=words.day(value.published.figure.as_of, short=True))
    return layer_number(value, layer, words)


def _notes(value: LayerValue, layer: Layer, words: Words, age: str | None) -> tuple[str, ...]:
    if value.reconstructed and value.value is not None:
        return (words("recon.mark"), _range_note(value, layer, words))
    if value.published is not None:
        notes = published_notes(value.published, words, age=age)
        if value.status == "too_old":
            return notes[:1]
        if layer.kind == "computed" and value.published.figure is not None:
            figure = words.figure(value.published.figure)
            notes = (words("map.computed", figure=figure), *notes)
        return notes
    if value.share is not None:
        return share_notes(value.share, words)
    return ()


def _range_note(value: LayerValue, layer: Layer, words: Words) -> str:
    if layer.rounding == "figure" or value.low is None or value.high is None:
        return reconstructed_range(value.low, value.high, words)
    low, high = (_rounded(end) for end in (value.low, value.high))
    if layer.signed:
        return words("recon.likely", low=_signed(low, words), high=_signed(high, words))
    return words("recon.likely", low=words.number(low), high=words.number(high))


def published_notes(area: AreaFigure, words: Words, *, age: str | None = None) -> tuple[str, ...]:
    """Return who published an area's figure, for which day, how old it is, and what rivals say.

    Args:
        area: the figure.
        words: the reader's language.
        age: what stands in the place of its age; the age itself when None.
    """
    figure = area.figure
    if figure is None or area.age_days is None:
        return ()
    # A date is not broken over two lines.
    day = words.day(figure.as_of, short=True).replace(" ", "\u00a0")
    comma = words("list.comma")
    who = f"{publisher_name(figure, words)}{comma}{day}"
    if area.status == "last_known":
        who = words("map.last_known", who=who)
    how_old = words.age(area.age_days) if age is None else age
    if figure.coverage == "city":
        how_old += comma + words("map.as", name=area_name(figure.area, words))
    if area.appeared == "later":
        how_old += comma + words("map.later")
    rivals = (
        words(
            "map.rival",
            figure=words.figure(rival, unit=False),
            who=publisher_name(rival, words),
            date=words.day(rival.as_of, short=True),
        )
        for rival in area.rivals
    )
    return (who, how_old, *rivals)


def publisher_name(figure: Figure, words: Words) -> str:
    """Return who published a figure, and whose it is where another's is passed on.

    A figure from the reader's own file is marked so.
    """
    name = words.isolated(speaker_name(figure.publisher, words))
    if figure.according_to == UNATTRIBUTED:
        name = words("publisher.unattributed", name=name)
    elif figure.according_to:
        name = f"{name} ({words.isolated(speaker_name(figure.according_to, words))})"
    return f"{name} ({words('own.mark')})" if is_theirs(figure.id) else name


def speaker_name(name: str, words: Words) -> str:
    """Return a publisher's name in the reader's language, as it stands where none is known."""
    return publisher_names(words.lang).get(name, name)


def own_note(user: UserData, words: Words) -> str:
    """Return the sentence of a picture that rests on a reader's own figures too; "" without any."""
    if not user.files:
        return ""
    files = words("list.comma").join(words.isolated(name) for name in user.files)
    return words("own.picture", n=words.number(user.rows), files=files, digest=user.digest)


def area_name(name: str, words: Words) -> str:
    """Return an area as its publisher named it, in the reader's language where it is known."""
    return _translated(words.lang).get(name, name)


@cache
def _translated(lang: str) -> dict[str, str]:
    frame, column = load_area_names().frame, LANGUAGES[lang].name_column
    # The names themselves are in the language of the tables.
    return dict(zip(frame["name"], frame[column], strict=True)) if column in frame else {}
