"""Likelihood terms in any YAML text are found at their line and column."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.model import Scales
from briefwright.sources import estimates
from briefwright.sources.files import load_yaml
from briefwright.sources.reader import load_yaml_model
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

SCALES = load_yaml_model(briefs.ROOT / "sources/scales.yaml", Scales)[0]
VOCABULARIES = [estimates.vocabulary(SCALES, scale) for scale in SCALES.likelihood]
TERMS = sorted(
    {words for scale in SCALES.likelihood for step in scale.steps for words in step.checked_words} | {*SCALES.unscaled}
)
# Neither a term nor the beginning or end of one.
FILLER = ["town", "town,", "“bridge”", "it's", "a:b", "c#d", "flood;", "l'été", "-", "50%", "(so)", "\\n", "likelihood"]
LIMIT = ["and,", "or,"]
Style = Callable[[list[str]], str]
CASES: list[Callable[[str], str]] = [str.lower, str.capitalize, str.upper]


@dataclass(frozen=True)
class Written:
    """The terms of a text, and a YAML file with the text under `a`."""

    planted: list[str]
    yaml: str


@st.composite
def written(draw: st.DrawFn) -> Written:
    planted = draw(st.lists(st.sampled_from(TERMS), max_size=4))
    words: list[str] = [*draw(st.lists(st.sampled_from(FILLER), max_size=3)), "x"]
    for term in planted:
        change = draw(st.sampled_from(CASES))
        words += [
            *map(change, term.split()),
            draw(st.sampled_from(LIMIT)),
            *draw(st.lists(st.sampled_from(FILLER), max_size=2)),
        ]
    breaks = draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    lines: list[list[str]] = [[]]
    for word, broken in zip(words, breaks, strict=True):
        if broken and lines[-1]:
            lines.append([])
        lines[-1].append(word)
    return Written(planted, draw(st.sampled_from(STYLES))([" ".join(line) for line in lines]))


def block(header: str) -> Style:
    return lambda lines: f"# perhaps\na: {header}\n" + "".join(f"  {line}\n" for line in lines) + "b: c\n"


def single(lines: list[str]) -> str:
    return "a: '" + "\n  ".join(line.replace("'", "''") for line in lines) + "'  # perhaps\nb: c\n"


def double(lines: list[str]) -> str:
    return '- a: "' + "\\\n    \\ ".join(json.dumps(line)[1:-1] for line in lines) + '"\n'


def plain(lines: list[str]) -> str:
    return "b: c\r\na:\r\n" + "".join(f"  {line}\r\n" for line in [f"w {lines[0]}", *lines[1:]])


STYLES: list[Style] = [block(">-"), block("|"), block(">2+  # perhaps"), single, double, plain]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("estimates") / "a.yaml"


@given(text=written(), vocabulary=st.sampled_from(VOCABULARIES))
def test_finds_all_terms_at_their_positions(text: Written, vocabulary: estimates.Vocabulary, path: Path) -> None:
    path.write_bytes(text.yaml.encode())
    data, source = load_yaml(path)
    location = (0, "a") if isinstance(data, list) else ("a",)
    value = data[0]["a"] if isinstance(data, list) else data["a"]
    found = estimates.likelihood_terms(vocabulary, estimates.mask_quotations(value, markdown=True))
    assert [term.words for term in found] == text.planted
    lines = re.split(r"\r\n|\n", text.yaml)
    previous = (0, 0)
    for term in found:
        problem = source.problem_within(location, term.start, term.end, "m")
        first = term.words.split()[0]
        raw = lines[problem.line - 1]
        underlined = raw[problem.column - 1 : problem.column - 1 + problem.width]
        assert underlined.casefold().startswith(first)
        assert " ".join(re.sub(r"\\$|\\ ", " ", underlined).split()).casefold() in term.words
        assert previous < (problem.line, problem.column)
        previous = (problem.line, problem.column)


@given(
    words=st.lists(st.sampled_from([*FILLER, "high confidence", "likely", "One. Two", "“very likely.”"]), max_size=8)
)
def test_masking_keeps_every_position(words: list[str]) -> None:
    text = " ".join(words)
    masked = estimates.mask_quotations(text, markdown=True)
    assert len(masked) == len(text)
    assert all(new in {old, "\N{BULLET}"} for new, old in zip(masked, text, strict=True))
    spans = list(estimates.sentences(masked))
    assert "".join(masked[start:end] for start, end in spans) == masked
