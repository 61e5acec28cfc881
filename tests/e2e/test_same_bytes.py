"""The same sources give the same bytes, whatever the folder, user, hash seed, time zone, locale and umask."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tools.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

SECOND_ENVIRONMENT = {"PYTHONHASHSEED": "4294967295", "TZ": "Pacific/Marquesas", "LC_ALL": "C"}
# Longer than a socket's address may be, with spaces and letters that a locale may not have.
FOLDER = f"a folder – d’été {'and on ' * 12}/مجلد"


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that everybody may enter, unlike those of pytest."""
    top = Path(tempfile.mkdtemp(prefix="briefwright-"))
    top.chmod(0o755)
    yield top
    shutil.rmtree(top)


def as_another() -> tuple[str, ...]:
    """Return what makes a command one of another user, where this one may become another: root on Linux.

    Wherever this Python is, in root's own home perhaps, the other may read it.
    """
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        return ()
    reading = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
    return ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *reading)


def test_second_build_gives_the_same_bytes(original: Project, elsewhere: Path) -> None:
    second = Project.copied(elsewhere / FOLDER)
    # As if it had been cloned years ago.
    for path in (second.root / "sources").rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    # A temporary folder whose name is too long for the warm server's socket: each job starts on its own.
    own = {"HOME": elsewhere / FOLDER / "home", "TMPDIR": elsewhere / FOLDER / "temporary"}
    for folder in own.values():
        folder.mkdir()
    another = as_another()
    if another:
        for path in (elsewhere, *elsewhere.rglob("*")):
            shutil.chown(path, "nobody")
    environment = {**SECOND_ENVIRONMENT, **{name: str(folder) for name, folder in own.items()}}
    run = second.run(*another, "snakemake", env=environment, umask=0o077)
    assert run.code == 0, run.text
    mine, others = original.digests(), second.digests()
    assert "manifest.json" in mine
    assert list(mine) == list(others)
    assert [name for name in mine if mine[name] != others[name]] == []
    for name in others:
        status = (second.site / name).stat()
        assert status.st_uid == (pwd.getpwnam("nobody").pw_uid if another else os.getuid())
        mode = stat.S_IMODE(status.st_mode)
        assert mode == 0o644, f"{name} has the mode {mode:o}: whoever serves the site could not read it"


def test_what_was_made_on_the_way_is_the_same(original: Project, built: Project) -> None:
    # A rebuild of everything, in a third folder and with seeds chosen by chance, goes through the same steps.
    run = built.run("snakemake", "--forceall")
    assert run.code == 0, run.text
    mine, others = (
        {name: digest for name, digest in project.digests().items() if not name.startswith("logs/")}
        for project in (built, original)
    )
    assert mine == others
