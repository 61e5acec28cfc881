"""Files that all pages of a site share: style sheet, icon and fonts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefwright.fonts import ARABIC_SUBSET, SUBSETS, WEB_FONTS
from briefwright.publisher_fonts import families, web_rule, with_families
from briefwright.site.asset_urls import FOLDER, asset_url
from briefwright.site.web_fonts import WebFontSubset, font_face_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from briefwright.fonts import CodepointRange
    from briefwright.publisher_fonts import PublisherFace

    PublisherSubset = tuple[PublisherFace, Sequence[int], bytes]
    """A face of the publisher, its code points, and the font that has only these."""

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def shared_assets(
    templates: Path,
    subset_font: Callable[[str, Iterable[CodepointRange]], bytes | None],
    publisher_subsets: Sequence[PublisherSubset] = (),
) -> dict[str, bytes]:
    """Return the shared files by name in the templates.

    ``subset_font`` returns a font reduced to ranges of characters, or ``None`` if the font has none of them. The
    style sheet refers to fonts by `asset_url`. ``publisher_subsets`` are those of the publisher's
    own fonts.
    """
    fonts: dict[str, bytes] = {}
    subsets = []
    for file in WEB_FONTS:
        for part, ranges in ({"arabic": ARABIC_SUBSET} if "arabic" in file else SUBSETS).items():
            if font := subset_font(file, ranges):
                name = f"fonts/{file.replace('.woff2', f'-{part}.woff2')}"
                fonts[name] = font
                subsets.append(WebFontSubset(file, asset_url(name, font).removeprefix(f"{FOLDER}/"), ranges))
    more_rules = []
    for face, codes, font in publisher_subsets:
        name = f"fonts/{face.file.rpartition('.')[0]}-{codes[0]:x}.woff2"
        fonts[name] = font
        more_rules.append(web_rule(face, asset_url(name, font).removeprefix(f"{FOLDER}/"), codes) + "\n")
    all_rules = "".join(more_rules) + with_families(
        font_face_rules(subsets), families(face for face, _, _ in publisher_subsets)
    )
    tokens, style = ((templates / name).read_text("utf-8") for name in ("tokens.css", "web/web.css"))
    return {
        "icon.svg": (templates / "web/icon.svg").read_bytes(),
        **fonts,
        # Comments are for readers of the templates, and take a tenth of the compressed file.
        "web.css": _COMMENT.sub("", tokens + all_rules + style).encode(),
    }
