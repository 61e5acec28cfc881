"""Files that all pages of a site share: style sheet, icon and fonts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefwright.colours import with_tokens
from briefwright.fonts import ARABIC_SUBSET, FAMILIES, SERIF, SUBSETS, WEB_FONTS
from briefwright.html.theme_css import web_tokens
from briefwright.publisher_fonts import families, family_names, web_rule, with_families
from briefwright.site.asset_urls import FOLDER, asset_url
from briefwright.site.web_fonts import WebFontSubset, font_face_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from briefwright.fonts import CodepointRange
    from briefwright.model import Theme
    from briefwright.publisher_fonts import PublisherFace

    PublisherSubset = tuple[PublisherFace, Sequence[int], bytes]
    """A face of the publisher, its code points, and the font that has only these."""

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
# A string, or a sign with the white space around it.
_SIGN = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};,])\s*""")


def shared_assets(
    templates: Path,
    subset_font: Callable[[str, Iterable[CodepointRange]], bytes | None],
    theme: Theme,
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
    faces = [face for face, _, _ in publisher_subsets]
    rules = font_face_rules(subsets, theme, family_names(faces))
    all_rules = "".join(more_rules) + with_families(rules, families(faces))
    names = ("tokens.css", "web/web.css", "web/icon.svg")
    sizes, style, icon = ((templates / name).read_text("utf-8") for name in names)
    return {
        "icon.svg": with_tokens(icon, theme.light).encode(),
        **fonts,
        # Comments of the rules of fonts name licences.
        "web.css": (_compact(web_tokens(sizes, theme)) + all_rules + _compact(style)).encode(),
    }


def _compact(style: str) -> str:
    """Return a style sheet without comments and space, which take an eighth of the compressed file."""
    return _SIGN.sub(lambda match: match[1] or match[2], _COMMENT.sub("", style))


def page_theme(theme: Theme) -> dict[str, Any]:
    """Return the parts of a theme that pages need: the colours of paper, the fonts to load first, the logo."""
    packaged = [family for family in dict.fromkeys((theme.serif, theme.sans)) if family in FAMILIES]
    return {
        "paper": theme.light["paper"],
        "dark_paper": theme.dark["paper"],
        "preload": [f"fonts/plex-{'serif-regular' if family == SERIF else 'sans'}-base.woff2" for family in packaged],
        "logo": theme.logo.model_dump() if theme.logo else None,
    }
