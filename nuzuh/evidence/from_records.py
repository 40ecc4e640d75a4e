"""Figures from records among the published ones: which they are, and whose.

They are published nowhere: whoever runs this copy scaled them from records of devices or
registrations (:mod:`nuzuh.loaders.records`). They stand among rival figures and in the ledger and
feed the reconstruction; what is told as published is told without them.
"""

from __future__ import annotations

import pandas as pd

from nuzuh.loaders.records.note import BASIS


def from_records(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the figures from records in a table of figures."""
    return estimates[estimates["basis"] == BASIS]


def without_records(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the published figures of a table, without those from records."""
    return estimates[estimates["basis"] != BASIS]


def publishers_from_records(estimates: pd.DataFrame) -> frozenset[str]:
    """Return the publishers that figures from records of a table stand under.

    >>> from nuzuh.loaders import load_estimates
    >>> sorted(publishers_from_records(load_estimates().frame))
    []
    """
    return frozenset(from_records(estimates)["publisher"])
