"""``scales.yaml``: words of likelihood and confidence with what they stand for, and words that say nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from briefwright.model.fields import Frozen, Identifier, Level, Line

Percent = Annotated[int, Field(ge=0, le=100)]


class LikelihoodStep(Frozen):
    """A step of a scale of likelihood: its words, and the range that they stand for."""

    words: tuple[Line, ...] = Field(min_length=1, description="As the scale has them; the report prints these.")
    forms: tuple[Line, ...] = Field(default=(), description="Other forms of these words: adverbs, say.")
    everyday: tuple[Line, ...] = Field(
        default=(), description="Which of the words mean other things too, so that no check looks for them."
    )
    percent: tuple[Percent, Percent] = Field(description="Lower and upper end of the range, in per cent.")
    below: bool = Field(default=False, description="Whether the upper end itself lies outside: 'under 50'.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.percent[0] >= self.percent[1]:
            raise ValueError("a range runs from its lower to its upper end")
        return self

    @property
    def range(self) -> str:
        """The range as it is printed, without the sign for per cent."""
        low, high = self.percent
        return f"{low}–{'<' * self.below}{high}"

    @property
    def middle(self) -> float:
        """The middle of the range, in per cent."""
        return sum(self.percent) / 2

    @property
    def sought(self) -> tuple[str, ...]:
        """The words and forms that a check looks for."""
        return tuple(words for words in (*self.words, *self.forms) if words not in self.everyday)


class LikelihoodScale(Frozen):
    """A scale of likelihood, from its lowest step to its highest."""

    id: Identifier
    name: Line = Field(description="As it follows 'the': 'PHIA probability yardstick'.")
    source: Line = Field(description="Who set the scale, and where.")
    note: Line | None = Field(default=None, description="What readers of the table should know, in one sentence.")
    steps: tuple[LikelihoodStep, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if any(lower.middle >= upper.middle for lower, upper in pairwise(self.steps)):
            raise ValueError("the steps of a scale stand in order, the lowest first; these do not")
        return self

    def table(self) -> dict[str, object]:
        """Return what the report prints of the scale: its name, a note, and the words and range of each step."""
        steps = [{"words": step.words, "range": step.range} for step in self.steps]
        return {"name": self.name, "note": self.note, "steps": steps}

    def nearest(self, step: LikelihoodStep) -> LikelihoodStep:
        """Return the step whose range is nearest to that of another scale's step."""
        return min(self.steps, key=lambda own: abs(own.middle - step.middle))


class ConfidenceScale(Frozen):
    """A scale of confidence; what its levels mean is for ``publisher.yaml`` to say."""

    id: Identifier
    name: Line = Field(description="As it follows 'the': 'PHIA analytical confidence ratings'.")
    source: Line = Field(description="Who set the scale, and where.")
    levels: tuple[Level, ...] = Field(min_length=1)


class VagueActors(Frozen):
    """Actors of whom nobody in particular is one."""

    words: tuple[Line, ...] = ()
    before: tuple[Line, ...] = Field(default=(), description="Words that make them no more particular: 'all', 'key'.")


class EmptyActions(Frozen):
    """How an action begins that does not say what should be done."""

    verbs: tuple[Line, ...] = Field(default=(), description="Verbs after which nothing is done yet: 'consider'.")
    openings: tuple[Line, ...] = Field(default=(), description="First words that are no verb: 'the', 'more'.")
    endings: tuple[Line, ...] = Field(default=(), description="Endings of a first word that is no verb: 'tion'.")
    verbs_like_nouns: tuple[Line, ...] = Field(default=(), description="Verbs that have one of these endings.")


class Scales(Frozen):
    """``scales.yaml``."""

    likelihood: tuple[LikelihoodScale, ...] = Field(min_length=1)
    confidence: tuple[ConfidenceScale, ...] = Field(min_length=1)
    ratings: tuple[Line, ...] = Field(
        default=(), description="How a rating of confidence reads in a sentence; {level} stands for each level."
    )
    unscaled: tuple[Line, ...] = Field(default=(), description="Words of likelihood that no scale has.")
    vague_actors: VagueActors = VagueActors.model_construct()
    empty_actions: EmptyActions = EmptyActions.model_construct()

    @model_validator(mode="after")
    def _unique(self) -> Self:
        for scales in (self.likelihood, self.confidence):
            if len({scale.id for scale in scales}) < len(scales):
                raise ValueError("two scales of one kind have the same id")
        return self
