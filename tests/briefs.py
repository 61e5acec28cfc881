"""The small brief of the tests: ``tests/data/sources``, copied, and changed as a test says."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from briefwright.content import resolution
from briefwright.errors import InvalidSources, render
from briefwright.output import as_json
from briefwright.sources import lint, loading
from briefwright.sources.lock import FILE, dump
from briefwright.sources.quotes import locate_quotes

if TYPE_CHECKING:
    from briefwright.content.resolution import ResolvedBrief

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
DATA = ROOT / "tests/data/sources"
REPORT = "annotated-report"
"""The document whose page has the anchors."""
FOLDER = Path("sources/sample")
FILES = {name: FOLDER / f"{name}.yaml" for name in ("brief", "annotations", "glossary", "references")} | {
    "publisher": FOLDER.parent / "publisher.yaml",
    "scales": FOLDER.parent / "scales.yaml",
    "essay": FOLDER / "essay.md",
    "figure": FOLDER / "figures/boats.vl.yaml",
    "data": FOLDER / "figures/boats.csv",
}
Change = tuple[str, str] | str | bytes | None
"""Words and what stands in their place, or all that the file holds; ``None`` takes the file away."""


def make(root: Path, **changes: Change) -> Path:
    """Write the sample brief under a folder, changed; return the brief's own folder."""
    shutil.copytree(DATA, root / "sources", dirs_exist_ok=True)
    for name, change in changes.items():
        path = root / FILES[name]
        match change:
            case None:
                path.unlink()
            case bytes():
                path.write_bytes(change)
            case str():
                path.write_text(change, "utf-8")
            case (old, new):
                text = path.read_text("utf-8")
                assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
                path.write_text(text.replace(old, new), "utf-8")
    return root / FOLDER


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Put other words in place of some that stand once in a file of a brief; its line ends stay."""
    path = folder / FILES[name].relative_to(FOLDER)
    text = path.read_bytes().decode()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_bytes(text.replace(old, new).encode())


def hold(folder: Path) -> Path:
    """Hold where the quotations of a brief stand, as `check --fix` does; return its folder."""
    (folder / FILE).write_text(as_json(dump(locate_quotes(loading.load(folder)).held)), "utf-8")
    return folder


def resolve(folder: Path = DATA / "sample") -> ResolvedBrief:
    """Return a brief with its quotations found."""
    return resolution.resolve(loading.load(folder))


def warnings(folder: Path = DATA / "sample") -> list[str]:
    """Return what an editor should look at in a brief without errors, as the editor reads it."""
    reading = loading.load(folder)
    assert not complaints(folder)
    return [render(problem) for problem in lint.check(reading, loading.load_document_types(TEMPLATES))]


def complaints(folder: Path) -> list[str]:
    """Return what is wrong with a brief, each problem as an editor reads it."""
    try:
        resolve(folder)
    except InvalidSources as error:
        return [render(problem) for problem in error.problems]
    return []
