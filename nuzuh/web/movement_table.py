"""The largest reconstructed movements of a period as a table in HTML."""

from __future__ import annotations

from markupsafe import Markup

from nuzuh.scene.flows import Flows
from nuzuh.scene.words import Words
from nuzuh.web.templates import table


def flows_table(flows: Flows, words: Words, *, drawn: bool = False) -> Markup:
    """Return movements as a table, the largest first; empty without any.

    Args:
        flows: the movements.
        words: the reader's language.
        drawn: the table is the key to arcs that are drawn.
    """
    if not flows.largest:
        return Markup("")
    rows = [
        [
            *flow.names(words),
            flow.number(words),
            flow.likely(words),
        ]
        for flow in flows.largest
    ]
    head = [words(key) for key in ("relief.from", "relief.to", "relief.people", "table.range")]
    key = "relief.movements" if drawn else "flows.title"
    caption = words(key, start=words.day(flows.start), end=words.day(flows.end))
    return table(head, rows, test_id="flows-table", caption=caption)
