"""What a running nuzuh tells whoever runs it: one event at a time, and never who reads what.

An event is its name and a few counts, times and names of ours. No address of a reader, no part
of a link, nothing of a reader's own file and no message of an error belongs into one. Where
nobody listens to the logger, as in the command line, nothing is written.
"""

from __future__ import annotations

import logging

LOGGER = "nuzuh.events"
FIELDS = "event_fields"
"""Name under which a record of the log holds the fields of an event."""
_log = logging.getLogger(LOGGER)

Field = str | int | float | bool | None


def tell(event: str, **fields: Field) -> None:
    """Tell of an event.

    Args:
        event: its name, in one word or two.
        fields: what belongs to it; numbers are plain, durations in seconds.
    """
    _log.info(event, extra={FIELDS: fields})
