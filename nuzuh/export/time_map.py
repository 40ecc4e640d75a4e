"""What the browser gets to draw a view: the cube, and the words of every phase, packed."""

from __future__ import annotations

from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.cube import packed
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.scene.words_by_day import words_of_phase
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
    rebuilt = view.reconstructed
    show, whose = ("reconstructed", view.perspective) if rebuilt else ("published", "all")
    return [
        packed(view, tables, t, build_payload),
        *(
            _words(tables, phase.id, t.lang, show, whose, later=view.later)
            for phase in load_timeline().phases
        ),
    ]


@remembered(maxsize=128)
def _words(tables: Tables, phase: str, lang: str, show: str, whose: str, *, later: bool) -> Payload:
    words = words_of_phase(tables, phase, lang, show, whose, later=later)
    return words_payload(words, load_timeline().first)
