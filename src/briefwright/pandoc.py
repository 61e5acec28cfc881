"""Run Pandoc as a process, under a time limit."""

from __future__ import annotations

import os
import subprocess

import pypandoc

from briefwright.errors import BriefwrightError

TIME_LIMIT = 20
"""Maximum duration of a conversion, in seconds; the report takes 0.2."""


class PandocError(BriefwrightError):
    """Pandoc failed or warned; the message is Pandoc's."""


def run_pandoc(text: str, *options: str) -> str:
    """Return the output of Pandoc for a text; raise ``PandocError`` if it fails, warns or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; author text is its standard input
            # A large allocation area saves garbage collections: a fifth of the time of a long document.
            [pypandoc.get_pandoc_path(), "+RTS", "-A64m", "-RTS", *options],
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIME_LIMIT,
            # In other locales Pandoc cannot open files in folders with non-ASCII names.
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PandocError(f"Pandoc took more than {TIME_LIMIT} seconds and was stopped") from None
    if done.returncode or done.stderr.strip():
        raise PandocError(f"Pandoc: {done.stderr.strip() or f'exit code {done.returncode}'}")
    return done.stdout
