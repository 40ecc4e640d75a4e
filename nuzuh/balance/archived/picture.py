"""A reconstruction as it was shown, without its ensemble: kept in a few parts, and read again.

People have their likely ranges by day, for each governorate and for each group that is told as
one. Of movements and changes there is the number alone: their ranges come from the members of
the ensemble, which are not kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.archive import from_flows, spread
from nuzuh.balance.archived.packing import (
    QUARTERS,
    packed_arrays,
    squeezed,
    stepped,
    unpacked_arrays,
    unsqueezed,
)
from nuzuh.balance.observation_terms import NORTH, SOUTH, Observation
from nuzuh.balance.reasons import Clause, Reason
from nuzuh.balance.result import Notice, Reconstruction
from nuzuh.balance.solved import from_told, told_of
from nuzuh.loaders.errors import DataError

Places = tuple[str, ...]
Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
_NUMBERS = ("predicted", "error", "residual")
_NAMES = ("publisher", "treatment")
_ENDS = ("published_low", "published_high")
_FORMAT = 1
WITHOUT_ENSEMBLE = "without_ensemble"
"""Key of the notice that movements and changes have no range."""


def names_of(view: str) -> tuple[str, str]:
    """Return the names of the two parts that keep a view: what is said, and the numbers."""
    return f"balance/{view}.json.xz", f"balance/{view}.bin.xz"


def kept(result: Reconstruction) -> dict[str, bytes]:
    """Return the parts that keep a reconstruction as it is shown.

    Args:
        result: with its ensemble where it has one; without, no range is kept.
    """
    groups = list(_groups(result)) if result.ranged else []
    flows, births = result.flows.astype(np.float32), result.births.astype(np.float32)
    changes = np.concatenate([[0], 1 + np.flatnonzero((flows[1:] != flows[:-1]).any(axis=1))])
    arrays: dict[str, npt.NDArray[Any]] = {
        "changes": changes,
        "flows": flows[changes].T,
        "births": births.T,
        **_deaths(births, result.deaths.astype(np.float32)),
        **{name: result.rows[name].to_numpy(dtype=np.float32) for name in _NUMBERS},
    }
    if groups:
        arrays["ends"] = np.concatenate([_ends(result, *group) for group in groups], axis=1)
    shifts = result.left_out
    if shifts:
        arrays["turns"] = turns = _turns(np.concatenate([*shifts.values()], axis=1))
        arrays["without"] = np.rint(np.concatenate([shift[turns].T for shift in shifts.values()]))
        arrays["without"] = arrays["without"].astype(np.int64)
    index, content = packed_arrays(arrays)
    told = told_of(result) | {
        "format": _FORMAT,
        "start": result.present[0].tolist(),
        "rows": _columns(result.rows),
        "groups": [[list(places), *days] for places, days in groups],
        "sides": None if shifts is None else list(shifts),
        "arrays": index,
    }
    text, numbers = names_of(result.view)
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return {text: squeezed(written.encode()), numbers: squeezed(content)}


def keeps(parts: Mapping[str, bytes], view: str) -> bool:
    """Return whether parts keep a view: where the balance did not converge, nothing was shown.

    One part without the other keeps it too, and cannot be read.
    """
    return any(name in parts for name in names_of(view))


def read_again(
    parts: Mapping[str, bytes],
    view: str,
    file: str,
    read: Callable[[], Iterable[Observation]] = tuple,
) -> Reconstruction:
    """Return the reconstruction that parts keep.

    Args:
        parts: of an entry of the archive, by name; they keep the view.
        view: which one.
        file: name of the entry, for messages.
        read: gives what its figures observe, as today's rules read them.

    Raises:
        DataError: when the parts make no whole picture, or one for other software.
    """
    try:
        return _read(parts, view, read)
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise DataError(file, f"holds no whole picture of {view!r} ({error})") from error


def _read(
    parts: Mapping[str, bytes], view: str, read: Callable[[], Iterable[Observation]]
) -> Reconstruction:
    text, numbers = names_of(view)
    told = json.loads(unsqueezed(parts[text]))
    if told["format"] != _FORMAT:
        raise ValueError("it is written for another version of this software")
    _hold(told["view"] == view, f"it is that of {told['view']!r}")
    arrays = unpacked_arrays(told["arrays"], unsqueezed(parts[numbers]))
    length, start, births = told["length"], np.array(told["start"]), arrays["births"].T.copy()
    _hold(births.shape == (length, len(priors.PLACES)), "births are of other days or places")
    _hold(start.shape == (len(priors.PLACES),), "it begins in other places")
    repeats = np.diff([*arrays["changes"], length])
    flows = np.repeat(arrays["flows"].T, repeats, axis=0)
    deaths = _deaths_again(births, arrays)
    present = from_flows(start, flows, births, deaths)
    counts = {"present at first": start, "present": present, "moved": flows, "born": births}
    for name, count in counts.items():
        _hold((count >= 0).all(), f"people {name} are fewer than none, or no number")
    sides = told["sides"]
    return from_told(
        told,
        rows=_rows(told["rows"], {name: arrays[name] for name in _NUMBERS}),
        notices=(Notice(_SAID, WITHOUT_ENSEMBLE),),
        present=present,
        flows=flows,
        births=births,
        deaths=deaths,
        read=read,
        told=dict(_ends_again(told["groups"], arrays, length)) or None,
        left_out=None if sides is None else _without_again(sides, arrays, length),
    )


def _hold(holds: object, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


_SAID = (
    "Of a former version of the data only people have likely ranges; movements and changes are "
    "told without one."
)


def _groups(result: Reconstruction) -> Iterator[tuple[Places, tuple[int, int]]]:
    """Groups of places of which people are told, with the first and last day on which they are."""
    last = len(result.days) - 1
    always: list[Places] = [(place,) for place in priors.PLACES]
    always += [NORTH, SOUTH, priors.AREAS]
    yield from ((places, (0, last)) for places in always)
    days: dict[Places, list[int]] = {}
    for at, day in enumerate(result.days):
        for places in result.areas_told(day):
            if places not in always:
                days.setdefault(places, []).append(at)
    yield from ((places, (on[0], on[-1])) for places, on in days.items())


def _ends(result: Reconstruction, places: Places, days: tuple[int, int]) -> npt.NDArray[np.int64]:
    """Low and high of people in a group on its days, in steps; 0 where there is no range."""
    on = slice(days[0], days[1] + 1)
    if len(places) == 1:
        low, high = (end[:, priors.PLACES.index(places[0])] for end in result.ends_by_place)
    else:
        low, high = result.course(result.days, places).T[1:]
    return np.stack([stepped(np.nan_to_num(end))[on] for end in (low, high)])


def _ends_again(
    groups: Iterable[tuple[list[str], int, int]],
    arrays: Mapping[str, npt.NDArray[Any]],
    length: int,
) -> Iterator[tuple[Places, tuple[Floats, Floats]]]:
    at = 0
    for places, first, last in groups:
        count = last - first + 1
        ends = np.full((2, length), np.nan)
        ends[:, first : last + 1] = arrays["ends"][:, at : at + count] / QUARTERS
        at += count
        yield tuple(places), (ends[0], ends[1])
    _hold(at == (arrays["ends"].shape[1] if "ends" in arrays else 0), "ranges are of other groups")


def _deaths(births: Singles, deaths: Singles) -> dict[str, npt.NDArray[Any]]:
    """Deaths as they follow from births, with the rates of the day and what rounding made of it.

    Both come from the same people, so that on each day their ratio is that of the two rates.
    """
    most = births.argmax(axis=1)
    ratio = (deaths / np.maximum(births, np.float32(1e-9)))[np.arange(len(births)), most]
    guess = _bits(births * ratio[:, None])
    return {"deaths_per_birth": ratio, "deaths": (_bits(deaths) - guess).T}


def _deaths_again(births: Floats, arrays: Mapping[str, npt.NDArray[Any]]) -> Floats:
    guess = births.astype(np.float32) * arrays["deaths_per_birth"].astype(np.float32)[:, None]
    bits = (_bits(guess) + arrays["deaths"].T).astype(np.int32)
    return bits.view(np.float32).astype(np.float64)


def _bits(numbers: Singles) -> npt.NDArray[np.int64]:
    return np.ascontiguousarray(numbers).view(np.int32).astype(np.int64)


def _turns(values: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """The days between which values change evenly; every day where they don't."""
    bend = np.abs(np.diff(values.astype(np.float64), n=2, axis=0)).max(axis=1)
    inner = 1 + np.flatnonzero(bend > 0.01)
    turns = np.unique(np.concatenate([[0], inner, [len(values) - 1]]))
    return turns.astype(np.int64)


def _without_again(
    sides: Sequence[str], arrays: Mapping[str, npt.NDArray[Any]], length: int
) -> dict[str, Singles]:
    if not sides:
        return {}
    shifts = arrays["without"].astype(np.float32).reshape(len(sides), len(priors.PLACES), -1)
    told = spread(shifts.transpose(0, 2, 1), arrays["turns"], length)
    return dict(zip(sides, told, strict=True))


def _columns(rows: pd.DataFrame) -> dict[str, Any]:
    """The lines about figures, column by column, what is said often once."""
    clauses = [
        json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=_plain)
        for line in rows["clauses"]
    ]
    return {
        "id": rows["id"].tolist(),
        **{name: _often(rows[name].tolist()) for name in _NAMES},
        "weight": _often(rows["weight"].astype(float).tolist()),
        "clauses": _often(clauses),
        **{name: [None if pd.isna(end) else _short(end) for end in rows[name]] for name in _ENDS},
    }


def _rows(told: Mapping[str, Any], numbers: Mapping[str, npt.NDArray[Any]]) -> pd.DataFrame:
    clauses = [_clauses(json.loads(line)) for line in _all(told["clauses"])]
    columns = {
        "id": told["id"],
        **{name: _all(told[name]) for name in _NAMES},
        "reason": [Reason.of(line) for line in clauses],
        "clauses": clauses,
        "weight": np.array(_all(told["weight"]), dtype=np.float64),
        **{name: np.array(told[name], dtype=np.float64) for name in _ENDS},
        **numbers,
    }
    return pd.DataFrame(columns)


def _clauses(told: Sequence[tuple[str, dict[str, Any]]]) -> tuple[Clause, ...]:
    return tuple((key, parts) for key, parts in told)


def _often(values: Sequence[Any]) -> dict[str, Any]:
    known = {value: at for at, value in enumerate(dict.fromkeys(values))}
    return {"values": list(known), "at": [known[value] for value in values]}


def _all(told: Mapping[str, Any]) -> list[Any]:
    return [told["values"][at] for at in told["at"]]


def _short(number: float) -> float | int:
    return int(number) if float(number).is_integer() else float(f"{number:.9g}")


def _plain(value: object) -> object:
    """A number of numpy's as JSON has it."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be kept")
