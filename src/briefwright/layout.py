"""Every path of a build, and every name that a publication may not take.

All paths are relative to the project.  `build/` belongs to the public edition; an edition with another handling marking
has a folder of its own below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from briefwright.errors import BriefwrightError

__all__ = [
    "ERRORS",
    "GATHERED",
    "MANIFEST",
    "SCHEMAS",
    "SOURCES",
    "TEMPLATES",
    "UNCHANGED",
    "Layout",
    "briefs",
    "documents",
]

SOURCES = Path("sources")
TEMPLATES = Path("templates")
SCHEMAS = Path("schemas")
ERRORS = "errors.txt"
"""In the folder of a step: why the step, or an earlier one, failed."""
UNCHANGED = "unchanged"
"""The log of a step that made nothing new; the display of a build hides it."""
MANIFEST = "manifest.json"
"""The list of all files of the site, at its root."""
GATHERED = ("glossary", "recommendations", "search")
"""Pages of the site that collect something from all briefs."""
_PUBLIC = "CLEAR"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# Folders and pages of the site (a server may show a page without its ending), identifiers on the index, and folders of
# build/work.
_RESERVED = frozenset({
    *GATHERED, "assets", "by-topic", "cache", "fingerprint", "fonts", "house", "index", "logs", "main", "pagefind",
    "query", "schemas", "site", "templates",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of a build for one handling marking, named as in ``AMBER``."""

    marking: str = _PUBLIC

    @property
    def build(self) -> Path:
        """The folder of all that is built."""
        return Path("build") if self.marking == _PUBLIC else Path("build") / self.marking.lower()

    @property
    def site(self) -> Path:
        """The published site."""
        return self.build / "site"

    @property
    def servers(self) -> Path:
        """Configuration for web servers that serve the site."""
        return self.build / "headers"

    @property
    def work(self) -> Path:
        """Intermediate files."""
        return self.build / "work"

    @property
    def cache(self) -> Path:
        """Results of expensive steps by a digest of their inputs."""
        return self.work / "cache"

    @property
    def logs(self) -> Path:
        """A log for each job."""
        return self.work / "logs"

    @property
    def assets(self) -> Path:
        """Fonts and the web's shared files."""
        return self.work / "assets"

    @property
    def site_pages(self) -> Path:
        """The files of the site that belong to no single brief."""
        return self.work / "site"

    @property
    def published(self) -> Path:
        """What was published last: each file with its size and time."""
        return self.work / "published.json"

    @property
    def fingerprint(self) -> Path:
        """A digest of everything that the last build read."""
        return self.work / "fingerprint"

    def brief(self, brief: str, *parts: str) -> Path:
        """Return a path in a brief's folder of intermediate files; a wildcard of Snakemake may stand for the brief."""
        return self.work.joinpath(brief, *parts)

    def ready(self, brief: str) -> Path:
        """Return the folder with a brief's files as they are, or will be, published."""
        return self.brief(brief, "ready")


def briefs(project: Path = Path()) -> tuple[str, ...]:
    """Return the names of all briefs; raise ``BriefwrightError`` for one that cannot be part of an address."""
    names = sorted(path.name for path in (project / SOURCES).glob("[!.]*") if path.is_dir())
    for name in names:
        if not _NAME.fullmatch(name) or name in _RESERVED:
            message = (
                f"{SOURCES}/{name}: this name cannot be used. Use lower-case words joined by hyphens,"
                f" other than {', '.join(sorted(_RESERVED))}"
            )
            raise BriefwrightError(message)
    return tuple(names)


def documents(project: Path = Path()) -> tuple[str, ...]:
    """Return the names of all document types."""
    return tuple(sorted(path.parent.name for path in (project / TEMPLATES).glob("*/document.yaml")))
