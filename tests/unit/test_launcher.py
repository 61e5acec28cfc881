from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from briefwright import launcher
from briefwright.launcher import SOCKETS_VARIABLE
from briefwright.layout import ERRORS, Layout
from briefwright.process import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

CLIENT = "from briefwright.launcher import main; main()"
# A client that cannot run the step itself.
SERVER_ONLY = f"import sys; sys.modules['briefwright.cli'] = None; {CLIENT}"
TIMEOUT = 60
# Quick steps, one for each server: they pass on the error of an earlier step.
RENDER = ("step", "render", "--resolved", "failed", "--output", "made")
TYPESET = ("step", "typeset", "a", *(f"--{name}=failed" for name in ("resolved", "figures", "fragments")), "-omade")
# A step that waits until its manifest, a pipe, is written.
PUBLISH = ("step", "publish", "site", "outcome.json", "-o", "published.json")
PAGE = b"late"
MANIFEST = json.dumps({"briefs": [], "files": [{"path": "a.html", "sha256": hashlib.sha256(PAGE).hexdigest()}]})
PUBLISHED = Layout().site / "a.html"


class Servers:
    """The servers of a build; the test acts as the build."""

    def __init__(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            started: list[subprocess.Popen[bytes]] = []
            patch.setattr(launcher, "_processes", started)
            patch.setenv(SOCKETS_VARIABLE, "")
            launcher.start_servers()
            self.folder = Path(os.environ[SOCKETS_VARIABLE])
        self.processes = started

    def end(self) -> list[int]:
        """Close their standard input, as the end of the build does; return their exit codes."""
        for process in self.processes:
            assert process.stdin
            process.stdin.close()
        try:
            return [process.wait(TIMEOUT) for process in self.processes]
        finally:
            for process in self.processes:
                process.kill()


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    started = Servers()
    yield started
    started.end()


@pytest.fixture(autouse=True)
def _work(tmp_path: Path) -> None:
    """A failed step, and a site to publish whose manifest is a pipe."""
    for name in ("failed", "site/site"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "failed" / ERRORS).write_text("error: it fails\n", "utf-8")
    (tmp_path / "outcome.json").write_text('{"brief": "a", "errors": ""}', "utf-8")
    (tmp_path / "site/site/a.html").write_bytes(PAGE)
    os.mkfifo(tmp_path / "site/site/manifest.json")


def start(address: Path, folder: Path, *arguments: str, code: str = SERVER_ONLY) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={**os.environ, SOCKETS_VARIABLE: str(address)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(address: Path, folder: Path, *arguments: str, code: str = SERVER_ONLY) -> tuple[int, str, str]:
    with start(address, folder, *arguments, code=code) as process:
        out, err = process.communicate(timeout=TIMEOUT)
    return process.returncode, out, err


def connected(servers: Servers) -> socket.socket:
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.settimeout(TIMEOUT)
    client.connect(str(servers.folder / "text"))
    return client


def test_step_prints_the_same_with_and_without_a_server(servers: Servers, tmp_path: Path) -> None:
    code, out, err = run(servers.folder, tmp_path, "step", "--help")
    assert (code, err) == (0, "")
    assert "Steps of the workflow, which Snakemake calls." in out
    assert (code, out, err) == run(tmp_path / "gone", tmp_path, "step", "--help", code=CLIENT)


@pytest.mark.parametrize("step", [RENDER, TYPESET])
def test_step_runs_in_the_folder_of_its_client(servers: Servers, tmp_path: Path, step: tuple[str, ...]) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "failed").symlink_to("../failed")
        assert run(servers.folder, tmp_path / name, *step) == (0, "", "unchanged\n")
        assert (tmp_path / name / "made" / ERRORS).is_file()


def test_server_returns_errors_with_their_exit_codes(servers: Servers, tmp_path: Path) -> None:
    code, out, err = run(servers.folder, tmp_path, "step", "site", "--assets", "a", "-o", "b")
    assert (code, out) == (1, "")
    assert err.startswith("error: nothing to publish")
    code, out, err = run(servers.folder, tmp_path, "step", "nosuch")
    assert (code, out) == (2, "")
    assert "No such command 'nosuch'" in err
    missing = "error: gone/site/manifest.json: No such file or directory\n"
    assert run(servers.folder, tmp_path, "step", "publish", "gone", "b", "-o", "c") == (2, "", missing)
    (tmp_path / "site/site/manifest.json").unlink()
    (tmp_path / "site/site/manifest.json").write_text("{}")
    code, out, err = run(servers.folder, tmp_path, *PUBLISH)
    assert (code, out) == (70, "")
    assert err.startswith("internal error: KeyError: 'briefs'")


def test_verbs_other_than_steps_run_without_a_server(servers: Servers, tmp_path: Path) -> None:
    code, _, err = run(servers.folder, tmp_path, "check")
    assert code == 1
    assert "import of briefwright.cli halted" in err


@pytest.mark.parametrize("length", [50_000, 200_000, 1_000_000])
def test_server_receives_a_long_request_completely(servers: Servers, tmp_path: Path, length: int) -> None:
    # The last of these options takes effect.
    many = ["--output", "x" * 980] * (length // 1000)
    command = ("step", "render", "--resolved", "failed")
    assert run(servers.folder, tmp_path, *command, *many, "--output", "made") == (0, "", "unchanged\n")
    assert {path.name for path in tmp_path.iterdir()} == {"failed", "made", "outcome.json", "site"}


@pytest.mark.parametrize("request_", [b'{"arguments": ["step"', b"{}", b"[]", b'{"arguments": [], "folder": "gone"}'])
def test_invalid_request_is_an_internal_error(servers: Servers, request_: bytes) -> None:
    reading, writing = os.pipe()
    with connected(servers) as client:
        socket.send_fds(client, [request_], [writing, writing])
        os.close(writing)
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1) == bytes([70])
    with os.fdopen(reading) as stderr:
        assert stderr.read().startswith("internal error: ")


def test_unfinished_request_does_not_block_other_clients(servers: Servers, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with connected(servers), connected(servers) as unfinished:
        socket.send_fds(unfinished, [b"{"], [writing, writing])
        assert run(servers.folder, tmp_path, *RENDER) == (0, "", "unchanged\n")
    os.close(writing)
    os.close(reading)


def test_jobs_run_in_parallel(servers: Servers, tmp_path: Path) -> None:
    with start(servers.folder, tmp_path, *PUBLISH) as waiting:
        assert run(servers.folder, tmp_path, *RENDER) == (0, "", "unchanged\n")
        assert waiting.poll() is None
        with opened(tmp_path / "site/site/manifest.json") as late:
            late.write(MANIFEST)
        assert waiting.communicate(timeout=TIMEOUT) == ("", "")
    assert waiting.returncode == 0
    assert (tmp_path / PUBLISHED).read_bytes() == PAGE


def test_interrupted_client_and_its_job_print_nothing(servers: Servers, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("w") as stderr:
        client = subprocess.Popen(
            ["env", "--default-signal=INT", sys.executable, "-c", SERVER_ONLY, *PUBLISH],
            cwd=tmp_path,
            env={**os.environ, SOCKETS_VARIABLE: str(servers.folder)},
            stderr=stderr,
        )
        with opened(tmp_path / "site/site/manifest.json") as late:
            client.send_signal(signal.SIGINT)
            assert client.wait(TIMEOUT) == ExitCode.INTERRUPTED
            late.write(MANIFEST)
    wait_for(tmp_path / "published.json")
    assert (tmp_path / PUBLISHED).read_bytes() == PAGE
    # The server still answers.
    assert run(servers.folder, tmp_path, *RENDER) == (0, "", "unchanged\n")
    assert log.read_text() == ""


def opened(path: Path) -> IO[str]:
    """Open a named pipe for writing as soon as a job reads it."""
    for _ in range(TIMEOUT * 50):
        with suppress(OSError):  # no job reads it yet
            return os.fdopen(os.open(path, os.O_WRONLY | os.O_NONBLOCK), "w")
        time.sleep(0.02)
    pytest.fail(f"no job reads {path}")


def wait_for(path: Path) -> None:
    for _ in range(TIMEOUT * 50):
        if path.exists():
            return
        time.sleep(0.02)
    pytest.fail(f"{path} is missing")


@pytest.mark.parametrize("address", ["gone", "outcome.json"])
def test_client_runs_the_step_itself_without_a_server(tmp_path: Path, address: str) -> None:
    code, _, err = run(tmp_path / address, tmp_path, *RENDER)
    assert code == 1
    assert "import of briefwright.cli halted" in err
    assert run(tmp_path / address, tmp_path, *RENDER, code=CLIENT) == (0, "", "unchanged\n")
    assert (tmp_path / "made" / ERRORS).is_file()


def test_servers_end_with_their_build_and_remove_their_folder() -> None:
    servers = Servers()
    assert {path.name for path in servers.folder.iterdir()} == {"print", "text"}
    assert servers.folder.stat().st_mode & 0o077 == 0
    assert servers.end() == [0, 0]
    assert not servers.folder.exists()


def test_job_ends_with_its_server(tmp_path: Path) -> None:
    servers = Servers()
    with start(servers.folder, tmp_path, *PUBLISH) as client, opened(tmp_path / "site/site/manifest.json"):
        assert servers.end() == [0, 0]
        # The client then tries to run the step itself.
        assert "import of briefwright.cli halted" in client.communicate(timeout=TIMEOUT)[1]
    assert not (tmp_path / PUBLISHED).exists()


@pytest.mark.parametrize("reason", ["platform", "address"])
def test_starts_no_server_where_it_cannot_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    (tmp_path / ("x" * 90)).mkdir()
    monkeypatch.delenv(SOCKETS_VARIABLE, raising=False)
    monkeypatch.setattr(launcher, "_processes", [])
    if reason == "platform":
        monkeypatch.setattr(sys, "platform", "darwin")
    else:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("x" * 90)))
    launcher.start_servers()
    assert launcher._processes == []  # noqa: SLF001 - the servers
    assert SOCKETS_VARIABLE not in os.environ
    assert list((tmp_path / ("x" * 90)).iterdir()) == []
