"""The words about how far publishers stand apart, and why."""

from __future__ import annotations

import math

from nuzuh.evidence.disagreement import UNLIKE, Gap, RivalGroup, Standing, ends
from nuzuh.evidence.precision import round_to_precision
from nuzuh.evidence.published import RIVAL_DAYS
from nuzuh.evidence.statements import Statement
from nuzuh.scene.disagreement_reasons import Reason, Reconstructed
from nuzuh.scene.labels import after_comma, reconstructed_people, reconstructed_range
from nuzuh.scene.statement_words import where_from_to
from nuzuh.scene.translator import Translator

_CLOSE = 10
"""Below this a ratio is told with one digit after the point."""


def times_text(gap: Gap, t: Translator) -> str:
    """Return how many times as high the higher is as the lower, in words.

    >>> times_text(Gap(-335_000.0, 0.5), Translator("en"))
    '2'
    """
    times = gap.size[0]
    if math.isinf(times):
        return t("disagreement.times.beyond")
    decimals = 3 if times < 1.01 else 2 if times < 1.1 else 1 if times < _CLOSE else 0
    return t.number(round(times, decimals), decimals=decimals)


def apart_text(group: RivalGroup, t: Translator) -> str:
    """Return how far the two figures of a group that are furthest apart stand from each other."""
    if group.spread is None:
        return t(f"disagreement.apart.{'alone' if len(group.speakers) == 1 else 'unlike'}")
    if not group.is_disputed:
        return t("disagreement.apart.none")
    gap = group.spread.gap
    points = ".points" if group.unit == "percent" else ""
    return t(
        f"disagreement.apart{points}",
        times=times_text(gap, t),
        amount=_amount(abs(gap.amount), group.unit, t),
    )


def others_text(standing: Standing, t: Translator) -> str:
    """Return how far a figure lies from the middle of those that it is held against."""
    gap, n = standing.gap, t.number(len(standing.others))
    if gap is None:
        if standing.statement.question in UNLIKE:
            return t("disagreement.others.unlike")
        return t("disagreement.others.none", days=t.number(RIVAL_DAYS))
    if not gap.amount:
        return t("disagreement.others.same", n=n)
    figure = standing.statement.figure
    low, high = ends(figure)
    level = (low if gap.amount > 0 else high) - gap.amount
    return t(
        f"disagreement.others.{'above' if gap.amount > 0 else 'below'}",
        amount=_amount(abs(gap.amount), figure.unit, t),
        level=_amount(level, figure.unit, t),
        times=times_text(gap, t),
        n=n,
    )


def _amount(number: float, unit: str, t: Translator) -> str:
    """A number between figures as they were published, which is not rounded any further."""
    counted = unit in ("people", "movements", "households")
    return t.number(number, decimals=0 if counted else 1)


def reconstructed_text(one: Reconstructed | None, t: Translator) -> str:
    """Return a reconstructed number with its range; "" for nothing."""
    if one is None:
        return ""
    number = reconstructed_people(one.number, one.low, one.high, t)
    return number + after_comma(reconstructed_range(one.low, one.high, t), t)


def recon_text(statement: Statement, one: Reconstructed | None, t: Translator) -> str:
    """Return how far a figure lies from the reconstruction, or why the two do not compare."""
    if one is None:
        counts_moves = statement.figure.unit == "movements"
        return t(f"disagreement.recon.{'movements' if counts_moves else 'none'}")
    number = reconstructed_people(one.number, one.low, one.high, t)
    likely = after_comma(reconstructed_range(one.low, one.high, t), t)
    told = {"number": number, "range": likely}
    if one.within == "inside":
        return t("disagreement.recon.inside", **told)
    amount = round_to_precision(abs(one.gap.amount), one.low, one.high)
    if not amount:
        return t("disagreement.recon.even", **told)
    way = "above" if one.gap.amount > 0 else "below"
    return t(f"disagreement.recon.{way}", amount=t.number(amount), **told)


def reason_text(reason: Reason, t: Translator) -> str:
    """Return a reason as a sentence."""
    key, size = f"disagreement.why.{reason.id}", reason.size
    if reason.id in ("area", "city"):
        where = where_from_to(str(size["origin"]), str(size["area"]), t)
        told = {"figures": _whole(size["figures"], t), "of": _whole(size["of"], t), "where": where}
        return _with_people(key, size.get("people"), told, t)
    if reason.id == "start":
        told = {"days": _whole(abs(_number(size["days"])), t)}
        text = _with_people(key, size.get("people"), told, t)
        return f"{text} {t(f'{key}.assumed')}" if size["assumed"] else text
    if reason.id == "house":
        factor, low, high = (_number(size[name]) for name in ("factor", "low", "high"))
        ratios = [factor, low, high] if factor > 1 else [1 / factor, 1 / high, 1 / low]
        way = "above" if factor > 1 else "below"
        names = dict(zip(("factor", "low", "high"), (_ratio(r, t) for r in ratios), strict=True))
        return t(f"{key}.{way}", **names)
    if reason.id == "day":
        people = _people(size["people"], t)
        return t(key, days=_whole(abs(_number(size["days"])), t), people=people)
    told = {name: _whole(_number(part), t) for name, part in size.items()}
    return t(key, **told)


def _with_people(key: str, people: object, told: dict[str, str], t: Translator) -> str:
    """A reason with its size in people, where that can be told at all."""
    amount = 0.0 if people is None else round_to_precision(abs(_number(people)))
    return t(f"{key}.people", **told, people=t.number(amount)) if amount else t(key, **told)


def _people(number: object, t: Translator) -> str:
    return t.number(round_to_precision(abs(_number(number))))


def _ratio(ratio: float, t: Translator) -> str:
    return t.number(round(ratio, 1), decimals=1)


def _whole(number: object, t: Translator) -> str:
    return t.number(round(_number(number)))


def _number(size: object) -> float:
    assert isinstance(size, (int, float))
    return float(size)
