"""The sample brief in ``tests/data/sources``: copy, change, resolve and check it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from briefwright.content import resolution
from briefwright.errors import InvalidSources, render_problem
from briefwright.output import as_json
from briefwright.sources import lint, loading
from briefwright.sources.brief_quotes import locate_quotes
from briefwright.sources.document_types import load_document_types
from briefwright.sources.quotes.lock import LOCK_FILE, dump
from briefwright.sources.theme import load_theme

if TYPE_CHECKING:
    from briefwright.content.resolution import ResolvedBrief
    from briefwright.model import Theme

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
DATA = ROOT / "tests/data/sources"
REPORT = "annotated-report"
"""The document with the anchors."""
DOCUMENT_TYPES = load_document_types(TEMPLATES)
FOLDER = Path("sources/sample")
FILES = {name: FOLDER / f"{name}.yaml" for name in ("brief", "annotations", "glossary", "references")} | {
    "publisher": FOLDER.parent / "publisher.yaml",
    "scales": FOLDER.parent / "scales.yaml",
    "theme": FOLDER.parent / "theme.yaml",
    "essay": FOLDER / "essay.md",
    "figure": FOLDER / "figures/boats.vl.yaml",
    "data": FOLDER / "figures/boats.csv",
}
Change = tuple[str, str] | str | bytes | None
"""Words and their replacement, or the new content of a file; ``None`` deletes the file."""


def make(root: Path, **changes: Change) -> Path:
    """Write the sample brief with changes under a folder; return the folder of the brief."""
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
                assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {path}"
                path.write_text(text.replace(old, new), "utf-8")
    return root / FOLDER


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace words that occur once in a file of a brief; keep its line ends."""
    path = folder / FILES[name].relative_to(FOLDER)
    text = path.read_bytes().decode()
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {path}"
    path.write_bytes(text.replace(old, new).encode())


def write_lock(folder: Path) -> Path:
    """Write the lock file of a brief, as `check --fix` does; return its folder."""
    (folder / LOCK_FILE).write_text(as_json(dump(locate_quotes(loading.load(folder)).lock)), "utf-8")
    return folder


def resolve(folder: Path = DATA / "sample") -> ResolvedBrief:
    """Return the resolved brief."""
    return resolution.resolve(loading.load(folder))


def theme() -> Theme:
    """Return the theme of the templates."""
    return load_theme(DATA, TEMPLATES).theme


def warnings(folder: Path = DATA / "sample") -> list[str]:
    """Return the rendered warnings of a brief without errors."""
    loaded = loading.load(folder)
    assert not errors(folder)
    return [render_problem(problem) for problem in lint.check(loaded, load_document_types(TEMPLATES))]


def errors(folder: Path) -> list[str]:
    """Return the rendered errors of a brief."""
    try:
        resolve(folder)
    except InvalidSources as error:
        return [render_problem(problem) for problem in error.problems]
    return []
