"""A balance that does not converge is said in a sentence, on the map and in a frame."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.balance.solve import BalanceError
from nuzuh.scene import solving

SAID = "The balance did not converge for this choice; no map is shown."


@pytest.mark.parametrize("embed", ["", "true"])
def test_the_page_says_that_the_balance_did_not_converge(root, monkeypatch, embed):
    def fails(*_):
        raise BalanceError("made up")

    monkeypatch.setattr(solving, "load_reconstruction", fails)
    at = AppTest.from_file(str(root / "app.py"), default_timeout=120)
    at.query_params["date"], at.query_params["show"] = "2025-10-05", "reconstructed"
    if embed:
        at.query_params["embed"] = embed
    at.run()
    assert not at.exception
    assert [error.value for error in at.error] == [SAID]
