from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefwright.content import resolution
from briefwright.model import Passage
from briefwright.output import as_json
from briefwright.sources import loading
from briefwright.sources.essay import parse
from briefwright.sources.lock import FILE, MatchCounts, PassageLock, dump, lock_quotes
from briefwright.sources.matching import QuoteMatch
from briefwright.sources.quotes import locate_quotes
from briefwright.sources.relocation import compare_with_lock
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

ESSAY = "A plan, he said. The plan named no date.\n\nA plan."


def held_of(text: str, **places: QuoteMatch) -> PassageLock:
    ground = compare_with_lock(parse(text), None)
    return lock_quotes(ground.texts, ground.folded, {Passage(quote=quote): match for quote, match in places.items()})


def test_a_passage_is_held_with_its_place_and_what_stands_around_it() -> None:
    first, second = held_of(ESSAY, named=QuoteMatch(1, 26, 31), plan=QuoteMatch(1, 2, 6)).paragraphs
    assert (first.characters, second.passages) == (40, ())
    plan, named = first.passages
    assert (plan.exact, plan.prefix, plan.suffix) == ("plan", "A ", ", he said. The plan named no dat")
    assert plan.places == MatchCounts(words=3, prefix=2, suffix=1)
    assert (named.exact, named.places) == ("named", MatchCounts())


def test_what_is_left_out_is_held_too() -> None:
    (passage,) = held_of(ESSAY, **{"A plan […] no date": QuoteMatch(1, 0, 39, ((6, 32),))}).paragraphs[0].passages
    assert (passage.exact, passage.omitted) == ("A plan […] no date", ((6, 32),))


def test_the_file_reads_as_it_was_written_and_does_not_depend_on_the_order() -> None:
    held = held_of(ESSAY, named=QuoteMatch(1, 26, 31), plan=QuoteMatch(1, 2, 6))
    text = as_json(dump(held))
    assert PassageLock.model_validate_json(text) == held
    assert as_json(dump(held_of(ESSAY, plan=QuoteMatch(1, 2, 6), named=QuoteMatch(1, 26, 31)))) == text
    assert list(json.loads(text)) == ["about", "paragraphs"]


def test_the_publication_is_held_as_it_stands() -> None:
    folder = briefs.ROOT / "sources/cyber-recruitment"
    reading = loading.load(folder)
    assert resolution.resolve(reading).remarks == ()
    text = (folder / FILE).read_text("utf-8")
    assert text == as_json(dump(locate_quotes(reading).held)), "run `briefwright check --fix`"


def test_what_is_held_states_nothing(make_brief: MakeBrief) -> None:
    folder = make_brief()
    before = briefs.resolve(folder).sources.checksums
    (folder / FILE).write_text(as_json(dump(locate_quotes(loading.load(folder)).held)), "utf-8")
    resolved = briefs.resolve(folder)
    assert resolved.sources.checksums == before
    assert resolved.remarks == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1: error: the file is empty"),
        ('{\n  "about": "a"\nabout\n', "3:1: error: broken JSON: Expecting ',' delimiter"),
        ('{\n  "paragraphs": [\n    {"sha256": "x", "characters": 1}\n  ]\n}\n', "3:16: error: “x” does not look like"),
        ('{\n  "paragraphs": [],\n  "passages": []\n}\n', "3:3: error: unknown key “passages”"),
        ("[" * 100_000, "1:1: error: broken JSON"),
        ("[1]", "1:1: error: “the file” must be keys and values, not a list"),
    ],
)
def test_a_broken_file_is_an_error_with_the_way_out(make_brief: MakeBrief, text: str, message: str) -> None:
    folder = make_brief()
    (folder / FILE).write_text(text, "utf-8")
    (complaint,) = briefs.complaints(folder)
    assert f"sources/sample/{FILE}:{message}" in complaint
    assert complaint.endswith("hint: remove the file, and run `briefwright check --fix` again: it writes it anew")


def test_a_link_is_no_file_to_hold_anything(make_brief: MakeBrief) -> None:
    folder = make_brief()
    (folder / FILE).symlink_to(Path("/nowhere"))
    (complaint,) = briefs.complaints(folder)
    assert "this is not a plain file" in complaint
