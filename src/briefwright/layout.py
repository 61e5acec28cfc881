"""The paths of a build, the names of briefs and documents, and the reserved names.

All paths are relative to the project. `build/` is for the public edition; an edition with another marking has its own
folder in it.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from briefwright.errors import BriefwrightError

SOURCES = Path("sources")
TEMPLATES = Path("templates")
SCHEMAS = Path("schemas")
PUBLISHER_FONTS = SOURCES / "fonts"
"""The publisher's own font files."""
ERRORS = "errors.txt"
"""The file with the errors, in the folders of a failed step and of the later steps."""
DRAFT_STAMP = "draft.json"
"""The file that the step `draft` writes last, in a brief's folder of intermediate files."""
UNCHANGED = "unchanged"
"""The log of a step that wrote nothing new; the progress display does not show it."""
MANIFEST = "manifest.json"
"""File at the root of the site that lists all its files."""
COLLECTED_PAGES = ("glossary", "recommendations", "search")
"""Pages of the site with content from all briefs."""
BUILD_INPUTS = (
    "Snakefile",
    "workflow",
    "config",
    "profiles",
    "templates",
    "sources",
    "schemas",
    "src",
    "requirements.lock",
)
"""The files and folders that a build reads."""
_PUBLIC = "CLEAR"
# The workflow needs the status before it plans, also that of a brief with broken YAML. The step `resolve` reads it
# again, so a draft in another notation is not published either.
_DRAFT = re.compile(r"""^["']?status["']?[ \t]*:[ \t]*["']?draft["']?[ \t]*(#.*)?$""", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# Folders and pages of the site (a server may omit .html from addresses), identifiers on the index, and folders of
# build/work.
_RESERVED = frozenset({
    *COLLECTED_PAGES, "assets", "by-topic", "cache", "fingerprint", "fonts", "index", "logs", "main", "pagefind",
    "publisher", "query", "schemas", "site", "templates",
})  # fmt: skip


class Layout:
    """The paths of a build for a marking, such as ``AMBER``."""

    def __init__(self, marking: str = _PUBLIC) -> None:
        """Set all paths; read and create nothing."""
        self.marking = marking
        self.build = Path("build") if marking == _PUBLIC else Path("build") / marking.lower()
        self.site = self.build / "site"  # the published site
        self.drafts = self.build / "drafts"  # pages and PDFs of drafts
        self.server_config = self.build / "headers"  # configuration for web servers
        self.work = self.build / "work"  # intermediate files
        self.cache = self.work / "cache"  # results of expensive work, by a digest of their inputs
        self.logs = self.work / "logs"  # one log for each job
        self.assets = self.work / "assets"  # files that all pages share
        self.site_pages = self.work / "site"  # files of the site that belong to no brief
        self.published = self.work / "published.json"  # size and time of each published file
        self.fingerprint = self.work / "fingerprint"  # digest of all inputs of the last build

    def brief(self, brief: str, *parts: str) -> Path:
        """Return a path in a brief's folder of intermediate files; ``brief`` may be a wildcard of Snakemake."""
        return self.work.joinpath(brief, *parts)

    def ready(self, brief: str) -> Path:
        """Return the folder of a brief's files that are published or ready to publish."""
        return self.brief(brief, "ready")

    def draft(self, brief: str) -> Path:
        """Return the folder of a draft's files, which is never published."""
        return self.brief(brief, "draft")


def slug(words: str) -> str:
    """Return words as a file name or an address: lower-case ASCII letters and digits, joined by hyphens."""
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_words.lower()))


def name_problem(name: str) -> str | None:
    """Return why a name is not valid for a brief; ``None`` if it is."""
    if not _NAME.fullmatch(name):
        return "invalid name for a brief; use lower-case words joined by hyphens, such as my-brief"
    if name in _RESERVED:
        return f"invalid name for a brief; the build uses {', '.join(sorted(_RESERVED))} itself"
    return None


def briefs() -> tuple[str, ...]:
    """Return the names of all briefs; raise ``BriefwrightError`` that lists all invalid and reserved names.

    A brief is a folder in `sources/`, except the publisher's fonts and folders whose names begin with ``.`` or ``_``.
    """
    folders = (path for path in SOURCES.glob("[!._]*") if path.is_dir() and path != PUBLISHER_FONTS)
    names = sorted(path.name for path in folders)
    problems = [f"{SOURCES}/{name}: {problem}" for name in names if (problem := name_problem(name))]
    if problems:
        raise BriefwrightError(
            "\n".join(f"{problem}; a folder whose name begins with _ is no brief" for problem in problems)
        )
    return tuple(names)


def is_draft(brief: str | Path) -> bool:
    """Return whether a brief is a draft: a name, or the path of its folder."""
    file = (SOURCES / brief if isinstance(brief, str) else brief) / "brief.yaml"
    return file.is_file() and bool(_DRAFT.search(file.read_text("utf-8", "replace")))


def documents() -> tuple[str, ...]:
    """Return the names of all document types."""
    return tuple(sorted(path.parent.name for path in TEMPLATES.glob("*/document.yaml")))
