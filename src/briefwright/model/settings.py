"""The models of ``publisher.yaml`` and ``document.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from briefwright.errors import BriefwrightError
from briefwright.marking import Marking, MarkingLabel
from briefwright.model.fields import Frozen, FullDate, Identifier, InvalidValue, Line, PatternHint

if TYPE_CHECKING:
    from collections.abc import Mapping

PaperSize = Literal["A4", "Letter"]


def _check_range(limits: tuple[int, int]) -> tuple[int, int]:
    minimum, maximum = limits
    if minimum > maximum:
        raise InvalidValue(f"the minimum of pages ({minimum}) is above the maximum ({maximum})", "swap them")
    return limits


PageRange = Annotated[tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]], AfterValidator(_check_range)]
"""Minimum and maximum."""


def _check_port(address: str) -> str:
    try:
        _ = urlsplit(address).port
    except ValueError:
        raise ValueError("the port is above 65535") from None
    return address


_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_SEGMENT = r"\.*[A-Za-z0-9_~-][A-Za-z0-9._~-]*"
SiteAddress = Annotated[
    str,
    StringConstraints(pattern=rf"^https://{_LABEL}(\.{_LABEL})*(:[1-9][0-9]{{0,4}})?(/{_SEGMENT})*$"),
    AfterValidator(_check_port),
    PatternHint("a URL that begins with https://, of letters, digits and - . _ ~, without a slash at its end"),
]
"""Host, port and path (RFC 3986, 3.2 and 3.3) of unreserved characters (2.3).

Other characters have a meaning in server configurations and links. A segment of dots would refer to another folder.
"""


class Licence(Frozen):
    """The licence of the publications."""

    id: Line = Field(description="SPDX identifier.")
    name: Line = Field(description="Name of the licence.")
    url: Annotated[
        str,
        StringConstraints(pattern=r"^https://\S+$"),
        PatternHint("a URL that begins with https://, without spaces"),
    ] = Field(description="URL of the licence text.")


class Contact(Frozen):
    """The contact for readers."""

    name: Line = Field(description="Name of a person or team.")
    email: Annotated[
        str,
        StringConstraints(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+$"),
        PatternHint("an e-mail address only, such as name@example.org"),
    ] = Field(description="E-mail address.")


class Security(Frozen):
    """The content of ``security.txt`` (RFC 9116)."""

    contact: Annotated[
        str,
        StringConstraints(pattern=r"^(mailto:[^@\s<>\"]+@[^@\s<>\"]+|https://[^\s<>\"]+|tel:\S+)$"),
        PatternHint("a URI that begins with mailto:, https:// or tel:, without spaces, quotation marks, < and >"),
    ] = Field(description="A mailto:, https: or tel: URI for reports (2.5.3).")
    expires: FullDate = Field(description="Date of expiry, preferably less than a year ahead (2.5.5).")
    policy: (
        Annotated[
            str,
            StringConstraints(pattern=r"^https://[^\s<>\"]+$"),
            PatternHint("a URL that begins with https://, without spaces, quotation marks, < and >"),
        ]
        | None
    ) = Field(default=None, description="URL of the vulnerability disclosure policy (2.5.7).")


class Print(Frozen):
    """Settings for PDFs."""

    page_size: PaperSize = Field(default="A4", description="Paper size.")
    binding: float = Field(default=0, ge=0, le=12, description="Extra margin at the bound edge, in millimetres.")


FontFile = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._,\[\]-]*\.(ttf|otf|woff2)$"),
    PatternHint("the name of a .ttf, .otf or .woff2 file in sources/fonts/"),
]


class Font(Frozen):
    """A font family of the publisher, for characters that the packaged fonts lack."""

    name: Line = Field(description="Name of the family.")
    licence: Line = Field(description="SPDX identifier of its licence, which must allow embedding and web fonts.")
    regular: FontFile = Field(description="File in sources/fonts/: .ttf, .otf or .woff2.")
    bold: FontFile | None = Field(default=None, description="File for bold text; not needed for a variable font.")
    italic: FontFile | None = Field(default=None, description="File for italic text.")


class FragmentSettings(Frozen):
    """Settings for the document fragments that another system embeds."""

    prefix: Annotated[
        str,
        StringConstraints(pattern=r"^(([A-Za-z]|\{brief\}|\{document\})([A-Za-z0-9_-]|\{brief\}|\{document\})*)?$"),
        PatternHint("a letter, then letters, digits, - and _; {brief} and {document} are replaced by their names"),
    ] = Field(default="", description="Prefix of every id, to keep ids unique; may contain {brief} and {document}.")
    heading_shift: int = Field(
        default=1, ge=0, le=5, description="Levels by which headings move down; with 1, the title is an h2."
    )
    base: Annotated[
        str,
        StringConstraints(pattern=r"^(https://[^\s/\"'<>]+)?(/[^\s/\"'<>]+)*$"),
        PatternHint(
            "a URL that begins with https:// or a path that begins with /, without spaces or a slash at its end"
        ),
    ] = Field(
        default="",
        description="URL or path of the site in links, without a slash at its end; if empty, links are relative.",
    )


class Web(Frozen):
    """Settings for the web."""

    fragments: FragmentSettings = Field(
        default=FragmentSettings.model_construct(), description="Fragments for another system."
    )


class Publisher(Frozen):
    """``publisher.yaml``: the publishing body."""

    name: Line = Field(description="Full name.")
    short_name: Line = Field(description="Name for headers and lists.")
    note: Line | None = Field(
        default=None, description="Note for every colophon, such as that the publisher is a placeholder."
    )
    base_url: SiteAddress = Field(
        description="Public URL of the site: https, host, port and path, without a slash at its end."
    )
    language: Literal["en-GB"] = Field(default="en-GB", description="Language of the publications.")
    licence: Licence
    contact: Contact
    marking: MarkingLabel = Field(
        default=Marking.CLEAR,
        description="Default marking of the briefs (TLP 2.0).",
        json_schema_extra={"default": Marking.CLEAR.plain},
    )
    print: Print = Field(default=Print.model_construct(), description="Settings for PDFs.")
    fonts: tuple[Font, ...] = Field(
        default=(), description="Fonts for characters that the packaged fonts lack, the preferred one first."
    )
    web: Web = Field(default=Web.model_construct(), description="Settings for the web.")
    security: Security | None = Field(
        default=None, description="Contact for security reports; without it, there is no security.txt."
    )
    likelihood_scale: Identifier = Field(default="phia", description="Identifier of a likelihood scale in scales.yaml.")
    citation_style: (
        Annotated[
            str,
            StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$"),
            PatternHint("the name of a .csl file, such as apa, without a folder"),
        ]
        | None
    ) = Field(
        default=None,
        description="Name of a CSL file in sources/ or templates/pandoc/; Chicago, author and date, if omitted.",
    )


class Fit(Frozen):
    """Font sizes of body text, in points, for fitting a document into its page limit."""

    largest: float = Field(gt=0, le=14, description="Font size to try first.")
    smallest: float = Field(ge=8.5, description="Smallest font size, at least 8.5 pt.")
    step: float = Field(default=0.1, gt=0, description="Decrease for each try.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.smallest > self.largest:
            raise InvalidValue(f"`smallest` ({self.smallest}) is above `largest` ({self.largest})", "swap them")
        return self


class DocumentType(Frozen):
    """``templates/<document>/document.yaml``: a document type."""

    title: Line = Field(description="Key of the title in the language catalogue.")
    order: int = Field(description="Position among the documents of a brief.")
    page_size: PaperSize | None = Field(default=None, description="Paper size; the publisher's if omitted.")
    page_limit: PageRange | dict[PaperSize, PageRange] | None = Field(
        default=None,
        description="Minimum and maximum of pages in the PDF, or these by paper size; without it, as many as needed.",
    )
    fit: Fit | None = Field(default=None, description="Font sizes to try until the PDF fits its page limit.")
    anchors: bool = Field(
        default=False,
        description="Whether other documents link to passages, findings and terms here; true for exactly one document.",
    )
    contents: bool = Field(default=False, description="Whether the document has a table of contents.")
    needs: tuple[str, ...] = Field(
        description="Parts of the view that the template uses; only their changes rebuild the document."
    )
    only_with: str | None = Field(
        default=None, description="A part; a brief in which it is empty does not get this document."
    )

    @model_validator(mode="after")
    def _limited(self) -> Self:
        if self.fit and not self.page_limit:
            raise InvalidValue("`fit` needs a page limit", "add `page_limit:`, or delete `fit:`")
        if isinstance(self.page_limit, dict) and (missing := set(get_args(PaperSize)) - set(self.page_limit)):
            raise InvalidValue(f"`page_limit` has no entry for {' and '.join(sorted(missing))}", "add one")
        return self

    def for_page_size(self, size: PaperSize) -> DocumentType:
        """Return this document type for the publisher's paper size, unless it has its own."""
        return self if self.page_size else self.model_copy(update={"page_size": size})

    def with_page_limit(self, limit: PageRange | None) -> DocumentType:
        """Return this document type with the page limit of a brief, if given."""
        return self.model_copy(update={"page_limit": limit}) if limit else self

    @property
    def pages(self) -> PageRange | None:
        """Minimum and maximum of pages on its own paper size, or on A4; ``None`` without a limit."""
        return self.page_limit[self.page_size or "A4"] if isinstance(self.page_limit, dict) else self.page_limit


def anchored_document(document_types: Mapping[str, DocumentType]) -> str:
    """Return the name of the document with the anchors; raise ``BriefwrightError`` if none has them."""
    for name, document_type in document_types.items():
        if document_type.anchors:
            return name
    raise BriefwrightError("no document type has `anchors: true`; add it to one document.yaml")
