from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from briefwright.client import ADDRESS, INTERRUPTED

from briefwright import warm

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT = "from briefwright.client import main; main()"
# A client that could not do the work itself.
COLD = f"import sys; sys.modules['briefwright.cli'] = None; {CLIENT}"
TIMEOUT = 60


class Server:
    """A server that this test started."""

    def __init__(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            started: list[subprocess.Popen[bytes]] = []
            patch.setattr(warm, "_servers", started)
            patch.setenv(ADDRESS, "")
            warm.start()
            self.address = Path(os.environ[ADDRESS])
        self.process = started[0]

    def wait(self) -> None:
        """Wait until it listens: a client that asks before does the work itself."""
        for _ in range(TIMEOUT * 50):
            if self.address.exists():
                return
            assert self.process.poll() is None, "the server ended"
            with pytest.raises(subprocess.TimeoutExpired):
                self.process.wait(0.02)
        pytest.fail("the server does not listen")

    def end(self) -> int:
        """Close its standard input and return its exit code."""
        assert self.process.stdin
        self.process.stdin.close()
        try:
            return self.process.wait(TIMEOUT)
        finally:
            self.process.kill()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    started = Server()
    try:
        started.wait()
        yield started
    finally:
        started.end()


def start(address: Path, folder: Path, *arguments: str, code: str = COLD) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={**os.environ, ADDRESS: str(address)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(address: Path, folder: Path, *arguments: str, code: str = COLD) -> tuple[int, str, str]:
    with start(address, folder, *arguments, code=code) as process:
        out, err = process.communicate(timeout=TIMEOUT)
    return process.returncode, out, err


def connected(server: Server) -> socket.socket:
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.settimeout(TIMEOUT)
    client.connect(str(server.address))
    return client


def test_a_verb_prints_what_it_would_print(server: Server, tmp_path: Path) -> None:
    code, out, err = run(server.address, tmp_path, "--help")
    assert (code, err) == (0, "")
    assert "Essays into families of documents." in out
    assert (code, out, err) == run(tmp_path / "gone", tmp_path, "--help", code=CLIENT)


def test_a_verb_runs_in_the_clients_folder(server: Server, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        assert run(server.address, tmp_path / name, "schemas", "--output", name) == (0, "", "")
        assert (tmp_path / name / name / "brief.schema.json").is_file()


def test_problems_come_with_their_exit_codes(server: Server, tmp_path: Path) -> None:
    assert run(server.address, tmp_path, "check") == (1, "", "error: there is no brief under sources/\n")
    code, out, err = run(server.address, tmp_path, "nosuch")
    assert (code, out) == (2, "")
    assert "No such command 'nosuch'" in err
    lost = "error: b: No such file or directory\n"
    assert run(server.address, tmp_path, "publish", "a", "b", "c") == (2, "", lost)
    astray = ("fingerprint", "stage", "elsewhere/a", "--views", "site.json", "-o", "release")
    code, out, err = run(server.address, tmp_path, *astray)
    assert (code, out) == (70, "")
    assert err.startswith("internal error: ValueError: ")


@pytest.mark.parametrize("length", [50_000, 200_000, 1_000_000])
def test_a_long_request_comes_whole(server: Server, tmp_path: Path, length: int) -> None:
    # The last one holds.
    many = ["--output", "x" * 980] * (length // 1000)
    assert run(server.address, tmp_path, "schemas", *many, "--output", "made") == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_a_request_that_cannot_be_read_is_said(server: Server) -> None:
    reading, writing = os.pipe()
    with connected(server) as client:
        socket.send_fds(client, [b'{"arguments": ["schemas"'], [writing, writing])
        os.close(writing)
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1) == bytes([70])
    with os.fdopen(reading) as said:
        assert said.read().startswith("internal error: the build's server cannot do what it is asked: JSONDecode")


def test_a_client_that_has_not_sent_all_holds_up_nobody(server: Server, tmp_path: Path) -> None:
    with connected(server), connected(server) as begun:
        begun.sendall(b"{")
        with start(server.address, tmp_path, "schemas") as process:
            assert process.communicate(timeout=TIMEOUT) == ("", "")
    assert process.returncode == 0


def test_a_client_that_asks_nothing_gets_no_answer(server: Server) -> None:
    with connected(server) as client:
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1) == b""


def test_two_jobs_run_at_once(server: Server, tmp_path: Path) -> None:
    (tmp_path / "stage").mkdir()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with start(server.address, tmp_path, "publish", "stage", "pipe", "site") as waiting:
        assert run(server.address, tmp_path, "schemas") == (0, "", "")
        assert waiting.poll() is None
        pipe.write_text("late")
        assert waiting.communicate(timeout=TIMEOUT) == ("", "")
    assert waiting.returncode == 0
    assert (tmp_path / "site/pipe").read_text() == "late"


def test_a_client_that_is_stopped_says_nothing_and_its_job_neither(server: Server, tmp_path: Path) -> None:
    (tmp_path / "stage").mkdir()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    log = tmp_path / "log"
    with log.open("w") as said:
        client = subprocess.Popen(
            ["env", "--default-signal=INT", sys.executable, "-c", COLD, "publish", "stage", "pipe", "site"],
            cwd=tmp_path,
            env={**os.environ, ADDRESS: str(server.address)},
            stderr=said,
        )
        # Opening a pipe waits for who reads it, which is the job.
        with pipe.open("w") as late:
            client.send_signal(signal.SIGINT)
            assert client.wait(TIMEOUT) == INTERRUPTED
            late.write("late")
    published = tmp_path / "site/pipe"
    for _ in range(TIMEOUT * 50):
        if published.exists():
            break
        time.sleep(0.02)
    assert published.read_text() == "late"
    # The server still answers, and has waited for its child by then.
    assert run(server.address, tmp_path, "schemas") == (0, "", "")
    assert log.read_text() == ""


@pytest.mark.parametrize("address", ["gone/socket", "file"])
def test_without_a_server_the_client_does_the_work_itself(tmp_path: Path, address: str) -> None:
    (tmp_path / "file").touch()
    code, _, err = run(tmp_path / address, tmp_path, "check")
    assert code == 1
    assert "import of briefwright.cli halted" in err
    failed = (1, "", "error: there is no brief under sources/\n")
    assert run(tmp_path / address, tmp_path, "check", code=CLIENT) == failed


def test_a_server_ends_with_its_standard_input_and_removes_its_folder() -> None:
    server = Server()
    try:
        server.wait()
        assert server.address.stat().st_mode & 0o170000 == 0o140000
        assert server.address.parent.stat().st_mode & 0o077 == 0
    finally:
        code = server.end()
    assert code == 0
    assert not server.address.parent.exists()
