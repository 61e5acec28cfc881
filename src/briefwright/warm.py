"""A build's jobs in processes that are warm already.

Most of a verb's time is Python importing what it needs.  During a build one process imports it all once and forks for
each job; `client` asks it, and does the work itself where there is none, so that nothing but speed depends on it.
A job that comes while the server still imports what it needs waits for that; importing it twice takes longer.
The server ends when its standard input does, and so with the build, however that ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from briefwright.client import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["serve", "start"]

_LONGEST_ADDRESS = 100
"""Characters; Linux takes 107 (unix(7), sun_path)."""
_PART = 1 << 16
"""Bytes that are read at a time."""
_VERB = re.compile(rb'{"arguments": \["([a-z-]+)"')
"""How a request begins, as `client` writes it."""
_PR_SET_PDEATHSIG = 1
"""prctl(2)."""
_EARLY = {"assets", "code", "contract", "data", "export", "figure", "fonts", "resolve"}
"""What a build begins with; it needs nothing that is imported later."""
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
    # It listens before it runs, so that no job comes too early.
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(address))
        server.listen()
        command = [sys.executable, "-m", "briefwright.warm", str(server.fileno())]
        # Kept, so that the pipe to it stays open as long as this process runs.
        _servers.append(
            subprocess.Popen(  # noqa: S603 - ourselves
                command, stdin=subprocess.PIPE, pass_fds=[server.fileno()], start_new_session=True
            )
        )


def serve(descriptor: int) -> None:
    """Import what jobs need, forking for each request that needs no more, until standard input ends.

    ``descriptor`` is that of a socket that listens at an address in a folder of its own.
    """
    gc.disable()  # what is imported stays
    with socket.socket(fileno=descriptor) as server, contextlib.ExitStack() as end:
        end.callback(shutil.rmtree, Path(server.getsockname()).parent, ignore_errors=True)
        _import_first()
        later = _import_later()
        waits = True
        # Who has connected and not asked yet; to wait for one would hold up the others.
        clients: list[socket.socket] = []
        while True:
            ready, _, _ = select.select([server, sys.stdin, *clients], [], [], 0 if waits else 1)
            _forget_ended()
            if sys.stdin in ready:
                return
            if server in ready:
                clients.append(server.accept()[0])
            for client in [one for one in clients if one in ready]:
                clients.remove(client)
                with client:
                    verb = _verb(client)
                    if verb is None:
                        continue
                    if waits and verb not in _EARLY:
                        *_, waits = later
                    if os.fork() == 0:
                        end.pop_all()
                        for other in clients:
                            other.close()
                        _answer(client)
            if waits and not ready:
                waits = next(later, False)


def _forget_ended() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _import_first() -> None:
    from briefwright import cli
    from briefwright.content import exports, provenance, release, views
    from briefwright.sources import lint, loading


def _import_later() -> Iterator[bool]:
    """Import the rest in the order in which a build needs it, a step at a time; yield whether more is left."""
    from briefwright import language
    from briefwright.html import compose, convert, page

    yield True
    from briefwright.html import impose
    from briefwright.pdf import fetch, typeset

    yield True
    from briefwright.verify import document, manifest, published

    yield False


def _verb(client: socket.socket) -> str | None:
    """Return what a request is about, and leave it to be answered; ``None`` where its client is gone.

    "" where what came until now does not say it: that costs its job time and no more.
    """
    try:
        said = client.recv(_PART, socket.MSG_PEEK)
    except OSError:
        return None
    begun = _VERB.match(said)
    return (begun[1].decode() if begun else "") if said else None


def _answer(client: socket.socket) -> None:
    """Run one request in this process, which ends with it."""
    code = 70
    # A job ends with its build, which holds the lock.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    try:
        sys.argv = ["briefwright", *_request(client)]
    except (KeyError, OSError, TypeError, ValueError) as error:
        name = type(error).__name__
        sys.stderr.write(f"internal error: the build's server cannot do what it is asked: {name}: {error}\n")
        sys.stderr.flush()
    else:
        code = _run()
    finally:
        with contextlib.suppress(OSError):  # who asked was stopped meanwhile
            client.send(bytes([code]))
        os._exit(code)


def _request(client: socket.socket) -> list[str]:
    """Read a request to its end, take over its streams and its folder, and return its arguments."""
    # Reading stops behind the part that carries descriptors.
    request, descriptors, _, _ = socket.recv_fds(client, _PART, 2)
    for stream, descriptor in zip((1, 2), descriptors, strict=True):
        os.dup2(descriptor, stream)
    parts = [request]
    while part := client.recv(_PART):
        parts.append(part)
    job = json.loads(b"".join(parts))
    os.chdir(job["folder"])
    arguments: list[str] = job["arguments"]
    return arguments


def _run() -> int:
    from briefwright import cli

    try:
        cli.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    serve(int(sys.argv[1]))
