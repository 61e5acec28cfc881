"""The command `briefwright`, and servers that run the steps of a build with the libraries already imported.

A short step spends most of its time importing libraries. During a build two servers import them once, and fork a
process for each step: one for steps that typeset or read PDFs, and one for the others. `main` sends a step to a server
if there is one, and runs all other commands itself. The servers affect only speed. They end when the build ends, which
closes their standard input.

Every job of a build imports this module first, so it imports little.
"""

from __future__ import annotations

import io
import json
import os
import socket
import sys

SOCKETS_VARIABLE = "BRIEFWRIGHT_WARM"
"""The environment variable with the folder of the servers' sockets."""
_STEP_COMMAND = "step"
_PRINT_STEPS = {"typeset", "verify"}
_SERVER_NAMES = ("text", "print")
"""Each server imports its own module of `cli`: ``preload_text`` or ``preload_print``."""
_CHUNK = 1 << 16
"""Bytes read at a time."""
_PR_SET_PDEATHSIG = 1
"""prctl(2)."""


def main() -> None:
    """Run the command line: a step in a server of the build, if one answers; anything else in this process."""
    arguments = sys.argv[1:]
    folder = os.environ.get(SOCKETS_VARIABLE)
    try:
        code = run_in_server(folder, arguments) if folder and arguments[:1] == [_STEP_COMMAND] else None
    except KeyboardInterrupt:
        from briefwright.process import ExitCode

        sys.exit(ExitCode.INTERRUPTED)
    if code is None:
        from briefwright import cli

        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # for characters that a terminal lacks
        cli.main()
    sys.exit(code)


def run_in_server(folder: str, arguments: list[str]) -> int | None:
    """Run a step in a server with this process's streams; return its exit code, or ``None`` if no server answers."""
    name = "print" if _PRINT_STEPS & set(arguments[1:2]) else "text"
    request = json.dumps({"arguments": arguments, "folder": os.getcwd()}).encode()  # noqa: PTH109 - pathlib is slow to import
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        try:
            server.connect(f"{folder}/{name}")
            sent = socket.send_fds(server, [request], [1, 2])
            server.sendall(request[sent:])
            # The server reads the request to its end.
            server.shutdown(socket.SHUT_WR)
            answer = server.recv(1)
        except OSError:
            return None
    return answer[0] if answer else None


def start_servers() -> None:
    """Start the servers for this process's jobs, once; do nothing on systems where forking is not safe."""
    import subprocess
    import tempfile

    if sys.platform != "linux" or _processes:
        return
    folder = tempfile.mkdtemp(prefix="briefwright-")
    if len(folder) > 90:  # noqa: PLR2004 - an address has at most 107 bytes (unix(7), sun_path)
        os.rmdir(folder)  # noqa: PTH106 - as above
        return
    os.environ[SOCKETS_VARIABLE] = folder
    for name in _SERVER_NAMES:
        # The socket listens before the server runs, so no job comes too early.
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
            server.bind(f"{folder}/{name}")
            server.listen(128)
            command = [sys.executable, "-m", "briefwright.launcher", name, str(server.fileno())]
            _processes.append(
                subprocess.Popen(  # noqa: S603 - ourselves
                    command, stdin=subprocess.PIPE, pass_fds=[server.fileno()], start_new_session=True
                )
            )


_processes: list[object] = []
"""The processes of the servers; their standard input stays open while this process runs."""


def serve(name: str, descriptor: int) -> None:
    """Import the modules of a server, then fork for each request, until standard input ends."""
    import contextlib
    import gc
    import importlib
    import select
    import shutil

    gc.disable()  # all imported objects stay
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
                    _run_job(client)


def _run_job(client: socket.socket) -> None:
    """Run a client's step in this process, then end the process."""
    import contextlib
    import ctypes
    import signal

    from briefwright import cli
    from briefwright.process import ExitCode

    code: int = ExitCode.INTERNAL
    # A job must not outlive its build: the next build gets the lock when the build ends.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    try:
        _receive_job(client)
        cli.main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException as error:  # noqa: BLE001 - a job must print why it ended
        sys.stderr.write(f"internal error: {type(error).__name__}: {error}\n")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        with contextlib.suppress(OSError):  # the client was stopped
            client.send(bytes([code]))
        os._exit(code)


def _receive_job(client: socket.socket) -> None:
    """Read a request, and set this process's streams, folder and arguments to those of the client."""
    # recv_fds stops after the bytes that came with the descriptors.
    request, descriptors, _, _ = socket.recv_fds(client, _CHUNK, 2)
    for stream, descriptor in zip((1, 2), descriptors, strict=True):
        os.dup2(descriptor, stream)
    chunks = [request]
    while chunk := client.recv(_CHUNK):
        chunks.append(chunk)
    job = json.loads(b"".join(chunks))
    os.chdir(job["folder"])
    sys.argv = ["briefwright", *job["arguments"]]


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
