"""Settings: the house that publishes, and the kinds of document that it publishes."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from briefwright.model.fields import Frozen, Level, Line, Marking

__all__ = ["Contact", "DocumentType", "Fit", "House", "Licence", "ScaleStep"]


class Licence(Frozen):
    """Under which terms the house publishes."""

    id: Line = Field(description="SPDX identifier.")
    name: Line
    url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")]


class Contact(Frozen):
    """Where readers write to."""

    name: Line
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+$")]


class ScaleStep(Frozen):
    """A step of the confidence scale, and what it means."""

    level: Level
    meaning: Line


class House(Frozen):
    """``house.yaml``: the publishing body."""

    name: Line
    short_name: Line
    note: Line | None = Field(
        default=None, description="Printed in every colophon: that the house is a placeholder, say."
    )
    base_url: Annotated[str, StringConstraints(pattern=r"^https://[^\s/]+(/[^\s]*[^\s/])?$")] = Field(
        description="Where build/site is published, without a slash at its end."
    )
    language: Literal["en-GB"] = "en-GB"
    licence: Licence
    contact: Contact
    marking: Marking = Marking.CLEAR
    confidence: tuple[ScaleStep, ...] = Field(description="The confidence scale, in words that the report prints.")


class Fit(Frozen):
    """Bounds between which the body type steps down until the document fits its page limit, in points."""

    largest: float = Field(gt=0, le=14)
    smallest: float = Field(ge=8.5, description="Body type is never under 8.5 pt.")
    step: float = Field(default=0.1, gt=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.smallest > self.largest:
            message = "smallest is larger than largest"
            raise ValueError(message)
        return self


class DocumentType(Frozen):
    """``templates/<document>/document.yaml``: a kind of document, as data."""

    title: Line = Field(description="Key of the title in the language's catalogue.")
    order: int = Field(description="Place among the brief's documents.")
    formats: tuple[Literal["html", "pdf"], ...] = ("html", "pdf")
    page_size: Literal["A4"] = "A4"
    page_limit: tuple[int, int] = Field(description="Fewest and most pages that the PDF may have.")
    fit: Fit | None = None
    contents: bool = Field(default=False, description="Whether a table of contents is made of the headings.")
    needs: tuple[str, ...] = Field(
        description="Parts of the view that the template uses; an edit elsewhere rebuilds nothing."
    )
