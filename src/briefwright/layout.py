"""Every path of a build, and every name that a publication may not take.

All paths are relative to the project.  `build/` belongs to the public edition; an edition with another handling marking
has a folder of its own below it.
"""

from __future__ import annotations

import re
from pathlib import Path

from briefwright.errors import BriefwrightError

SOURCES = Path("sources")
TEMPLATES = Path("templates")
SCHEMAS = Path("schemas")
ERRORS = "errors.txt"
"""In the folder of a step: why the step, or an earlier one, failed."""
UNCHANGED = "unchanged"
"""The log of a step that made nothing new; the display of a build hides it."""
MANIFEST = "manifest.json"
"""The list of all files of the site, at its root."""
COLLECTED = ("glossary", "recommendations", "search")
"""Pages of the site that collect something from all briefs."""
PARTS = ("Snakefile", "workflow", "config", "profiles", "templates", "sources", "schemas", "src", "requirements.lock")
"""All that a build reads."""
_PUBLIC = "CLEAR"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# Folders and pages of the site (a server may show a page without its ending), identifiers on the index, and folders of
# build/work.
_RESERVED = frozenset({
    *COLLECTED, "assets", "by-topic", "cache", "fingerprint", "fonts", "publisher", "index", "logs", "main", "pagefind",
    "query", "schemas", "site", "templates",
})  # fmt: skip


class Layout:
    """The paths of a build for one handling marking, named as in ``AMBER``."""

    def __init__(self, marking: str = _PUBLIC) -> None:
        """Name all paths; nothing is read or made."""
        self.marking = marking
        self.build = Path("build") if marking == _PUBLIC else Path("build") / marking.lower()
        self.site = self.build / "site"  # what is published
        self.servers = self.build / "headers"  # configuration for web servers that serve it
        self.work = self.build / "work"  # intermediate files
        self.cache = self.work / "cache"  # results of expensive steps by a digest of their inputs
        self.logs = self.work / "logs"  # one for each job
        self.assets = self.work / "assets"  # fonts and the web's shared files
        self.site_pages = self.work / "site"  # the files of the site that belong to no single brief
        self.published = self.work / "published.json"  # what was published last: each file with its size and time
        self.fingerprint = self.work / "fingerprint"  # a digest of everything that the last build read

    def brief(self, brief: str, *parts: str) -> Path:
        """Return a path in a brief's folder of intermediate files; a wildcard of Snakemake may stand for the brief."""
        return self.work.joinpath(brief, *parts)

    def ready(self, brief: str) -> Path:
        """Return the folder with a brief's files as they are, or will be, published."""
        return self.brief(brief, "ready")


def briefs() -> tuple[str, ...]:
    """Return the names of all briefs; raise ``BriefwrightError`` for one that cannot be part of an address."""
    names = sorted(path.name for path in SOURCES.glob("[!.]*") if path.is_dir())
    for name in names:
        if not _NAME.fullmatch(name) or name in _RESERVED:
            raise BriefwrightError(
                f"{SOURCES}/{name}: this name cannot be used. Use lower-case words joined by hyphens,"
                f" other than {', '.join(sorted(_RESERVED))}"
            )
    return tuple(names)


def documents() -> tuple[str, ...]:
    """Return the names of all document types."""
    return tuple(sorted(path.parent.name for path in TEMPLATES.glob("*/document.yaml")))
