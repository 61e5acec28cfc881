"""The command line: the verbs, and how they end.

The stages are imported where they are used: a verb that does not set type does not wait for WeasyPrint.
"""

from __future__ import annotations

import gc
import os
import sys
import time

from briefwright.cli import archive, building, coverage, editing, signing, steps, verifying
from briefwright.cli.common import app
from briefwright.errors import BriefwrightError, message_of, unforeseen
from briefwright.process import ExitCode

__all__ = ["app", "archive", "building", "coverage", "editing", "main", "signing", "steps", "verifying"]


def main() -> None:
    """Run a verb; what goes wrong is said in a user's words, with exit code 1, or 2 where a path cannot be used."""
    # Whatever a library does with a local time, it is the same everywhere.
    os.environ["TZ"] = "UTC"
    time.tzset()
    # Looking for plugins reads the metadata of every package that is installed; the models need none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # each verb is a short-lived process; collecting takes up to an eighth of its time
    try:
        app(prog_name="briefwright")  # whatever process runs it
    except BriefwrightError as error:
        sys.stderr.write(message_of(error))
        sys.exit(ExitCode.ERRORS)
    except Exception as error:  # the last resort: no traceback reaches an editor
        if os.environ.get("BRIEFWRIGHT_DEBUG"):
            raise
        if isinstance(error, OSError) and (path := error.filename2 or error.filename):
            # A path that a user named, mostly, or that belongs to one; whatever it is, its name helps.
            sys.stderr.write(f"error: {path}: {error.strerror}\n")
            sys.exit(ExitCode.USAGE)
        sys.stderr.write(unforeseen(error))
        sys.exit(ExitCode.INTERNAL)
