"""The essay as a work in views: its authors, title, date and rights, and the language of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright import language
from briefwright.content.scope import dump
from briefwright.model import UNDATED, UNTITLED
from briefwright.model.csl import display_name
from briefwright.model.identifiers import doi_address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefwright.content.scope import View
    from briefwright.model import Brief, EssayAuthor, Publisher


def essay_language(brief: Brief, publisher: Publisher) -> str:
    """Return the BCP 47 tag of the essay's language: its own, or else the publisher's."""
    return brief.essay.language or publisher.language


def essay_work(brief: Brief, publisher: Publisher) -> View:
    """Return the facts about the essay for templates, metadata and feeds.

    ``title``, ``authors``, ``date`` are empty if unknown; ``untitled``, ``unsigned``, ``undated`` say that it has none.
    ``marked`` has the attributes ``lang`` and ``dir`` of its words, if its language is not the publication's.
    """
    work = brief.essay
    tag = essay_language(brief, publisher)
    own = {"lang": publisher.language, "dir": language.direction(publisher.language)}
    marked = {"lang": tag, "dir": language.direction(tag)}
    return {
        **dump(work),
        "title": None if work.title == UNTITLED else work.title,
        "untitled": work.title == UNTITLED,
        "authors": [_person(author) for author in work.authors or ()],
        "unsigned": work.authors == (),
        "date": None if work.date == UNDATED else work.date,
        "undated": work.date == UNDATED,
        "translator": _person(work.translator) if work.translator else None,
        "address": doi_address(work.doi) if work.doi else work.url,
        "language": tag,
        "marked": marked if tag != publisher.language else None,
        "own": own,
    }


def _person(author: EssayAuthor) -> View:
    name = dump(author.name, exclude_none=True)
    return {
        "name": display_name(name),
        "csl": name,
        "affiliation": author.affiliation,
        "orcid": f"https://orcid.org/{author.orcid}" if author.orcid else None,
    }


def source_text(essay: Mapping[str, Any]) -> str:
    """Return the address of the essay, or else its known authors, title, place and date; "" if nothing is known."""
    parts = [*(author["name"] for author in essay["authors"]), essay["title"], essay["published_in"], essay["date"]]
    return essay["address"] or ", ".join(filter(None, parts))


def rights_of_essay(essay: Mapping[str, Any], text: Callable[..., str]) -> str:
    """Return the licence and the rights statement of the essay, or that the publisher's licence does not cover it."""
    licence = essay["licence"]["name"] if essay["licence"] else None
    return "; ".join(filter(None, [licence, essay["rights"]])) or text("word.not-covered")


def rights_statement(head: Mapping[str, Any], text: Callable[..., str]) -> str:
    """Return which text of a publication is under which licence; ``text`` returns the string of a catalogue key."""
    licence = head["publisher"]["licence"]["name"]
    essay = rights_of_essay(head["essay"], text)
    return f"{text('label.editors-work')} {licence}. {text('label.essay')} {essay.rstrip('.')}."
