"""A build's jobs in processes that are warm already.

Most of a verb's time is Python importing what it needs.  During a build one process imports it all once and forks for
each job; `client` asks it, and does the work itself where there is none, so that nothing but speed depends on it.
The server ends when its standard input does, and so with the build, however that ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from briefwright.client import ADDRESS, LIMIT

__all__ = ["serve", "start"]

_LONGEST_ADDRESS = 100
"""Characters; Linux takes 107 (unix(7), sun_path)."""
_PR_SET_PDEATHSIG = 1
"""prctl(2)."""
_servers: list[subprocess.Popen[bytes]] = []


def start() -> None:
    """Start a server for this process's jobs, and name it in the environment; where forking is not safe, do nothing."""
    if sys.platform != "linux":
        return
    address = Path(tempfile.mkdtemp(prefix="briefwright-")) / "socket"
    if len(str(address)) > _LONGEST_ADDRESS:
        address.parent.rmdir()
        return
    os.environ[ADDRESS] = str(address)
    command = [sys.executable, "-m", "briefwright.warm", str(address)]
    # Kept, so that the pipe to it stays open as long as this process runs.
    _servers.append(subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True))  # noqa: S603 - ourselves


def serve(address: str) -> None:
    """Import what jobs need, then fork for each request until standard input ends."""
    _preload()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server, contextlib.ExitStack() as end:
        end.callback(shutil.rmtree, Path(address).parent, ignore_errors=True)
        server.bind(address)
        server.listen()
        while True:
            ready, _, _ = select.select([server, sys.stdin], [], [], 1)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            if sys.stdin in ready:
                return
            if server in ready:
                client, _ = server.accept()
                if os.fork() == 0:
                    end.pop_all()
                    _answer(client)
                client.close()


def _preload() -> None:
    from briefwright import (  # noqa: F401, PLC0415 - imported for the children
        cli,
        compose,
        convert,
        fetch,
        impose,
        language,
        page,
        sources,
        typeset,
        views,
    )


def _answer(client: socket.socket) -> None:
    """Run one request in this process, which ends with it."""
    code = 70
    # A job ends with its build, which holds the lock.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    try:
        request, descriptors, _, _ = socket.recv_fds(client, LIMIT, 2)
        job = json.loads(request)
        for stream, descriptor in zip((1, 2), descriptors, strict=True):
            os.dup2(descriptor, stream)
        os.chdir(job["folder"])
        sys.argv = ["briefwright", *job["arguments"]]
        code = _run()
    finally:
        client.send(bytes([code]))
        os._exit(code)


def _run() -> int:
    from briefwright import cli  # noqa: PLC0415 - imported already

    try:
        cli.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    serve(sys.argv[1])
