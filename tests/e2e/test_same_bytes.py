"""The same sources give the same bytes with any folder, user, hash seed, time zone, locale and umask."""

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
# Too long for a socket's address, with spaces and letters that a locale may lack.
FOLDER = f"a folder – d’été {'and on ' * 12}/مجلد"


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that all users may enter, unlike those of pytest."""
    top = Path(tempfile.mkdtemp(prefix="briefwright-"))
    top.chmod(0o755)
    yield top
    shutil.rmtree(top)


def as_nobody() -> tuple[str, ...]:
    """Return the words before a command that run it as the user nobody, if this user may: root on Linux.

    The capability lets nobody read this Python, which may be in root's home.
    """
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        return ()
    reading = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
    return ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *reading)


def test_second_build_gives_the_same_bytes(original: Project, elsewhere: Path) -> None:
    second = Project.of_sample(elsewhere / FOLDER)
    # As in an old clone.
    for path in (second.root / "sources").rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    # The name of the temporary folder is too long for the servers' sockets, so each job runs without a server.
    folders = {"HOME": elsewhere / FOLDER / "home", "TMPDIR": elsewhere / FOLDER / "temporary"}
    for folder in folders.values():
        folder.mkdir()
    prefix = as_nobody()
    if prefix:
        for path in (elsewhere, *elsewhere.rglob("*")):
            shutil.chown(path, "nobody")
    environment = {**SECOND_ENVIRONMENT, **{name: str(folder) for name, folder in folders.items()}}
    run = second.run(*prefix, "snakemake", env=environment, umask=0o077)
    assert run.code == 0, run.text
    first, others = original.digests(), second.digests()
    assert "manifest.json" in first
    assert list(first) == list(others)
    assert [name for name in first if first[name] != others[name]] == []
    for name in others:
        status = (second.site / name).stat()
        assert status.st_uid == (pwd.getpwnam("nobody").pw_uid if prefix else os.getuid())
        mode = stat.S_IMODE(status.st_mode)
        assert mode == 0o644, f"{name} has the mode {mode:o}; a web server needs 644"


def test_rebuild_gives_the_same_intermediate_files(original: Project, built: Project) -> None:
    # In a third folder, with random hash seeds.
    run = built.run("snakemake", "--forceall")
    assert run.code == 0, run.text
    first, others = (
        {name: digest for name, digest in project.digests().items() if not name.startswith("logs/")}
        for project in (built, original)
    )
    assert first == others
