from __future__ import annotations

import subprocess
import sys

import pytest

# A signal that arrives inside a weak reference's callback, where nothing can catch what it raises.
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
DELIVER = "from briefwright import workflow; workflow._deliver_lost_interrupts()"


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["env", "--default-signal=INT", sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_lost_interrupt_is_delivered_again() -> None:
    done = run(LOST.format(before=DELIVER))
    assert done.stdout == "stopped\n"
    assert done.stderr == ""


def test_without_it_the_interrupt_is_lost() -> None:
    done = run(LOST.format(before="").replace("sleep(5)", "sleep(0.2)"))
    assert done.stdout == "went on\n"
    assert "KeyboardInterrupt" in done.stderr


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_other_failures_are_told_as_before() -> None:
    script = LOST.replace("signal.raise_signal(signal.SIGINT)", "1 / 0").replace("sleep(5)", "sleep(0)")
    done = run(script.format(before=DELIVER))
    assert done.stdout == "went on\n"
    assert "ZeroDivisionError" in done.stderr
