"""The shell commands of the README and of the documentation, run as they stand."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pypandoc
import pytest

from tests.tools import authority
from tests.tools.project import REPORT, ROOT, Project

if TYPE_CHECKING:
    from tests.tools.project import Once

pytestmark = [pytest.mark.slow, pytest.mark.pandoc]

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCKS = {
    f"{page.name}:{text.count(chr(10), 0, block.start()) + 1}": block[1]
    for page in PAGES
    for text in [page.read_text("utf-8")]
    for block in re.finditer(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
}
# Tests would run themselves, and locks change with the day: make only lists these commands.  A server gets its Ctrl-C.
PREAMBLE = """
make() {
    case "${1:-all}" in
    test* | lint | lock) command make --dry-run "$@" ;;
    *) command make "$@" ;;
    esac
}
briefwright() {
    case "$1" in
    serve) timeout --preserve-status --signal=INT 5 briefwright "$@" --port 0 ;;
    *) command briefwright "$@" ;;
    esac
}
"""
# What a reader writes for the words in capitals.
READERS = {"BRIEF": "sources/cyber-recruitment", "WORDS": "'strengthen the level of coordination'"}
# What a set-up compares with its stamp (`.ci/setup.sh`).
SET_UP = ("requirements.lock", "pyproject.toml", ".ci/setup.sh")


@pytest.fixture(scope="session")
def signed(once: Once, first: Project) -> Project:
    """The built project, signed.  Leave it as it is."""

    def make(target: Path) -> Project:
        project, publisher, keys = first.copy_to(target), authority.create(), target / "keys"
        keys.mkdir()
        (keys / "publisher.p12").write_bytes(publisher.pkcs12)
        (keys / "publisher.password").write_text(authority.PASSWORD, "utf-8")
        (keys / "publisher.pem").write_bytes(publisher.root.pem)
        settings = {"PKCS12": keys / "publisher.p12", "PKCS12_PASSWORD_FILE": keys / "publisher.password"}
        run = project.run("snakemake", env={f"BRIEFWRIGHT_{name}": str(path) for name, path in settings.items()})
        assert run.code == 0, run.text
        return project

    return once("signed", make)


@pytest.fixture
def project(signed: Project, first: Project, tmp_path: Path) -> Project:
    """The built project, set up, with the publisher's keys and the files that somebody received."""
    built = first.copy_to(tmp_path / "project")
    shutil.copytree(ROOT / ".ci", built.root / ".ci")
    shutil.copytree(signed.root / "keys", built.root / "keys")
    received = (
        signed.root / "keys/publisher.pem",
        signed.site / "manifest.json",
        next(signed.site.glob(f"*/{REPORT}.pdf")),
    )
    for source in (ROOT / "Makefile", ROOT / "pyproject.toml", *received):
        shutil.copy2(source, built.root)
    # The reader's own text.
    essay, memo = ROOT / "tests/data/sources/sample/essay.md", built.root / "memo.docx"
    subprocess.run([pypandoc.get_pandoc_path(), "--from=markdown", f"--output={memo}", essay], check=True, timeout=60)
    set_up(built.root)
    return built


def set_up(root: Path) -> None:
    """Link the environment of the tests into a project as its own, so that `make` finds it set up."""
    environment = root / ".venv"
    environment.mkdir()
    for part in Path(sys.prefix).iterdir():
        if part.suffix not in {".stamp", ".lock", ".log"}:
            (environment / part.name).symlink_to(part)
    stamp = "".join((root / name).read_text("utf-8") for name in SET_UP)
    (environment / "publish.stamp").write_text(f"{root.resolve()}\n{stamp}", "utf-8")


@pytest.mark.parametrize("place", BLOCKS)
def test_commands_succeed(project: Project, place: str) -> None:
    script = BLOCKS[place]
    for name, value in READERS.items():
        script = re.sub(rf"\b{name}\b", value, script)
    run = project.run("bash", "-euc", PREAMBLE + script, env={"HOME": str(project.root)})
    assert run.code == 0, run.text
