"""The only door through which WeasyPrint reads: addresses of the site that stand for folders of this build."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TYPES = {".svg": "image/svg+xml", ".ttf": "font/ttf"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._,\[\]-]*")


class PublishedFiles(URLFetcher):  # type: ignore[misc]
    """Answers for a few addresses with files of a few folders, and for nothing else.

    What was asked for besides is kept in ``refused``: SVG drawing swallows the error that it is answered with.
    """

    def __init__(self, folders: Mapping[str, Path]) -> None:
        """Take the folders by the address, ending with a slash, that each stands behind."""
        super().__init__(allowed_protocols=(), fail_on_errors=True)
        self._folders = folders
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's signature
        """Return a file; raise ``FatalURLFetchingError`` for any address that does not stand for one."""
        base, _, name = unquote(url).rpartition("/")
        folder = self._folders.get(f"{base}/")
        kind = _TYPES.get(name[name.rfind(".") :])
        if folder is None or kind is None or not _NAME.fullmatch(name) or not (folder / name).is_file():
            self.refused.append(url)
            raise FatalURLFetchingError(f"“{url}” is not a file of this publication")
        return URLFetcherResponse(url, (folder / name).read_bytes(), {"Content-Type": kind})
