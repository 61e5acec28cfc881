"""``scales.yaml``: words of likelihood and confidence with what they stand for, and words that say nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from briefwright.model.fields import Frozen, Identifier, Level, Line

Percent = Annotated[int, Field(ge=0, le=100)]


class LikelihoodStep(Frozen):
    """A step of a scale of likelihood: its words, and the range that they stand for."""

    words: tuple[Line, ...] = Field(min_length=1, description="The words of this step; the report prints them.")
    forms: tuple[Line, ...] = Field(default=(), description="Other forms of these words, such as adverbs.")
    everyday: tuple[Line, ...] = Field(
        default=(), description="Those of the words that have other meanings too; the checks skip them."
    )
    percent: tuple[Percent, Percent] = Field(description="Lower and upper end of the range, in percent.")
    below: bool = Field(default=False, description="Whether the range excludes its upper end: 'under 50'.")

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
    name: Line = Field(description="Name, without 'the': 'PHIA probability yardstick'.")
    source: Line = Field(description="Origin of the scale.")
    note: Line | None = Field(default=None, description="A note below the table, in one sentence.")
    steps: tuple[LikelihoodStep, ...] = Field(min_length=2, description="Its steps, lowest first.")

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
    name: Line = Field(description="Name, without 'the': 'PHIA analytical confidence ratings'.")
    source: Line = Field(description="Origin of the scale.")
    levels: tuple[Level, ...] = Field(min_length=1, description="Its levels, lowest first.")


class VagueActors(Frozen):
    """Actors of whom nobody in particular is one."""

    words: tuple[Line, ...] = Field(default=(), description="Vague actors: 'stakeholders'.")
    before: tuple[Line, ...] = Field(
        default=(), description="Words before an actor that do not make it specific: 'all', 'key'."
    )


class EmptyActions(Frozen):
    """How an action begins that does not say what should be done."""

    verbs: tuple[Line, ...] = Field(default=(), description="Verbs that start no action: 'consider'.")
    openings: tuple[Line, ...] = Field(default=(), description="First words that are not verbs: 'the', 'more'.")
    endings: tuple[Line, ...] = Field(default=(), description="Endings of first words that are not verbs: 'tion'.")
    verbs_like_nouns: tuple[Line, ...] = Field(
        default=(), description="Verbs that have one of these endings nevertheless."
    )


class Scales(Frozen):
    """``scales.yaml``."""

    likelihood: tuple[LikelihoodScale, ...] = Field(min_length=1, description="Scales of likelihood.")
    confidence: tuple[ConfidenceScale, ...] = Field(min_length=1, description="Scales of confidence.")
    ratings: tuple[Line, ...] = Field(
        default=(), description="Phrases that rate confidence. {level} stands for each level."
    )
    unscaled: tuple[Line, ...] = Field(default=(), description="Words of likelihood that belong to no scale.")
    vague_actors: VagueActors = Field(
        default=VagueActors.model_construct(), description="Actors too vague for a recommendation."
    )
    empty_actions: EmptyActions = Field(
        default=EmptyActions.model_construct(), description="Beginnings of actions that do not say what to do."
    )

    @model_validator(mode="after")
    def _unique(self) -> Self:
        for scales in (self.likelihood, self.confidence):
            if len({scale.id for scale in scales}) < len(scales):
                raise ValueError("two scales of one kind have the same id")
        return self
