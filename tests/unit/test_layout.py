from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefwright.errors import BriefwrightError
from briefwright.layout import Layout, briefs, documents, is_draft
from briefwright.marking import Marking
from tests.briefs import ROOT

if TYPE_CHECKING:
    from tests.conftest import MakeBrief


def paths_of(layout: Layout) -> dict[str, Path]:
    names = ("site", "server_config", "work", "cache", "logs", "assets", "site_pages", "published", "drafts")
    return {name: getattr(layout, name) for name in names} | {"ready": layout.ready("a"), "brief": layout.brief("a")}


def test_builds_the_public_edition_into_build() -> None:
    layout = Layout()
    assert layout.site == Path("build/site")
    assert layout.work == Path("build/work")


@pytest.mark.parametrize("marking", [marking.plain for marking in Marking if marking is not Marking.CLEAR])
def test_each_other_marking_has_its_own_folder(marking: str) -> None:
    layout = Layout(marking)
    assert layout.build == Path("build") / marking.lower()
    assert all(path.is_relative_to(layout.build) for path in paths_of(layout).values())


def test_all_paths_differ() -> None:
    paths = [path for marking in Marking for path in paths_of(Layout(marking.plain)).values()]
    assert len(set(paths)) == len(paths)


def test_folders_of_markings_differ_from_public_folders() -> None:
    public = {path.relative_to("build").parts[0] for path in paths_of(Layout()).values()}
    assert not public & {marking.plain.lower() for marking in Marking}


def test_all_files_of_a_brief_are_in_its_folder() -> None:
    layout = Layout("AMBER")
    assert layout.brief("{brief}", "pdf", "{document}") == Path("build/amber/work/{brief}/pdf/{document}")
    assert layout.ready("bridges") == Path("build/amber/work/bridges/ready")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_lists_briefs_sorted_without_files_and_hidden_folders() -> None:
    for name in ("b-2", "a", ".git", "_drafts", "__pycache__", "fonts"):
        (Path("sources") / name).mkdir(parents=True)
    Path("sources/publisher.yaml").touch()
    assert briefs() == ("a", "b-2")


def test_lists_all_invalid_names_at_once() -> None:
    for name in ("My Brief", "index", "a"):
        (Path("sources") / name).mkdir(parents=True)
    with pytest.raises(BriefwrightError, match=r"sources/My Brief: .*\nsources/index: .*begins with _ is no brief$"):
        briefs()


def test_lists_no_brief_without_sources() -> None:
    assert briefs() == ()


@pytest.mark.parametrize("name", ["Bridges", "two words", "a--b", "a-", "-a", "2026-bridges", "brücken", "a_b", "a.b"])
def test_rejects_brief_name_that_cannot_be_part_of_an_address(name: str) -> None:
    (Path("sources") / name).mkdir(parents=True)
    with pytest.raises(BriefwrightError, match=f"^sources/{name}: invalid name for a brief; use lower-case"):
        briefs()


@pytest.mark.parametrize("name", ["assets", "glossary", "index", "pagefind", "schemas", "search", "site"])
def test_rejects_brief_name_that_the_site_uses(name: str) -> None:
    (Path("sources") / name).mkdir(parents=True)
    with pytest.raises(BriefwrightError, match=f"^sources/{name}: invalid name for a brief; the build uses assets, "):
        briefs()


@pytest.mark.parametrize("path", [Layout().cache, Layout().logs, Layout().assets, Layout().site_pages])
def test_reserves_each_folder_of_the_work_folder(path: Path) -> None:
    (Path("sources") / path.name).mkdir(parents=True)
    with pytest.raises(BriefwrightError, match="invalid name for a brief"):
        briefs()


def test_lists_the_document_types_of_the_templates() -> None:
    Path("templates").symlink_to(ROOT / "templates")
    assert documents() == ("annotated-report", "executive-brief", "recommendations-sheet")


@pytest.mark.parametrize("line", ["status: draft", "status:  draft # not yet", "'status': \"draft\"", "status : draft"])
def test_finds_drafts_even_with_broken_yaml(line: str, make_brief: MakeBrief) -> None:
    folder = make_brief(brief=f"title: A\n{line}\nfindings: [\n")
    assert is_draft("sample")
    assert is_draft(folder)


@pytest.mark.parametrize(
    "line", ["status: published", "about: >-\n  status: draft", "# status: draft", "status: drafty"]
)
def test_other_briefs_are_no_drafts(line: str, make_brief: MakeBrief) -> None:
    make_brief(brief=f"title: A\n{line}\n")
    assert not is_draft("sample")
    assert not is_draft("nowhere")
