"""The words beside each area: name, number with quantifier and range, who, when, how old."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from nuzuh.evidence.orders_in_force import OrderShare
from nuzuh.evidence.precision import round_to_precision, rounding_step, says_more, told_range
from nuzuh.evidence.published import CURRENT_DAYS, TOO_OLD_DAYS, AreaFigure, Figure
from nuzuh.loaders.areas import load_area_names
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.publishers import UNATTRIBUTED
from nuzuh.loaders.publishers import names as publisher_names
from nuzuh.loaders.tables import UserData
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.layer import Layer, layer_of
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.mark import Mark, Pattern
from nuzuh.scene.order_words import ToldShare, share_notes, share_text, told_share
from nuzuh.scene.said import Said, joined, said, said_number, text
from nuzuh.scene.translator import Translator


def title_of(layer: str, t: Translator, *, reconstructed: bool) -> str:
    """Return what a map shows: the layer, as published or reconstructed."""
    return t(f"layer.{layer}.{'reconstructed' if reconstructed else 'title'}")


def patterns_on(labels: Iterable[Mark], layer: str, t: Translator) -> list[tuple[str, str]]:
    """Return the marks that occur on a map with their words, for its legend.

    Args:
        labels: the labels of all areas.
        layer: id of the layer.
        t: the reader's language.

    Returns:
        Pairs of ``missing``, ``too_old``, ``last_known``, ``wide`` or ``joint`` and what
        it means.
    """
    listed = list(labels)
    occur: set[str] = {label.pattern for label in listed}
    occur |= {"wide"} if any(label.wide for label in listed) else set()
    occur |= {"joint"} if any(len(label.pcodes) > 1 for label in listed) else set()
    told = pattern_words(layer, t)
    return [(pattern, text) for pattern, text in told.items() if pattern in occur]


def pattern_words(layer: str, t: Translator) -> dict[str, str]:
    """Return the words for every mark of a map, in the order of its legend."""
    return {
        "missing": t(layer_of(layer).missing),
        "too_old": t("legend.too_old", days=TOO_OLD_DAYS),
        "last_known": t("legend.last_known", days=CURRENT_DAYS),
        "wide": t("legend.wide"),
        "joint": t("legend.together"),
    }


def rounded_value(value: LayerValue, layer: str) -> float | None:
    """Return an area's number as it is told, however old it is; tables keep it with its status.

    What is computed or reconstructed is rounded before it is told; coloured by
    the number before rounding, an area could stand in another class than its label.
    """
    if value.share is not None:
        # A share has a number only where both of its ends are told as the same one.
        return _told(value.share).value
    if value.value is None:
        return None
    record = layer_of(layer)
    if _fewer_than(value, record) is not None:
        return 0.0
    if record.rounding == "figure":
        if value.reconstructed:
            return round_to_precision(value.value, value.low, value.high)
        return value.value
    return _rounded(value.value)


def _fewer_than(value: LayerValue, layer: Layer) -> float | None:
    """The step that a reconstructed number is told to be below; None where it is told itself."""
    if value.value is None or not value.reconstructed or layer.signed:
        return None
    if layer.rounding == "figure":
        is_nothing = round_to_precision(value.value, value.low, value.high) <= 0
        return rounding_step(value.value, value.low, value.high) if is_nothing else None
    return _WHOLE if round(_rounded(value.value)) <= 0 else None


_WHOLE = 1.0
"""What is rounded to two digits is written without any after the point."""


def _told(share: OrderShare) -> ToldShare:
    return told_share(share.low, share.high)


def rounded_range(value: LayerValue, layer: str) -> tuple[float | None, float | None]:
    """Return the ends of an area's range as they are told; None where there is none."""
    if value.share is not None:
        told = _told(value.share)
        return told.low, told.high
    record = layer_of(layer)
    step = _fewer_than(value, record)
    if value.low is None or value.high is None:
        return value.low, value.high if step is None else step
    if record.rounding == "figure":
        return told_range(value.low, value.high) if value.reconstructed else (value.low, value.high)
    low, high = _rounded(value.low), _rounded(value.high)
    return (low, high) if step is None else (0.0, max(high, step))


def layer_number(value: LayerValue, layer: str, t: Translator) -> str:
    """Return a layer's number for an area with its quantifier, range and unit.

    Change and density are arithmetic on a published figure: they are rounded to
    what it can bear, and keep its quantifier.
    """
    record = layer_of(layer)
    if value.share is not None:
        return share_text(value.share, t) or t(_missing(value, record))
    if value.value is None:
        return t(_missing(value, record))
    if value.reconstructed:
        return _reconstructed(value, record, t)
    if record.rounding == "figure":
        assert value.published is not None
        assert value.published.figure is not None
        return t.figure(value.published.figure, unit=False)
    scaled = [None if n is None else _rounded(n) for n in (value.value, value.low, value.high)]
    central, low, high = scaled
    has_value = (
        value.published is not None
        and value.published.figure is not None
        and (value.published.figure.value is not None)
    )
    if record.signed:
        return _change(central if has_value else None, low, high, t)
    return t.quantified(central if has_value else None, low, high, value.quantifier)


def _missing(value: LayerValue, layer: Layer) -> str:
    """The key of the words for an area without a number."""
    ordered = value.share is not None and value.share.count
    return "legend.unmeasured" if ordered else layer.missing


def _reconstructed(value: LayerValue, layer: Layer, t: Translator) -> str:
    """The reconstructed number, rounded to what its range can bear."""
    assert value.value is not None
    if layer.rounding == "figure":
        return reconstructed_people(value.value, value.low, value.high, t)
    step = _fewer_than(value, layer)
    if step is not None:
        return t("recon.under", n=t.number(step))
    number = _rounded(value.value)
    return t("recon.about", n=_signed(number, t) if layer.signed else t.number(number))


def reconstructed_people(
    number: float, low: float | None, high: float | None, t: Translator
) -> str:
    """Return a reconstructed number of people in words: never finer than its range can bear."""
    return said_people(number, low, high).words(t)


def said_people(number: float, low: float | None, high: float | None) -> Said:
    """Return what :func:`reconstructed_people` puts into words."""
    told = round_to_precision(number, low, high)
    if told <= 0:
        return text("recon.under", n=said_number(rounding_step(number, low, high)))
    return text("recon.about", n=said_number(told))


def reconstructed_range(low: float | None, high: float | None, t: Translator) -> str:
    """Return the likely range of a reconstructed number of people, or that there is none.

    Returns:
        "" where the range says no more than the number.
    """
    return said_range(low, high).words(t)


def said_range(low: float | None, high: float | None) -> Said:
    """Return what :func:`reconstructed_range` puts into words."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return text("recon.norange")
    if not says_more(low, high):
        return joined(())
    least, most = map(said_number, told_range(low, high))
    return text("recon.likely", low=least, high=most)


def after_comma(likely: str, t: Translator) -> str:
    """Return a range as it follows its number after a comma; "" for none."""
    return t("list.comma") + likely if likely else ""


def in_brackets(likely: str) -> str:
    """Return a range as it follows its number in brackets; "" for none."""
    return f" ({likely})" if likely else ""


def said_in_brackets(low: float | None, high: float | None) -> Said:
    """Return what is said of a likely range that follows its number in brackets."""
    return said(_in_brackets, low, high)


def _in_brackets(low: float | None, high: float | None, t: Translator) -> str:
    return in_brackets(reconstructed_range(low, high, t))


def _rounded(number: float) -> float:
    """Round to two significant digits, the most that an estimate of this kind bears."""
    return float(f"{number:.2g}")


def _signed(percent: float, t: Translator) -> str:
    number = t.number(abs(percent))
    # What is told as zero has no sign.
    sign = "" if number == "0" else "+" if percent > 0 else "−"
    return sign + number + "%"


def _change(central: float | None, low: float | None, high: float | None, t: Translator) -> str:
    def signed(number: float) -> str:
        return _signed(number, t)

    if central is None and low is not None and high is not None:
        return t("q.range", low=signed(low), high=signed(high))
    shown = next(n for n in (central, low, high) if n is not None)
    # "More than" and "fewer than" speak of people; of a change they read as a
    # bound on the number line, which the arithmetic signs say without words.
    if central is not None and low is not None and high is not None:
        about = t("q.approximately", n=signed(central))
        return t("q.between", n=about, low=signed(low), high=signed(high))
    if central is None:
        return t.isolated(("≥ " if low is not None else "≤ ") + signed(shown))
    return t("q.approximately", n=signed(shown))


def label_of(value: LayerValue, layer: str, t: Translator, *, age: str | None = None) -> Mark:
    """Return the label of one area of a layer.

    Args:
        value: the area's value.
        layer: id of the layer.
        t: the reader's language.
        age: what stands in the place of the figure's age; the age itself when None.
    """
    record = layer_of(layer)
    drawn, (low, high) = rounded_value(value, layer), rounded_range(value, layer)
    pattern = _pattern(value, is_told=(drawn, low, high) != (None, None, None))
    if pattern == "too_old":
        drawn = low = high = None
    below = value.quantifier in ("less than", "up to", "nearly")
    table_number = layer_number(value, layer, t)
    has_colour = drawn is not None and not record.over
    # A range that says no more than its number is not told.
    ranged = not value.reconstructed or bool(likely_range(value, layer, t))
    return Mark(
        pcodes=value.pcodes,
        name=t.together(governorate_name(pcode, t.lang) for pcode in value.pcodes),
        number=_too_old(value, t) if pattern == "too_old" else table_number,
        table_number=table_number,
        notes=_notes(value, record, t, age),
        value=drawn,
        low=low,
        high=high,
        shade=record.scale.shade(drawn, below=below) if has_colour and drawn is not None else None,
        pattern=pattern,
        wide=record.weighs_range and ranged and _is_wide(value, drawn, low, high),
        status=value.status,
        reconstructed=value.reconstructed,
        rivals=len(value.published.rivals) if value.published and value.status != "too_old" else 0,
    )


def _pattern(value: LayerValue, *, is_told: bool) -> Pattern:
    if not is_told:
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
    # What is drawn rests on what is published: figures from records stand beside it alone.
    published = (rival for rival in value.published.rivals if not rival.from_records)
    said = [figure.central, *(rival.central for rival in published)]
    return max(said) - min(said) > figure.central


def _too_old(value: LayerValue, t: Translator) -> str:
    assert value.published is not None
    assert value.published.figure is not None
    return t("map.too_old", date=t.day(value.published.figure.as_of, short=True))


def _notes(value: LayerValue, layer: Layer, t: Translator, age: str | None) -> tuple[str, ...]:
    if value.reconstructed and value.value is not None:
        return tuple(filter(None, (t("recon.mark"), likely_range(value, layer.id, t))))
    if value.published is not None:
        notes = published_notes(value.published, t, age=age)
        if value.status == "too_old":
            return notes[:1]
        if layer.kind == "computed" and value.published.figure is not None:
            figure = t.figure(value.published.figure)
            notes = (t("map.computed", figure=figure), *notes)
        return notes
    if value.share is not None:
        return share_notes(value.share, t)
    return ()


def likely_range(value: LayerValue, layer: str, t: Translator) -> str:
    """Return the likely range of a layer's reconstructed number, as :func:`reconstructed_range`."""
    record = layer_of(layer)
    if record.rounding == "figure" or value.low is None or value.high is None:
        return reconstructed_range(value.low, value.high, t)
    ends = (_rounded(end) for end in (value.low, value.high))
    low, high = (_signed(end, t) if record.signed else t.number(end) for end in ends)
    return "" if low == high else t("recon.likely", low=low, high=high)


def published_notes(area: AreaFigure, t: Translator, *, age: str | None = None) -> tuple[str, ...]:
    """Return who published an area's figure, for which day, how old it is, and what rivals say.

    Args:
        area: the figure.
        t: the reader's language.
        age: what stands in the place of its age; the age itself when None.
    """
    figure = area.figure
    if figure is None or area.age_days is None:
        return ()
    # A date is not broken over two lines.
    day = t.day(figure.as_of, short=True).replace(" ", "\u00a0")
    comma = t("list.comma")
    who = f"{publisher_name(figure, t)}{comma}{day}"
    if area.status == "last_known":
        who = t("map.last_known", who=who)
    how_old = t.age(area.age_days) if age is None else age
    if figure.coverage == "city":
        how_old += comma + t("map.as", name=published_area_name(figure.area, t))
    if area.appeared == "later":
        how_old += comma + t("map.later")
    rivals = (
        t(
            "map.rival",
            figure=t.figure(rival, unit=False),
            who=publisher_name(rival, t),
            date=t.day(rival.as_of, short=True),
        )
        for rival in area.rivals
    )
    return (who, how_old, *rivals)


def publisher_name(figure: Figure, t: Translator) -> str:
    """Return who published a figure, and whose it is where another's is passed on.

    A figure from records, which is published nowhere, is marked so, and one from the reader's
    own file.
    """
    name = t.isolated(speaker_name(figure.publisher, t))
    if figure.according_to == UNATTRIBUTED:
        name = t("publisher.unattributed", name=name)
    elif figure.according_to:
        name = f"{name} ({t.isolated(speaker_name(figure.according_to, t))})"
    marks = [t("records.mark")] if figure.from_records else []
    marks += [t("own.mark")] if is_user_row(figure.id) else []
    return f"{name} ({t('list.comma').join(marks)})" if marks else name


def speaker_name(name: str, t: Translator) -> str:
    """Return a publisher's name in the reader's language, as it stands where none is known."""
    return publisher_names(t.lang).get(name) or name


def user_data_note(user: UserData, t: Translator) -> str:
    """Return the sentence of a picture that rests on a reader's own figures too; "" without any."""
    if not user.files:
        return ""
    files = t("list.comma").join(t.isolated(name) for name in user.files)
    told = t("own.picture", n=t.number(user.rows), files=files, digest=user.digest)
    return f"{told} {user_left_out_text(user, t)}".rstrip()


def user_left_out_text(user: UserData, t: Translator) -> str:
    """Return how many rows and features of a reader's files are not used; "" without any."""
    return t("own.left_out", n=t.number(user.left_out)) if user.left_out else ""


def published_area_name(name: str, t: Translator) -> str:
    """Return an area as its publisher named it, in the reader's language where it is known."""
    if not name:
        return ""
    return _translated(t.lang).get(name) or t.isolated(name)


@cache
def _translated(lang: str) -> dict[str, str]:
    frame, column = load_area_names().frame, LANGUAGES[lang].name_column
    # The names themselves are in the language of the tables.
    return dict(zip(frame["name"], frame[column], strict=True)) if column in frame else {}
