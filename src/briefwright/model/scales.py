"""The model of ``scales.yaml``: likelihood and confidence scales, vague actors and empty actions."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from briefwright.model.fields import Frozen, Identifier, InvalidValue, Level, Line

Percent = Annotated[int, Field(ge=0, le=100)]


class LikelihoodStep(Frozen):
    """A step of a likelihood scale: its terms and their range."""

    words: tuple[Line, ...] = Field(min_length=1, description="Terms of the scale, as the report prints them.")
    forms: tuple[Line, ...] = Field(default=(), description="Other forms of the terms, such as adverbs.")
    everyday: tuple[Line, ...] = Field(
        default=(), description="Terms that also have other meanings, so they are not checked."
    )
    percent: tuple[Percent, Percent] = Field(description="Lower and upper end of the range, in per cent.")
    below: bool = Field(default=False, description="Whether the range excludes its upper end: 'under 50'.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        low, high = self.percent
        if low >= high:
            raise InvalidValue(
                f"the lower end of the range ({low}) is not below the upper end ({high})", "swap or correct them"
            )
        return self

    @property
    def range(self) -> str:
        """The range as printed, without the per-cent sign."""
        low, high = self.percent
        return f"{low}–{'<' * self.below}{high}"

    @property
    def middle(self) -> float:
        """The middle of the range, in per cent."""
        return sum(self.percent) / 2

    @property
    def checked_words(self) -> tuple[str, ...]:
        """The terms and forms that are checked."""
        return tuple(words for words in (*self.words, *self.forms) if words not in self.everyday)


class LikelihoodScale(Frozen):
    """A likelihood scale."""

    id: Identifier
    name: Line = Field(description="Name, as written after 'the': 'PHIA probability yardstick'.")
    source: Line = Field(description="Who set the scale, and where.")
    note: Line | None = Field(default=None, description="Note below the table, in one sentence.")
    steps: tuple[LikelihoodStep, ...] = Field(min_length=2, description="Steps, the lowest first.")

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if any(lower.middle >= upper.middle for lower, upper in pairwise(self.steps)):
            raise InvalidValue("the steps of the scale are not in order", "put the lowest step first")
        return self

    def table(self) -> dict[str, object]:
        """Return the table for the report: name, note, and terms and range of each step."""
        steps = [{"words": step.words, "range": step.range} for step in self.steps]
        return {"name": self.name, "note": self.note, "steps": steps}

    def nearest_step(self, step: LikelihoodStep) -> LikelihoodStep:
        """Return the step whose range is nearest to a step of another scale."""
        return min(self.steps, key=lambda candidate: abs(candidate.middle - step.middle))


class ConfidenceScale(Frozen):
    """A confidence scale. ``publisher.yaml`` has the meanings of its levels."""

    id: Identifier
    name: Line = Field(description="Name, as written after 'the': 'PHIA analytical confidence ratings'.")
    source: Line = Field(description="Who set the scale, and where.")
    levels: tuple[Level, ...] = Field(min_length=1, description="Levels, the lowest first.")


class VagueActors(Frozen):
    """Words for actors that do not name a body."""

    words: tuple[Line, ...] = Field(default=(), description="Vague actors, such as 'stakeholders'.")
    before: tuple[Line, ...] = Field(default=(), description="Words before an actor that leave it vague: 'all', 'key'.")


class EmptyActions(Frozen):
    """First words of actions that do not state what to do."""

    verbs: tuple[Line, ...] = Field(default=(), description="Verbs that do not name an action: 'consider'.")
    openings: tuple[Line, ...] = Field(default=(), description="First words that are not verbs: 'the', 'more'.")
    endings: tuple[Line, ...] = Field(default=(), description="Endings of first words that are not verbs: 'tion'.")
    verbs_like_nouns: tuple[Line, ...] = Field(default=(), description="Verbs with one of these endings.")


class Scales(Frozen):
    """``scales.yaml``."""

    likelihood: tuple[LikelihoodScale, ...] = Field(min_length=1, description="Likelihood scales.")
    confidence: tuple[ConfidenceScale, ...] = Field(min_length=1, description="Confidence scales.")
    ratings: tuple[Line, ...] = Field(
        default=(), description="Wordings of confidence ratings in a sentence; {level} is each level."
    )
    unscaled: tuple[Line, ...] = Field(default=(), description="Likelihood terms that are in no scale.")
    vague_actors: VagueActors = Field(default=VagueActors.model_construct(), description="For the rule no-actor.")
    empty_actions: EmptyActions = Field(default=EmptyActions.model_construct(), description="For the rule no-action.")

    @model_validator(mode="after")
    def _unique(self) -> Self:
        for scales in (self.likelihood, self.confidence):
            ids = [scale.id for scale in scales]
            if repeated := next((name for name in ids if ids.count(name) > 1), None):
                raise InvalidValue(f"two scales have the id “{repeated}”", "change one of the two")
        return self
