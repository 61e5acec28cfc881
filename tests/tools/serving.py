"""A server of a site on loopback, with its published headers."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefwright.site.local_server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIMEOUT = 20


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder and yield its address, with a slash at the end."""
    with Server(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.address
        finally:
            server.shutdown()
            thread.join(TIMEOUT)
