"""The Nu Html Checker of the W3C, for HTML, CSS and SVG files.

Starting Java takes a second, so check all files at once.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

JAR = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"
# Faster for a short run: no second compiler stage and no parallel garbage collector.
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
# The checker recurses; long pages need more than Java's default stack of 1 MB.
STACK = "-Xss8m"
TIMEOUT = 300


@dataclass(frozen=True)
class Message:
    """A message of the checker; ``severity`` is error, warning or info."""

    path: Path
    line: int
    severity: str
    text: str
    extract: str

    def __str__(self) -> str:
        """Format it like a compiler message."""
        return f"{self.path}:{self.line}: {self.severity}: {self.text} [{self.extract.strip()}]"


def check(paths: Iterable[Path]) -> list[Message]:
    """Return the messages on some files; their endings determine their types."""
    flags = ["--format", "json", "--exit-zero-always", "--also-check-css", "--also-check-svg"]
    resolved = [str(path.resolve()) for path in paths]
    done = subprocess.run(
        ["java", *SHORT_LIVED, STACK, "-jar", str(JAR), *flags, *resolved],
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT,
    )
    return [
        Message(
            path=Path(unquote(urlsplit(message.get("url", "")).path)),
            line=message.get("lastLine", 0),
            severity=message.get("subType", message["type"]),
            text=message["message"],
            extract=message.get("extract", ""),
        )
        for message in json.loads(done.stderr)["messages"]
    ]
