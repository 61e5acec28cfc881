"""What the Snakefile needs to know: the plan of a build, and how a build starts.

It imports little, since Snakemake loads it also when there is nothing to do.
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

from briefwright import cache, layout, warm
from briefwright.config import read_config
from briefwright.errors import BriefwrightError
from briefwright.layout import ERRORS, SCHEMAS, SOURCES, TEMPLATES, Layout
from briefwright.output import write
from briefwright.site.publish import is_intact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Plan:
    """A build: which briefs for which readers, and where."""

    layout: Layout
    briefs: tuple[str, ...]
    known: tuple[str, ...]
    documents: tuple[str, ...]
    signer: str

    @property
    def marking(self) -> str:
        """The handling marking of the edition, as in ``AMBER``."""
        return self.layout.marking

    @property
    def engine(self) -> str:
        """The digest of the program: an edit of it is an edit of every step."""
        return cache.engine()

    @property
    def fingerprint(self) -> str:
        """A digest of everything that the build reads."""
        parts = (self.engine, self.signer, digest(TEMPLATES, SCHEMAS), *map(self.sources, self.known), *self.briefs)
        return sha256("\n".join(parts).encode()).hexdigest()

    def sources(self, brief: str) -> str:
        """Return the digest of everything that a brief is resolved from."""
        return f"{digest(SOURCES / brief)} {digest(*sorted(SOURCES.glob('*.yaml')))}"


@lru_cache(maxsize=4096)
def digest(*paths: Path | str) -> str:
    """Return the digest of files and folders; those that are missing are for the step to report."""
    return cache.digest(*(path for path in map(Path, paths) if path.exists()))


def options(**folders: Iterable[str]) -> list[str]:
    """Return options of a command that may be given several times."""
    return [word for name, paths in folders.items() for path in paths for word in (f"--{name}", path)]


def plan(config: Mapping[str, Any]) -> Plan:
    """Return the plan of a build; raise ``WorkflowError`` with everything that is wrong with its settings."""
    try:
        settings = read_config(config)
        known = layout.briefs()
        signer = _signer()
    except BriefwrightError as error:
        raise WorkflowError(str(error)) from None
    made = Plan(Layout(settings.marking.plain), settings.briefs or known, known, layout.documents(), signer)
    if _BUILD.is_dir() and not _take_lock():
        return made  # `start` says so, unless this is a dry run
    _forget_failures(made)
    _forget_withdrawn(made)
    _forget_damage(made.layout)
    done = made.layout.fingerprint
    if not (done.is_file() and done.read_text("utf-8") == made.fingerprint):
        # They import while Snakemake plans.
        warm.start()
    return made


def finish(made: Plan) -> None:
    """Note what was built, so that the next build knows whether there will be something to do."""
    write(made.layout.fingerprint, made.fingerprint)


def _signer() -> str:
    """Return a digest of the publisher's key, or nothing; opening it here shows a wrong password before the build."""
    from briefwright.extras.signing_settings import names_key  # noqa: PLC0415 - what signs takes half a second to import

    if not names_key(os.environ):
        return ""
    from briefwright.extras.keys import key_identity  # noqa: PLC0415

    return key_identity(os.environ) or ""


def _forget_failures(made: Plan) -> None:
    """Remove what steps that failed wrote, so that the build tries them again."""
    for brief in made.briefs:
        outcome = made.layout.brief(brief, "outcome.json")
        if outcome.is_file() and json.loads(outcome.read_text("utf-8"))["errors"]:
            outcome.unlink()
        for pattern in (f"*/{ERRORS}", f"*/*/{ERRORS}"):
            for file in made.layout.brief(brief).glob(pattern):
                shutil.rmtree(file.parent, ignore_errors=True)


def _forget_withdrawn(made: Plan) -> None:
    """Remove what was made of briefs whose sources are gone, so that a new brief with such a name never shows it."""
    for ready in made.layout.work.glob("*/ready"):
        if ready.parent.name not in made.known:
            shutil.rmtree(ready.parent)


def _forget_damage(at: Layout) -> None:
    """Remove the stamp of a site that is not as it was published, so that the build publishes again."""
    if at.published.is_file() and not is_intact(at.site, json.loads(at.published.read_text("utf-8"))):
        at.published.unlink()


_BUILD = Path("build")
_lock: list[IO[str]] = []
_MOMENT = 0.05
"""Seconds after which the callback that lost an interrupt has surely returned."""


def _take_lock() -> bool:
    """Keep a second build out; return whether this process is the one that may build.

    The kernel frees the lock when the process dies, however it dies.
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


def start(workflow: Any) -> None:  # noqa: ANN401 - Snakemake's own
    """Refuse a second build, and start the servers that run the steps."""
    _BUILD.mkdir(exist_ok=True)
    if not _take_lock():
        raise WorkflowError("another build is running in this folder; wait for it, or stop it")
    # Cores alone limit the jobs.  With a rate limit, Snakemake waits a second at the end.
    workflow.scheduler.job_rate_limiter = None
    _deliver_lost_interrupts()
    warm.start()


def _deliver_lost_interrupts() -> None:
    """From now on, send a lost interrupt to this process's main thread once more, and print nothing of it.

    Python raises ``KeyboardInterrupt`` between any two instructions of the main thread, also inside a callback of a
    weak reference or a destructor.  Nothing catches it there: it is printed as unraisable and lost, and what was to be
    stopped goes on.
    """
    former = sys.unraisablehook

    def hook(unraisable: sys.UnraisableHookArgs) -> None:
        if not issubclass(unraisable.exc_type, KeyboardInterrupt):
            former(unraisable)
            return
        main = threading.main_thread().ident
        if main is not None:
            again = threading.Timer(_MOMENT, signal.pthread_kill, (main, signal.SIGINT))
            again.daemon = True
            again.start()

    sys.unraisablehook = hook
