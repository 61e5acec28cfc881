from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefwright.model import Passage
from briefwright.output import as_json
from briefwright.sources import loading
from briefwright.sources.brief_quotes import locate_quotes
from briefwright.sources.essay.paragraphs import parse
from briefwright.sources.quotes.lock import LOCK_FILE, MatchCounts, PassageLock, dump, lock_quotes
from briefwright.sources.quotes.matching import QuoteMatch
from briefwright.sources.quotes.relocation import compare_with_lock
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

ESSAY = "A plan, he said. The plan named no date.\n\nA plan."


def lock_of(text: str, **quotes: QuoteMatch) -> PassageLock:
    changes = compare_with_lock(parse(text), None)
    matches = {Passage(quote=quote): match for quote, match in quotes.items()}
    return lock_quotes(changes.texts, changes.folded, matches)


def test_locks_a_quote_with_its_place_and_context() -> None:
    first, second = lock_of(ESSAY, named=QuoteMatch(1, 26, 31), plan=QuoteMatch(1, 2, 6)).paragraphs
    assert (first.characters, second.passages) == (40, ())
    plan, named = first.passages
    assert (plan.exact, plan.prefix, plan.suffix) == ("plan", "A ", ", he said. The plan named no dat")
    assert plan.places == MatchCounts(words=3, prefix=2, suffix=1)
    assert (named.exact, named.places) == ("named", MatchCounts())


def test_locks_omissions() -> None:
    (passage,) = lock_of(ESSAY, **{"A plan […] no date": QuoteMatch(1, 0, 39, ((6, 32),))}).paragraphs[0].passages
    assert (passage.exact, passage.omitted) == ("A plan […] no date", ((6, 32),))


def test_lock_file_does_not_depend_on_the_order_of_quotes() -> None:
    lock = lock_of(ESSAY, named=QuoteMatch(1, 26, 31), plan=QuoteMatch(1, 2, 6))
    text = as_json(dump(lock))
    assert PassageLock.model_validate_json(text) == lock
    assert as_json(dump(lock_of(ESSAY, plan=QuoteMatch(1, 2, 6), named=QuoteMatch(1, 26, 31)))) == text
    assert list(json.loads(text)) == ["about", "paragraphs"]


def test_lock_file_changes_no_checksum(make_brief: MakeBrief) -> None:
    folder = make_brief()
    before = briefs.resolve(folder).sources.checksums
    (folder / LOCK_FILE).write_text(as_json(dump(locate_quotes(loading.load(folder)).lock)), "utf-8")
    resolved = briefs.resolve(folder)
    assert resolved.sources.checksums == before
    assert resolved.problems == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1: error: the file is empty"),
        ('{\n  "about": "a"\nabout\n', "3:1: error: broken JSON: Expecting ',' delimiter"),
        ('{\n  "paragraphs": [\n    {"sha256": "x", "characters": 1}\n  ]\n}\n', "3:16: error: “x” is not a valid"),
        ('{\n  "paragraphs": [],\n  "passages": []\n}\n', "3:3: error: unknown key “passages”"),
        ("[" * 100_000, "1:1: error: broken JSON"),
        ("[1]", "1:1: error: the file must be a mapping of keys to values, not a list"),
    ],
)
def test_reports_a_broken_lock_file_with_a_hint(make_brief: MakeBrief, text: str, message: str) -> None:
    folder = make_brief()
    (folder / LOCK_FILE).write_text(text, "utf-8")
    (problem,) = briefs.errors(folder)
    assert f"sources/sample/{LOCK_FILE}:{message}" in problem
    assert problem.endswith("hint: delete the file, and run `briefwright check --fix` to write a new one")


def test_rejects_a_link_as_lock_file(make_brief: MakeBrief) -> None:
    folder = make_brief()
    (folder / LOCK_FILE).symlink_to(Path("/nowhere"))
    (problem,) = briefs.errors(folder)
    assert "this is not a regular file" in problem
