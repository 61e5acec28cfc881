"""The command line: its commands and exit codes.

Each command imports only the code that it runs: WeasyPrint, for example, is imported only for typesetting.
"""

from __future__ import annotations

import gc
import os
import sys
import time

from briefwright.cli import archive, build, check, coverage, new, quote, schemas, serve, sign, steps, verify
from briefwright.cli.common import app
from briefwright.errors import BriefwrightError, internal_error, message_of
from briefwright.process import ExitCode

__all__ = ["app", "main"]

# In the order of `briefwright --help`: as a user needs them.
for command in (
    new.new, check.check, quote.quote, build.build, serve.serve, coverage.coverage, archive.archive, sign.sign,
    verify.verify, schemas.schemas,
):  # fmt: skip
    app.command()(command)
app.add_typer(steps.steps, name="step", hidden=True)


def main() -> None:
    """Run a command; exit with 1 on errors, 2 if a path cannot be used, 70 on internal errors."""
    # Libraries that format local times give the same output everywhere.
    os.environ["TZ"] = "UTC"
    time.tzset()
    # The search for Pydantic plugins reads the metadata of every installed package; the models need none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # each command is a short-lived process; collection takes up to an eighth of its time
    try:
        app(prog_name="briefwright")  # also in a server's process
    except BriefwrightError as error:
        sys.stderr.write(message_of(error))
        sys.exit(ExitCode.ERRORS)
    except Exception as error:  # an editor sees no traceback
        if os.environ.get("BRIEFWRIGHT_DEBUG"):
            raise
        if isinstance(error, OSError) and (path := error.filename2 or error.filename):
            sys.stderr.write(f"error: {path}: {error.strerror}\n")
            sys.exit(ExitCode.USAGE)
        sys.stderr.write(internal_error(error))
        sys.exit(ExitCode.INTERNAL)
