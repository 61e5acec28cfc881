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

    id: Line = Field(description="SPDX identifier: 'CC-BY-4.0'.")
    name: Line = Field(description="The name of the licence.")
    url: Annotated[
        str,
        StringConstraints(pattern=r"^https://\S+$"),
        PatternHint("an address that begins with https://, without spaces"),
    ] = Field(description="Address of the licence.")


class Contact(Frozen):
    """Where readers write to."""

    name: Line = Field(description="Name of a person or an office.")
    email: Annotated[
        str,
        StringConstraints(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+$"),
        PatternHint("an address of e-mail alone, as in name@example.org"),
    ] = Field(description="E-mail address.")


class ScaleStep(Frozen):
    """A level of the confidence scale, and what it means in this publisher."""

    level: Level = Field(description="The level.")
    meaning: Line = Field(description="What this level means for the publisher; the report prints it.")


class Security(Frozen):
    """Where to report a weakness of the site: what ``security.txt`` says (RFC 9116)."""

    contact: Annotated[
        str,
        StringConstraints(pattern=r"^(mailto:[^@\s<>\"]+@[^@\s<>\"]+|https://[^\s<>\"]+|tel:\S+)$"),
        PatternHint("an address that begins with mailto:, https:// or tel:, without spaces, quotation marks, < and >"),
    ] = Field(description="Address for reports, with mailto:, https: or tel: (2.5.3).")
    expires: FullDate = Field(
        description="Date from which this is out of date; less than a year ahead is best (2.5.5)."
    )
    policy: (
        Annotated[
            str,
            StringConstraints(pattern=r"^https://[^\s<>\"]+$"),
            PatternHint("an address that begins with https://, without spaces, quotation marks, < and >"),
        ]
        | None
    ) = Field(default=None, description="Address of the policy on reported weaknesses (2.5.7).")


class Print(Frozen):
    """How the publisher prints."""

    page_size: PaperSize = Field(default="A4", description="Paper size of all documents.")
    binding: float = Field(
        default=0, ge=0, le=12, description="Moves the text away from the bound edge, in millimetres."
    )


class FragmentSettings(Frozen):
    """How the documents' fragments fit into the pages of another system."""

    prefix: Annotated[
        str, StringConstraints(pattern=r"^(([A-Za-z]|\{brief\}|\{document\})([A-Za-z0-9_-]|\{brief\}|\{document\})*)?$")
    ] = Field(
        default="",
        description="Text before every id, so that ids in one page differ. It begins with a letter; {brief} and"
        " {document} stand for their names.",
    )
    heading_shift: int = Field(
        default=1, ge=0, le=5, description="Number of levels that headings move down. With 1, the title is an h2."
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
        description="Address of the site, or its path on the same host, for links and pictures. No slash at its end. If"
        " empty, they are relative to the fragment.",
    )


class Web(Frozen):
    """How the publisher publishes on the web."""

    fragments: FragmentSettings = Field(
        default=FragmentSettings.model_construct(), description="The fragments for other systems."
    )


class Publisher(Frozen):
    """``publisher.yaml``: the publishing body."""

    name: Line = Field(description="Full name.")
    short_name: Line = Field(description="Short name, for the site and its metadata.")
    note: Line | None = Field(default=None, description="A remark about the publisher, printed in every colophon.")
    base_url: SiteAddress = Field(
        description="Address of the site: https, host, port if it is not 443, and path. No slash at its end."
    )
    language: Literal["en-GB"] = Field(default="en-GB", description="Language of interface words and dates.")
    licence: Licence = Field(description="The licence of everything published.")
    contact: Contact = Field(description="Who answers readers.")
    marking: MarkingLabel = Field(
        default=Marking.CLEAR,
        description="Default handling marking of its briefs (TLP 2.0).",
        json_schema_extra={"default": Marking.CLEAR.plain},
    )
    print: Print = Field(default=Print.model_construct(), description="Settings of the PDFs.")
    web: Web = Field(default=Web.model_construct(), description="Settings of the web pages.")
    security: Security | None = Field(
        default=None, description="Contact for security reports. Without it, the site has no security.txt."
    )
    likelihood_scale: Identifier = Field(
        default="phia", description="Identifier of the likelihood scale in scales.yaml."
    )
    confidence_scale: Identifier = Field(
        default="phia", description="Identifier of the confidence scale in scales.yaml."
    )
    confidence: tuple[ScaleStep, ...] = Field(
        description="What each level of the confidence scale means; the report prints it."
    )


class Fit(Frozen):
    """Bounds between which the body type steps down until the document fits its page limit, in points."""

    largest: float = Field(gt=0, le=14, description="Type size to begin with, in points.")
    smallest: float = Field(ge=8.5, description="Smallest type size, in points.")
    step: float = Field(default=0.1, gt=0, description="Difference from one size to the next, in points.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.smallest > self.largest:
            raise ValueError("smallest is larger than largest")
        return self


class DocumentType(Frozen):
    """``templates/<document>/document.yaml``: a kind of document, as data."""

    title: Line = Field(description="Key of the title in `templates/locales/`.")
    order: int = Field(description="Position among the documents of a brief.")
    page_size: PaperSize | None = Field(default=None, description="Paper size. The publisher's if omitted.")
    page_limit: Pages | dict[PaperSize, Pages] = Field(
        description="Fewest and most pages of the PDF, or both for each paper size."
    )
    fit: Fit | None = Field(default=None, description="Type sizes to try until the document fits its page limit.")
    anchors: bool = Field(
        default=False,
        description="Whether other documents link to passages, findings and terms in this one. True for exactly one.",
    )
    contents: bool = Field(default=False, description="Whether it has a table of contents.")
    needs: tuple[str, ...] = Field(
        description="Parts of the view that the template uses. Edits of other parts do not rebuild it."
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

    colours: dict[Colour, Colour] = Field(description="Each colour of a figure, with its colour on a dark page.")
