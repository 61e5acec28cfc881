"""What a document has to say: texts of the sources, each with the item that it belongs to.

They come from the resolved brief and the catalogue alone, so nothing that a template does or forgets is taken for
right; `holdings` has those of each part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from briefwright import prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefwright.language import Catalogue
    from briefwright.output import JsonObject


@dataclass(frozen=True, slots=True)
class ExpectedText:
    """A text that must stand in a document, whatever stands around it.

    ``item`` is the identifier under which it stands, or, where that holds a space, a name: then the item's texts stand
    where its longer ones do.  A text of the kind ``whole`` is all that its block says, and one of the kind ``alt`` all
    that a picture says in words.  ``forms`` are other ways of writing a date, all wrong here; ``references`` are the
    works that the document cites for it.
    """

    item: str
    field: str
    text: str
    kind: Literal["words", "whole", "alt"] = "words"
    forms: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What a document's texts are taken from: the resolved brief (``brief.json``), and the words of its language."""

    record: JsonObject
    document: str
    needs: Sequence[str]
    catalogue: Catalogue

    @property
    def brief(self) -> JsonObject:
        """What the editors say of the essay."""
        value: JsonObject = self.record["brief"]
        return value

    @property
    def edition(self) -> JsonObject:
        """The newest edition."""
        value: JsonObject = self.brief["editions"][0]
        return value

    @property
    def marking(self) -> str:
        """The handling marking."""
        return str(self.brief["marking"])

    @property
    def address(self) -> str:
        """Where the document's web page is published."""
        return f"{self.record['publisher']['base_url']}/{self.record['slug']}/{self.document}.html"

    def word(self, key: str) -> str:
        """Return an interface string."""
        return self.catalogue.text(key)

    def passages(self, names: Iterable[str]) -> list[JsonObject]:
        """Return passages by their identifiers."""
        by_id = {passage["id"]: passage for passage in self.record["passages"]}
        return [by_id[name] for name in names]

    def numbers(self, key: str, sign: str) -> dict[str, str]:
        """Return the numbers of findings or recommendations, by identifier."""
        return {item["id"]: f"{sign}{number}" for number, item in enumerate(self.brief[key], 1)}


def other_dates(held: DocumentRecord) -> dict[str, str]:
    """Return all ways of writing the editions' dates that are not the publication's, each with the one that is."""
    written = [edition["date"] for edition in held.brief["editions"]]
    return {form: held.catalogue.date(iso) for iso in written for form in held.catalogue.other_dates(iso)}


def running(held: DocumentRecord, title: str) -> tuple[str, ...]:
    """Return what the head and foot of each page say, on the web and in print; ``title`` is the kind of document's."""
    edition = held.catalogue.text("label.edition", number=held.edition["number"])
    words = [title, held.brief["number"], f"{edition}, {held.catalogue.date(held.edition['date'])}"]
    return (*words, held.marking)


def markdown(item: str, field: str, text: str, references: Iterable[str] = ()) -> Iterator[ExpectedText]:
    """Yield author Markdown, a text for each of its paragraphs."""
    for runs in prose.parse(text):
        yield ExpectedText(item, field, prose.plain_text(runs), references=tuple(references))


def paragraphs(held: DocumentRecord, item: str, names: Iterable[str]) -> Iterator[ExpectedText]:
    """Yield the paragraphs of the essay that something rests on."""
    for number in sorted({passage["paragraph"] for passage in held.passages(names)}):
        yield ExpectedText(item, "passage", f"¶{number}")


def quoted(held: DocumentRecord, item: str, names: Iterable[str]) -> Iterator[ExpectedText]:
    """Yield the words that something rests on, as they stand between quotation marks."""
    for passage in held.passages(names):
        yield ExpectedText(item, "passage", f"¶{passage['paragraph']}")
        yield ExpectedText(item, "quoted words", prose.within_quotes(passage["exact"]))


def dated(item: str, field: str, iso: str, held: DocumentRecord) -> ExpectedText:
    """Return a date as the publication writes it; ``iso`` is as exact as it is known (ISO 8601)."""
    return ExpectedText(item, field, held.catalogue.date(iso), forms=held.catalogue.other_dates(iso))
