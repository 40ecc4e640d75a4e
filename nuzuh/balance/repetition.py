"""Weights of figures that one side repeats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nuzuh.balance import priors
from nuzuh.balance.observation_terms import NORTH, SOUTH, Observation


def region(codes: tuple[str, ...]) -> str:
    """North, south, outside or both: the grain at which publishers repeat themselves."""
    north, south = set(codes) & set(NORTH), set(codes) & set(SOUTH)
    return (
        ("n" if north else "") + ("s" if south else "") + ("x" if priors.OUTSIDE in codes else "")
    )


def subject(observation: Observation, side: str) -> tuple[object, ...]:
    """Who says what kind of thing about which part of the Strip, without dates."""
    kinds = tuple(
        sorted({(t.what, region(t.origins), region(t.destinations)) for t in observation.point})
    )
    return (side, observation.family, kinds, observation.two_sided)


def share_weight(found: list[Observation], sides: Mapping[str, str]) -> list[Observation]:
    """Down-weight figures of one side about one quantity within a fortnight: they share a source.

    Counts of separate periods are not repetitions: only overlapping periods are.
    """
    groups: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    keys, spans = [], []
    for o in found:
        side = sides.get(o.publisher, "other")
        keys.append(subject(o, o.publisher if side == "other" else side))
        spans.append((o.point[0].start, o.point[0].end))
        groups.setdefault(keys[-1], []).append(spans[-1])
    out = []
    for o, key, (start, end) in zip(found, keys, spans, strict=True):
        near = 0
        for other_start, other_end in groups[key]:
            apart = o.point[0].what == "flow" and (other_start > end or other_end < start)
            near += abs(end - other_end) <= priors.REPETITION_DAYS and not apart
        out.append(replace(o, weight=1.0 / (1.0 + priors.REPETITION_CORRELATION * (near - 1))))
    return out
