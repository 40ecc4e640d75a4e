"""Tables that come over the network: fetched with suspicion, kept safely, never waited for.

>>> from nuzuh.loaders.live import SOURCES
>>> sorted(SOURCES)
['boundaries', 'deaths', 'displacement', 'municipalities', 'orders', 'population']
"""

from nuzuh.loaders.live.adoption import adopt, live_sources
from nuzuh.loaders.live.background import BackgroundRefresh, refresh_in_background
from nuzuh.loaders.live.refreshing import Change, Refreshed, compare, refresh
from nuzuh.loaders.live.settings import Settings, read_settings
from nuzuh.loaders.live.sources import SOURCES
from nuzuh.loaders.live.tables import load_detailed_boundaries, load_municipalities, load_population

__all__ = [
    "SOURCES",
    "BackgroundRefresh",
    "Change",
    "Refreshed",
    "Settings",
    "adopt",
    "compare",
    "live_sources",
    "load_detailed_boundaries",
    "load_municipalities",
    "load_population",
    "read_settings",
    "refresh",
    "refresh_in_background",
]
