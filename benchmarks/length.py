"""Time checks and builds of generated briefs whose essays double in length, and print the ratios.

The findings, notes and terms grow with the essay. A ratio above 2 is more than linear.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from project import Project, adopt_orphans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LENGTHS = (1000, 2000, 4000, 8000, 16000)
BRIEF = "generated"
DOCUMENT = "annotated-report"
WORDS_PER_FINDING, WORDS_PER_NOTE, WORDS_PER_TERM = 400, 120, 500
RECOMMENDATIONS = 8
"""A fixed number: the sheet has one page."""
_SYLLABLES = ("ba", "do", "fen", "gri", "hal", "jo", "ken", "lor", "mi", "nat", "or", "pel", "qua", "ris", "sto", "tur")


def main() -> None:
    """Measure each length and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, nargs="+", default=LENGTHS, metavar="N", help="lengths of the essays")
    options = parser.parse_args()
    adopt_orphans()
    rows: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder) / "project")
        for words in options.words:
            rows.append(measure(project, words))
            print_row(words, rows)


def measure(project: Project, words: int) -> dict[str, float]:
    """Return the CPU seconds of a check and a cold build, and of the slow steps of the report."""
    sources = project.folder / "sources"
    for path in sources.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    write_brief(sources / BRIEF, words)
    seconds = {"check": project.check().cpu, "build": project.cold_build().cpu}
    work = Path("build/work") / BRIEF
    steps: dict[str, list[str | Path]] = {
        "resolve": [BRIEF],
        "render": ["--resolved", work / "resolved"],
        "typeset": [DOCUMENT, *options(work, "resolved", "figures", "fragments")],
        "verify": [DOCUMENT, *options(work, "resolved", "figures", "pages"), "--pdf", work / "pdf" / DOCUMENT],
    }
    shutil.rmtree(project.folder / "build/work/cache")
    for step, arguments in steps.items():
        output = ["--output", f"build/work/benchmark-{step}"]
        seconds[step] = project.run("briefwright", "step", step, *map(str, arguments), *output)[0].cpu
    return seconds


def options(work: Path, *names: str) -> list[str | Path]:
    """Return the options for folders of earlier steps."""
    return [part for name in names for part in (f"--{name}", work / name)]


def print_row(words: int, rows: Sequence[dict[str, float]]) -> None:
    """Print the seconds of the last length, each with its ratio to the length before."""
    parts = [
        f"{name} {value:6.2f}" + (f" (×{value / rows[-2][name]:.2f})" if len(rows) > 1 else " " * 8)
        for name, value in rows[-1].items()
    ]
    sys.stdout.write(f"{words:6} words: {'   '.join(parts)}\n")
    sys.stdout.flush()


def write_brief(folder: Path, words: int) -> None:
    """Write a brief with an essay of about ``words`` words; the same number gives the same files."""
    paragraphs = list(generated_paragraphs(words))
    texts = [" ".join(sentences) for sentences in paragraphs]
    folder.mkdir()
    (folder / "essay.md").write_text("\n\n".join(texts) + "\n", "utf-8")

    def spread(count: int) -> Iterator[tuple[int, str]]:
        """Yield paragraphs, evenly spread: the number from 1, and a quote for a passage."""
        for index in range(count):
            number = index * len(paragraphs) // count
            sentences = paragraphs[number]
            quote = sentences[index % len(sentences)]
            yield index + 1, f"{{quote: '{quote}', paragraph: {number + 1}}}"

    findings = [
        f"  - id: finding-{number}\n    short: Finding number {number}.\n"
        f"    statement: The essay states matter {number}.\n    passages: [{quote}]\n"
        for number, quote in spread(max(2, words // WORDS_PER_FINDING))
    ]
    recommendations = [
        f"  - id: step-{number}\n    actor: The council\n    action: take step {number} of the plan\n"
        f"    findings: [finding-1]\n    passages: [{quote}]\n"
        for number, quote in spread(RECOMMENDATIONS)
    ]
    first = f"{{quote: '{paragraphs[0][0]}', paragraph: 1}}"
    (folder / "brief.yaml").write_text(
        f"title: An essay of {words} words\nthesis: {{text: The essay argues at length., passages: [{first}]}}\n"
        f"summary: {{text: {'The essay argues at length. ' * 13}, passages: [{first}]}}\n"
        f"editions: [{{date: 2026-01-31}}]\nfindings:\n{''.join(findings)}recommendations:\n{''.join(recommendations)}",
        "utf-8",
    )
    notes = [
        f"  - {{id: note-{number}, type: gap, note: Note {number} says what is missing., {quote[1:-1]}}}\n"
        for number, quote in spread(max(1, words // WORDS_PER_NOTE))
    ]
    (folder / "annotations.yaml").write_text("annotations:\n" + "".join(notes), "utf-8")
    terms = [
        f"  - {{id: term-{number}, term: {texts[number % len(texts)].split()[1]}{number}, definition: A word.}}\n"
        for number in range(max(1, words // WORDS_PER_TERM))
    ]
    (folder / "glossary.yaml").write_text("terms:\n" + "".join(terms), "utf-8")


def generated_paragraphs(words: int) -> Iterator[list[str]]:
    """Yield paragraphs of 4 to 9 sentences until the text has a number of words."""
    choose = random.Random(words)  # noqa: S311 - only a text
    count = 0
    while count < words:
        sentences = []
        for _ in range(choose.randint(4, 9)):
            length = choose.randint(8, 24)
            count += length
            text = " ".join("".join(choose.choices(_SYLLABLES, k=choose.randint(1, 4))) for _ in range(length))
            sentences.append(f"{text.capitalize()}.")
        yield sentences


if __name__ == "__main__":
    main()
