"""What all tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import settings

from briefwright.html import page, templating
from tests import briefs
from tests.examples import CI, examples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2 import BytecodeCache

pytest_plugins = ["tests.needs"]

# No test fails by being slow on a busy machine; in CI a green run stays green.  See also `tests.examples`.
settings.register_profile("dev", deadline=None, max_examples=examples(100))
settings.register_profile("ci", deadline=None, max_examples=examples(100), derandomize=True)
settings.load_profile("ci" if CI else "dev")


class MakeBrief(Protocol):
    def __call__(self, **changes: briefs.Change) -> Path: ...


@pytest.fixture
def make_brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeBrief:
    """Write the sample brief into an empty folder, changed; the folder is the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").symlink_to(briefs.TEMPLATES)

    def make(**changes: briefs.Change) -> Path:
        return briefs.make(tmp_path, **changes).relative_to(tmp_path)

    return make


@pytest.fixture(autouse=True)
def _compiled_templates(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forget the folder of compiled templates, which a test sets for its own working directory."""
    cache: list[BytecodeCache] = []
    monkeypatch.setattr(templating, "_bytecode_cache", cache)
    yield
    if cache:
        page._environment.cache_clear()  # noqa: SLF001
