"""One module a source, each returning one validated table with its provenance.

>>> from nuzuh.loaders import load_estimates
>>> table = load_estimates()
>>> table.provenance.status
'embedded'
"""

from nuzuh.loaders.areas import (
    load_area_names,
    load_boundaries,
    load_context,
    load_places,
    load_region,
)
from nuzuh.loaders.baseline import load_baseline
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.catalogue import all_sources
from nuzuh.loaders.closures import load_closures
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import load_estimates, read_estimates
from nuzuh.loaders.exceptions import load_exceptions
from nuzuh.loaders.neighbourhoods import load_neighbourhoods
from nuzuh.loaders.orders import load_orders
from nuzuh.loaders.other_areas import load_other_areas
from nuzuh.loaders.package import data_version
from nuzuh.loaders.phases import load_phases
from nuzuh.loaders.publishers import load_publishers
from nuzuh.loaders.stories import load_stories
from nuzuh.loaders.table import Provenance, Table
from nuzuh.loaders.withdrawn import load_withdrawn

__all__ = [
    "DataError",
    "Provenance",
    "Table",
    "all_sources",
    "data_version",
    "load_area_names",
    "load_baseline",
    "load_blocks",
    "load_boundaries",
    "load_closures",
    "load_context",
    "load_estimates",
    "load_exceptions",
    "load_neighbourhoods",
    "load_orders",
    "load_other_areas",
    "load_phases",
    "load_places",
    "load_publishers",
    "load_region",
    "load_stories",
    "load_withdrawn",
    "read_estimates",
]
