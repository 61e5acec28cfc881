"""An interrupt from the keyboard that arrives where Python cannot raise it is delivered again.

Python raises ``KeyboardInterrupt`` between any two instructions of the main thread, also inside a callback of a weak
reference or a destructor.  Nothing catches it there: it is printed as unraisable and lost, and what was to be stopped
goes on.
"""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

__all__ = ["deliver_again"]

_MOMENT = 0.05
"""Seconds after which the callback has surely returned."""


def deliver_again() -> None:
    """From now on, send a lost interrupt to this process's main thread once more, and print nothing of it."""
    former = sys.unraisablehook

    def hook(unraisable: UnraisableHookArgs) -> None:
        if not issubclass(unraisable.exc_type, KeyboardInterrupt):
            former(unraisable)
            return
        main = threading.main_thread().ident
        if main is not None:
            again = threading.Timer(_MOMENT, signal.pthread_kill, (main, signal.SIGINT))
            again.daemon = True
            again.start()

    sys.unraisablehook = hook
