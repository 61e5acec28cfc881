from __future__ import annotations

import subprocess
import sys

import pytest

# A signal inside a weak reference's callback, where nothing can catch the exception.
LOST = """
import signal, sys, time, weakref
{before}
class Thing: pass
thing = Thing()
watch = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGINT))
try:
    del thing
    time.sleep(5)
    print("went on")
except KeyboardInterrupt:
    print("stopped")
"""
RESEND = "from briefwright import workflow; workflow._resend_lost_interrupts()"


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["env", "--default-signal=INT", sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_resends_a_lost_interrupt() -> None:
    done = run(LOST.format(before=RESEND))
    assert done.stdout == "stopped\n"
    assert done.stderr == ""


def test_python_alone_loses_the_interrupt() -> None:
    done = run(LOST.format(before="").replace("sleep(5)", "sleep(0.2)"))
    assert done.stdout == "went on\n"
    assert "KeyboardInterrupt" in done.stderr


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_prints_other_unraisable_errors() -> None:
    script = LOST.replace("signal.raise_signal(signal.SIGINT)", "1 / 0").replace("sleep(5)", "sleep(0)")
    done = run(script.format(before=RESEND))
    assert done.stdout == "went on\n"
    assert "ZeroDivisionError" in done.stderr
