"""Code for the Snakefile: the plan of a build, digests, the build lock, interrupts.

Snakemake loads this module even if there is nothing to do, so it imports little.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import sys
import threading
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from snakemake.exceptions import WorkflowError

from briefwright import cache, launcher, layout
from briefwright.config import read_config
from briefwright.errors import BriefwrightError
from briefwright.layout import DRAFT_STAMP, ERRORS, PUBLISHER_FONTS, SCHEMAS, SOURCES, TEMPLATES, Layout
from briefwright.output import write
from briefwright.site.publish import is_intact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Plan:
    """The briefs, document types and paths of a build.

    ``all_briefs`` are the briefs of the site, ``briefs`` those to build. ``all_drafts`` are the briefs that the site
    leaves out, ``drafts`` those to build.
    """

    layout: Layout
    briefs: tuple[str, ...]
    all_briefs: tuple[str, ...]
    drafts: tuple[str, ...]
    all_drafts: tuple[str, ...]
    documents: tuple[str, ...]
    signer: str

    @property
    def marking(self) -> str:
        """The marking of the edition, such as ``AMBER``."""
        return self.layout.marking

    @property
    def engine_digest(self) -> str:
        """The digest of the program; all steps run again if it changes."""
        return cache.engine_digest()

    @property
    def targets(self) -> list[Path]:
        """The files that the build makes last: the stamp of the site, unless only drafts are built; those of drafts."""
        site = [self.layout.published] if self.briefs or not self.drafts else []
        return [*site, *(self.layout.brief(draft, DRAFT_STAMP) for draft in self.drafts)]

    @property
    def fingerprint(self) -> str:
        """The digest of all inputs of the build."""
        sources = map(self.sources_digest, (*self.all_briefs, *self.drafts))
        parts = (self.engine_digest, self.signer, digest(TEMPLATES, SCHEMAS), *sources, *self.briefs, *self.all_drafts)
        return sha256("\n".join(parts).encode()).hexdigest()

    def sources_digest(self, brief: str) -> str:
        """Return the digest of all sources of a brief."""
        return f"{digest(SOURCES / brief)} {self.publication_digest}"

    @property
    def publication_digest(self) -> str:
        """The digest of the sources that all briefs share: settings, theme, logo, fonts and citation styles."""
        files = sorted(path for path in SOURCES.glob("[!.]*") if path.is_file())
        return digest(*files, PUBLISHER_FONTS)


@lru_cache(maxsize=4096)
def digest(*paths: Path | str) -> str:
    """Return the digest of the files and folders that exist; the step reports missing ones."""
    return cache.digest(*(path for path in map(Path, paths) if path.exists()))


def options(**folders: Iterable[str]) -> list[str]:
    """Return repeated command-line options: ``--name PATH`` for each path."""
    return [word for name, paths in folders.items() for path in paths for word in (f"--{name}", path)]


def plan(config: Mapping[str, Any]) -> Plan:
    """Return the plan of a build, and prepare its folders; raise ``WorkflowError`` with all errors in the settings."""
    try:
        settings = read_config(config)
        known = layout.briefs()
        signer = _signer()
    except BriefwrightError as error:
        raise WorkflowError(str(error)) from None
    all_drafts = tuple(filter(layout.is_draft, known))
    all_briefs = tuple(name for name in known if name not in all_drafts)
    build = Plan(
        layout=Layout(settings.marking.plain),
        briefs=tuple(name for name in settings.briefs or all_briefs if name in all_briefs),
        all_briefs=all_briefs,
        drafts=tuple(name for name in settings.briefs if name in all_drafts),
        all_drafts=all_drafts,
        documents=layout.documents(),
        signer=signer,
    )
    if _BUILD.is_dir() and not _take_lock():
        return build  # `start` reports the other build; a dry run goes on
    _remove_failed_steps(build)
    _remove_deleted_briefs(build)
    _remove_stamp_of_changed_site(build.layout)
    last = build.layout.fingerprint
    if not (last.is_file() and last.read_text("utf-8") == build.fingerprint):
        # The servers import libraries while Snakemake plans.
        launcher.start_servers()
    return build


def record_build(build: Plan) -> None:
    """Write the fingerprint of the build; if it is still valid, the next build needs no servers."""
    write(build.layout.fingerprint, build.fingerprint)


def _signer() -> str:
    """Return the identity of the publisher's key, or ``""``. A key that cannot be opened stops the build at once."""
    from briefwright.extras.signing_settings import has_key  # noqa: PLC0415 - signing takes half a second to import

    if not has_key(os.environ):
        return ""
    from briefwright.extras.keys import key_identity  # noqa: PLC0415

    return key_identity(os.environ) or ""


def _remove_failed_steps(build: Plan) -> None:
    """Remove the output of failed steps, so they run again."""
    for brief in (*build.briefs, *build.drafts):
        outcome = build.layout.brief(brief, "outcome.json")
        if outcome.is_file() and json.loads(outcome.read_text("utf-8"))["errors"]:
            outcome.unlink()
        for pattern in (f"*/{ERRORS}", f"*/*/{ERRORS}"):
            for file in build.layout.brief(brief).glob(pattern):
                shutil.rmtree(file.parent, ignore_errors=True)


def _remove_deleted_briefs(build: Plan) -> None:
    """Remove the published output of drafts and of briefs without sources; later builds must not publish it."""
    for ready in build.layout.work.glob("*/ready"):
        if ready.parent.name not in build.all_briefs:
            shutil.rmtree(ready.parent)


def _remove_stamp_of_changed_site(paths: Layout) -> None:
    """Remove the stamp of a site that was changed after publication, so that the build publishes again."""
    stamp = paths.published
    if stamp.is_file() and not is_intact(paths.site, json.loads(stamp.read_text("utf-8"))):
        stamp.unlink()


_BUILD = Path("build")
_lock: list[IO[str]] = []
_RESEND_AFTER = 0.05
"""Seconds after which the callback that lost an interrupt has certainly returned."""


def _take_lock() -> bool:
    """Take the build lock; return ``False`` if another process has it.

    The kernel releases the lock when the process ends, even if it is killed.
    """
    if not _lock:
        file = (_BUILD / ".lock").open("w", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        _lock.append(file)
    return True


def start(workflow: Any) -> None:  # noqa: ANN401 - Snakemake has no types
    """Take the build lock, and start the servers that run the steps; raise ``WorkflowError`` if another build runs."""
    _BUILD.mkdir(exist_ok=True)
    if not _take_lock():
        raise WorkflowError("another build is running in this folder; wait for it or stop it")
    # The cores limit the jobs. With a rate limit, Snakemake waits a second at the end.
    workflow.scheduler.job_rate_limiter = None
    _resend_lost_interrupts()
    launcher.start_servers()


def _resend_lost_interrupts() -> None:
    """Send each lost keyboard interrupt to the main thread again, and do not print it.

    Python raises ``KeyboardInterrupt`` between any two instructions of the main thread, also inside a destructor or a
    callback of a weak reference. There nothing can catch it: Python prints it as unraisable, and the build goes on.
    """
    previous = sys.unraisablehook

    def hook(unraisable: sys.UnraisableHookArgs) -> None:
        if not issubclass(unraisable.exc_type, KeyboardInterrupt):
            previous(unraisable)
            return
        main = threading.main_thread().ident
        if main is not None:
            resend = threading.Timer(_RESEND_AFTER, signal.pthread_kill, (main, signal.SIGINT))
            resend.daemon = True
            resend.start()

    sys.unraisablehook = hook
