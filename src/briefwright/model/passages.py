"""What statements rest on: passages of the essay, and references."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from briefwright.model.fields import Frozen, Handling, Needed


class Passage(Frozen):
    """Words of the essay, held by quotation (W3C Web Annotation, TextQuoteSelector)."""

    quote: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1),
        Field(
            description="The words of the essay, exactly; white space and the style of quotation marks do not matter."
        ),
    ]
    paragraph: int | None = Field(
        default=None, ge=1, description="The essay's paragraph, where the quote stands in more than one."
    )
    prefix: str | None = Field(default=None, description="The words just before the quote, where it is not unique.")
    suffix: str | None = Field(default=None, description="The words just after the quote, where it is not unique.")


Passages = Annotated[
    tuple[Passage, ...],
    Field(min_length=1),
    Needed("rests on no passage", "add `passages:` with a `quote:` of the essay's words that bear it out"),
]


class Handled(Frozen):
    """Something that may be marked stricter than the brief."""

    handling: Handling = None


class Grounded(Handled):
    """Something that rests on passages, on references, or on both."""

    passages: tuple[Passage, ...] = ()
    references: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if not self.passages and not self.references:
            message = "rests on nothing: give it a passage of the essay or a reference"
            raise ValueError(message)
        return self
