"""Which words the browser's cube carries, and which it makes from a number by itself."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene import cube
from nuzuh.scene.layers import RECONSTRUCTED_LAYERS, LayerValue
from nuzuh.scene.marks import marks_of
from nuzuh.scene.timeline import every_day
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


def test_a_reconstruction_that_rounds_to_nothing_is_told_as_fewer_than_and_never_as_zero(
    monkeypatch,
):
    def few(_tables, layer, _view):
        scale = 1.0 if layer == "people" else 0.01
        values = [
            LayerValue((pcode,), n * scale, 0.0, 900 * scale, "approximately", reconstructed=True)
            for pcode, n in zip(pc.GOVERNORATES, (340, 340, 250_000, 250_000, 250_000), strict=True)
        ]
        return dict.fromkeys(every_day(), values)

    monkeypatch.setattr(cube, "reconstructed_by_day", few)
    known = tables_in_use()
    # Tables of their own: what is drawn of those in use is remembered in them.
    tables = Tables(known.version, known.estimates, known.orders, known.last)
    drawn = cube.time_map_of(View(mode="reconstructed"), tables, Translator("en"))
    people, _, density = drawn.layers
    assert [note.number for note in people.notes] == ["fewer than 1,000"] * 2
    # The people before the war: 448,000 and 754,000.
    assert [note.cells[-1] for note in people.notes] == ["448,000", "754,000"]
    assert {(note.as_of, note.credit) for note in people.notes} == {(None, "")}
    assert (people.note[:2] == [[0], [1]]).all()
    # Everything else is a number, which the browser words by itself.
    assert (people.note[2:] == -1).all()
    assert (people.value[2:] == 250_000).all()
    assert density.notes == ()
    assert not np.isnan(density.value).any()


@st.composite
def reconstructed(draw):
    """Two reconstructed values close to each other."""
    number = draw(st.floats(-100, 1_500_000))
    below, above = draw(st.floats(0, 300_000)), draw(st.floats(0, 300_000))
    ranged = draw(st.booleans())

    def value():
        at = number + draw(st.floats(-2_000, 2_000))
        ends = (at - below, at + above) if ranged else (None, None)
        return LayerValue(("PS0260",), at, *ends, "approximately", reconstructed=True)

    return value(), value()


@given(reconstructed(), st.sampled_from(RECONSTRUCTED_LAYERS))
def test_values_that_share_a_mark_are_drawn_and_written_alike(values, layer):
    one, other = values
    assume(cube._alike(one, layer) == cube._alike(other, layer))
    tables, t = tables_in_use(), Translator("en")
    assert marks_of([one], layer, tables, t) == marks_of([other], layer, tables, t)
