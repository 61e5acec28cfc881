from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from briefwright import cli
from tests import briefs

if TYPE_CHECKING:
    from typer.testing import Result

    from tests.conftest import MakeBrief

ESSAY = "The council [published](https://example.org/plan) a plan. The plan named no date, and the plan named no price."
MORE = f"{ESSAY}\nIt rained\nfor *days*. And for weeks."


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, ["coverage", *map(str, arguments)], catch_exceptions=False)


def test_bars_are_ascii_without_colours(make_brief: MakeBrief) -> None:
    make_brief()
    text = run().output
    bars = re.findall(r"^¶(\d) +(\S+) +(\d+)(?: +\d+%){5}$", text, re.MULTILINE)
    assert [number for number, _, _ in bars] == ["1", "2", "3"]
    assert {character for _, bar, _ in bars for character in bar} <= set("#=-x.")
    assert {len(bar) for _, bar, _ in bars} == {40}
    assert "\x1b" not in text
    first = bars[0][1]
    assert first.startswith("#")
    assert first.endswith("-")


def test_terminal_without_a_character_shows_a_question_mark(make_brief: MakeBrief) -> None:
    make_brief()
    command = [sys.executable, "-c", "from briefwright.launcher import main; main()", "coverage"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^\?1 +#", done.stdout, re.MULTILINE)


def test_unused_sentences_are_listed_with_their_lines(make_brief: MakeBrief) -> None:
    folder = make_brief(essay=(ESSAY, MORE))
    text = run(folder).output
    assert "sources/sample/essay.md:7: ¶3 It rained for days.\n" in text
    assert "sources/sample/essay.md:8: ¶3 And for weeks.\n" in text
    assert "0 left out on purpose, 2 unused" in text


def test_printed_entry_leaves_a_sentence_out(make_brief: MakeBrief) -> None:
    folder = make_brief(essay=(ESSAY, MORE))
    entry = run(folder).output.partition("brief.yaml:\n\n")[2]
    assert entry.startswith("left_out:\n  - quote: >-\n      It rained for days.\n    paragraph: 3\n    reason: ")
    path = folder / "brief.yaml"
    path.write_text(path.read_text("utf-8") + "\n" + entry, "utf-8")
    assert briefs.errors(folder) == []
    text = run(folder).output
    assert "1 left out on purpose, 1 unused" in text
    # brief.yaml has the list now, so the next entry has no head.
    entry = text.partition("brief.yaml:\n\n")[2]
    assert entry.startswith("# under left_out:\n  - quote: >-\n      And for weeks.\n")
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    assert "2 left out on purpose, 0 unused\n" in run(folder).output


@pytest.mark.parametrize(("share", "code"), [(0, 0), (77, 0), (78, 1), (100, 1)])
def test_fails_under_the_given_percentage(make_brief: MakeBrief, share: int, code: int) -> None:
    # Seven of nine sentences.
    make_brief(essay=(ESSAY, MORE))
    values = json.loads(run("--json").stdout)
    assert values[0]["accounted_for"] == 77.78
    result = run("--fail-under", share)
    assert result.exit_code == code
    assert ("77.8% of the sentences" in result.output) == bool(code)


def test_json_covers_all_paragraphs(make_brief: MakeBrief) -> None:
    make_brief()
    (brief,) = json.loads(run("--json").stdout)
    assert brief["brief"] == "sources/sample"
    for paragraph in brief["paragraphs"]:
        assert sum(size["characters"] for size in paragraph["shares"].values()) == paragraph["characters"]
        assert set(paragraph["covered"]) == {"stated", "noted", "elsewhere", "left-out"}
        assert all(sentence["line"] >= 1 for sentence in paragraph["sentences"])
    assert brief["paragraphs"][0]["sentences"][0]["text"] == "The town had one bridge."


def test_rejects_sources_without_briefs(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    with pytest.raises(Exception, match="no briefs in sources/"):
        run()
