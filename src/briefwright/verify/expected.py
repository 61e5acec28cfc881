"""Expected texts: texts of the sources that a document must contain, each with its item.

They come only from the resolved brief and the catalogue, so an error in a template cannot change them.
`expected_parts` has the texts of each part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from briefwright import markup, prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefwright.language import Catalogue
    from briefwright.output import JsonObject


@dataclass(frozen=True, slots=True)
class ExpectedText:
    """A text that a document must contain.

    ``item``: the identifier of the element that must contain it, or a name with a space. With a name, the blocks that
    contain the item's longer texts must contain it.
    ``match``: ``words`` (part of a block), ``whole`` (all text of a block), ``alt`` (a whole alternative text),
    ``title`` (part of a block, as a citation style may change it).
    ``forms``: wrong forms of a date.
    ``references``: the works that the document cites for it.
    """

    item: str
    field: str
    text: str
    match: Literal["words", "whole", "alt", "title"] = "words"
    forms: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """The sources of a document's expected texts: the brief record (``brief.json``) and the catalogue.

    ``unprinted``: what the citation style omits from the list of references, as pairs of a work's id and ``title`` or
    ``year``.
    """

    record: JsonObject
    name: str
    needs: Sequence[str]
    catalogue: Catalogue
    unprinted: frozenset[tuple[str, str]] = frozenset()

    @property
    def brief(self) -> JsonObject:
        """The brief in the brief record."""
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
        """The address of the document's web page."""
        return f"{self.record['publisher']['base_url']}/{self.record['slug']}/{self.name}.html"

    def word(self, key: str) -> str:
        """Return an interface string."""
        return self.catalogue.text(key)

    def passages(self, names: Iterable[str]) -> list[JsonObject]:
        """Return passages by their identifiers."""
        by_id = {passage["id"]: passage for passage in self.record["passages"]}
        return [by_id[name] for name in names]

    def numbers(self, key: str) -> dict[str, str]:
        """Return the numbers of findings or recommendations by identifier, such as F1."""
        return {item["id"]: item["number"] for item in self.brief[key]}

    def support_word(self, level: str) -> str:
        """Return the word for a level of support."""
        return next(str(step["word"]) for step in self.record["scales"]["support"] if step["level"] == level)


def wrong_date_forms(document: DocumentRecord) -> dict[str, str]:
    """Return the correct form of each edition's date, by each of its wrong forms."""
    dates = [edition["date"] for edition in document.brief["editions"]]
    return {form: document.catalogue.date(iso) for iso in dates for form in document.catalogue.other_dates(iso)}


def running_texts(document: DocumentRecord, title: str) -> tuple[str, ...]:
    """Return the texts in the header and footer of each page; ``title`` is that of the document type."""
    edition = document.catalogue.text("label.edition", number=document.edition["number"])
    date = document.catalogue.date(document.edition["date"])
    return tuple(filter(None, (title, document.brief["number"], f"{edition}, {date}", *page_labels(document))))


def page_labels(document: DocumentRecord) -> tuple[str, ...]:
    """Return the texts that each page shows, also a cover: the marking, and that of a draft."""
    draft = [document.word("label.draft")] if document.brief["status"] == "draft" else []
    return (document.marking, *draft)


def author_text(item: str, field: str, text: str, references: Iterable[str] = ()) -> Iterator[ExpectedText]:
    """Yield the paragraphs of author text; the full stop before a citation moves behind it."""
    cited = tuple(references)
    for runs in prose.parse(text):
        plain = prose.plain_text(runs)
        yield ExpectedText(item, field, before_citation(plain) if cited else plain, references=cited)


def before_citation(text: str) -> str:
    """Return a text without the full stop at its end, which moves behind a citation; an ellipsis stays."""
    last = text.rpartition(" ")[2]
    return text.removesuffix(".") if last.count(".") == 1 else text


def author_line(item: str, field: str, text: str | None) -> Iterator[ExpectedText]:
    """Yield a line of plain text, if there is one."""
    if text:
        yield ExpectedText(item, field, text)


def locators(document: DocumentRecord, item: str, names: Iterable[str]) -> Iterator[ExpectedText]:
    """Yield each locator once, in the order of the essay."""
    passages = sorted(document.passages(names), key=lambda passage: (passage["paragraph"], passage["start"]))
    for text in dict.fromkeys(map(locator, passages)):
        yield ExpectedText(item, "passage", text)


def quotes(document: DocumentRecord, item: str, names: Iterable[str]) -> Iterator[ExpectedText]:
    """Yield the locator and the quoted words of each passage."""
    for passage in document.passages(names):
        yield ExpectedText(item, "passage", locator(passage))
        yield ExpectedText(item, "quoted words", markup.within_quotes(passage["exact"]))


def locator(passage: JsonObject) -> str:
    """Return the locator of a passage: ¶8, or ¶8.14 in a long paragraph."""
    sentence = passage["sentence"]
    return f"¶{passage['paragraph']}" if sentence is None else f"¶{passage['paragraph']}.{sentence}"


def expected_date(item: str, field: str, iso: str, document: DocumentRecord) -> ExpectedText:
    """Return a date in the format of the publication; ``iso`` is an ISO 8601 date, month or year."""
    return ExpectedText(item, field, document.catalogue.date(iso), forms=document.catalogue.other_dates(iso))
