"""The command `briefwright`: a verb, run in the build's warm server where one answers, and here otherwise.

It imports next to nothing, because each job of a build starts with it.
"""

from __future__ import annotations

import json
import os
import socket
import sys

__all__ = ["ADDRESS", "INTERRUPTED", "LIMIT", "ask", "main"]

ADDRESS = "BRIEFWRIGHT_WARM"
"""The environment variable that holds the server's socket, for the jobs of a build."""
LIMIT = 1 << 26
"""Bytes of a request that a server is asked to hold: more than a command line has (execve(2)), written as JSON."""
INTERRUPTED = 130
"""The exit code of a command that the keyboard stopped, as shells give it: 128 and the signal's number."""


def main() -> None:
    """Run a verb: in the build's server where there is one that answers, here otherwise."""
    address = os.environ.get(ADDRESS)
    try:
        code = ask(address, sys.argv[1:]) if address else None
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    if code is None:
        from briefwright import cli  # noqa: PLC0415 - what the server spares the job

        cli.main()
    sys.exit(code)


def ask(address: str, arguments: list[str]) -> int | None:
    """Have the server run a verb with this process's streams; return its exit code, or None if it does not answer."""
    request = json.dumps({"arguments": arguments, "folder": os.getcwd()}).encode()  # noqa: PTH109 - pathlib is slow to import
    if len(request) > LIMIT:
        return None
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        try:
            server.connect(address)
            sent = socket.send_fds(server, [request], [1, 2])
            server.sendall(request[sent:])
            # So the server knows that it has all: a stream keeps no bounds.
            server.shutdown(socket.SHUT_WR)
            answer = server.recv(1)
        except OSError:
            return None
    return answer[0] if answer else None
