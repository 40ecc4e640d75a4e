"""What the browser gets to draw a view, packed: the cube, the words of every phase, movements."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nuzuh.loaders.tables import Tables
from nuzuh.scene.comparison import Comparison
from nuzuh.scene.comparison_maps import maps_of
from nuzuh.scene.cube import packed
from nuzuh.scene.ensemble import packed_ensemble
from nuzuh.scene.order_list import packed_order_list
from nuzuh.scene.story import ToldStory
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import Phase, View
from nuzuh.scene.words_by_day import packed_words, words_signature
from nuzuh.web.timemap.ensemble import ensemble_payload
from nuzuh.web.timemap.orders import orders_payload
from nuzuh.web.timemap.payload import Payload, build_payload
from nuzuh.web.timemap.words import words_payload


def payloads_of(view: View, tables: Tables, t: Translator) -> list[Payload]:
    """Return the cube of a view and then the words of each phase, in the order of time.

    Args:
        view: how it is shown, and whose figures; its day does not matter.
        tables: what it is computed from.
        t: the reader's language.

    Raises:
        TimeMapError: when something cannot be drawn, such as an area of a reader's own.
        UnsolvedError: when the solve for the view does not converge.
    """
    return [cube_of(view, tables, t), *(words_of(view, one, tables, t) for one in phases_shown())]


def words_of(view: View, phase: Phase, tables: Tables, t: Translator) -> Payload:
    """Return the words of a phase of a view, see :func:`payloads_of`."""
    packed = packed_words(view, phase.id, tables, t, words_payload)
    return replace(packed, signature=words_signature(view, phase.id, tables, t))


@dataclass(frozen=True)
class Kind:
    """The payloads of one kind of view: as published, or reconstructed by somebody's figures.

    Attributes:
        view: one of that kind.
        payloads: see :func:`payloads_of`.
        ensemble: see :func:`ensemble_for`.
    """

    view: View
    payloads: list[Payload]
    ensemble: Payload | None


def kinds_of_story(story: ToldStory, tables: Tables, t: Translator) -> list[Kind]:
    """Return the payloads of every kind of view that the steps of a story show, each once.

    Args:
        story: the story.
        tables: what they are computed from.
        t: the reader's language.

    Raises:
        TimeMapError: see :func:`payloads_of`.
        UnsolvedError: see :func:`payloads_of`.
    """
    kinds: dict[tuple[bool, str], View] = {}
    for step in story.steps:
        view = step.view
        # A view with a period brings the ensemble along, which the others need not.
        if view.kind not in kinds or view.since is not None:
            kinds[view.kind] = view
    return [
        Kind(view, payloads_of(view, tables, t), ensemble_for(view, tables))
        for view in kinds.values()
    ]


def orders_for(view: View, tables: Tables, t: Translator) -> Payload:
    """Return the words of the orders, which stand beside their map.

    Args:
        view: whether what came out later counts; the rest of it does not matter.
        tables: what they are computed from.
        t: the reader's language.
    """
    return packed_order_list(view, tables, t, orders_payload)


def cube_of(view: View, tables: Tables, t: Translator) -> Payload:
    """Return the cube of a view, see :func:`payloads_of`."""
    return packed(view, tables, t, build_payload)


def ensemble_for(view: View, tables: Tables) -> Payload | None:
    """Return the ensemble of a view's movements; None where it shows none that are reconstructed.

    It is as large as the rest, so it goes along only where a view has a period.

    Raises:
        UnsolvedError: when the solve for the view does not converge.
    """
    return packed_ensemble(view, tables, ensemble_payload)


def maps_compared(shown: Comparison, tables: Tables, t: Translator) -> list[Payload]:
    """Return the maps of a comparison: both sides, and the difference where one is told.

    Args:
        shown: what is compared.
        tables: what it is computed from.
        t: the reader's language.
    """
    return [build_payload(one, t) for one in maps_of(shown, tables, t)]


def phases_shown() -> list[Phase]:
    """Return the phases that have a day on the timeline; one may only begin after its last."""
    span = load_timeline()
    return [phase for phase in span.phases if phase.start <= span.last and phase.end >= span.first]
