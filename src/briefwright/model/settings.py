"""Settings: the publisher, and the document types that it publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from briefwright.errors import BriefwrightError
from briefwright.marking import Marking, MarkingLabel
from briefwright.model.fields import Frozen, FullDate, Identifier, Level, Line, PatternHint

if TYPE_CHECKING:
    from collections.abc import Mapping

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
PaperSize = Literal["A4", "Letter"]
Pages = tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]]
"""Fewest and most."""


def _at_a_port(address: str) -> str:
    try:
        _ = urlsplit(address).port
    except ValueError:
        raise ValueError("no port is above 65535") from None
    return address


_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_SEGMENT = r"\.*[A-Za-z0-9_~-][A-Za-z0-9._~-]*"
SiteAddress = Annotated[
    str,
    StringConstraints(pattern=rf"^https://{_LABEL}(\.{_LABEL})*(:[1-9][0-9]{{0,4}})?(/{_SEGMENT})*$"),
    AfterValidator(_at_a_port),
    PatternHint("an address that begins with https://, of letters, digits and - . _ ~, without a slash at its end"),
]
"""Host, port and path (RFC 3986, 3.2 and 3.3) of signs that mean nothing else in the files of servers, nor in links.

They are the unreserved ones (2.3).  A segment of dots alone would lead elsewhere.
"""


class Licence(Frozen):
    """Under which terms the publisher publishes."""

    id: Line = Field(description="SPDX identifier.")
    name: Line
    url: Annotated[
        str,
        StringConstraints(pattern=r"^https://\S+$"),
        PatternHint("an address that begins with https://, without spaces"),
    ]


class Contact(Frozen):
    """Where readers write to."""

    name: Line
    email: Annotated[
        str,
        StringConstraints(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+$"),
        PatternHint("an address of e-mail alone, as in name@example.org"),
    ]


class ScaleStep(Frozen):
    """A level of the confidence scale, and what it means in this publisher."""

    level: Level
    meaning: Line


class Security(Frozen):
    """Where to report a weakness of the site: what ``security.txt`` says (RFC 9116)."""

    contact: Annotated[
        str,
        StringConstraints(pattern=r"^(mailto:[^@\s<>\"]+@[^@\s<>\"]+|https://[^\s<>\"]+|tel:\S+)$"),
        PatternHint("an address that begins with mailto:, https:// or tel:, without spaces, quotation marks, < and >"),
    ] = Field(description="A mailto:, https: or tel: address (2.5.3).")
    expires: FullDate = Field(description="Until when this holds; less than a year ahead is best (2.5.5).")
    policy: (
        Annotated[
            str,
            StringConstraints(pattern=r"^https://[^\s<>\"]+$"),
            PatternHint("an address that begins with https://, without spaces, quotation marks, < and >"),
        ]
        | None
    ) = Field(default=None, description="Address of the publisher's policy on reported weaknesses (2.5.7).")


class Print(Frozen):
    """How the publisher prints."""

    page_size: PaperSize = "A4"
    binding: float = Field(
        default=0, ge=0, le=12, description="Millimetres by which text moves away from the edge that is bound."
    )


class FragmentSettings(Frozen):
    """How the documents' fragments fit into the pages of another system."""

    prefix: Annotated[
        str, StringConstraints(pattern=r"^(([A-Za-z]|\{brief\}|\{document\})([A-Za-z0-9_-]|\{brief\}|\{document\})*)?$")
    ] = Field(
        default="",
        description="Put before every id, so that none stands twice in a page: a letter first, then letters,"
        " digits, hyphens; {brief} and {document} stand for their names.",
    )
    heading_shift: int = Field(
        default=1, ge=0, le=5, description="By how many levels headings move down: with 1, the title is an h2."
    )
    base: Annotated[
        str,
        StringConstraints(pattern=r"^(https://[^\s/\"'<>]+)?(/[^\s/\"'<>]+)*$"),
        PatternHint(
            "an address that begins with https:// or a path that begins with /, without spaces and without a slash at"
            " its end"
        ),
    ] = Field(
        default="",
        description="Where links to the published pages lead, without a slash at its end: the site's address, or its"
        " path on the same host; relative to the fragment where empty.",
    )


class Web(Frozen):
    """How the publisher publishes on the web."""

    fragments: FragmentSettings = FragmentSettings.model_construct()


class Publisher(Frozen):
    """``publisher.yaml``: the publishing body."""

    name: Line
    short_name: Line
    note: Line | None = Field(
        default=None, description="Printed in every colophon: that the publisher is a placeholder, say."
    )
    base_url: SiteAddress = Field(
        description="Where build/site is published, without a slash at its end: https, the host, its port where it is"
        " not 443, and a path of letters, digits and - . _ ~ and slashes."
    )
    language: Literal["en-GB"] = "en-GB"
    licence: Licence
    contact: Contact
    marking: MarkingLabel = Field(
        default=Marking.CLEAR,
        description="Default handling marking of its briefs (TLP 2.0).",
        json_schema_extra={"default": Marking.CLEAR.plain},
    )
    print: Print = Print.model_construct()
    web: Web = Web.model_construct()
    security: Security | None = Field(
        default=None, description="Where to report a weakness of the site; without it there is no security.txt."
    )
    likelihood_scale: Identifier = Field(default="phia", description="Which scale of likelihood in scales.yaml.")
    confidence_scale: Identifier = Field(default="phia", description="Which scale of confidence in scales.yaml.")
    confidence: tuple[ScaleStep, ...] = Field(
        description="What each level of the confidence scale means, in words that the report prints."
    )


class Fit(Frozen):
    """Bounds between which the body type steps down until the document fits its page limit, in points."""

    largest: float = Field(gt=0, le=14)
    smallest: float = Field(ge=8.5, description="Body type is never under 8.5 pt.")
    step: float = Field(default=0.1, gt=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.smallest > self.largest:
            raise ValueError("smallest is larger than largest")
        return self


class DocumentType(Frozen):
    """``templates/<document>/document.yaml``: a kind of document, as data."""

    title: Line = Field(description="Key of the title in the language's catalogue.")
    order: int = Field(description="Place among the brief's documents.")
    page_size: PaperSize | None = Field(default=None, description="The publisher's page size where left out.")
    page_limit: Pages | dict[PaperSize, Pages] = Field(
        description="Fewest and most pages that the PDF may have, or these for each page size."
    )
    fit: Fit | None = None
    anchors: bool = Field(
        default=False,
        description="Whether its page has the anchors of passages, findings and terms, into which other documents link;"
        " exactly one document has them.",
    )
    contents: bool = Field(default=False, description="Whether a table of contents is made of the headings.")
    needs: tuple[str, ...] = Field(
        description="Parts of the view that the template uses; an edit elsewhere rebuilds nothing."
    )

    @model_validator(mode="after")
    def _limited(self) -> Self:
        limits = [self.page_limit] if isinstance(self.page_limit, tuple) else self.page_limit.values()
        if any(fewest > most for fewest, most in limits):
            raise ValueError("the fewest pages are more than the most")
        if isinstance(self.page_limit, dict) and (missing := set(get_args(PaperSize)) - set(self.page_limit)):
            raise ValueError(f"page_limit says nothing for {' and '.join(sorted(missing))}")
        return self

    def on(self, size: PaperSize) -> DocumentType:
        """Return this kind of document as a publisher prints it that has a page size."""
        return self if self.page_size else self.model_copy(update={"page_size": size})

    def within(self, limit: Pages | None) -> DocumentType:
        """Return this kind of document with the page limit of a brief, if that has one of its own."""
        return self.model_copy(update={"page_limit": limit}) if limit else self

    @property
    def pages(self) -> Pages:
        """Fewest and most pages on its own page size; A4 where it has none."""
        return self.page_limit if isinstance(self.page_limit, tuple) else self.page_limit[self.page_size or "A4"]


def anchored_document(document_types: Mapping[str, DocumentType]) -> str:
    """Return the name of the document whose page has the anchors; raise ``BriefwrightError`` where none has them."""
    for name, document_type in document_types.items():
        if document_type.anchors:
            return name
    raise BriefwrightError("no document type has `anchors: true` in its document.yaml")


class Dark(Frozen):
    """``templates/figures/dark.yaml``: what stands for the colours of a figure on a dark page."""

    colours: dict[Colour, Colour]
