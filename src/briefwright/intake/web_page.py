"""Reduce a web page to its text, and read the facts about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import lxml.html
from lxml import etree

from briefwright.errors import BriefwrightError
from briefwright.intake.original import Facts, iso_date, language_tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefwright.intake.changes import Changes

_SILENT = ("script", "style", "noscript", "template", "link", "meta", "base")
"""Elements without text for readers."""
_PROGRAMS = ("iframe", "object", "embed", "applet", "canvas", "audio", "video", "dialog", "svg")
_CONTROLS = ("button", "input", "select", "textarea", "label", "legend", "datalist", "output")
"""The parts of a form; some programs of servers put the whole page into a form."""
_FURNITURE = ("nav",)
_DATES = ("article:published_time", "dcterms.date", "dc.date", "date", "datepublished", "citation_publication_date")
_AUTHORS = ("author", "dc.creator", "dcterms.creator", "citation_author")
_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title")
_SITES = ("citation_journal_title", "og:site_name")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def prepare(text: str, changes: Changes) -> tuple[str, Facts]:
    """Return the HTML of a page's text, without programs, navigation and hidden parts, and the facts about it."""
    # An encoding in the text itself does not count: it is decoded.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        page = lxml.html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        raise BriefwrightError("the web page has no text") from None
    facts = _facts(page)
    body = _main(page, changes)
    _reduce(body, changes)
    html = lxml.html.tostring(body, encoding="unicode", with_tail=False)
    return f"<html><body>{html}</body></html>", facts


def _main(page: lxml.html.HtmlElement, changes: Changes) -> lxml.html.HtmlElement:
    """Return the element with the text: the only article, else the only `main`, else the body."""
    body = page.body if page.body is not None else page
    for tag in ("article", "main"):
        found: list[lxml.html.HtmlElement] = page.xpath(f"//{tag}[not(ancestor::{tag})]")
        if len(found) == 1 and found[0].text_content().strip():
            outside = len(_words(body)) - len(_words(found[0]))
            if outside > 0:
                changes.add(f"text outside <{tag}> left out: {outside} words")
            return found[0]
    return body


def _words(item: lxml.html.HtmlElement) -> list[str]:
    hidden = " or ".join(f"ancestor::{tag}" for tag in _SILENT)
    return " ".join(item.xpath(f".//text()[not({hidden})]")).split()


def _reduce(body: lxml.html.HtmlElement, changes: Changes) -> None:
    etree.strip_elements(body, *_SILENT, with_tail=False)
    for comment in list(body.iter(etree.Comment, etree.ProcessingInstruction)):
        text = str(comment.text or "")
        if text.strip():
            changes.add("comment left out", text)
        comment.drop_tree()
    for item in body.xpath(".//input[@type='hidden']"):
        item.drop_tree()
    for item in list(body.iter(*_PROGRAMS, *_CONTROLS, *_FURNITURE)):
        _remove(item, f"<{item.tag!s}> left out", changes)
    for item in list(body.iter(etree.Element)):
        if item is not body and (item.get("hidden") is not None or _HIDDEN.search(item.get("style") or "")):
            _remove(item, "hidden text left out", changes)
    for item in body.iter("ol"):
        _number(item, changes)


def _number(item: lxml.html.HtmlElement, changes: Changes) -> None:
    """Set the first number of a list, which its first item or the reversed order may give (HTML, 4.4.5 and 4.4.8)."""
    entries = item.findall("li")
    is_reversed = item.get("reversed") is not None
    number = _integer(item.get("start"), len(entries) if is_reversed else 1)
    numbers: list[int] = []
    for entry in entries:
        number = _integer(entry.get("value"), number)
        numbers.append(number)
        number += -1 if is_reversed else 1
    if not numbers:
        return
    first = numbers[0]
    if first < 0 or numbers != list(range(first, first + len(numbers))):
        changes.add("list with numbers of its own, now 1, 2, 3 …", ", ".join(map(str, numbers)))
        first = 1
    item.set("start", str(first))


def _integer(text: str | None, default: int) -> int:
    match = re.match(r"\s*([+-]?\d{1,9})", text or "")
    return int(match[1]) if match else default


def _remove(item: lxml.html.HtmlElement, description: str, changes: Changes) -> None:
    if item.getparent() is None:
        return
    example: Any = item.text_content().strip() or item.get("src") or item.get("data")
    changes.add(description, example or "")
    item.drop_tree()


def _facts(page: lxml.html.HtmlElement) -> Facts:
    values: dict[str, list[str]] = {}
    for meta in page.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        if content := " ".join((meta.get("content") or "").split()):
            values.setdefault(name, []).append(content)
    headings = [text for each in page.iter("h1") if (text := " ".join(each.text_content().split()))]
    titles = [" ".join(each.text_content().split()) for each in page.iter("title")]
    addresses = [each.get("href") for each in page.iter("link") if each.get("rel") == "canonical"]
    authors = _first_of(values, _AUTHORS)
    return Facts(
        # The title of a page often ends with the name of its site.
        headings[0] if len(headings) == 1 else next(iter([*_first_of(values, _TITLES), *titles]), ""),
        tuple(name for name in authors if not name.startswith("http")),
        next((date for text in _first_of(values, _DATES) if (date := iso_date(text))), ""),
        language_tag(page.get("lang") or page.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
        next(iter(_first_of(values, _SITES)), ""),
        next((url for url in addresses if url and re.match(r"https?://[^\s<>\"]+$", url)), ""),
    )


def _first_of(values: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return next((values[name] for name in names if name in values), [])
