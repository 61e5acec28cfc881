"""Pandoc as a process of its own: text in, text out, with a limit on its time, and no warning passed over."""

from __future__ import annotations

import os
import subprocess

import pypandoc

from briefwright.errors import BriefwrightError

__all__ = ["run"]

TIME_LIMIT = 20
"""Seconds that a conversion may take; the report needs a fifth of one."""


def run(text: str, *options: str) -> str:
    """Return what Pandoc makes of a text; raise ``BriefwrightError`` where it fails, warns or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours, the author's text is its standard input
            # With room for new values, its collector has little to do: a fifth of the time of a long document.
            [pypandoc.get_pandoc_path(), "+RTS", "-A64m", "-RTS", *options],
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIME_LIMIT,
            # In another locale it cannot name files in a folder whose name has other letters than ASCII.
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"Pandoc took more than {TIME_LIMIT} seconds and was stopped"
        raise BriefwrightError(message) from None
    if done.returncode or done.stderr.strip():
        message = f"Pandoc: {done.stderr.strip() or f'exit code {done.returncode}'}"
        raise BriefwrightError(message)
    return done.stdout
