"""The files that all pages of a site load: style sheet, icon and fonts, under addresses with checksums."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefwright.fonts import ARABIC_SUBSET, SUBSETS, WEB_FONTS, measures
from briefwright.site.addresses import FOLDER, hashed, integrity
from briefwright.site.webfaces import Subset, face_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from briefwright.fonts import Range

__all__ = ["Shared", "shared"]


@dataclass(frozen=True, slots=True)
class Shared:
    """Shared files by their address from the root of the site; addresses and checksums by the names in templates."""

    files: dict[str, bytes] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    integrity: dict[str, str] = field(default_factory=dict)

    def with_file(self, name: str, content: bytes) -> Shared:
        """Return the same with one more file."""
        address = hashed(name, content)
        return Shared(
            {**self.files, address: content},
            {**self.addresses, name: address},
            {**self.integrity, name: integrity(content)},
        )


def shared(templates: Path, cut: Callable[[str, Iterable[Range]], bytes | None]) -> Shared:
    """Return the shared files that are made of the templates; ``cut`` returns some characters of a font."""
    made = Shared().with_file("icon.svg", (templates / "web/icon.svg").read_bytes())
    subsets = []
    for file, part, ranges in _parts():
        if font := cut(file, ranges):
            name = f"fonts/{file.replace('.woff2', f'-{part}.woff2')}"
            made = made.with_file(name, font)
            subsets.append(Subset(file, made.addresses[name].removeprefix(f"{FOLDER}/"), ranges))
    tokens, style = ((templates / name).read_text("utf-8") for name in ("tokens.css", "web/web.css"))
    return made.with_file("web.css", (tokens + face_rules(subsets, measures) + style).encode())


def _parts() -> Iterator[tuple[str, str, tuple[Range, ...]]]:
    for file in WEB_FONTS:
        parts: Mapping[str, tuple[Range, ...]] = {"arabic": ARABIC_SUBSET} if "arabic" in file else SUBSETS
        yield from ((file, part, ranges) for part, ranges in parts.items())
