"""The names of a glossary term, and their comparison."""

from __future__ import annotations

import re

from briefwright.sources.quotes.folding import fold

_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)")


def term_names(term: str, *forms: str) -> tuple[str, ...]:
    """Return the names of a term: its forms, and the parts a, b and c of a term ``a, b (c)``."""
    names = [*_IN_BRACKETS.sub("", term).split(","), *_IN_BRACKETS.findall(term), *forms]
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def is_acronym(name: str) -> bool:
    """Return whether a name is one word with more upper-case than lower-case letters: US, TE-SAT, MEPs, G7."""
    upper, lower = (sum(map(test, name)) for test in (str.isupper, str.islower))
    return upper > lower and not re.search(r"\s", name)


def name_key(name: str) -> str:
    """Return a name for comparison; names with equal keys have the same mentions."""
    folded = fold(name).text
    return folded if is_acronym(folded) else folded.casefold()
