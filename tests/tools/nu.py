"""What the Nu Html Checker, the W3C's, says of HTML, CSS and SVG files.

Java takes a second to start and very little for a file, so give all files at once.
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
# A run is over before code that Java compiles twice, or collects beside it, pays.
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
# Long pages need more than Java's megabyte for what calls itself in the checker.
STACK = "-Xss8m"
TIMEOUT = 300


@dataclass(frozen=True)
class Message:
    """One remark: ``kind`` is error, warning or info."""

    path: Path
    line: int
    kind: str
    text: str
    extract: str

    def __str__(self) -> str:
        """Say it like a compiler."""
        return f"{self.path}:{self.line}: {self.kind}: {self.text} [{self.extract.strip()}]"


def check(paths: Iterable[Path]) -> list[Message]:
    """Check the files as what their names say they are; no message is the best answer."""
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
            kind=message.get("subType", message["type"]),
            text=message["message"],
            extract=message.get("extract", ""),
        )
        for message in json.loads(done.stderr)["messages"]
    ]
