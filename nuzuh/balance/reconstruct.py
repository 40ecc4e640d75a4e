"""The public entry: estimates in, a reconstruction out."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import priors, views, vital
from nuzuh.balance.closures import contradictory
from nuzuh.balance.fit import Fit, Model, model
from nuzuh.balance.grid import CROSSING, PAIRS
from nuzuh.balance.inputs import Inputs, Known, make
from nuzuh.balance.observation_terms import Observation
from nuzuh.balance.observations import Verdict, read_all
from nuzuh.balance.reasons import Reason
from nuzuh.balance.result import ROW_COLUMNS, Notice, Reconstruction
from nuzuh.balance.scales import START
from nuzuh.balance.solve import THOUSAND, Solution
from nuzuh.balance.told_apart import last_told

Floats = npt.NDArray[np.float64]
REQUIRED = (
    "id",
    "repeats",
    "publisher",
    "speaker",
    "measure",
    "counting",
    "origin_pcodes",
    "destination_pcodes",
    "period_start",
    "period_basis",
    "as_of",
    "value",
    "low",
    "high",
    "unit",
    "quantifier",
    "source_title",
    "source_url",
    "note",
    "origin_coverage",
    "destination_coverage",
    "basis",
)


@dataclass(frozen=True)
class Prepared:
    """A table read for a view: the model and the rows that stayed out of it."""

    view: str
    model: Model
    verdicts: list[Verdict]
    houses: bool
    refused_vital: tuple[str, ...] = ()


def prepare(
    estimates: pd.DataFrame,
    publishers: Mapping[str, str],
    *,
    view: str | Collection[str] = "all",
    until: pd.Timestamp | None = None,
    known: Known,
) -> Prepared:
    """Read a table for a view. Raises ValueError for missing columns or an unknown view."""
    inputs = make(estimates, known)
    observations, verdicts = read_view(estimates, publishers, view, until, inputs)
    last = until
    if last is None and not estimates.empty and estimates["as_of"].notna().any():
        last = max(pd.Timestamp(estimates["as_of"].max()), priors.FIRST_DAY + pd.Timedelta(days=1))
    label = view if isinstance(view, str) else "custom"
    houses = len(views.groups(publishers, {o.publisher for o in observations})) > 1
    return Prepared(
        label,
        model(observations, estimates, last, inputs, publishers),
        verdicts,
        houses,
        tuple(estimates.loc[vital.beyond(estimates, inputs.total), "id"].astype(str)),
    )


def read_view(
    estimates: pd.DataFrame,
    publishers: Mapping[str, str],
    view: str | Collection[str],
    until: pd.Timestamp | None,
    inputs: Inputs,
) -> tuple[list[Observation], list[Verdict]]:
    """Return what the figures of a view observe, and the rows that stay out with the reason.

    Raises:
        ValueError: for missing columns or an unknown view.
    """
    missing = [c for c in REQUIRED if c not in estimates.columns]
    if missing:
        raise ValueError(f"the estimates lack the columns {', '.join(missing)}")
    names = set(estimates["speaker"].astype(str))
    wanted = views.members(view, publishers, names)
    inside = estimates["speaker"].isin(list(wanted))
    verdicts = [
        Verdict(str(i), "not in view", Reason("not_in_view")) for i in estimates.loc[~inside, "id"]
    ]
    chosen = estimates[inside]
    if until is not None:
        late = chosen["as_of"] > until
        verdicts += [Verdict(str(i), "ignored", Reason("late")) for i in chosen.loc[late, "id"]]
        chosen = chosen[~late]
    observations, refused = read_all(chosen, inputs, publishers)
    return observations, verdicts + refused


def row_report(prepared: Prepared, fit: Fit) -> pd.DataFrame:
    """One line per row: treatment, reason, published, what the picture gives, residual."""
    m = prepared.model
    house = m.house(fit.scales)
    gaps = distances(m, fit)
    added = {x.later for x in m.increments}
    lines: list[tuple[object, ...]] = []
    for i, o in enumerate(m.observations):
        predicted = float(fit.predicted[i]) * house[i]
        gap = float(gaps[i])
        treatment, reason = o.treatment, o.reason
        if abs(gap) > priors.OUTLIER:
            treatment, reason = "down-weighted", reason.and_("far", errors=abs(gap))
        if i in added:
            reason = reason.and_("added")
        elif o.weight < 1.0:
            reason = reason.and_("weight", weight=o.weight)
        if abs(np.log(house[i])) > 0.05:
            reason = reason.and_("house", factor=float(house[i]))
        f = o.unit_factor
        low, high = (None if v is None else v / f for v in (o.low, o.high))
        lines.append(
            (
                o.id,
                o.publisher,
                treatment,
                reason,
                reason.clauses,
                low,
                high,
                predicted / f,
                fit.sigma[i] / f,
                gap,
                o.weight,
            )
        )
    lines.extend(
        (v.id, "", v.treatment, v.reason, v.reason.clauses, None, None, None, None, None, 0.0)
        for v in prepared.verdicts
    )
    return pd.DataFrame(lines, columns=list(ROW_COLUMNS))


def distances(m: Model, fit: Fit) -> Floats:
    """Signed distance of the picture from each row, in errors; zero when a bound holds."""
    house = m.house(fit.scales)
    floor = np.asarray(m.floor @ fit.solution.vector) * THOUSAND * house
    ceiling = np.asarray(m.ceiling @ fit.solution.vector) * THOUSAND * house
    out = np.zeros(len(m.observations))
    for i, o in enumerate(m.observations):
        if o.low is not None and floor[i] < o.low:
            out[i] = (floor[i] - o.low) / fit.sigma[i]
        elif o.high is not None and ceiling[i] > o.high:
            out[i] = (ceiling[i] - o.high) / fit.sigma[i]
    return out


def daily(m: Model, solution: Solution) -> tuple[Floats, Floats, Floats, Floats]:
    """Present, crossings, births and deaths by day from knots; exact on every day."""
    knots = np.array(m.grid.knots)
    total = int(knots[-1] - knots[0]) + 1
    step = np.minimum(
        np.searchsorted(knots, knots[0] + np.arange(1, total), side="left") - 1, len(knots) - 2
    )
    flows = np.zeros((total, len(CROSSING)))
    flows[1:] = (solution.flows[:, : len(CROSSING)] / m.grid.lengths[:, None])[step]
    start = solution.present[step].copy()
    start[:, -1] = 0.0
    births, deaths = np.zeros((total, 6)), np.zeros((total, 6))
    births[1:] = start * m.daily_births[1:total, None]
    deaths[1:] = start * m.daily_deaths[1:total, None]
    into = np.array([priors.PLACES.index(b) for _, b in PAIRS[: len(CROSSING)]])
    out_of = np.array([priors.PLACES.index(a) for a, _ in PAIRS[: len(CROSSING)]])
    change = births - deaths
    for pair in range(len(CROSSING)):
        change[:, into[pair]] += flows[:, pair]
        change[:, out_of[pair]] -= flows[:, pair]
    present = solution.present[0][None, :] + np.cumsum(change, axis=0)
    return np.where(np.abs(present) < 1e-6, 0.0, present), flows, births, deaths


def at_odds(o: Observation, predicted: float) -> bool:
    """Whether the picture is far from a two-sided figure, whatever error its publisher is given."""
    if not o.two_sided or o.low is None or o.high is None:
        return False
    nearest = min(max(float(predicted), o.low), o.high)
    apart = abs(float(predicted) - nearest)
    larger, smaller = max(nearest, float(predicted)), min(nearest, float(predicted))
    return apart > priors.AT_ODDS_PEOPLE and larger > priors.AT_ODDS_FACTOR * smaller


def notices(
    prepared: Prepared, fit: Fit
) -> tuple[tuple[Notice, ...], tuple[tuple[pd.Timestamp, pd.Timestamp], ...]]:
    """Plain sentences about thin or contradictory input, and the gaps of over a year."""
    out: list[Notice] = []
    m = prepared.model
    if not m.observations:
        text = "only the pre-war population, births and deaths are shown."
        out.append(Notice(f"No figure of this view can be used: {text}", "nothing"))
    names = {o.publisher for o in m.observations}
    if len(names) == 1:
        name = next(iter(names))
        text = f"All figures come from one publisher ({name}); nothing checks them."
        out.append(Notice(text, "alone", name=name))
    groups = {m.side_of(o) for o in m.observations}
    if len(groups) == 1 and len(names) > 1:
        text = "All figures come from publishers of one side; none of another checks them."
        out.append(Notice(text, "one_side"))
    out += closure_notices(m)
    out += silences(m)
    absurd = [v.id for v in prepared.verdicts if v.reason == Reason("absurd")]
    if absurd:
        text = (
            f"{len(absurd)} figure(s) refused as larger than the population: "
            f"{', '.join(absurd[:5])}."
        )
        out.append(Notice(text, "absurd", ids=tuple(absurd)))
    if prepared.refused_vital:
        text = (
            f"{len(prepared.refused_vital)} count(s) of deaths or births refused as larger than "
            f"can be: {', '.join(prepared.refused_vital[:5])}."
        )
        out.append(Notice(text, "vital", ids=tuple(prepared.refused_vital)))
    known = fit.predicted[: len(m.observations)]
    torn = [o.id for o, got in zip(m.observations, known, strict=True) if at_odds(o, got)]
    if torn:
        text = (
            f"{len(torn)} figure(s) lie over {priors.AT_ODDS_PEOPLE:,.0f} people and a factor of "
            f"{priors.AT_ODDS_FACTOR:.0f} from the picture, which cannot hold them together with "
            f"the others: {', '.join(torn[:8])}{', ...' if len(torn) > 8 else '.'}"
        )
        out.append(Notice(text, "at_odds", ids=tuple(torn)))
    off = distances(m, fit)
    far = [o.id for o, gap in zip(m.observations, off, strict=True) if abs(gap) > priors.OUTLIER]
    if far:
        text = (
            f"{len(far)} figure(s) contradict the rest by more than "
            f"{priors.OUTLIER:.0f} errors and count less."
        )
        out.append(Notice(text, "far", ids=tuple(far)))
    days = sorted(
        {t.end for o in m.observations if o.two_sided and o.family != "bound" for t in o.point}
    )
    marks = [m.grid.knots[0], *days, m.grid.knots[-1]]
    gaps = tuple(
        (pd.Timestamp.fromordinal(a), pd.Timestamp.fromordinal(b))
        for a, b in pairwise(marks)
        if b - a > 365
    )
    out += [
        Notice(
            f"No figure of this view between {a.date()} and {b.date()}: no range is given there.",
            "gap",
            first=a.date(),
            last=b.date(),
        )
        for a, b in gaps
    ]
    return tuple(out), gaps


def closure_notices(m: Model) -> list[Notice]:
    """Sentences about ways that were shut: entries that contradict each other, counts on them."""
    out = []
    for a, b in contradictory(m.inputs.closures):
        text = (
            f"The closures {a.id} and {b.id} contradict each other about one way; "
            "the one that lets more people pass is followed."
        )
        out.append(Notice(text, "closures_differ", a=a.id, b=b.id))
    passed = sorted(
        {
            o.id
            for o in m.observations
            if not o.unit_share
            and (o.high or o.low or 0.0) > 0.0
            and any(c.holds(o) and not c.restricted for c in m.inputs.closures)
        }
    )
    if passed:
        text = (
            f"{len(passed)} figure(s) count people on a way that was closed; so many are let "
            f"through: {', '.join(passed[:8])}{', ...' if len(passed) > 8 else '.'}"
        )
        out.append(Notice(text, "passed_closed", ids=tuple(passed)))
    return out


def silences(m: Model) -> list[Notice]:
    """Sentences about sides that said nothing for over a year while others spoke."""
    said: dict[str, set[int]] = {}
    for o in m.observations:
        side = m.side_of(o)
        if side in views.GROUPS and o.family != "bound":
            said.setdefault(side, set()).update(term.end for term in o.point)
    if len(said) < 2:
        return []
    out = []
    for side, days in sorted(said.items()):
        for a, b in pairwise(sorted({*days, m.grid.knots[-1]})):
            if b - a > 365:
                first, last = date.fromordinal(a), date.fromordinal(b)
                text = f"Publishers of one side ({side}) have no figure between {first} and {last}."
                out.append(Notice(text, "silent_side", side=side, first=first, last=last))
    return out


def scale_table(prepared: Prepared, fit: Fit) -> pd.DataFrame:
    """Estimated error and house effect by publisher and family, and the rows behind it."""
    keys = sorted({o.scale_key for o in prepared.model.observations if o.family != "bound"})
    counts = {k: sum(o.scale_key == k for o in prepared.model.observations) for k in keys}
    return pd.DataFrame(
        [
            (
                p,
                f,
                counts[p, f],
                fit.scales.error.get((p, f), START[f]),
                float(np.exp(fit.scales.house.get((p, f), 0.0))),
            )
            for p, f in keys
        ],
        columns=["publisher", "family", "rows", "error", "house"],
    )


def assemble(prepared: Prepared, fit: Fit, seconds: float) -> Reconstruction:
    """A Reconstruction from a fit."""
    present, flows, births, deaths = daily(prepared.model, fit.solution)
    said, gaps = notices(prepared, fit)
    first = pd.Timestamp.fromordinal(prepared.model.grid.knots[0])
    return Reconstruction(
        view=prepared.view,
        days=pd.date_range(first, periods=len(present), freq="D"),
        present=np.maximum(present, 0.0),
        flows=flows,
        births=births,
        deaths=deaths,
        rows=row_report(prepared, fit),
        notices=said,
        scales=scale_table(prepared, fit),
        seconds=seconds,
        absent=gaps,
        last_told=last_told(o for o in prepared.model.observations if o.weight > 0.0),
        read=partial(tuple, prepared.model.observations),
    )


def fitted(prepared: Prepared, passes: int = 3) -> Fit:
    """The fit of a prepared table."""
    return prepared.model.fit(
        np.ones(len(prepared.model.observations)), passes=passes, houses=prepared.houses
    )


def reconstruct(
    estimates: pd.DataFrame,
    publishers: Mapping[str, str],
    *,
    view: str | Collection[str] = "all",
    until: object | None = None,
    known: Known,
    passes: int = 3,
) -> Reconstruction:
    """People present and movements by day from published estimates.

    Args:
        estimates: the table of published estimates with the loader's derived columns.
        publishers: publisher to group (un, israel, palestine, other); unlisted ones are other.
        view: `all`, a group, or a collection of publisher names.
        until: last day; the last figure's when missing.
        known: what is known beside the figures.
        passes: alternations of solving and estimating error scales; a pass is one solve.

    Returns:
        The single solution, without ranges.

    Raises:
        ValueError: for missing columns, an unknown view or a baseline without people.
        BalanceError: when the solver does not converge.
    """
    begin = time.perf_counter()
    last = None if until is None else pd.Timestamp(str(until)).normalize()
    prepared = prepare(
        estimates,
        publishers,
        view=view,
        until=last,
        known=known,
    )
    fit = fitted(prepared, passes)
    return assemble(prepared, fit, time.perf_counter() - begin)
