"""The model of ``theme.yaml``, and the theme of a publication: the publisher's values over those of the templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from briefwright import colours as colour
from briefwright.fonts import FAMILIES, SANS
from briefwright.model.fields import Frozen, InvalidValue, Line, PatternHint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
TEXT_CONTRAST = 4.5
"""The contrast that text needs (WCAG 2.2, 1.4.3)."""
GRAPHIC_CONTRAST = 3.0
"""The contrast that parts of a picture need (WCAG 2.2, 1.4.11)."""
HIGHLIGHTS = ("highlight", "highlight-2", "highlight-3")
_BACKGROUNDS = ("paper", "tint", *HIGHLIGHTS)
_NOTES = ("correction", "caution", "context", "definition", "gap")
PAIRS = (
    *((text, background, TEXT_CONTRAST) for text in ("ink", "secondary", "accent") for background in _BACKGROUNDS),
    *((note, "paper", TEXT_CONTRAST) for note in _NOTES),
    ("highlight-3", "accent", GRAPHIC_CONTRAST),  # the icon
)
"""Colours that are shown on one another, and the contrast that they need."""
DERIVED_DARK = ("accent", *_NOTES)
"""Colours of dark pages that follow a light one of the publisher."""
_DARK_CONTRAST = 7.0
"""The contrast with dark paper of a colour that the program chooses."""
_TINTS = {"accent-2": 0.5, "accent-3": 0.7, "tint": 0.91}
"""Colours that follow the accent, and the share of paper in them."""
FOLLOWING = {"context": "accent", "gap": "secondary"}
"""Colours that are equal to another one unless they are set."""


def _check_colour(value: object) -> object:
    """Return a colour as ``#rrggbb``."""
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        wrong = "the colour is missing" if value is None else f"“{value}” is not a colour"
        hint = 'write # and six hexadecimal digits between quotation marks, as in "#0b4f6c"; a bare # begins a comment'
        raise InvalidValue(wrong, hint)
    digits = value[1:].lower()
    return f"#{digits if len(digits) == 6 else ''.join(digit * 2 for digit in digits)}"  # noqa: PLR2004 - #rrggbb


_SCHEMA = WithJsonSchema({"type": "string", "pattern": "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"})
Colour = Annotated[str, BeforeValidator(_check_colour), _SCHEMA]
SetColour = Annotated[str | None, BeforeValidator(_check_colour), _SCHEMA]
"""A colour that may be omitted, but not empty."""


class Colours(Frozen):
    """The colours of a page, as ``#rrggbb`` between quotation marks. Figures name them: ``var(--accent-2)``."""

    accent: SetColour = Field(default=None, description="Headings, links, rules, the first colour of figures.")
    accent_2: SetColour = Field(default=None, description="Second colour of figures; a tint of the accent if omitted.")
    accent_3: SetColour = Field(default=None, description="Third colour of figures; a tint of the accent if omitted.")
    ink: SetColour = Field(default=None, description="Text.")
    secondary: SetColour = Field(default=None, description="Less important text, such as captions and labels.")
    paper: SetColour = Field(default=None, description="Background of pages and figures.")
    rule: SetColour = Field(default=None, description="Thin lines.")
    tint: SetColour = Field(default=None, description="Background of boxes; a tint of the accent if omitted.")
    highlight: SetColour = Field(default=None, description="Background of a passage.")
    highlight_2: SetColour = Field(default=None, description="Background where two passages overlap.")
    highlight_3: SetColour = Field(default=None, description="Background where more passages overlap.")
    correction: SetColour = Field(default=None, description="Annotations of the type correction.")
    caution: SetColour = Field(default=None, description="Annotations of the type caution.")
    context: SetColour = Field(default=None, description="Annotations of the type context; the accent if omitted.")
    definition: SetColour = Field(default=None, description="Annotations of the type definition.")
    gap: SetColour = Field(default=None, description="Annotations of the type gap; the secondary colour if omitted.")

    @property
    def given(self) -> dict[str, str]:
        """The colours that are set, by their names in style sheets."""
        return {name.replace("_", "-"): value for name, value in self.model_dump(exclude_none=True).items()}


class ThemeFonts(Frozen):
    """Font families: IBM Plex Serif, IBM Plex Sans, or the name of one of the publisher's fonts."""

    serif: Line | None = Field(default=None, description="Family of running text.")
    sans: Line | None = Field(
        default=None, description="Family of headings, tables and notes; a packaged one also of figures and cards."
    )


class Logo(Frozen):
    """The publisher's logo: on the cover of the report, on all web pages and on social cards."""

    file: Annotated[
        str,
        StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*\.(svg|png)$"),
        PatternHint("the name of an SVG or PNG file beside theme.yaml, such as logo.svg"),
    ] = Field(description="SVG or PNG file beside theme.yaml.")
    alt: Line = Field(description="Alternative text, such as the publisher's name.")


class ThemeFile(Frozen):
    """``theme.yaml``: colours, fonts and logo of all publications. Omitted values are those of the templates."""

    colours: Colours = Field(
        default=Colours.model_construct(),
        description="Colours of light pages, PDFs, figures, social cards and the icon.",
    )
    dark: Colours = Field(
        default=Colours.model_construct(),
        description="Colours of dark pages. Omitted ones are computed from an accent or annotation colour that is set.",
    )
    printed: Colours = Field(
        default=Colours.model_construct(), description="Colours of web pages that a reader prints."
    )
    figures: dict[Colour, Colour] = Field(
        default={}, description="Further colours of figures, and their replacements on dark pages."
    )
    fonts: ThemeFonts = Field(default=ThemeFonts.model_construct(), description="Font families.")
    logo: Logo | None = Field(default=None, description="Logo; omit it if there is none.")


class PublishedLogo(Frozen):
    """The logo as published: its file name, its size in pixels, its alternative text."""

    name: str
    width: int
    height: int
    alt: str


class Theme(Frozen):
    """The look of all publications. Colours are by their names in style sheets."""

    light: dict[str, str]
    dark: dict[str, str]
    printed: dict[str, str]
    figures: dict[str, str]
    serif: str
    sans: str
    logo: PublishedLogo | None = None

    @property
    def figure_family(self) -> str:
        """The font of figures and social cards, which is a packaged one."""
        return self.sans if self.sans in FAMILIES else SANS

    @property
    def dark_figures(self) -> dict[str, str]:
        """Each colour of figures with its replacement on dark pages; of two equal ones, the first counts."""
        pairs = ((self.light[name], self.dark[name]) for name in reversed(self.light))
        return {**self.figures, **dict(pairs)}


def theme_of(default: ThemeFile, own: ThemeFile, logo: PublishedLogo | None = None) -> Theme:
    """Return a theme: the publisher's values over the defaults, and colours that follow another one.

    ``default`` sets both fonts, and all colours of light and dark pages but ``context`` and ``gap``.
    """
    given, given_dark = own.colours.given, own.dark.given
    light = default.colours.given | given
    if "accent" in given:
        light |= _tints(light, given, _TINTS)
    dark = default.dark.given | given_dark
    for name in DERIVED_DARK:
        if name in given and name not in given_dark:
            needed = [(dark[other], ratio) for text, other, ratio in PAIRS if text == name]
            readable = colour.nearest(given[name], [*needed, (dark["paper"], _DARK_CONTRAST)])
            dark[name] = readable or dark.get(name, dark["ink"])
    if "accent" in given | given_dark:
        dark |= _tints(dark, given_dark, ("accent-2", "accent-3"))
    printed = light | default.printed.given | given | own.printed.given
    return Theme(
        light=_follow(light),
        dark=_follow(dark),
        printed=_follow(printed),
        figures=default.figures | own.figures,
        serif=own.fonts.serif or default.fonts.serif or "",
        sans=own.fonts.sans or default.fonts.sans or "",
        logo=logo,
    )


def _tints(values: Mapping[str, str], given: Collection[str], names: Iterable[str]) -> dict[str, str]:
    """Return the tints of an accent that are not given."""
    accent, paper = values["accent"], values["paper"]
    return {name: colour.mix(accent, paper, _TINTS[name]) for name in names if name not in given}


def _follow(values: Mapping[str, str]) -> dict[str, str]:
    return {**values, **{name: values[base] for name, base in FOLLOWING.items() if name not in values}}
