"""Land that nobody may stay on: what orders and zones say about whole governorates."""

from __future__ import annotations

import pandas as pd

from nuzuh.balance import priors
from nuzuh.evidence.zones import WHOLE_GOVERNORATE


def whole_governorates(orders: pd.DataFrame, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Share 1 for a governorate from the day that a closed zone names all of it, else 0.

    Only rows that name one governorate and say so in words count. An order to leave is not enough:
    orders for whole cities were given without everyone leaving and never taken back. A zone ends
    when the whole of it is given back, and not with a ceasefire, during which zones stayed closed.

    Args:
        orders: rows with `kind`, `issued_on`, `areas` and `pcodes`.
        days: the days asked about.

    Returns:
        One row a day, one column a governorate.
    """
    out = pd.DataFrame(0.0, index=days, columns=list(priors.AREAS))
    for row in orders.sort_values("issued_on").itertuples(index=False):
        code, since = str(row.pcodes).strip(), days >= pd.Timestamp(str(row.issued_on))
        if code not in priors.AREAS or not WHOLE_GOVERNORATE.search(str(row.areas)):
            continue
        if row.kind == "zone":
            out.loc[since, code] = 1.0
        elif row.kind == "rescission":
            out.loc[since, code] = 0.0
    return out


def combine(*shares: pd.DataFrame) -> pd.DataFrame:
    """The largest of several shares, day by day and governorate by governorate."""
    out = shares[0]
    for share in shares[1:]:
        index = out.index.union(share.index)
        a = out.reindex(index).fillna(0.0)
        b = share.reindex(index, columns=out.columns).fillna(0.0)
        out = a.where(a >= b, b)
    return out
