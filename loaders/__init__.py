"""One module a source, each returning one validated table with its provenance.

>>> from loaders import load_estimates
>>> table = load_estimates()
>>> table.provenance.status
'embedded'
"""

from loaders.areas import (
    load_area_names,
    load_boundaries,
    load_context,
    load_places,
    load_region,
)
from loaders.baseline import load_baseline
from loaders.blocks import load_blocks
from loaders.catalogue import all_sources
from loaders.closures import load_closures
from loaders.errors import DataError
from loaders.estimates import load_estimates, read_estimates
from loaders.exceptions import load_exceptions
from loaders.neighbourhoods import load_neighbourhoods
from loaders.orders import load_orders
from loaders.package import data_version
from loaders.phases import load_phases
from loaders.publishers import load_publishers
from loaders.table import Provenance, Table
from loaders.withdrawn import load_withdrawn

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
    "load_phases",
    "load_places",
    "load_publishers",
    "load_region",
    "load_withdrawn",
    "read_estimates",
]
