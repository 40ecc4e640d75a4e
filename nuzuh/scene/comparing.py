"""What a browser needs to compare any two sides by itself, beside maps, figures and ensembles.

What is computed there is computed by the rules of :mod:`nuzuh.scene.comparison` and its kin,
and filled into the same texts; what would take half of this room is worded here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from nuzuh.balance.shipped import NAMED_VIEWS
from nuzuh.evidence.published import RIVAL_DAYS
from nuzuh.loaders.tables import Tables
from nuzuh.scene.difference import difference_words
from nuzuh.scene.geometry import GOVERNORATES, governorate_name
from nuzuh.scene.layer import RECORDS
from nuzuh.scene.method import method_text
from nuzuh.scene.notes import publishers_of_balance
from nuzuh.scene.reconstruction import named_views
from nuzuh.scene.regions import REGIONS
from nuzuh.scene.scales import DIFFERENCE, Scale
from nuzuh.scene.solving import UnsolvedError, solved
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import Timeline, View


@dataclass(frozen=True, eq=False)
class Comparing:
    """What comparisons are made of.

    Attributes:
        timeline: the days that can be compared.
        version: of the data.
        areas: id and name of each governorate.
        regions: id of each region and its governorates.
        layers: id of each layer, in their order: with it whether it can be reconstructed, and
            whether its numbers are people, of which differences are told.
        views: id and name of everybody's view and of each side's, as far as these are solved.
        methods: how the numbers of each view's reconstruction came about.
        sources: the publishers behind each view's reconstruction.
        recent: how many days older than the day a published figure may be to have a distance.
        scale: the classes of differences.
        marks: the words for the patterns of a difference.
    """

    timeline: Timeline
    version: str
    areas: Sequence[tuple[str, str]]
    regions: Mapping[str, Sequence[str]]
    layers: Sequence[tuple[str, bool, bool]]
    views: Sequence[tuple[str, str]]
    methods: Mapping[str, str]
    sources: Mapping[str, Sequence[str]]
    recent: int
    scale: Scale
    marks: Mapping[str, str]

    @property
    def first(self) -> date:
        """The day from which days are counted."""
        return self.timeline.first


def comparing_of(tables: Tables, t: Translator) -> Comparing:
    """Return what comparisons are made of, in one language, of the views that can be solved.

    Args:
        tables: what everything is computed from.
        t: the language.
    """
    reconstructions = {}
    for view in NAMED_VIEWS:
        with suppress(UnsolvedError):
            reconstructions[view] = solved(view, tables)
    return Comparing(
        timeline=load_timeline(),
        version=tables.version,
        areas=[(pcode, governorate_name(pcode, t.lang)) for pcode in GOVERNORATES],
        regions=REGIONS,
        layers=[(one.id, one.is_reconstructed, one.counts) for one in RECORDS.values()],
        views=[one for one in named_views(t) if one[0] in reconstructions],
        methods={
            view: method_text(View(mode="reconstructed", perspective=view), t)
            for view in reconstructions
        },
        sources={
            view: publishers_of_balance(solution, tables, t)
            for view, solution in reconstructions.items()
        },
        recent=RIVAL_DAYS,
        scale=DIFFERENCE,
        marks=difference_words(t),
    )
