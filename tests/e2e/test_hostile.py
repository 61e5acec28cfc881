"""Text that looks like markup or code is published as plain text, in every field of a brief."""

from __future__ import annotations

import copy
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pikepdf
import pytest
from ruamel.yaml import YAML

from tests.tools.project import BRIEF, DOCUMENTS, REPORT, SHEET, SLUG, Project
from tests.tools.publication import Publication, by_class, child, fold, page_texts, squeezed, text_of, tree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.project import Once

pytestmark = pytest.mark.slow

SOURCES = f"sources/{SLUG}"
# Each with a number of its own, since what a term has between brackets is a name of it.
ATTACKS = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "closing": "</p></section></main><h1>x</h1><!-- ",
    "attribute": "[x]{onclick=alert(2) .danger #top} and {.danger}",
    "raw": "`<b>x</b>`{=html} and `x`{=latex}",
    "shell": "$(touch x) `touch y`; touch z",
    "scripted-link": "[x](javascript:alert(3)) <javascript:alert(3)>",
    "image": "![x](file:///etc/passwd) ![](https://example.org/x.png)",
    "fence": '::: {.danger onclick="x"} :::',
    "code": "``` x ``` ~~~ y ~~~",
    "pipes": "| a | b | |---|---| \\| c",
    "front-matter": "--- header-includes: <link rel=attachment href=/etc/passwd> ---",
    "template": "{{ 7*7 }} {% raw %} {* x *} {# y #}",
    "brackets": "[" * 25,
    "more-brackets": "![" * 12 + "(" * 12,
    "citation": "@ledger and [@ledger, p. 1] and [-@ledger]",
    "emphasis": "*a* _b_ **c** ~d~ ^e^ $f$ ~~g~~",
    "footnote": "[^1] and ^[note] [^1]: x",
    "entities": "&lt;b&gt; &amp; &#x3c;i&#x3e; &nbsp;",
    "heading": "# x {#top .danger}",
    "list": "1. x - y + z (@) w",
    "definition": ": x ~ y",
    "tex": "\\textbf{x} \\input{/etc/passwd} \\",
    "quotes": "“a” ‘b’ \"c\" 'd' -- --- ...",
    "long": "x" * 24,
    "french": "« À l’œuvre ! » Ça : où ?",
    "arabic": "التعاون الأمني بين أوروبا والمغرب",
}


def escaped(text: str) -> str:
    """Return Markdown that reads as a text: each sign of ASCII with a backslash (CommonMark 0.31.2, 2.4)."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def load(path: Path) -> Any:  # noqa: ANN401 - any YAML
    return YAML(typ="safe").load(path.read_text("utf-8"))


def dump(path: Path, value: Any) -> None:  # noqa: ANN401 - any YAML
    yaml = YAML()
    yaml.representer.ignore_aliases = lambda _: True
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(value, file)


def sample(target: Path) -> Project:
    """Return a project with the sample brief alone."""
    return Project.of_sample(target)


def add_attacks(project: Project) -> None:
    """Write every attack into every field of one line, and escaped into Markdown and the essay."""
    folder = project.root / SOURCES
    brief = load(folder / "brief.yaml")
    event, finding, recommendation = brief["events"][0], brief["findings"][0], brief["recommendations"][0]
    # The numbers of copies would not be unique.
    for item in (brief["findings"][0], brief["recommendations"][0]):
        item.pop("number", None)
    for name, text in ATTACKS.items():
        prose = escaped(text)
        brief["events"].append(
            {
                **copy.deepcopy(event),
                "id": f"e-{name}",
                "title": text,
                "place": text,
                "essay": text,
                "checked": text,
                "references": ["ledger"],
            }
        )
        brief["findings"].append(
            {
                **copy.deepcopy(finding),
                "id": f"f-{name}",
                "short": text,
                "verdict": text,
                "statement": prose,
                "basis": prose,
            }
        )
        brief["in_brief"].append(f"f-{name}")
        brief["recommendations"].append(
            {
                **copy.deepcopy(recommendation),
                "id": f"r-{name}",
                "actor": text,
                "action": text,
                "short": text,
                "rationale": prose,
            }
        )
    for field, name in {
        "title": "script",
        "subtitle": "attribute",
        "short_title": "template",
        "title_note": "closing",
        "number": "shell",
        "purpose": "front-matter",
    }.items():
        brief[field] = ATTACKS[name]
    brief["topics"] = list(ATTACKS.values())
    brief["key_figures"][0]["value"] = ATTACKS["shell"]
    brief["figures"][0]["title"] = ATTACKS["script"]
    dump(folder / "brief.yaml", brief)
    glossary = load(folder / "glossary.yaml")
    glossary["terms"] += [
        {"id": f"t-{name}", "term": text, "definition": escaped(text)} for name, text in ATTACKS.items()
    ]
    dump(folder / "glossary.yaml", glossary)
    references = load(folder / "references.yaml")
    references["references"][0] |= {"title": ATTACKS["script"], "publisher": ATTACKS["attribute"]}
    references["references"][0]["author"] = [{"literal": ATTACKS["closing"]}]
    dump(folder / "references.yaml", references)
    essay = folder / "essay.md"
    lines = [escaped(text) for text in ATTACKS.values()]
    essay.write_text(essay.read_text("utf-8").rstrip() + "\n\n" + "\n\n".join(lines) + "\n", "utf-8")
    data = folder / "figures/boats.csv"
    data.write_text(data.read_text("utf-8").rstrip() + "\n<script>alert(1)</script>,3\n", "utf-8")


@pytest.fixture(scope="module")
def hostile(once: Once) -> Publication:
    def make(target: Path) -> Project:
        project = sample(target)
        add_attacks(project)
        project.build()
        return project

    return Publication(once("hostile", make))


def test_build_runs_no_code_of_the_text(hostile: Publication) -> None:
    root = hostile.project.root
    assert not [path for path in root.rglob("*") if path.name in {"x", "y", "z", "z.md"}]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_text_becomes_markup(hostile: Publication, document: str) -> None:
    page = hostile.html(document)
    allowed = {"http", "https", "mailto"}
    for element in page.iter():
        if not isinstance(element.tag, str):
            pytest.fail(f"a comment: {element.text}")
        # JSON-LD is data; tests/unit/test_metadata.py attacks it.
        assert element.tag != "script" or element.get("type") == "application/ld+json"
        assert element.tag not in {"style", "iframe", "object", "b", "i", "math"}, element.tag
        assert not [name for name in element.attrib if str(name).startswith("on") or name == "style"]
        assert "danger" not in element.get("class", "")
        for name in ("href", "src"):
            address = str(element.get(name, ""))
            scheme = urlsplit(address).scheme
            assert not scheme or scheme in allowed, address
        if element.tag == "img":
            assert str(element.get("src")).startswith(("figures/", f"../assets/{SLUG}/"))
    assert len(list(page.iter("h1"))) == 1
    assert len(list(page.iter("main"))) == 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_attack_is_text_on_the_pages(hostile: Publication, attack: str) -> None:
    text = fold(ATTACKS[attack])
    report, brief, sheet = (hostile.html(document) for document in (REPORT, BRIEF, SHEET))
    events = by_class(report, "events")[0]
    assert any(text_of(child(row, "th")).count(text) == 2 for row in child(events, "tbody"))
    assert any(text in text_of(heading) for heading in report.iter("h3") if heading.get("id") == f"finding-f-{attack}")
    (term,) = (item for item in by_class(report, "term") if text_of(by_class(item, "term-name")[0]) == text)
    assert text_of(term).endswith(f" {text}")
    assert any(text_of(paragraph).endswith(text) for paragraph in by_class(report, "paragraph"))
    assert any(text_of(statement) == text for statement in by_class(report, "statement"))
    assert any(text in text_of(item) for item in by_class(brief, "finding"))
    first = [row[0] for row in child(by_class(brief, "decisions")[0], "tbody")]
    shown = [(text_of(by_class(cell, "short")[0]), text_of(by_class(cell, "actor")[0])) for cell in first]
    assert any(short.partition(" ¶")[0] == actor.partition(",")[0] for short, actor in shown)
    assert any(text_of(actor) == text for actor in by_class(sheet, "actor"))
    assert any(text_of(heading).count(text) == 2 for heading in sheet.iter("h2", "h3"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_attack_is_text_in_the_pdfs(hostile: Publication, document: str) -> None:
    letters = squeezed("".join(page_texts(hostile.path(document, "pdf"))))
    for name, text in ATTACKS.items():
        if name == "arabic":
            # PDF readers differ in the order of right-to-left letters.
            missing = Counter(squeezed(text)) - Counter(letters)
            assert not missing, missing
        else:
            assert squeezed(text) in letters, text


@pytest.mark.parametrize("document", DOCUMENTS)
def test_pdf_contains_only_its_attachments_and_no_actions(hostile: Publication, document: str) -> None:
    with pikepdf.open(hostile.path(document, "pdf")) as pdf:
        assert set(pdf.attachments) == {"brief.json", "essay.txt", "annotations.jsonld"}
        for entry in pdf.objects:
            if isinstance(entry, pikepdf.Dictionary):
                assert not {"/JS", "/JavaScript", "/Launch", "/AA"} & set(entry.keys())
                address = str(entry.get("/URI", "https:"))
                assert address.startswith(("https:", "http:", "mailto:")), address


def test_titles_are_text_everywhere(hostile: Publication) -> None:
    for path in hostile.pages:
        title = str(tree(path).findtext(".//title"))
        assert ATTACKS["script"] in title or path.parent == hostile.site
    with pikepdf.open(hostile.path(BRIEF, "pdf")) as pdf:
        assert ATTACKS["script"] in str(pdf.docinfo["/Title"])
    assert ATTACKS["script"] in text_of(child(tree(hostile.site / "index.html"), ".//main"))
    for path in hostile.site.rglob("*.svg"):
        assert "<script" not in path.read_text("utf-8")


REJECTED_LINKS = {
    "[x](javascript:alert(1))": "javascript:",
    "[x](data:text/html,x)": "data:",
    "[x](file:///etc/passwd)": "file:",
    "![x](file:///etc/passwd)": "file:",
    "[x](JavaScript&colon;alert(1))": "",
}


def test_rejects_links_with_other_schemes(tmp_path: Path) -> None:
    project = sample(tmp_path / "project")
    path = project.root / SOURCES / "brief.yaml"
    brief = load(path)
    brief["questions"] += [{"text": text, "references": ["ledger"]} for text in REJECTED_LINKS]
    dump(path, brief)
    project.append(f"{SOURCES}/essay.md", "\n[x](javascript:alert(1))")
    run = project.run("briefwright", "check")
    assert run.code == 1, run.text
    for scheme in REJECTED_LINKS.values():
        assert scheme in run.text
    lines = [line for line in run.text.splitlines() if line.startswith(f"{SOURCES}/brief.yaml:")]
    assert len(lines) == len(REJECTED_LINKS), run.text
    assert f"{SOURCES}/essay.md:" in run.text


def test_rejects_figures_that_read_other_files(tmp_path: Path) -> None:
    project = sample(tmp_path / "project")
    folder = project.root / SOURCES / "figures"
    specification = load(folder / "boats.vl.yaml")
    wrong: dict[str, Any] = {
        "web": {**specification, "data": {"url": "https://example.org/x.csv"}},
        "file": {**specification, "data": {"url": "file:///etc/passwd"}},
        "above": {**specification, "data": {"url": "../../publisher.yaml"}},
        "other": {**specification, "data": {"url": "more.csv"}},
        "picture": {**specification, "mark": {"type": "image", "url": "https://example.org/x.png"}},
        "drawn": {
            **specification,
            "mark": "image",
            "encoding": {**specification["encoding"], "url": {"value": "https://example.org/x.png"}},
        },
        "joined": {
            **specification,
            "transform": [
                {
                    "lookup": "year",
                    "from": {"data": {"url": "https://example.org/x.csv"}, "key": "year", "fields": ["z"]},
                }
            ],
        },
        "clicked": {
            **specification,
            "encoding": {**specification["encoding"], "href": {"value": "javascript:alert(1)"}},
        },
    }
    brief = load(project.root / SOURCES / "brief.yaml")
    for name, value in wrong.items():
        dump(folder / f"{name}.vl.yaml", value)
        brief["figures"].append({**copy.deepcopy(brief["figures"][0]), "id": name, "file": f"{name}.vl.yaml"})
    (folder / "more.csv").write_text("year,boats\n1,1\n", "utf-8")
    dump(project.root / SOURCES / "brief.yaml", brief)
    run = project.fail()
    assert not list(project.root.glob(f"build/work/{SLUG}/**/*.svg")), run.text
    for name in wrong:
        assert f"{SOURCES}/figures/{name}.vl.yaml" in run.text, run.text
