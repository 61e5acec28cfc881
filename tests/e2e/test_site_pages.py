"""Pages of the whole site and landing pages, with one brief and with two."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pikepdf
import pypandoc
import pytest

from tests import briefs
from tests.tools import nu
from tests.tools.project import DOCUMENTS, REPORT, SLUG
from tests.tools.publication import Publication, by_class, find, text_of, tree

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement

    from tests.tools.project import Project

pytestmark = pytest.mark.slow

OLDER = "older"
COLLECTED = ("glossary", "recommendations", "search")


@pytest.fixture(scope="module")
def two(original: Project, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The site with a second, older brief that is partly marked AMBER."""
    project = original.copy_to(tmp_path_factory.mktemp("two") / "project")
    folder = project.root / "sources" / OLDER
    source = briefs.make(project.root / "made", annotations=("  - id: years\n", "  - id: years\n    marking: AMBER\n"))
    source.rename(folder)
    project.edit(f"sources/{OLDER}/annotations.yaml", "Nobody knows.", "Quizzical wombats.")
    project.edit(f"sources/{OLDER}/brief.yaml", "topics: [Bridges, Floods]", "topics: [Bridges, Tunnels]")
    project.edit(f"sources/{OLDER}/brief.yaml", "date: 2026-01-31", "date: 2025-01-31")
    project.build()
    return Publication(project)


def page(publication: Publication, name: str) -> HtmlElement:
    return tree(publication.site / name)


def choice(recommendation: dict[str, Any]) -> str:
    """Return the label after an actor that the editors chose."""
    return " (editors’ choice)" if "actor" in recommendation["by_editors"] else ""


def rows(root: HtmlElement, class_name: str) -> list[list[str]]:
    (table,) = by_class(root, class_name)
    return [[text_of(cell) for cell in row] for row in table.findall(".//tbody/tr")]


def test_landing_page_has_pages_and_size_of_each_pdf(publication: Publication) -> None:
    shown = rows(page(publication, f"{SLUG}/index.html"), "files")
    assert len(shown) == len(DOCUMENTS)
    for document, (title, minutes, _, pages, size) in zip(DOCUMENTS, shown, strict=True):
        assert re.fullmatch(r"\d+ min", minutes)
        path = publication.path(document, "pdf")
        with pikepdf.open(path) as pdf:
            assert int(pages) == len(pdf.pages)
        assert size == f"{round(path.stat().st_size / 1000)} kB"
        assert title.lower().replace(" ", "-") == document


def test_reading_time_is_that_of_the_words_of_the_page(publication: Publication) -> None:
    shown = rows(page(publication, f"{SLUG}/index.html"), "files")
    for document, (_, minutes, *_) in zip(DOCUMENTS, shown, strict=True):
        main = find(tree(publication.path(document, "html")), "main")
        for part in ("data", "closing", "imprint", "csl-entry", "contents"):
            for element in by_class(main, part):
                element.drop_tree()
        read = len(text_of(main).split()) / 238
        assert abs(int(minutes.removesuffix(" min")) - read) < 1 + 0.1 * read, document


def test_landing_page_has_the_main_content_of_the_brief(publication: Publication) -> None:
    record, root = publication.record["brief"], page(publication, f"{SLUG}/index.html")
    text = text_of(root)
    assert record["summary"]["text"] in text
    items = by_class(root, "claims")[0].findall("li")
    for finding, item in zip(record["findings"], items, strict=True):
        assert item.findall("a")[0].get("href") == f"{REPORT}.html#finding-{finding['id']}"
        assert finding["short"] in text_of(item)
        assert (finding["verdict"] or "") in text_of(item)
        assert [text_of(mark) for mark in by_class(item, "marked")] == (
            [finding["support"]] if finding["support"] else []
        )
    for item, row in zip(record["recommendations"], rows(root, "decisions"), strict=True):
        assert row[0] == f"{item['number']} {item['short']} {item['actor']}{choice(item)}"
    assert [limit for limit in record["limits"] if limit["text"] not in text] == []
    # Each group of the verdict names its items.
    boxes = [text_of(box) for box in by_class(by_class(root, "verdict")[0], "box")]
    assert sorted(boxes) == sorted(item["number"] for item in (*record["findings"], *record["recommendations"]))
    (figure,) = [figure for figure in record["figures"] if figure["id"] == record["brief_figure"]]
    assert root.get_element_by_id("chart").text_content() == figure["title"]
    assert [link.get("href") for link in root.iter("a") if link.get("download") is not None] == [
        f"figures/{figure['id']}.csv"
    ]
    assert [row[0] for row in rows(root, "editions")] == [edition["number"] for edition in record["editions"]]


def read(format_: str, path: Path) -> dict[str, object]:
    """Return the only work of a bibliography as CSL JSON, read with Pandoc."""
    command = [pypandoc.get_pandoc_path(), f"--from={format_}", "--to=csljson", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=30)
    assert not done.stderr
    (work,) = json.loads(done.stdout)
    return work  # type: ignore[no-any-return]


@pytest.mark.pandoc
@pytest.mark.parametrize(("ending", "format_"), [("bib", "bibtex"), ("ris", "ris"), ("json", "csljson")])
def test_reference_managers_read_the_brief(publication: Publication, ending: str, format_: str) -> None:
    path, record = publication.site / SLUG / f"citation.{ending}", publication.record
    work = read(format_, path)
    newest = record["brief"]["editions"][0]
    assert work["type"] == "report"
    assert re.sub(r"</?span[^>]*>", "", str(work["title"])) == record["brief"]["title"]
    assert record["publisher"]["name"] in json.dumps(work["author"], ensure_ascii=False)
    # Pandoc reads the report number of RIS as ISBN or ISSN.
    assert work.get("number", work.get("ISBN", work.get("ISSN"))) == record["brief"]["number"]
    assert work["URL"] == f"{record['publisher']['base_url']}/{SLUG}/"
    year, *_ = work["issued"]["date-parts"][0]  # type: ignore[index]
    assert str(year) == newest["date"][:4]
    # The page shows the same words.
    shown = [element.text for element in page(publication, f"{SLUG}/index.html").iter("pre")]
    assert path.read_text("utf-8").strip() in [str(text).strip().replace("\r", "") for text in shown]


def test_citations_have_publisher_year_title_and_address(publication: Publication) -> None:
    root, record = page(publication, f"{SLUG}/index.html"), publication.record
    cited = [text_of(element) for element in root.iter("dd") if element.get("class") == "selectable"]
    assert len(set(cited)) == 2
    for text in cited:
        for part in (record["publisher"]["name"], record["edition"]["date"][:4], record["brief"]["title"], f"/{SLUG}/"):
            assert part in text


def test_recommendations_page_lists_all_with_their_status(publication: Publication) -> None:
    shown = rows(page(publication, "recommendations.html"), "standings")
    items = publication.record["brief"]["recommendations"]
    assert len(shown) == len(items)
    for item, (number, who, _, support, findings, standing) in zip(items, shown, strict=True):
        assert number == item["number"]
        safeguards = [(one["short"] or one["text"]).replace("*", "") for one in item["safeguards"]]
        label = " Safeguard (editors’): " if safeguards else ""
        assert who == f"{item['actor']}{choice(item)} should {item['action']}.{label}{' · '.join(safeguards)}"
        assert support == (item["support"] or "")
        assert len(findings.split()) == len(item["findings"])
        assert (item["standing"]["in_place"] or "") in standing


def target(publication: Publication, name: str, href: str) -> HtmlElement:
    url = urlsplit(href)
    path = (publication.site / name).parent / unquote(url.path) if url.path else publication.site / name
    (found,) = [element for element in tree(path).iter() if element.get("id") == unquote(url.fragment)]
    return found


def test_glossary_links_lead_to_uses_of_the_term(publication: Publication) -> None:
    root = page(publication, "glossary.html")
    assert len(by_class(root, "term-entry")) == len(publication.record["glossary"])
    checked = 0
    for entry in by_class(root, "term-entry"):
        names = [
            part.strip().casefold() for part in re.split(r"[(),]", text_of(entry.findall("h2")[0])) if part.strip()
        ]
        for link in by_class(entry, "passage-link"):
            assert re.match(r"(Paragraph|Claim|Recommendation|Note) \S+ in ", str(link.get("aria-label")))
            place = target(publication, "glossary.html", str(link.get("href")))
            around: HtmlElement | None = place
            while around is not None and around.get("class", "").split()[:1] not in (
                ["finding"], ["recommendation"], ["paragraph"], ["note"],
            ):  # fmt: skip
                around = around.getparent()
            assert around is not None
            assert any(name in text_of(around).casefold() for name in names), (names, link.get("href"))
            checked += 1
    assert checked > 3


def test_search_page_lists_main_statements_with_links(publication: Publication) -> None:
    record, root = publication.record, page(publication, "search.html")
    (listed,) = by_class(root, "statements")
    text, brief = text_of(listed), record["brief"]
    statements = [brief["thesis"]["text"], *(item["statement"] for item in brief["findings"])]
    statements += [f"{item['actor']}{choice(item)} should {item['action']}" for item in brief["recommendations"]]
    statements += [item["note"] for item in record["annotations"]]
    statements += [item["definition"] for item in record["glossary"]]
    plain = re.compile(r"[*`]")
    assert [said for said in statements if plain.sub("", said) not in text] == []
    items = list(listed.iter("li"))
    assert len(items) == len(statements)
    for item in items:
        assert target(publication, "search.html", str(item.findall("a")[0].get("href"))) is not None


def test_404_page_has_absolute_links(publication: Publication) -> None:
    root = page(publication, "404.html")
    addresses = [str(element.get("href")) for element in root.iter("a", "link") if element.get("href")]
    own = [address for address in addresses if not urlsplit(address).scheme and address != "#main"]
    assert len(own) > 4
    assert all(address.startswith("/") and (publication.site / address[1:]).is_file() for address in own)
    assert [meta.get("content") for meta in root.iter("meta") if meta.get("name") == "robots"] == ["noindex"]


def test_index_lists_briefs_newest_first_and_by_topic(two: Publication) -> None:
    root = page(two, "index.html")
    assert [element.findall("h2")[0].get("id") for element in by_class(root, "brief-entry")] == [SLUG, OLDER]
    topics = {
        text_of(part.findall("dt")[0]): [link.get("href") for link in part.iter("a")]
        for part in by_class(root, "topics")[0].findall("dl/div")
    }
    assert topics["Bridges"] == [f"{SLUG}/index.html", f"{OLDER}/index.html"]
    assert topics["Tunnels"] == [f"{OLDER}/index.html"]
    assert list(topics) == sorted(topics, key=str.casefold)


def test_two_briefs_share_pages_and_a_term(two: Publication) -> None:
    for name in ("recommendations.html", "search.html"):
        heads = [element.get("id") for element in page(two, name).iter("h2")]
        assert heads == [SLUG, OLDER]
    named = [
        entry.get("id") for entry in by_class(page(two, "glossary.html"), "term-entry")
        if text_of(entry.findall("h2")[0]) == "ledger"
    ]  # fmt: skip
    assert set(named) == {f"{OLDER}--ledger-book", f"{SLUG}--ledger-book"}


@pytest.mark.conformance
def test_pages_of_two_briefs_are_valid_without_broken_links(two: Publication) -> None:
    lost = []
    names = [*(f"{name}.html" for name in ("index", *COLLECTED)), f"{SLUG}/index.html", f"{OLDER}/index.html"]
    for name in names:
        for link in page(two, name).iter("a", "link", "img"):
            address = link.get("href") or link.get("src")
            if address is None:
                # The template of a search result.
                assert name == "search.html"
                continue
            url = urlsplit(str(address))
            path = (two.site / name).parent / unquote(url.path) if url.path else two.site / name
            if url.scheme or link.get("rel") == "canonical":
                continue
            fragment = unquote(url.fragment.partition(":~:")[0])
            if not path.is_file() or (fragment and fragment not in {item.get("id") for item in tree(path).iter()}):
                lost.append(f"{name}: {url.geturl()}")
    assert lost == []
    assert [str(message) for message in nu.check([two.site / name for name in [*names, "404.html"]])] == []


def test_redacted_text_is_on_no_page(two: Publication) -> None:
    assert "wombats" in (two.project.root / f"sources/{OLDER}/annotations.yaml").read_text("utf-8")
    for path in two.pages:
        assert "wombats" not in path.read_text("utf-8"), path
    amber = two.project.run("snakemake", "--config", "marking=AMBER")
    assert amber.code == 0, amber.text
    text = (two.project.root / "build/amber/site/search.html").read_text("utf-8")
    assert "Quizzical wombats." in text
    assert "TLP:AMBER" in text
    assert "TLP:CLEAR" not in text
