"""The model of ``scales.yaml``: the scales of likelihood and support, vague actors and empty actions."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from briefwright.model.fields import Frozen, Identifier, InvalidValue, Line, Mark, repeated

if TYPE_CHECKING:
    from collections.abc import Iterable

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


class SupportStep(Frozen):
    """A step of the scale of support."""

    level: Identifier = Field(description="Name of the step, for `support:` of a finding.")
    word: Line = Field(description="Word for the step, after “support”: 'partial'.")
    phrase: Line = Field(description="Words for counted claims: 'partly supported'.")
    meaning: Line = Field(description="Meaning, as the report prints it.")
    mark: Mark = Field(description="Mark beside the word.")


class ConfidenceWords(Frozen):
    """Words for analytical confidence, for the rule likelihood-with-confidence."""

    levels: tuple[Line, ...] = Field(default=(), description="Levels, such as 'low'.")
    wordings: tuple[Line, ...] = Field(
        default=(), description="Wordings of ratings in a sentence; {level} is each level."
    )


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
    support: tuple[SupportStep, ...] = Field(
        min_length=2, description="Scale of the support for a claim by the sources, the best step first."
    )
    confidence: ConfidenceWords = Field(
        default=ConfidenceWords.model_construct(), description="For the rule likelihood-with-confidence."
    )
    unscaled: tuple[Line, ...] = Field(default=(), description="Likelihood terms that are in no scale.")
    vague_actors: VagueActors = Field(default=VagueActors.model_construct(), description="For the rule no-actor.")
    empty_actions: EmptyActions = Field(default=EmptyActions.model_construct(), description="For the rule no-action.")

    @model_validator(mode="after")
    def _unique(self) -> Self:
        for part, kind, key, names in (
            ("likelihood", "scales have the id", "id", [scale.id for scale in self.likelihood]),
            ("support", "steps of the support have the level", "level", [step.level for step in self.support]),
        ):
            if (place := repeated(names)) is not None:
                raise InvalidValue(f"two {kind} “{names[place]}”", "change one of the two", (part, place, key))
        return self

    def weakest(self, levels: Iterable[str | None]) -> str | None:
        """Return the weakest of some levels of support; ``None`` if one of them is missing.

        A recommendation has the lowest support among the findings that it rests on.
        """
        order = [step.level for step in self.support]
        known = list(levels)
        return None if not known or None in known else max(filter(None, known), key=order.index)
