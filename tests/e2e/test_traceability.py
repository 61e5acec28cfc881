"""Links between passages and their uses in the built report, and the working papers."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.tools.project import BRIEF, REPORT, SLUG
from tests.tools.publication import by_class, child, find, parent, text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from tests.tools.publication import Publication

pytestmark = pytest.mark.slow

STATEMENTS = {"findings": ("finding", "F"), "recommendations": ("recommendation", "R")}
PAPERS = "trace"
HEADS = ["Passage", "Claim", "Recommendation", "Note", "Elsewhere"]
# The anchors of other parts.
ELSEWHERE = {
    "thesis": "#summary",
    "summary": "#summary",
    "why": f"{BRIEF}.html#why-it-matters",
    "key_figures": f"{BRIEF}.html#at-a-glance",
    "questions": "#questions",
    "misses": "#misses",
    "limits": "#limits",
    "analysis": "#analysis-",
    "events": "#event-",
    "figures": "#figure-",
}


def expected_uses(publication: Publication) -> dict[str, set[str]]:
    """Return the links to the uses of each passage according to brief.json; notes as ``note-<id>``."""
    brief = publication.record["brief"]
    found: dict[str, set[str]] = defaultdict(set)
    for part, address in {**{key: f"#{name}-" for key, (name, _) in STATEMENTS.items()}, **ELSEWHERE}.items():
        items = brief["analysis"]["sections"] if part == "analysis" else brief.get(part, ())
        for item in [items] if isinstance(items, dict) else items:
            for name in item.get("passages", ()):
                found[name].add(address + (item["id"] if address.endswith("-") else ""))
    for note in publication.record["annotations"]:
        found[note["passage"]].add(f"note-{note['id']}")
    return found


def note_numbers(publication: Publication) -> dict[str, str]:
    """Return the number of each annotation by its id."""
    essay, passages = publication.essay(), {item["id"]: item for item in publication.record["passages"]}
    found = {}
    for note in publication.record["annotations"]:
        place = essay.after(passages[note["passage"]])
        (number,) = [number for number, at in essay.calls.items() if at == place]
        found[note["id"]] = str(number)
    return found


# --- in the essay ---------------------------------------------------------------------------------------------------


def test_passages_have_labels_of_their_findings_and_recommendations(publication: Publication) -> None:
    brief = publication.record["brief"]
    order = [f"{name}-{item['id']}" for key, (name, _) in STATEMENTS.items() for item in brief[key]]
    expected: dict[tuple[int, int], set[str]] = defaultdict(set)
    for passage in publication.record["passages"]:
        stated = {name.removeprefix("#") for name in expected_uses(publication)[passage["id"]]} & set(order)
        if stated:
            expected[publication.essay().after(passage)] |= stated
    shown = publication.essay().labels
    assert len(shown) >= 4
    assert shown == {place: sorted(names, key=order.index) for place, names in expected.items()}


def test_labels_say_by_ear_what_they_are(publication: Publication) -> None:
    numbers = {}
    for label in by_class(publication.html(REPORT), "statement-refs"):
        assert parent(label).tag == "sup"
        assert "note-ref" not in str(label.get("class")).split()
        for link in label.iter("a"):
            kind = {"F": "Claim", "R": "Recommendation"}[text_of(link)[0]]
            assert link.get("aria-label") == f"{kind} {text_of(link)}"
            numbers[link.get("href")] = text_of(link)
    brief = publication.record["brief"]
    assert numbers == {
        f"#{name}-{item['id']}": f"{sign}{number}"
        for key, (name, sign) in STATEMENTS.items()
        for number, item in enumerate(brief[key], 1)
    }


def test_statements_link_back_to_their_passages(publication: Publication) -> None:
    report = publication.html(REPORT)
    for key, (name, _) in STATEMENTS.items():
        for item in publication.record["brief"][key]:
            section = find(report, f"{name}-{item['id']}")
            while section.tag != "section":
                section = parent(section)
            shown = [
                str(child(entry, ".//a").get("href")).removeprefix("#") for entry in by_class(section, "quotation")
            ]
            assert sorted(shown) == sorted(set(item["passages"])), item["id"]


def test_notes_link_back_to_their_passage(publication: Publication) -> None:
    report, essay = publication.html(REPORT), publication.essay()
    passages = {item["id"]: item for item in publication.record["passages"]}
    numbers = note_numbers(publication)
    for note in publication.record["annotations"]:
        number = numbers[note["id"]]
        back = child(find(report, f"note-{note['id']}"), ".//a").get("href")
        call = find(report, str(back).removeprefix("#"))
        assert parent(call).tag == "sup"
        assert child(call, ".//a").get("aria-label") == f"Note {number}"
        assert essay.calls[int(number)] == essay.after(passages[note["passage"]])


def test_essay_has_the_texts_and_passages_of_the_record(publication: Publication) -> None:
    essay, record = publication.essay(), publication.record
    assert list(essay.paragraphs) == [item["text"] for item in record["essay"]]
    assert essay.starts == {item["id"]: (item["paragraph"], item["start"]) for item in record["passages"]}
    for number, (text, marked) in enumerate(zip(essay.paragraphs, essay.marked, strict=True), 1):
        used = used_characters(publication, number, text, publication.labelled_passages())
        # A tab between cells is no text.
        used -= {place for place in used if text[place] == "\t"}
        assert {place for place, shown in enumerate(marked) if shown} == used


# --- the table ------------------------------------------------------------------------------------------------------


def cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in {"th", "td"}]


def test_matrix_is_an_accessible_and_complete_table(publication: Publication) -> None:
    (table,) = by_class(publication.html(PAPERS), "matrix")
    heads = list(child(table, "thead").iter("th"))
    assert [text_of(head) for head in heads] == HEADS
    assert {head.get("scope") for head in heads} == {"col"}
    expected = expected_uses(publication)
    for passage, row in zip(publication.record["passages"], child(table, "tbody"), strict=True):
        first, *others = cells(row)
        assert (first.tag, first.get("scope")) == ("th", "row")
        assert child(first, ".//a").get("href") == f"{REPORT}.html#{passage['id']}"
        # Not cut; spaces in the table may be tabs or new lines in the essay.
        assert text_of(first).partition(" ")[2] == " ".join(passage["exact"].split())
        assert [cell.get("data-label") for cell in others] == HEADS[1:]
        shown = {str(link.get("href")) for cell in others for link in cell.iter("a")}
        names = {f"#{name}" if name.startswith("note-") else name for name in expected[passage["id"]]}
        assert shown == {f"{REPORT}.html{name}" if name.startswith("#") else name for name in names}
        for cell, mark in zip(others, ("#finding-", "#recommendation-", "#note-"), strict=False):
            assert all(mark in str(link.get("href")) for link in cell.iter("a"))


def test_report_links_to_the_working_papers(publication: Publication) -> None:
    (address,) = {
        str(link.get("href")) for link in publication.html(REPORT).iter("a") if "trace" in str(link.get("href"))
    }
    assert address.endswith(f"/{SLUG}/{PAPERS}.html")
    trace = json.loads((publication.site / SLUG / f"{PAPERS}.json").read_text("utf-8"))
    assert trace["page"] == address
    assert [item["id"] for item in trace["passages"]] == [item["id"] for item in publication.record["passages"]]


# --- coverage -------------------------------------------------------------------------------------------------------

USAGES = {
    "Claims, recommendations": "stated",
    "Notes only": "noted",
    "Elsewhere only": "elsewhere",
    "Left out": "left-out",
    "Unused": "unused",
}


def shares(publication: Publication) -> list[tuple[int, dict[str, int]]]:
    """Return the words and the percentages of each paragraph, and those of the essay; a column of zeros is left out."""
    (table,) = by_class(publication.html(PAPERS), "shares")
    _, _, *heads = [text_of(head) for head in child(table, "thead").iter("th")]
    found = []
    for row in child(table, "tbody"):
        _, words, *percents = [text_of(cell) for cell in cells(row)]
        values = {USAGES[head]: int(cell.rstrip("%")) for head, cell in zip(heads, percents, strict=True)}
        found.append((int(words), dict.fromkeys(USAGES.values(), 0) | values))
    return found


def used_characters(publication: Publication, number: int, text: str, names: set[str] | None = None) -> set[int]:
    """Return the positions in a paragraph that passages cover: all passages, or those with some identifiers."""
    return {
        index
        for passage in publication.record["passages"]
        if passage["paragraph"] == number and (names is None or passage["id"] in names)
        for index in range(passage["start"], passage["end"])
        if index < len(text)
    }


def test_coverage_table_matches_the_passages(publication: Publication) -> None:
    *rows, (total, _) = shares(publication)
    record = publication.record
    for paragraph, (words, percents) in zip(record["essay"], rows, strict=True):
        assert sum(percents.values()) == 100
        # Signs alone, as in code, are no words.
        assert words >= sum(re.search(r"\w", word) is not None for word in paragraph["text"].split())
        used = used_characters(publication, paragraph["number"], paragraph["text"])
        # Words have similar lengths, so the share of words is near the share of characters.
        parts = percents["stated"] + percents["noted"] + percents["elsewhere"]
        assert parts == pytest.approx(100 * len(used) / len(paragraph["text"]), abs=6)
    assert total == sum(words for words, _ in rows)


def test_lists_left_out_and_unused_sentences(publication: Publication) -> None:
    (table,) = by_class(publication.html(PAPERS), "unused")
    rows = [[text_of(cell) for cell in cells(row)] for row in child(table, "tbody")]
    reasons = [quote["reason"] for quote in publication.record["left_out"]]
    assert [reason for _, reason in rows] == [*reasons, *["not decided"] * (len(rows) - len(reasons))]
    texts = {paragraph["number"]: paragraph["text"] for paragraph in publication.record["essay"]}
    for sentence, _ in rows:
        number, words = re.fullmatch(r"¶(\d+) (.+)", sentence).groups()  # type: ignore[union-attr]
        text = texts[int(number)]
        # Spaces in the table may be tabs or new lines in the essay.
        place = re.search(r"\s+".join(map(re.escape, words.split())), text)
        assert place, sentence
        assert not set(range(*place.span())) & used_characters(publication, int(number), text)


def test_coverage_figure_has_alternative_text(publication: Publication) -> None:
    figure = find(publication.html(PAPERS), "figure-coverage")
    picture = child(figure, ".//img")
    totals = shares(publication)[-1][1]
    percentages = [int(number) for number in re.findall(r"(\d+)%", str(picture.get("alt")))]
    assert percentages == list(totals.values())
    title = f"Claims and recommendations use {totals['stated']}% of the words"
    assert text_of(by_class(figure, "figure-title")[0]) == title
    path = publication.site / SLUG / "figures/coverage.svg"
    root = ET.fromstring(path.read_text("utf-8"))
    name = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{name}title") == title
    labels = {element.text for element in root.iter(f"{name}text")}
    assert {f"¶{number}" for number in range(1, len(publication.record["essay"]) + 1)} <= labels
    assert {"claim or recommendation", "left out", "unused"} <= labels


def test_bars_of_the_coverage_figure_match_the_passages(publication: Publication) -> None:
    """Compare the total width of the dark bars of paragraph 1 with the passages of findings and recommendations."""
    text = (publication.site / SLUG / "figures/coverage.svg").read_text("utf-8")
    bars = re.findall(r'aria-label="start: ([\d.]+); paragraph: ¶1; end: ([\d.]+); usage: stated"', text)
    width = sum(float(end) - float(start) for start, end in bars)
    (paragraph,) = [item for item in publication.record["essay"] if item["number"] == 1]
    stated = {
        index
        for key in STATEMENTS
        for item in publication.record["brief"][key]
        for name in item["passages"]
        for passage in publication.record["passages"]
        if passage["id"] == name and passage["paragraph"] == 1
        for index in range(passage["start"], passage["end"])
    }
    assert width == pytest.approx(len(stated) / len(paragraph["text"]), abs=0.001)
