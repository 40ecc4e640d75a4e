"""Every table that the project stands on, in one list."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from nuzuh.loaders.areas import (
    load_area_names,
    load_boundaries,
    load_context,
    load_places,
    load_region,
)
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.closures import load_closures
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.exceptions import load_exceptions
from nuzuh.loaders.neighbourhoods import load_neighbourhoods
from nuzuh.loaders.orders import load_orders
from nuzuh.loaders.other_areas import load_other_areas
from nuzuh.loaders.phases import load_phases
from nuzuh.loaders.publishers import load_publishers
from nuzuh.loaders.stories import load_stories
from nuzuh.loaders.table import Provenance, Table
from nuzuh.loaders.withdrawn import load_withdrawn

_LOADS: tuple[Callable[[], Table[Any]], ...] = (
    load_estimates,
    load_orders,
    load_boundaries,
    load_places,
    load_context,
    load_region,
    load_area_names,
    load_other_areas,
    load_publishers,
    load_phases,
    load_closures,
    load_blocks,
    load_block_map,
    load_neighbourhoods,
    load_exceptions,
    load_withdrawn,
    load_stories,
)
_one_at_a_time = Lock()


def all_sources() -> list[Provenance]:
    """Return the provenance of every table, the figures first; threads read each table once.

    Raises:
        DataError: when one of them is not the published one.

    Example:
        >>> all_sources()[0].name
        'estimates'
    """
    with _one_at_a_time:
        return [load().provenance for load in _LOADS]
