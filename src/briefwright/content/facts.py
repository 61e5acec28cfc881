"""What is to be told of a brief outside its documents: on its pages, in feeds and maps, on its card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright import prose
from briefwright.content.csl import csl_json
from briefwright.content.scope import Scope
from briefwright.model import anchored

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from briefwright.content.provenance import Resolved
    from briefwright.model import DocumentType

__all__ = ["LANDING", "views"]

View = dict[str, Any]
LANDING = "landing"
"""The page of the brief as a whole, beside those of its documents."""
OTHERS = ("card", "site-card", "feed", "map", "robots", "security")
"""What pictures, feeds and maps tell."""

_SAID_OF_A_WORK = ("type", "title", "author", "issued", "URL", "DOI", "publisher", "language")


def views(resolved: Resolved, kinds: Mapping[str, DocumentType], kept: Collection[str] = ()) -> dict[str, View]:
    """Return what each file has to tell, by its name: one for each page, and those of ``OTHERS``.

    A file has what it tells and no more, so that an edit elsewhere leaves it, and what is made of it, as it was.
    ``kept`` are the numbers of earlier editions that the site has.
    """
    common = _common(resolved)
    page = _page(resolved, common, kinds)
    works = [_work(csl_json(reference)) for reference in resolved.sources.references.references]
    pages = {
        name: {
            **page,
            "document": name,
            "lead": Scope(resolved, name, kinds).lead,
            "works": works if "references" in kind.needs else [],
        }
        for name, kind in kinds.items()
    }
    house = resolved.sources.house
    security = house.security
    return {
        **pages,
        LANDING: {**page, "document": "", "lead": common["subtitle"], "works": works},
        "card": {name: common[name] for name in ("title", "subtitle", "number", "edition", "marking", "language")}
        | {"house": house.short_name},
        "site-card": {
            "house": house.short_name,
            "base_url": house.base_url,
            "marking": common["marking"],
            "language": house.language,
        },
        "feed": {**common, "editions": _editions(resolved, kept)},
        "map": {
            "slug": common["slug"],
            "edition": common["edition"],
            "house": {"base_url": house.base_url},
        },
        "robots": {"base_url": house.base_url, "marking": common["marking"]},
        "security": {
            "base_url": house.base_url,
            "language": house.language,
            "security": security.model_dump(mode="json") if security else None,
        },
    }


def _common(resolved: Resolved) -> View:
    brief, house = resolved.sources.brief, resolved.sources.house
    newest = brief.editions[0]
    return {
        "slug": resolved.sources.slug,
        "title": brief.title,
        "subtitle": brief.subtitle,
        "number": brief.number,
        "topics": list(brief.topics),
        "marking": resolved.marking.value,
        "language": house.language,
        "edition": {"number": newest.number, "date": newest.date.isoformat()},
        "house": {
            "name": house.name,
            "short_name": house.short_name,
            "base_url": house.base_url,
            "contact": {"email": house.contact.email},
            "licence": {"name": house.licence.name, "url": house.licence.url},
        },
    }


def _page(resolved: Resolved, common: View, kinds: Mapping[str, DocumentType]) -> View:
    brief = resolved.sources.brief
    return {
        **common,
        "summary": " ".join(prose.plain_text(runs) for runs in prose.parse(brief.summary.text)),
        "published": brief.editions[-1].date.isoformat(),
        "documents": [{"name": name, "title": kind.title} for name, kind in kinds.items()],
        "anchored": anchored(kinds),
    }


def _work(item: Mapping[str, Any]) -> View:
    return {name: item[name] for name in _SAID_OF_A_WORK if name in item}


def _editions(resolved: Resolved, kept: Collection[str]) -> list[View]:
    editions = resolved.sources.brief.editions
    shown = {*kept, editions[0].number}
    return [
        {
            "number": edition.number,
            "date": edition.date.isoformat(),
            "changes": "\n\n".join(prose.plain_text(runs) for runs in prose.parse(edition.changes)),
            "shown": edition.number in shown,
        }
        for edition in editions
    ]
