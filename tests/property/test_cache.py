"""Two different lists of inputs never share a result."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from briefwright.cache import Cache

INPUTS = st.lists(st.binary(max_size=6), max_size=4)


def share(one: list[bytes], other: list[bytes]) -> bool:
    """Return whether two lists of inputs get the same result."""
    with tempfile.TemporaryDirectory() as folder:
        store = Cache(Path(folder))
        return store.get("step", one, lambda: b"one") == store.get("step", other, lambda: b"other")


@given(INPUTS, INPUTS)
def test_different_inputs_share_no_result(one: list[bytes], other: list[bytes]) -> None:
    assert share(one, other) == (one == other)


@given(st.lists(st.binary(min_size=1, max_size=6), min_size=2, max_size=4), st.data())
def test_a_byte_that_moves_to_the_next_input_changes_the_result(inputs: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(min_value=0, max_value=len(inputs) - 2))
    moved = list(inputs)
    moved[index], moved[index + 1] = inputs[index][:-1], inputs[index][-1:] + inputs[index + 1]
    assert b"".join(moved) == b"".join(inputs)
    assert not share(inputs, moved)


@given(INPUTS, st.permutations(range(4)))
def test_the_order_of_inputs_matters(inputs: list[bytes], order: list[int]) -> None:
    moved = [inputs[index] for index in order if index < len(inputs)]
    assume(moved != inputs)
    assert not share(inputs, moved)
