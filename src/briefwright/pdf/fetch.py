"""The URL fetcher of WeasyPrint: it serves files of this build at the site's addresses, and refuses all other URLs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._,\[\]-]*")


class PublishedFiles(URLFetcher):  # type: ignore[misc]
    """Serves the files of some folders and refuses all other addresses.

    ``refused`` lists the refused addresses, because WeasyPrint ignores the exception when it draws an SVG.
    """

    def __init__(self, folders: Mapping[str, Path]) -> None:
        """Map addresses, each with a slash at its end, to folders."""
        super().__init__(allowed_protocols=(), fail_on_errors=True)
        self._folders = folders
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's signature
        """Return a file; raise ``FatalURLFetchingError`` for any other address."""
        base, _, name = unquote(url).rpartition("/")
        folder = self._folders.get(f"{base}/")
        media_type = _MEDIA_TYPES.get(name[name.rfind(".") :])
        if folder is None or media_type is None or not _NAME.fullmatch(name) or not (folder / name).is_file():
            self.refused.append(url)
            raise FatalURLFetchingError(f"“{url}” is not a file of this publication")
        return URLFetcherResponse(url, (folder / name).read_bytes(), {"Content-Type": media_type})
