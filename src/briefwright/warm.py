"""Run the steps of a build in processes that have imported what they need.

Most of a short step's time is Python importing libraries.  During a build two servers import them once, one for the
steps that set type or read PDFs back and one for all others, and fork a process for each step.  `main`, the command
`briefwright`, asks a server where there is one, and runs the verb itself where there is none: only speed depends on it.
The servers end when their standard input does, and so with the build, however that ends.

This module imports little, because every job of a build starts with it.
"""

from __future__ import annotations

import io
import json
import os
import socket
import sys

ADDRESS = "BRIEFWRIGHT_WARM"
"""The environment variable with the folder of the servers' sockets."""
_HIDDEN_GROUP = "step"
_PRINT_STEPS = {"typeset", "verify"}
_SERVERS = ("text", "print")
"""Each imports a module of `cli` that is named after it, ``preload_text`` or ``preload_print``."""
_PART = 1 << 16
"""Bytes that are read at a time."""
_PR_SET_PDEATHSIG = 1
"""prctl(2)."""


def main() -> None:
    """Run the command line, in a server of the build where one answers."""
    arguments = sys.argv[1:]
    folder = os.environ.get(ADDRESS)
    try:
        code = ask(folder, arguments) if folder and arguments[:1] == [_HIDDEN_GROUP] else None
    except KeyboardInterrupt:
        from briefwright.process import ExitCode

        sys.exit(ExitCode.INTERRUPTED)
    if code is None:
        from briefwright import cli

        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows another in its place
        cli.main()
    sys.exit(code)


def ask(folder: str, arguments: list[str]) -> int | None:
    """Have a server run a step with this process's streams; return its exit code, or None if none answers."""
    name = "print" if _PRINT_STEPS & set(arguments[1:2]) else "text"
    request = json.dumps({"arguments": arguments, "folder": os.getcwd()}).encode()  # noqa: PTH109 - pathlib is slow to import
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        try:
            server.connect(f"{folder}/{name}")
            sent = socket.send_fds(server, [request], [1, 2])
            server.sendall(request[sent:])
            # The server reads until here.
            server.shutdown(socket.SHUT_WR)
            answer = server.recv(1)
        except OSError:
            return None
    return answer[0] if answer else None


def start() -> None:
    """Start the servers for this process's jobs, once; where forking is not safe, do nothing."""
    import subprocess
    import tempfile

    if sys.platform != "linux" or _children:
        return
    folder = tempfile.mkdtemp(prefix="briefwright-")
    if len(folder) > 90:  # noqa: PLR2004 - of 107 bytes that an address may have (unix(7), sun_path)
        os.rmdir(folder)  # noqa: PTH106 - as above
        return
    os.environ[ADDRESS] = folder
    for name in _SERVERS:
        # It listens before it runs, so that no job comes too early.
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
            server.bind(f"{folder}/{name}")
            server.listen(128)
            command = [sys.executable, "-m", "briefwright.warm", name, str(server.fileno())]
            _children.append(
                subprocess.Popen(  # noqa: S603 - ourselves
                    command, stdin=subprocess.PIPE, pass_fds=[server.fileno()], start_new_session=True
                )
            )


_children: list[object] = []
"""Keeps the pipes to the servers open as long as this process runs."""


def serve(name: str, descriptor: int) -> None:
    """Import the modules of a server, then fork for each request, until standard input ends."""
    import contextlib
    import gc
    import importlib
    import select
    import shutil

    gc.disable()  # what is imported stays
    server = socket.socket(fileno=descriptor)
    folder = os.path.dirname(server.getsockname())  # noqa: PTH120 - as above
    importlib.import_module(f"briefwright.cli.preload_{name}")
    while True:
        ready, _, _ = select.select([server, sys.stdin], [], [], 1)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if sys.stdin in ready:
            shutil.rmtree(folder, ignore_errors=True)
            return
        if server in ready:
            client, _ = server.accept()
            with client:
                if os.fork() == 0:
                    _answer(client)


def _answer(client: socket.socket) -> None:
    """Run one request in this process, which ends with it."""
    import contextlib
    import ctypes
    import signal

    from briefwright import cli
    from briefwright.process import ExitCode

    code: int = ExitCode.INTERNAL
    # A job ends with its build, which holds the lock.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    try:
        _take_over(client)
        cli.main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException as error:  # noqa: BLE001 - whatever a library raises, a job says why it ended
        sys.stderr.write(f"internal error: {type(error).__name__}: {error}\n")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        with contextlib.suppress(OSError):  # the client was stopped meanwhile
            client.send(bytes([code]))
        os._exit(code)


def _take_over(client: socket.socket) -> None:
    """Read a request to its end, and take over its streams, folder and arguments."""
    # Reading stops behind the part that carries descriptors.
    request, descriptors, _, _ = socket.recv_fds(client, _PART, 2)
    for stream, descriptor in zip((1, 2), descriptors, strict=True):
        os.dup2(descriptor, stream)
    parts = [request]
    while part := client.recv(_PART):
        parts.append(part)
    job = json.loads(b"".join(parts))
    os.chdir(job["folder"])
    sys.argv = ["briefwright", *job["arguments"]]


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
