from __future__ import annotations

import pandas as pd
import pytest

from tests.balance.tables import NORTH, SOUTH, STRIP, move, stock, table


@pytest.fixture
def story() -> pd.DataFrame:
    """A short war: half the north moves south, Rafah fills and empties."""
    return table(
        [
            move("2023-10-13", "2023-10-20", NORTH, SOUTH, 600_000),
            stock("2023-11-10", NORTH, 600_000),
            stock("2023-11-10", SOUTH, 1_630_000, publisher="B"),
            stock("2024-02-10", "PS0275", 1_300_000),
            move("2024-05-06", "2024-05-20", "PS0275", "PS0265 PS0270", 800_000, publisher="B"),
            stock("2024-06-20", "PS0275", 65_000),
            stock("2024-06-25", NORTH, 300_000, publisher="D"),
            move("2023-10-07", "2024-05-07", STRIP, "EXT", 110_000),
        ]
    )
