from __future__ import annotations

import pytest

from briefwright.html.compose import SPREAD, spreads


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([], [[]]),
        ([10], [[1]]),
        ([10, 10, 10, 10], [[2, 2]]),
        ([30, 10, 10, 10], [[1, 3]]),
        ([SPREAD] * 4, [[1], [1], [1], [1]]),
        ([SPREAD // 4] * 8, [[2, 2], [2, 2]]),
    ],
)
def test_columns_balance_and_stay_on_a_page(lengths: list[int], expected: list[list[int]]) -> None:
    items = [{"id": "", "text": "x" * length, "see": []} for length in lengths]
    found = spreads(items)
    assert [[len(column) for column in columns] for columns in found] == expected
    assert [item for columns in found for column in columns for item in column] == items
