from __future__ import annotations

from briefwright.content.reading_time import reading_minutes


def test_minutes_are_rounded_up() -> None:
    assert [reading_minutes([{"text": "word " * count}]) for count in (0, 238, 239, 2380)] == [1, 1, 2, 10]


def test_only_words_that_a_reader_sees_take_time() -> None:
    unseen = dict.fromkeys(("id", "href", "alt", "meaning", "references"), "word " * 1000)
    assert reading_minutes({"text": "word " * 400, **unseen}) == 2
