"""A built site on this machine, as a server shows it that follows ``headers``."""

from __future__ import annotations

import gzip
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote, urlsplit

from briefwright.mediatypes import is_text
from briefwright.web.headers import HIDDEN, headers_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["HOST", "Server", "found"]

HOST = "127.0.0.1"
_MISSING = "404.html"


def found(site: Path, target: str) -> Path | None:
    """Return the file of a site that a request is for, or ``None``; a folder is answered with its index.

    ``target`` is what the request says (RFC 9112, 3.2.1), encoded; nothing outside the site is ever answered.
    """
    name = unquote(urlsplit(target).path).lstrip("/")
    if "\0" in name:
        return None
    path = (site / name).resolve()
    if not path.is_relative_to(site.resolve()) or path.name in HIDDEN:
        return None
    if path.is_dir() and (not name or name.endswith("/")):
        path /= "index.html"
    return path if path.is_file() else None


@lru_cache(maxsize=256)
def _packed(path: Path, changed: int) -> bytes:  # noqa: ARG001 - a file that changed is another
    return gzip.compress(path.read_bytes(), mtime=0)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    protocol_version = "HTTP/1.1"
    server_version = "briefwright"
    sys_version = ""
    site: ClassVar[Path]

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing: a reader of the terminal looks for the address."""

    def _answer(self, *, body: bool) -> None:
        site = self.site
        name = unquote(urlsplit(self.path).path).lstrip("/")
        if name and not name.endswith("/") and (site / name).is_dir() and found(site, f"/{name}/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{urlsplit(self.path).path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path = found(site, self.path)
        status = HTTPStatus.OK if path else HTTPStatus.NOT_FOUND
        path = path or found(site, f"/{_MISSING}")
        content = path.read_bytes() if path else b"404\n"
        shown = path.relative_to(site.resolve()).as_posix() if path else "404.txt"
        self.send_response(status)
        for header, value in headers_of(shown):
            self.send_header(header, value)
        if is_text(shown):
            self.send_header("Vary", "Accept-Encoding")
            if path and "gzip" in self.headers.get("Accept-Encoding", ""):
                content = _packed(path, path.stat().st_mtime_ns)
                self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)


class Server(ThreadingHTTPServer):
    """Serves a folder on loopback; port 0 takes any that is free.  Raises ``OSError`` where the port is taken."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, site: Path, port: int) -> None:
        """Listen, and answer nothing yet."""
        super().__init__((HOST, port), type("Handler", (_Handler,), {"site": site}))

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.server_port}/"
