"""Lighthouse's report of a page, with its settings for telephones."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.tools import browser

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMAND = Path(__file__).parent / "node_modules/lighthouse/cli/index.js"
# Lighthouse requests robots.txt from the page, which the policy forbids; the tests of feeds check it.
_SKIPPED = ("robots-txt",)
# Lighthouse's error if a busy browser starts recording too late.
_FAILED_RUN = "NO_NAVSTART"
_TRIES = 3
_TIMEOUT = 120


def measure(url: str, output: Path, categories: Sequence[str]) -> dict[str, Any]:
    """Return the report of a page, and write it to ``output``; try again if the browser was too busy."""
    command = [
        *("node", str(_COMMAND), url, "--quiet", "--output=json", f"--output-path={output}"),
        f"--only-categories={','.join(categories)}",
        f"--skip-audits={','.join(_SKIPPED)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-quic",
    ]
    report: dict[str, Any] = {}
    for _ in range(_TRIES):
        done = subprocess.run(
            command,
            env={**os.environ, "CHROME_PATH": browser.executable() or ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=_TIMEOUT,
            check=False,
        )
        assert output.is_file(), done.stdout
        report = json.loads(output.read_text("utf-8"))
        if _FAILED_RUN not in report.get("runtimeError", {}).get("code", ""):
            break
    assert "runtimeError" not in report, report["runtimeError"]
    return report


def failed_audits(report: dict[str, Any], categories: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the audits that lower the score of a category or are among the others, and do not pass."""
    refs = [ref for name in categories for ref in report["categories"][name]["auditRefs"]]
    audits = [report["audits"][name] for name in [*(ref["id"] for ref in refs if ref["weight"]), *others]]
    return [f"{audit['title']}: {audit.get('displayValue', '')}" for audit in audits if audit["score"] not in {None, 1}]
