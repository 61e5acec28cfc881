"""What all tests share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import settings

from briefwright.html import templating
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

# No test fails by being slow on a busy machine; in CI a green run stays green.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "default")


class MakeBrief(Protocol):
    def __call__(self, **changes: briefs.Change) -> Path: ...


@pytest.fixture
def make_brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeBrief:
    """Write the sample brief into an empty folder, changed; the folder is the working directory."""
    monkeypatch.chdir(tmp_path)

    def make(**changes: briefs.Change) -> Path:
        return briefs.make(tmp_path, **changes).relative_to(tmp_path)

    return make


@pytest.fixture(autouse=True)
def _compiled_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the folder of compiled templates, which a test before set for its own working directory."""
    monkeypatch.setattr(templating, "_compiled", [])
