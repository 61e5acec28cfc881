"""Load the theme: ``theme.yaml`` of the templates and of the publisher, and the logo beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefwright.colours import tokens_in
from briefwright.errors import InvalidSources, Problem, did_you_mean
from briefwright.fonts import FAMILIES
from briefwright.model.theme import PublishedLogo, Theme, ThemeFile, theme_of
from briefwright.sources.contrast import contrast_problems
from briefwright.sources.essay.pictures import PictureRefused
from briefwright.sources.files import load_yaml
from briefwright.sources.logo import read_logo
from briefwright.sources.validation import validated_yaml
from briefwright.sources.walk import all_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from briefwright.sources.essay.pictures import PictureFile
    from briefwright.sources.files import SourceFile

FILE = "theme.yaml"


@dataclass(frozen=True, slots=True)
class LoadedTheme:
    """A theme, the picture of its logo, and the publisher's file with its plain values, if there is one."""

    theme: Theme
    logo: PictureFile | None = None
    source: SourceFile | None = None
    data: Any = None


def load_theme(sources: Path, templates: Path) -> LoadedTheme:
    """Load the theme of a publication; raise ``InvalidSources`` with all problems of its files.

    ``sources`` may have a ``theme.yaml`` and a logo. ``templates`` has the defaults.
    """
    default_data, default_source = load_yaml(templates / FILE)
    default = validated_yaml(default_data, default_source, ThemeFile)
    path = sources / FILE
    if not path.exists() and not path.is_symlink():
        return LoadedTheme(theme_of(default, ThemeFile()))
    data, source = load_yaml(path)
    own = validated_yaml(data, source, ThemeFile)
    problems: list[Problem] = []
    logo = None
    if own.logo:
        try:
            logo = read_logo(sources / own.logo.file)
        except PictureRefused as refused:
            message, hint = refused.args
            problems.append(source.problem(("logo", "file"), message, hint=hint))
    published = None
    if own.logo and logo:
        published = PublishedLogo(name=logo.name, width=logo.width, height=logo.height, alt=own.logo.alt)
    theme = theme_of(default, own, published)
    problems += contrast_problems(theme, source, default_source)
    if problems:
        raise InvalidSources(problems)
    return LoadedTheme(theme, logo, source, data)


def family_problems(loaded: LoadedTheme, own: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each font of a theme that is neither packaged nor among the names of the publisher's own."""
    known = [*FAMILIES, *own]
    for role in ("serif", "sans"):
        family = getattr(loaded.theme, role)
        if loaded.source and family not in known:
            hint = did_you_mean(family, known) or f"choose {' or '.join(known)}, or list it in publisher.yaml"
            yield loaded.source.problem(("fonts", role), f"unknown font family “{family}”", hint=hint)


def unknown_tokens(specification: Any, source: SourceFile, theme: Theme) -> Iterator[Problem]:  # noqa: ANN401 - any YAML
    """Yield a problem for each reference ``var(--name)`` of a figure to a name that themes do not have."""
    known = [*theme.light, "sans"]
    for location, text in all_texts(specification):
        for name in tokens_in(text):
            if name not in known:
                hint = did_you_mean(name, known) or f"choose one of {', '.join(known)}"
                yield source.problem(location, f"the theme has no colour “{name}”", hint=hint)
