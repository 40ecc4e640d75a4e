"""What links may name, gathered once for the tables that a reader looks at."""

from __future__ import annotations

from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.loaders.user import is_user_row
from nuzuh.loaders.withdrawn import load_withdrawn
from nuzuh.scene.gazetteer import place_keys
from nuzuh.scene.parse_view import Known
from nuzuh.scene.story import story_views


@remembered(maxsize=1)
def known_in(tables: Tables) -> Known:
    """Return what a link may name beside these tables.

    No link names a row of a reader's own file, which nobody else has; orders are the
    exception, as one of theirs is open on the map for as long as they look at it.

    >>> from nuzuh.loaders.tables import tables_in_use
    >>> "GD0422" in known_in(tables_in_use()).withdrawn
    True
    """
    published = tables.estimates[~tables.estimates["id"].map(is_user_row).astype(bool)]
    return Known(
        figures=frozenset(published["id"]),
        withdrawn=frozenset(load_withdrawn().frame["id"]),
        publishers=frozenset(published["speaker"]),
        blocks=frozenset(load_block_map().frame["block"]),
        orders=frozenset(tables.orders["id"]),
        places=place_keys(),
        stories=story_views(),
    )
