"""The measures of the ledger in groups that a reader chooses from, those of people first."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from nuzuh.scene.translator import Translator

GROUPS = {
    "people": (
        "people_present",
        "children_present",
        "children_under_10",
        "adults_present",
        "density",
    ),
    "displaced": ("idps", "sheltered"),
    "moved": ("movement", "abroad_registered_to_return"),
    "orders": ("under_orders", "control_zone", "control_zone_plan"),
    "population": ("deaths", "births", "population_change"),
    "affected": ("affected",),
}
"""Measures by group; what is in none stands by itself."""

OF_PEOPLE = {*GROUPS["people"], *GROUPS["displaced"], *GROUPS["moved"]}
"""Measures of where people were, and of who moved: what most come for."""

_GROUP = "group:"


def options(measures: Collection[str]) -> list[str]:
    """Return what can be chosen: each group, followed by its measures where it has several.

    Args:
        measures: those that occur.

    >>> options(["movement", "idps", "sheltered"])
    ['group:displaced', 'idps', 'sheltered', 'group:moved']
    """
    listed: list[str] = []
    for name, group in GROUPS.items():
        occurring = [measure for measure in group if measure in measures]
        listed += [f"{_GROUP}{name}"] if occurring else []
        listed += occurring if len(occurring) > 1 else []
    grouped = {measure for group in GROUPS.values() for measure in group}
    return [*listed, *sorted(set(measures) - grouped)]


def option_name(option: str, t: Translator) -> str:
    """Return an option in words; a measure below its group is set in."""
    if option.startswith(_GROUP):
        return t(f"measures.{option.removeprefix(_GROUP)}")
    return f"– {t(f'measure.{option}')}"


def measures_of(option: str) -> tuple[str, ...]:
    """Return the measures that an option stands for.

    >>> measures_of("group:displaced"), measures_of("deaths")
    (('idps', 'sheltered'), ('deaths',))
    """
    if option.startswith(_GROUP):
        return GROUPS[option.removeprefix(_GROUP)]
    return (option,)


def people_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Return figures with those of people first; within both the order stays."""
    return rows.iloc[(~rows["measure"].isin(OF_PEOPLE)).to_numpy().argsort(kind="stable")]
